"""Talking under a note in a real browser: answer, like, pin, a pasted picture, and words of others without reload."""

import base64
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import expect

from notes import actions
from notes.models import Comment, Note
from tests import make
from tests.browser.contexts import new_context

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([form, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([bytes], "pasted.jpg", { type: "image/jpeg" }));
  document.querySelector(form).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""
FORM = "[data-comment-form]"


def sign_in(page, live_server, person):
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def say(page, text):
    page.fill(f"{FORM} textarea", text)
    page.click(f"{FORM} .button--primary")
    expect(page.locator(".comments__list")).to_contain_text(text)


def test_two_people_talk_and_see_each_other_without_reload(page, browser, live_server):
    page.clock.install()
    author, reader = make.user(handle="author", name="林小满"), make.user(handle="reader", name="阿远")
    note = make.note(author=author, title="河边的早市", photos=1)
    sign_in(page, live_server, reader).goto(live_server.url + note.get_absolute_url())
    say(page, "几点开门？")
    first = Comment.objects.get()
    other = sign_in(new_context(browser).new_page(), live_server, author)
    other.goto(live_server.url + note.get_absolute_url())
    other.click(f"#comment-{first.pk} [data-answer]")
    say(other, "早上六点，记得带零钱")
    expect(page.locator(".comments__list")).not_to_contain_text("记得带零钱")
    page.clock.fast_forward(16_000)
    answer = page.locator(f"#answers-{first.pk} .comment.is-fresh")
    expect(answer).to_contain_text("早上六点，记得带零钱")
    expect(answer.locator(".mark--red")).to_be_visible()
    expect(page.locator("[data-count]")).to_contain_text("2")
    expect(page.locator("[data-said]")).to_have_text("2")
    answer.locator("[data-answer]").click()
    expect(page.locator("[data-to-name]")).to_have_text("林小满")
    say(page, "谢谢！")
    assert Comment.objects.get(text="谢谢！").parent == first
    expect(page.locator("[data-said]")).to_have_text("3")
    expect(page.locator(f"#answers-{first.pk}")).to_contain_text("@林小满")
    other.context.close()


def test_likes_and_the_pin_change_in_place(page, live_server):
    author = make.user(handle="author")
    note = make.note(author=author, photos=1)
    first, second = (
        actions.add_comment(note=note, author=make.user(), text=text, request_key=uuid4())
        for text in ("最早说的", "后来说的")
    )
    sign_in(page, live_server, author).goto(live_server.url + note.get_absolute_url())
    heart = page.locator(f"#comment-{first.pk} .comment__like")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text("1")
    assert Comment.objects.get(pk=first.pk).like_count == 1
    page.click(f"#comment-{second.pk} .comment__menu summary")
    page.click(f"#comment-{second.pk} .comment__menu [name=on]")
    expect(page.locator(".comments__list > li").first).to_have_attribute("data-pinned", "")
    assert Comment.objects.get(pk=second.pk).is_pinned
    page.click(f"#comment-{first.pk} .comment__menu summary")
    page.click(f"#comment-{first.pk} .menu__item--danger")
    page.click("dialog.ask .button--primary")
    expect(page.locator(f"#comment-{first.pk}")).to_have_count(0)
    expect(page.locator("[data-count]")).to_contain_text("1")


def test_a_pasted_picture_is_shown_sent_and_appears_when_it_is_ready(
    page, live_server, celery_worker_process
):
    note = make.note(photos=1)
    sign_in(page, live_server, make.user()).goto(live_server.url + note.get_absolute_url())
    data = base64.b64encode(make.jpeg(900, 600, "teal")).decode()
    page.evaluate(PASTE, [f"{FORM} textarea", data])
    expect(page.locator("[data-comment-preview] img")).to_be_visible()
    page.click("[data-comment-unpick]")
    expect(page.locator("[data-comment-preview]")).to_be_hidden()
    page.evaluate(PASTE, [f"{FORM} textarea", data])
    say(page, "我家的也是这样")
    picture = page.locator(".comments__list a.comment__picture img")
    expect(picture).to_be_visible(timeout=20_000)
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    assert Comment.objects.get().photo.widths


def test_a_refused_comment_keeps_what_was_typed(page, live_server):
    note = make.note(photos=1)
    sign_in(page, live_server, make.user()).goto(live_server.url + note.get_absolute_url())
    page.fill(f"{FORM} textarea", "加我微信 wx13800138000 私聊，手机 13800138000")
    page.click(f"{FORM} .button--primary")
    expect(page.locator(f"{FORM} [role=alert]")).to_be_visible()
    expect(page.locator(f"{FORM} textarea")).to_have_value("加我微信 wx13800138000 私聊，手机 13800138000")
    Note.objects.filter(pk=note.pk).update(comments_from=Note.CommentsFrom.NOBODY)
    page.reload()
    expect(page.locator(FORM)).to_have_count(0)
