"""The posting page as a person uses it: pictures, order, crop, drafts, tags, product points, covers, schedule."""

import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from core.text import counted_length
from notes.models import Note, Photo
from tagging.matching import forget
from tests import make
from tests.browser.contexts import new_context

GONE_ON = re.compile(r"/notes/(\d+/(status/)?|mine/.*)$")  # where posting and saving lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _quiet_end(page):
    """The page asks and saves by itself: none of that may still be under way when the tables are emptied."""
    yield
    page.context.set_offline(True)
    page.wait_for_timeout(150)  # what is on its way arrives; emptying waits for what is written


@pytest.fixture
def author():
    return make.user(handle="author")


@pytest.fixture
def writing(page, live_server, author):
    """The posting page, open for `author`."""
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/new/")
    expect(page.locator("[data-post].is-live")).to_be_visible()
    return page


@pytest.fixture
def words():
    """Two tags that texts are searched for."""
    tags = [make.tag(name=name, is_vocabulary=True) for name in ("手冲咖啡", "老城区")]
    forget()
    yield tags
    forget()


def sign_in(context, base, user):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}])


def choose(page, files):
    page.set_input_files("[data-files]", files)


def uploaded(page, number):
    expect(page.locator("input[name=photo_ids]")).to_have_count(number, timeout=15_000)


def order(page):
    return page.locator("[data-tile]").evaluate_all("tiles => tiles.map((tile) => tile.item.name)")


def send(page):
    page.click("[data-post-send]")
    page.wait_for_url(GONE_ON)


def saved(page):
    expect(page.locator("[data-draft-state]")).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=8000)


def test_refused_file_says_why_alone_and_a_lost_one_is_sent_again(writing, photo_files, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    lost = ["photo1.jpg"]

    def line(route):
        # The second picture meets a dead line once.
        if lost and lost[0].encode() in (route.request.post_data_buffer or b""):
            lost.clear()
            return route.abort()
        return route.continue_()

    writing.route("**/notes/uploads/", line)
    choose(writing, [*photo_files[:3], broken])
    uploaded(writing, 2)
    failed = writing.locator("[data-tile].is-failed")
    expect(failed).to_have_count(2)
    expect(failed.filter(has_text="broken.jpg")).to_be_visible()
    writing.click("[data-post-send]")
    expect(writing).to_have_url(re.compile("/notes/new/"))
    failed.nth(0).locator("[data-retry]").click()
    uploaded(writing, 3)
    failed.locator("[data-remove]").click()
    expect(writing.locator("[data-undo]")).to_be_visible()
    writing.fill("[name=title]", "三张照片")
    send(writing)
    note = Note.objects.exclude(status=Note.Status.DRAFT).get()
    assert [photo.filename for photo in note.photos.all()] == ["photo0.jpg", "photo1.jpg", "photo2.jpg"]


def test_removed_picture_comes_back(writing, photo_files):
    choose(writing, photo_files[:2])
    uploaded(writing, 2)
    writing.locator("[data-remove]").first.click()
    assert order(writing) == ["photo1.jpg"]
    writing.click("[data-undo-do]")
    assert order(writing) == ["photo0.jpg", "photo1.jpg"]


def test_order_by_keys_and_by_hand(writing, photo_files):
    choose(writing, photo_files[:3])
    uploaded(writing, 3)
    writing.locator("[data-open]").nth(2).focus()
    writing.keyboard.press("Home")
    expect(writing.locator("[data-picture-news]")).not_to_be_empty()
    assert order(writing) == ["photo2.jpg", "photo0.jpg", "photo1.jpg"]
    writing.keyboard.press("ArrowRight")
    assert order(writing) == ["photo0.jpg", "photo2.jpg", "photo1.jpg"]
    first, last = (writing.locator("[data-tile]").nth(n).bounding_box() for n in (0, 2))
    writing.mouse.move(first["x"] + 40, first["y"] + 80)
    writing.mouse.down()
    writing.mouse.move(last["x"] + 60, last["y"] + 80, steps=8)
    writing.mouse.up()
    assert order(writing) == ["photo2.jpg", "photo1.jpg", "photo0.jpg"]
    send(writing)
    note = Note.objects.exclude(status=Note.Status.DRAFT).get()
    assert note.cover.filename == "photo2.jpg"


def test_crop_and_description(writing, photo_files):
    choose(writing, photo_files[:1])
    uploaded(writing, 1)
    writing.locator("[data-open]").click()
    writing.click("[data-ratio='1:1']")
    frame = writing.locator("[data-crop]")
    frame.focus()
    for _ in range(3):
        writing.keyboard.press("ArrowUp")
    writing.click("[data-mode=alt]")
    writing.fill("[data-alt]:not([data-tile])", "粉色的墙")
    writing.click("[data-editor-close]")
    writing.wait_for_timeout(800)
    photo = Photo.objects.get()
    left, top, width, height = photo.crop
    assert (left, width) == (0, 1)
    assert (round(top, 3), height) == (0.065, 0.75)
    assert photo.alt == "粉色的墙"


def test_draft_is_there_on_another_device(writing, live_server, browser, author, photo_files):
    choose(writing, photo_files[:2])
    uploaded(writing, 2)
    writing.fill("[name=title]", "写到一半")
    saved(writing)
    draft = Note.objects.get(status=Note.Status.DRAFT)
    assert writing.url.endswith(f"?draft={draft.pk}")
    other = new_context(browser, viewport={"width": 390, "height": 844})
    sign_in(other, live_server.url, author)
    phone = other.new_page()
    phone.goto(f"{live_server.url}/notes/new/?draft={draft.pk}")
    expect(phone.locator("[name=title]")).to_have_value("写到一半")
    assert order(phone) == ["photo0.jpg", "photo1.jpg"]
    phone.fill("[name=text]", "在手机上写完")
    send(phone)
    other.set_offline(True)
    phone.wait_for_timeout(300)
    other.close()
    note = Note.objects.get()
    assert (note.pk, note.text, note.photo_count) == (draft.pk, "在手机上写完", 2)
    assert note.status != Note.Status.DRAFT


def test_leaving_the_page_keeps_the_draft(writing, live_server):
    writing.fill("[name=text]", "来不及保存")
    writing.once("dialog", lambda dialog: dialog.accept())
    writing.goto(f"{live_server.url}/more/")
    for _ in range(20):
        if Note.objects.filter(text="来不及保存", status=Note.Status.DRAFT).exists():
            break
        writing.wait_for_timeout(100)
    assert Note.objects.get().text == "来不及保存"


def test_tags_and_people_are_completed(page, live_server, author):
    make.tag(name="咖啡馆", note_count=3)
    make.user(handle="lin_lin", name="林林")
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/new/")
    text = page.locator("[name=text]")
    text.press_sequentially("周末 #咖啡")
    options = page.locator(".field--text [role=option]")
    expect(options.first).to_contain_text("咖啡馆")
    text.press("ArrowDown")
    expect(text).to_have_attribute("aria-activedescendant", re.compile("options-"))
    text.press("Enter")
    expect(text).to_have_value("周末 #咖啡馆 ")
    text.press_sequentially("和 @lin")
    expect(options.first).to_contain_text("林林")
    options.first.click()
    expect(text).to_have_value("周末 #咖啡馆 和 @lin_lin ")


def test_refused_tag_is_not_used(page, live_server, author, words):
    tag, other = words
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/new/")
    page.fill("[name=title]", "老城区的手冲咖啡")
    chip = page.locator("[data-found-list] li", has_text="手冲咖啡")
    chip.locator("[data-refuse]").click()
    expect(chip).to_have_class(re.compile("is-refused"))
    page.locator("[data-found-list] li", has_text="老城区").locator("[data-accept]").click()
    send(page)
    note = Note.objects.exclude(status=Note.Status.DRAFT).get()
    assert list(note.refused_tags.values_list("tag", flat=True)) == [tag.pk]
    assert list(note.tagged.values_list("tag", "source")) == [(other.pk, "accepted")]


def test_product_is_marked_and_a_gift_declared(page, live_server, author, photo_files):
    product = make.product(name="手冲咖啡壶", brand=make.brand(name="山川"))
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/new/")
    choose(page, photo_files[:1])
    uploaded(page, 1)
    page.locator("[data-open]").click()
    page.click("[data-mode=points]")
    canvas = page.locator("[data-canvas]")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    page.fill("[data-finder-field]", "咖啡壶")
    page.locator("[data-finder-list] [role=option]").click()
    pin = page.locator("[data-pin]")
    expect(pin).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.click("[data-editor-close]")
    page.click("[data-tie=gift]")
    expect(page.locator("[data-must]")).to_be_visible()
    expect(page.locator("[name=paid_brand]")).to_have_value(str(product.brand_id))
    expect(page.locator("[name=is_gift]")).to_be_checked()
    point = json.loads(page.input_value("[name=points]"))[0]
    assert point["photo"] == Photo.objects.get().pk
    send(page)
    row = Note.objects.exclude(status=Note.Status.DRAFT).get().product_tags.get()
    assert (row.product_id, row.tie) == (product.pk, "gift")
    assert (row.x, row.y) == (pytest.approx(0.27, abs=0.01), pytest.approx(0.5, abs=0.01))
    assert row.note.paid_brand_id == product.brand_id


def test_cover_of_words(writing):
    writing.fill("[name=title]", "没有图片也好看")
    expect(writing.locator(".covers .text-cover__title").nth(4)).to_have_text("没有图片也好看")
    writing.locator(".covers__one").nth(4).click()
    send(writing)
    assert Note.objects.exclude(status=Note.Status.DRAFT).get().cover_style == 4


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Athens", "东欧"),
        ("America/Los_Angeles", "北美太平洋"),
        ("Asia/Shanghai", "中国标准时间, GMT+8"),
    ],
)
def test_scheduled_in_the_zone_of_the_browser(browser, live_server, author, zone, name):
    context = new_context(browser, timezone_id=zone)
    sign_in(context, live_server.url, author)
    page = context.new_page()
    page.goto(f"{live_server.url}/notes/new/")
    expect(page.locator("[data-zone]")).to_contain_text(name)
    page.fill("[name=title]", "一小时后见")
    button = page.locator("[data-post-send]")
    posted = button.text_content()
    soon = timezone.localtime(timezone.now() + timedelta(hours=1), ZoneInfo(zone))
    page.fill("[name=publish_at]", f"{soon:%Y-%m-%dT%H:%M}")
    assert button.text_content() != posted
    send(page)
    note = Note.objects.get()
    assert note.status == Note.Status.DRAFT
    assert note.publish_at == soon.replace(second=0, microsecond=0)
    page.goto(f"{live_server.url}/notes/new/?draft={note.pk}")
    expect(page.locator("[name=publish_at]")).to_have_value(f"{soon:%Y-%m-%dT%H:%M}")
    context.close()


def test_posting_without_a_connection_stays_on_the_page(writing):
    writing.fill("[name=title]", "路上写的")
    saved(writing)
    writing.fill("[name=text]", "进了隧道")
    writing.context.set_offline(True)
    writing.click("[data-post-send]")
    expect(writing.locator("[data-post-news]")).to_have_text(
        writing.locator("[data-post]").get_attribute("data-say-unsent")
    )
    expect(writing.locator("[name=text]")).to_have_value("进了隧道")
    writing.context.set_offline(False)
    send(writing)
    note = Note.objects.get()
    assert (note.title, note.text) == ("路上写的", "进了隧道")
    assert note.status != Note.Status.DRAFT


@pytest.fixture
def published(author):
    return make.note(author=author, title="已发布", text="原来的话")


@pytest.fixture
def editing(page, live_server, author, published):
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/notes/{published.pk}/edit/")
    expect(page.locator("[data-post].is-live")).to_be_visible()
    return page


def test_changes_of_a_published_note_are_not_left_without_a_question(editing, live_server, published):
    asked = []
    editing.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editing.goto(f"{live_server.url}/notes/{published.pk}/edit/")
    assert not asked
    editing.fill("[name=text]", "改了一半")
    editing.goto(f"{live_server.url}/more/")
    assert asked == ["beforeunload"]


def test_saving_a_published_note_without_a_connection_stays_on_the_page(editing, published):
    editing.fill("[name=text]", "改好了")
    editing.context.set_offline(True)
    editing.click("[data-post-send]")
    expect(editing.locator("[data-post-news]")).to_have_text(
        editing.locator("[data-post]").get_attribute("data-say-unsent")
    )
    editing.context.set_offline(False)
    send(editing)
    published.refresh_from_db()
    assert published.text == "改好了"


def test_two_tabs_on_one_published_note(editing, live_server, published):
    other = editing.context.new_page()
    other.goto(editing.url)
    other.fill("[name=text]", "那边的话")
    send(other)
    other.close()
    editing.fill("[name=text]", "这边的话")
    editing.click("[data-post-send]")
    expect(editing.locator("[data-newer]")).to_be_visible()
    expect(editing.locator("[name=text]")).to_have_value("这边的话")
    published.refresh_from_db()
    assert published.text == "那边的话"
    editing.click("[data-keep-this]")
    editing.wait_for_url(GONE_ON)
    published.refresh_from_db()
    assert published.text == "这边的话"


def test_two_tabs_on_one_draft(writing):
    writing.fill("[name=text]", "第一版")
    saved(writing)
    draft = Note.objects.get()
    other = writing.context.new_page()
    other.goto(writing.url)
    other.fill("[name=text]", "那边的第二版")
    saved(other)
    writing.fill("[name=text]", "这边的第二版")
    expect(writing.locator("[data-newer]")).to_be_visible()
    draft.refresh_from_db()
    assert draft.text == "那边的第二版"
    writing.click("[data-keep-this]")
    saved(writing)
    expect(writing.locator("[data-newer]")).to_be_hidden()
    draft.refresh_from_db()
    assert draft.text == "这边的第二版"
    other.fill("[name=text]", "那边的第三版")
    other.click("[data-post-send]")
    expect(other.locator("[data-newer]")).to_be_visible()
    other.click("[data-newer] [data-other]")
    expect(other.locator("[name=text]")).to_have_value("这边的第二版")
    other.close()


def test_an_answer_that_was_lost_is_no_other_writer(writing):
    writing.fill("[name=text]", "第一版")
    saved(writing)
    writing.route("**/notes/draft/", lambda route: (route.fetch(), route.abort()), times=1)
    writing.fill("[name=text]", "第二版")
    expect(writing.locator("[data-draft-state]")).to_have_text(
        writing.locator("[data-post]").get_attribute("data-say-unsaved")
    )
    writing.fill("[name=text]", "第三版")
    saved(writing)
    assert Note.objects.get().text == "第三版"


def test_a_stale_tab_keeps_its_words_when_the_note_is_posted_elsewhere(writing):
    writing.fill("[name=text]", "第一版")
    saved(writing)
    other = writing.context.new_page()
    other.goto(writing.url)
    send(other)
    other.close()
    writing.fill("[name=text]", "晚了一步")
    writing.click("[data-post-send]")
    expect(writing.locator("[data-posted]")).to_be_visible()
    expect(writing.locator("[name=text]")).to_have_value("晚了一步")
    note = Note.objects.get()
    expect(writing.locator("[data-posted] [data-other]")).to_have_attribute("href", f"/notes/{note.pk}/edit/")
    assert note.text == "第一版"
    writing.click("[data-post-send]")
    writing.wait_for_url(GONE_ON)
    note.refresh_from_db()
    assert note.text == "晚了一步"


def test_double_click_posts_once(writing, photo_files):
    choose(writing, photo_files[:1])
    writing.fill("[name=title]", "只发一次")
    writing.locator("[data-post-send]").dblclick()
    writing.wait_for_url(re.compile(r"/notes/\d+/"))
    assert Note.objects.count() == 1
    assert Note.objects.get().photo_count == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_posting_by_touch_and_desk_has_no_side_scroll(writing, photo_files, width):
    writing.set_viewport_size({"width": width, "height": 844})
    choose(writing, photo_files)
    uploaded(writing, 9)
    assert writing.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_counters_agree_with_the_server(writing):
    for words in ("abc", "你好ab", "é ö ß", "🙂👍🏽", "Привет", "ｱｲｳ", "한글 …—“”", "١٢٣ עברית"):
        writing.fill("[name=title]", words)
        expect(writing.locator("[data-counted='20'] [data-count]")).to_have_text(
            f"{counted_length(words)} / 20"
        )


def test_posting_works_without_javascript(browser, live_server, author, photo_files, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    context = new_context(browser, java_script_enabled=False, locale="en")
    sign_in(context, live_server.url, author)
    page = context.new_page()
    page.goto(f"{live_server.url}/notes/new/")
    expect(page.locator("[data-zone]")).to_have_text("Time zone: China Standard Time")
    page.set_input_files("[data-files]", [*photo_files[:2], broken])
    page.fill("[name=title]", "By hand")
    page.fill("[name=text]", "Nothing runs here. #quiet")
    page.click("[data-post-send]")
    expect(page.locator(".form-errors:visible")).to_contain_text("broken.jpg")
    expect(page.locator("[name=title]")).to_have_value("By hand")
    expect(page.locator("input[name=photo_ids]")).to_have_count(2)
    page.locator("input[name=photo_ids]").first.uncheck()
    page.click("[data-post-send]")
    page.wait_for_url(re.compile(r"/notes/\d+/"))
    note = Note.objects.get(author=author)
    assert (note.title, note.photos.count()) == ("By hand", 1)
    context.close()
