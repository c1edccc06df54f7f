// The posting page. Without this script the same form posts everything at once.
import "./post/uploads.js";
import "./post/choose.js";
import "./post/order.js";
import "./post/products.js";
import "./post/declare.js";
import "./post/editor.js";
import "./post/points.js";
import "./post/count.js";
import "./post/complete.js";
import "./post/tags.js";
import "./post/cover.js";
import "./post/video.js";
import "./post/draft.js";
import "./post/submit.js";
