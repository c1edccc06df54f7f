"""The main pages for everybody: axe finds nothing against WCAG A and AA, in light and in dark, wide and narrow."""

import uuid

import pytest
from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from accounts.actions import set_follow
from commerce.actions import ShipTo, place_order, set_cart
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What axe says of each element that breaks a rule, once no colour is on its way to another.
CHECK = """async () => {
  for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const {violations} = await axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: tags}});
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`));
}"""
LOOKS = [("light", 1280), ("dark", 390)]


@pytest.fixture
def town():
    """Two writers, their notes about a product, talk under them."""
    product = make.product(name="手冲咖啡壶", stock=3, price_fen=12900)
    note = make.note(title="街角的咖啡馆", tags=["咖啡馆", "老城区"], photos=2, products=[product])
    make.note(author=note.author, title="没有照片的一天", tags=["咖啡馆"], photos=0)
    make.comment(note=note, text="周末一起去")
    return note, product


def problems_of(page, base: str, paths: list[str]) -> list[str]:
    """What is wrong on these pages, each seen in every look: rules broken, files missing, wider than the screen."""
    found = []
    page.on("response", lambda answer: answer.status >= 400 and found.append(f"{answer.status} {answer.url}"))
    for path in paths:
        page.goto(base + path)
        page.evaluate(AXE_SCRIPT)
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 844})
            found += [f"{path} {scheme} {width}: {problem}" for problem in page.evaluate(CHECK)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path} {scheme} {width}: wider than the screen")
    return found


def test_a_visitor_meets_no_barrier(page, live_server, town):
    note, product = town
    paths = [
        "/",
        note.get_absolute_url(),
        f"/u/{note.author.handle}/",
        "/tags/咖啡馆/",
        "/search/",
        "/search/?q=咖啡",
        "/search/?q=咖啡&tab=products",
        "/mall/",
        product.get_absolute_url(),
        "/more/",
        "/about/terms/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
    ]
    assert problems_of(page, live_server.url, paths) == []


def test_a_member_meets_no_barrier(page, live_server, town, member, client_of):
    note, product = town
    line = make.delivered_line(member, product)
    sku = product.skus.get()
    home = ShipTo(recipient="林小满", phone="13800138000", region="上海市 徐汇区", street="天平路 1 号")
    payment = place_order(
        buyer=member, basket={sku.pk: 1}, ship_to=home, request_key=uuid.uuid4(), keep_address=True
    )
    set_cart(user=member, sku=sku, quantity=1)
    set_follow(follower=member, followed=note.author, on=True)
    make.note(author=member, title="我的书桌")
    session = client_of(member).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    paths = [
        "/",
        "/following/",
        note.get_absolute_url(),
        f"/notes/{note.pk}/report/",
        f"/notes/{note.pk}/share/",
        "/notes/new/",
        "/notes/mine/",
        f"/u/{member.handle}/",
        product.get_absolute_url(),
        "/cart/",
        "/checkout/",
        f"/pay/{payment.token}/",
        "/orders/",
        line.order.get_absolute_url(),
        "/inbox/",
        "/kol/",
        "/settings/",
        "/settings/profile/",
        "/settings/addresses/",
        "/settings/hidden/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ]
    assert problems_of(page, live_server.url, paths) == []


def test_the_page_about_the_api_is_drawn_within_the_content_policy(page, live_server):
    page.goto(f"{live_server.url}/api/v1/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
