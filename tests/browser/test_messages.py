"""Two people write to each other in two browsers: requests, pictures, cards, what arrives without reload."""

import json
import uuid

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.actions import set_follow
from accounts.models import Block, User
from inbox.actions import send_message
from inbox.models import Membership, Message, PushSubscription
from moderation.models import Report
from tests import make
from tests.browser.contexts import new_context
from tests.inbox.test_choices import browser_keys, push_service  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "[data-compose] textarea"
BUBBLES = "#bubbles .bubble"
NUMBER = ".rail__link .count"


def sign_in(page, live_server, person):
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def site(live_server, settings):
    """The address of the site, which links in messages are compared with."""
    settings.SITE_URL = live_server.url
    return live_server


@pytest.fixture
def mei():
    return make.user(handle="mei", name="小美")


@pytest.fixture
def lin():
    return make.user(handle="lin", name="林一")


@pytest.fixture
def friends(mei, lin):
    set_follow(follower=mei, followed=lin, on=True)
    set_follow(follower=lin, followed=mei, on=True)


@pytest.fixture
def other(browser, page):
    """A second browser; its script errors fail the test as well."""
    context = new_context(browser)
    second = context.new_page()
    second.set_default_timeout(10_000)
    errors = []
    second.on("pageerror", lambda error: errors.append(str(error)))
    yield second
    context.close()
    assert not errors, errors


def write(page, text):
    page.wait_for_load_state()
    page.fill(WORDS, text)
    page.press(WORDS, "Enter")
    expect(page.locator(BUBBLES).last).to_contain_text(text)
    expect(page.locator(WORDS)).to_have_value("")


def test_a_request_is_accepted_and_answered_without_reload(page, other, site, mei, lin):
    page.clock.install()
    sign_in(page, site, mei).goto(f"{site.url}/u/lin/")
    page.click("a[href='/inbox/messages/lin/']")
    page.wait_for_url("**/inbox/messages/lin/")
    page.wait_for_load_state()
    page.fill(WORDS, "你好，想问一下那家面馆在哪")
    page.press(WORDS, "Enter")
    expect(page.locator(".talk__waiting")).to_be_visible()

    other.clock.install()
    sign_in(other, site, lin).goto(f"{site.url}/inbox/messages/")
    expect(other.locator(NUMBER)).to_have_count(0)
    other.click(".talk-requests")
    other.click(".talk-row")
    other.click("button[formaction$='/accept/']")
    expect(other.locator(".rail__link[aria-current] .count")).to_have_count(0)
    write(other, "在老街尽头")
    page.reload()
    expect(page.locator(BUBBLES)).to_have_count(2)
    expect(page.locator(NUMBER)).to_have_count(0)
    write(page, "谢谢！")

    write(other, "不客气")
    expect(other.locator(BUBBLES)).to_contain_text(
        ["你好，想问一下那家面馆在哪", "在老街尽头", "谢谢！", "不客气"]
    )
    page.clock.fast_forward(6_000)
    expect(page.locator(BUBBLES).last).to_contain_text("不客气")
    read_by_other = other.locator("[data-seen-words]")
    for _turn in range(10):  # the other's page tells the server a moment after it showed the message
        other.clock.fast_forward(6_000)
        other.wait_for_timeout(200)
        if read_by_other.is_visible():
            break
    expect(read_by_other).to_be_visible()
    assert [*Message.objects.order_by("pk").values_list("text", flat=True)][1:] == [
        "在老街尽头",
        "谢谢！",
        "不客气",
    ]


@pytest.mark.usefixtures("friends")
def test_the_number_in_the_bar_falls_when_one_reads(page, other, site, mei, lin):
    sign_in(page, site, mei).goto(f"{site.url}/inbox/messages/lin/")
    write(page, "一")
    write(page, "二")
    User.objects.filter(pk=lin.pk).update(unread_count=0)
    sign_in(other, site, lin).goto(f"{site.url}/inbox/messages/")
    expect(other.locator(NUMBER)).to_contain_text("2")
    other.click(".talk-row")
    expect(other.locator(BUBBLES)).to_have_count(2)
    expect(other.locator(NUMBER)).to_have_count(0)
    assert User.objects.get(pk=lin.pk).unread_messages == 0


def test_a_stranger_who_was_written_to_answers_and_the_page_shows_it(page, site, mei, lin):
    page.clock.install()
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    sign_in(page, site, mei).goto(f"{site.url}/inbox/messages/lin/")
    page.fill(WORDS, "你好")
    page.press(WORDS, "Enter")
    expect(page.locator("[data-talk][data-new][data-waits]")).to_be_attached()
    expect(page.locator("[data-hello]")).to_have_count(0)
    page.wait_for_load_state()
    send_message(sender=lin, recipient=mei, text="你好呀", request_key=uuid.uuid4())
    page.clock.fast_forward(6_000)
    expect(page.locator(BUBBLES).last).to_contain_text("你好呀")
    expect(page.locator(WORDS)).to_be_visible()
    write(page, "能继续聊了")
    page.wait_for_timeout(300)  # what was read is told to the server
    assert not complaints


@pytest.mark.usefixtures("friends")
def test_a_message_sent_without_a_connection_stays_in_the_box(page, site, mei, lin):
    sign_in(page, site, mei).goto(f"{site.url}/inbox/messages/lin/")
    write(page, "在线")
    page.wait_for_load_state()
    expect(page.locator("[data-talk][data-new]")).to_be_attached()
    page.fill(WORDS, "断网时写的")
    page.context.set_offline(True)
    page.press(WORDS, "Enter")
    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(page.locator(WORDS)).to_have_value("断网时写的")
    page.context.set_offline(False)
    page.press(WORDS, "Enter")
    expect(page.locator(BUBBLES).last).to_contain_text("断网时写的")
    assert Message.objects.filter(text="断网时写的").count() == 1


@pytest.mark.usefixtures("friends")
def test_one_press_more_sends_nothing_twice(page, site, mei, lin):
    sign_in(page, site, mei).goto(f"{site.url}/inbox/messages/lin/")
    page.fill(WORDS, "只说一次")
    page.dblclick("[data-send]")
    expect(page.locator(BUBBLES)).to_have_count(1)
    expect(page.locator("[data-talk][data-new]")).to_be_attached()  # the first message makes the conversation
    page.wait_for_load_state()
    page.press(WORDS, "Shift+Enter")
    expect(page.locator(WORDS)).to_have_value("\n")
    page.press(WORDS, "Enter")
    expect(page.locator("#message-error")).not_to_be_empty()
    expect(page.locator(WORDS)).to_have_value("\n")
    page.fill(WORDS, "再说一次")
    page.evaluate("for (let n = 0; n < 3; n++) document.querySelector('[data-compose]').requestSubmit()")
    expect(page.locator(BUBBLES)).to_have_count(2)
    expect(page.locator("#message-error")).to_be_empty()
    page.reload()
    expect(page.locator(BUBBLES)).to_have_count(2)
    assert Message.objects.count() == 2


@pytest.mark.usefixtures("friends")
def test_a_picture_and_cards_of_a_note_and_a_product(page, other, site, mei, lin, photo_files):
    note = make.note(author=lin, title="河边的早市", photos=1)
    product = make.product(name="竹蒸笼")
    sign_in(page, site, mei).goto(f"{site.url}/inbox/messages/lin/")
    page.set_input_files("[data-picture]", photo_files[0])
    expect(page.locator("[data-preview] img")).to_be_visible()
    page.click("[data-send]")
    picture = page.locator(".bubble__picture img")
    expect(picture).to_be_visible()
    expect(page.locator("[data-preview]")).to_be_hidden()
    write(page, f"这篇写得好 {site.url}{product.get_absolute_url()}"[:5])

    page.goto(site.url + note.get_absolute_url())
    page.click("a[href$='/share/']")
    page.click("#sheet .pass__person")
    page.fill("#sheet [name=remark]", "早市这篇")
    page.click("#sheet [data-pass]")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("1")

    page.goto(site.url + product.get_absolute_url())
    page.click("a[href*='pass-on']")
    page.click("#sheet .pass__person")
    page.click("#sheet [data-pass]")
    expect(page.locator("#sheet")).to_be_hidden()

    sign_in(other, site, lin).goto(f"{site.url}/inbox/messages/mei/")
    cards = other.locator(".talk-card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("河边的早市")
    expect(cards.last).to_contain_text("竹蒸笼")
    expect(cards.last).to_contain_text("¥99")
    expect(other.locator(".bubble__text", has_text="早市这篇")).not_to_contain_text("http")
    shown = other.locator(".bubble__picture img")
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()
    other.wait_for_function("document.querySelector('.bubble__picture img').naturalWidth > 0")
    cards.first.click()
    expect(other).to_have_url(site.url + note.get_absolute_url())


@pytest.mark.usefixtures("friends")
def test_report_delete_and_block(page, site, mei, lin):
    mine = sign_in(page, site, lin)
    client = Client()
    client.force_login(mei)
    for text in ("粗话", "多余的话"):
        client.post("/inbox/messages/lin/send/", {"text": text})
    foul, needless = Message.objects.order_by("pk")
    mine.goto(f"{site.url}/inbox/messages/mei/")
    mine.hover(f"#message-{needless.pk}")
    mine.click(f"#message-{needless.pk} summary")
    mine.click(f"#message-{needless.pk} [hx-post]")
    expect(mine.locator(BUBBLES)).to_have_count(1)
    mine.hover(f"#message-{foul.pk}")
    mine.click(f"#message-{foul.pk} summary")
    mine.click(f"#message-{foul.pk} a[href$='/report/']")
    mine.check("input[name=reason] >> nth=0")
    mine.click("main .button--primary")
    expect(mine).to_have_url(f"{site.url}/inbox/messages/mei/")
    assert Report.objects.get().case.target_id == foul.pk
    mine.click(".talk__head summary")
    mine.click(".talk__head .menu__item--danger")
    mine.click("dialog.ask .button--primary")
    expect(mine.locator("#toasts, main").first).to_be_visible()
    mine.wait_for_url(lambda address: "/inbox/messages/mei/" not in address)
    assert Block.objects.filter(blocker=lin, blocked=mei).exists()
    mine.goto(f"{site.url}/inbox/messages/")
    expect(mine.locator(".talk-row")).to_have_count(0)
    assert not Membership.objects.get(user=lin).unread


def test_push_says_when_the_browser_refuses_or_fails(page, site, mei, push_service):  # noqa: F811
    sign_in(page, site, mei).goto(f"{site.url}/inbox/choices/")
    page.click("[data-push-on]")
    expect(page.locator("[data-push-denied]")).to_be_visible()
    expect(page.locator("[data-push-on]")).to_be_hidden()
    page.context.grant_permissions(["notifications"], origin=site.url)
    page.add_init_script(
        "PushManager.prototype.subscribe = () => Promise.reject(new DOMException('', 'AbortError'))"
    )
    page.reload()
    expect(page.locator("[data-push-denied]")).to_be_hidden()
    page.click("[data-push-on]")
    expect(page.locator("[data-push-failed]")).to_be_visible()
    expect(page.locator("[data-push-on]")).to_be_enabled()


SUBSCRIPTION = """(() => {
  const [endpoint, keys] = %s;
  let now = localStorage.pushed ? made() : null;
  function made() {
    return { endpoint, options: {}, toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => { now = null; delete localStorage.pushed; return true; } };
  }
  PushManager.prototype.getSubscription = async () => now;
  PushManager.prototype.subscribe = async () => { localStorage.pushed = "1"; return (now = made()); };
})()"""


def test_push_is_switched_on_and_off(page, site, mei, push_service):  # noqa: F811
    """The browser's own push service is out of reach of a test: its two calls are answered here."""
    page.context.grant_permissions(["notifications"], origin=site.url)
    page.add_init_script(SUBSCRIPTION % json.dumps([push_service, browser_keys()]))
    sign_in(page, site, mei).goto(f"{site.url}/inbox/choices/")
    page.click("[data-push-on]")
    expect(page.locator("[data-push-off]")).to_be_visible()
    assert PushSubscription.objects.get(user=mei).endpoint == push_service
    page.reload()
    expect(page.locator("[data-push-off]")).to_be_visible()
    PushSubscription.objects.update(user=make.user())
    page.reload()
    expect(page.locator("[data-push-on]")).to_be_visible()
    page.click("[data-push-on]")
    page.click("[data-push-off]")
    expect(page.locator("[data-push-on]")).to_be_visible()
    assert not PushSubscription.objects.exists()
