"""Chinese is complete: every string has a translation that fits it, and no page mixes English in."""

import re
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from commerce.actions import set_cart
from tests import make
from tests.catalogues import ROOT, missing, source
from xhs import settings as site

CHINESE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|\\n|</?\w[^>]*>")
# Names, formats and units that are written in Latin letters in Chinese too.
LATIN = {
    *(
        "Hongjian",
        "English",
        "JPEG",
        "PNG",
        "WebP",
        "HEIC",
        "AVIF",
        "GIF",
        "MB",
        "JavaScript",
        "IP",
        "CSV",
        "JSON",
    ),
    *("AI", "MP", "MOV", "WebM", "WebVTT", "vtt", "Delete"),
    *("TA", "WebAuthn", "TOTP", "ID", "API", "esc", "zh", "hans", "en"),
}
SHOWN = re.compile(
    r"(alt|title|placeholder|aria-label|aria-description|data-say-.*|hx-confirm|data-confirm)$"
)


@pytest.fixture(scope="module")
def messages():
    with open(CHINESE, "rb") as file:
        return [message for message in read_po(file) if message.id]


class Words(HTMLParser):
    """Collects what a reader of a page sees or hears: no scripts, styles or icons (ligatures of the admin)."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style") or "material-symbols" in (dict(attrs).get("class") or ""):
            self._unseen = tag
        self.found += [value for name, value in attrs if value and SHOWN.match(name)]

    def handle_endtag(self, tag):
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data):
        if not self._unseen:
            self.found.append(data)


def english(html: str, *names: str) -> list[str]:
    """Texts of a page with English words; addresses, handles, file names and `names` may be in them."""
    words = Words()
    words.feed(html)
    found = []
    for text in words.found:
        plain = re.sub(r"\{\w+\}|https?://\S+|\S+@\S+|@\w+|/\w+/\S*|\b\w+\.(?:com|org|jpg)\b", " ", text)
        for name in names:
            plain = plain.replace(name, " ")
        if any(word not in LATIN for word in re.findall(r"[A-Za-z]{2,}", plain)):
            found.append(" ".join(text.split()))
    return found


@pytest.fixture
def chinese(settings):
    """`chinese(client)` browses in Chinese, which is what a first visit to the site gets."""

    def turn(client: Client) -> Client:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        return client

    return turn


def test_every_string_is_translated():
    assert not list(missing(CHINESE, source()))


def test_translations_keep_their_placeholders(messages):
    broken = []
    for message in messages:
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = [sorted(PLACEHOLDER.findall(text)) for text in sources]
        broken += [(sources[-1], text) for text in strings if sorted(PLACEHOLDER.findall(text)) not in wanted]
    assert not broken


def test_one_form_of_the_plural(messages):
    assert all(len(message.string) == 1 for message in messages if isinstance(message.id, tuple | list))


def test_the_catalogue_is_what_django_speaks():
    trans_real._translations.pop("zh-hans", None)
    with translation.override("zh-hans"):
        assert translation.gettext("Add to cart") == "加入购物车"
        assert translation.pgettext("bookmark", "Save") == "收藏"
        assert translation.gettext("Save") == "保存"


def test_chinese_is_the_language_of_the_site():
    assert site.LANGUAGE_CODE == "zh-hans"


@pytest.mark.django_db
def test_pages_for_visitors_are_chinese(chinese, client):
    note = make.note(title="周末早茶", text="虾饺很鲜。", author__name="林小满", tags=["早茶"])
    product = make.product(
        name="白瓷杯", brand__name="山房", merchant__name="山房小店", category__name="杯具", origin="景德镇"
    )
    pages = [
        *(
            "/",
            "/mall/",
            "/more/",
            "/kol/",
            "/search/",
            "/search/?q=早茶",
            "/about/terms/",
            "/about/privacy/",
        ),
        *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/no-such-page/"),
        *(f"/notes/{note.pk}/", product.get_absolute_url(), note.author.get_absolute_url()),
    ]
    chinese(client)
    mixed = {page: english(client.get(page).content.decode()) for page in pages}
    assert not {page: texts for page, texts in mixed.items() if texts}


@pytest.mark.django_db
def test_pages_for_members_are_chinese(chinese, client_of):
    me = make.user(handle="linxiaoman", name="林小满")
    make.address(user=me)
    product = make.product(
        name="白瓷杯", brand__name="山房", merchant__name="山房小店", category__name="杯具"
    )
    set_cart(user=me, sku=product.skus.get(), quantity=1)
    note = make.note(title="周末早茶", text="虾饺很鲜。", author=me)
    pages = [
        *(
            "/",
            "/following/",
            "/notes/new/",
            "/inbox/",
            "/kol/",
            "/cart/",
            "/checkout/",
            "/orders/",
            "/more/",
        ),
        *("/settings/", "/settings/profile/", "/settings/addresses/", "/settings/addresses/new/"),
        *("/settings/blocked/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/"),
        *("/accounts/2fa/webauthn/", "/accounts/sessions/", "/accounts/logout/", "/accounts/reauthenticate/"),
        *(f"/notes/{note.pk}/", f"/notes/{note.pk}/edit/", me.get_absolute_url()),
    ]
    browser = chinese(client_of(me))
    mixed = {}
    for page in pages:
        answer = browser.get(page, follow=True)
        mixed[page] = english(answer.content.decode(), me.handle)
    assert not {page: texts for page, texts in mixed.items() if texts}


@pytest.mark.django_db
def test_the_admin_is_chinese(chinese, client_of, operator):
    note = make.note(title="周末早茶", text="虾饺很鲜。", author__name="林小满")
    pages = [
        "",
        "notes/note/",
        "commerce/order/",
        "commerce/product/add/",
        "accounts/user/",
        "moderation/case/",
        "accounts/user/add/",
        "kol/profile/",
        "tagging/tag/",
        "axes/accessattempt/",
        "usersessions/usersession/",
        "commerce/sku/",
        "commerce/payment/",
        "notes/comment/",
        "moderation/bannedword/add/",
        "inbox/notification/",
        f"notes/note/{note.pk}/change/",
        "notes/note/?q=x",
    ]
    browser = chinese(client_of(operator))
    mixed = {page: browser.get(f"/admin/{page}", follow=True) for page in pages}
    assert all(answer.status_code == 200 for answer in mixed.values())
    texts = {
        page: english(answer.content.decode(), operator.handle, operator.name)
        for page, answer in mixed.items()
    }
    assert not {page: found for page, found in texts.items() if found}
