"""One person's day in a real browser: join, post, find, shop; then a moderator takes the note away."""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions import create_member
from commerce.models import Order
from moderation import actions as moderation
from moderation.models import Case, Report
from notes.models import Note
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "walk-the-old-town-9"


def test_from_joining_to_an_order_and_a_removed_note(page, live_server, celery_worker_process, photo_files):
    product = make.product(name="手冲咖啡壶", stock=3, price_fen=12900)
    make.note(title="街角的咖啡馆", tags=["咖啡馆", "老城区"])
    sign_up(page, live_server.url)
    note = post_note(page, live_server.url, photo_files)
    find_by_tag_and_word(page, live_server.url, note)
    open_a_similar_note(page, live_server.url, note)
    buy(page, live_server.url, product)
    assert Order.objects.get().state == Order.State.PAID
    moderator_removes(page, live_server.url, note)


def sign_up(page, base):
    page.goto(f"{base}/accounts/signup/")
    page.fill("input[name=email]", "walker@example.com")
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=handle]", "walker")
    page.check("input[name=consent]")
    page.click("main .button--primary")
    page.wait_for_url(re.compile(r"^(?!.*signup)"))


def post_note(page, base, photo_files) -> Note:
    page.goto(f"{base}/notes/new/")
    page.set_input_files("input[type=file]", photo_files)
    expect(page.locator("input[name=photo_ids]")).to_have_count(len(photo_files), timeout=15_000)
    page.fill("input[name=title]", "老城区的咖啡馆")
    page.fill("textarea[name=text]", "周末一个人坐在窗边写日记，手冲咖啡很香 #咖啡馆 #老城区")
    page.click("[data-post-send]")
    page.wait_for_url(re.compile(r"/notes/\d+/"))
    note = Note.objects.get(title="老城区的咖啡馆")
    for _ in range(60):
        note.refresh_from_db()
        if note.status == Note.Status.PUBLISHED and note.indexed_revision == note.revision:
            break
        page.wait_for_timeout(250)
    assert note.status == Note.Status.PUBLISHED
    assert note.indexed_revision == note.revision
    return note


def find_by_tag_and_word(page, base, note):
    for address in ("/tags/咖啡馆/", "/search/?q=日记", "/search/?q=咖啡馆"):
        page.goto(base + address)
        expect(page.locator(f"a[href='{note.get_absolute_url()}']").first).to_be_visible()


def open_a_similar_note(page, base, note):
    page.goto(base + note.get_absolute_url())
    expect(page.locator("h1")).to_contain_text("老城区的咖啡馆")
    similar = page.locator(".similar a.note-card__cover").first
    expect(similar).to_be_visible(timeout=10_000)
    similar.click()
    page.wait_for_url(re.compile(r"/notes/\d+/"))
    assert note.get_absolute_url() not in page.url


def buy(page, base, product):
    page.goto(base + product.get_absolute_url())
    page.click("button[name=then][value=cart]")
    page.wait_for_load_state()
    page.goto(f"{base}/cart/")
    expect(page.locator("main")).to_contain_text("手冲咖啡壶")
    page.goto(f"{base}/checkout/")
    for name, value in (
        ("recipient", "林小路"),
        ("phone", "13800138000"),
        ("region", "广东省 广州市"),
        ("street", "恩宁路 1 号"),
    ):
        page.fill(f"input[name={name}], textarea[name={name}]", value)
    page.click("main button[type=submit]")
    page.click("button[name=outcome][value=pay]")
    page.wait_for_url(re.compile(r"/orders/"))
    expect(page.locator("main")).to_contain_text(Order.objects.get().number)


def moderator_removes(page, base, note):
    moderator = create_member(
        handle="moderator", email="mod@example.com", password=PASSWORD, is_operator=True
    )
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/?next=/admin/moderation/case/")
    page.fill("input[name=login]", moderator.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main .button--primary")
    page.wait_for_url(re.compile(r"/admin/"))
    moderation.report(target=note, reporter=make.user(), reason=Report.Reason.FALSE)
    case = Case.objects.open().get(target_id=note.pk)
    page.goto(f"{base}/admin/moderation/case/{case.pk}/change/")
    page.fill("[name=message]", "图片与内容不符")
    page.click("button[name=verdict][value=removed]")
    page.wait_for_load_state()
    note.refresh_from_db()
    assert note.status == Note.Status.REMOVED
    assert page.request.get(base + note.get_absolute_url()).status == 410
    for address in ("/", "/tags/咖啡馆/", "/search/?q=日记", "/u/walker/"):
        page.goto(base + address)
        expect(page.locator(f"a[href='{note.get_absolute_url()}']")).to_have_count(0)
