// The posting page. Without this script the same form posts everything at once.
import "./post/uploads.js";
import "./post/choose.js";
import "./post/order.js";
import "./post/products.js";
import "./post/words.js";
import "./post/tags.js";
import "./post/draft.js";
import "./post/submit.js";
