"""Weights tried side by side: what each arm brought, and what operators set and pick."""

import pytest
from django.utils import timezone

from recommend.actions import feed as feed_actions
from recommend.feeds.discover import shelves
from recommend.models import Arm, ArmDay, Kind, Pick, Surface
from recommend.results import Rate, results
from tests import make
from tests.recommend.discovering import seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


def test_what_an_arm_brought_is_counted_once():
    arm = Arm.objects.create(name="Tried", share=0)
    me, note = make.user(), make.note()
    at = timezone.now()
    for kind, number in ((Kind.IMPRESSION, 8), (Kind.CLICK, 3), (Kind.LIKE, 2), (Kind.HIDE, 1)):
        for _ in range(number):
            seen(me, note, kind=kind, at=at, surface=Surface.DISCOVER, arm=arm.pk)
    seen(me, note, kind=Kind.CLICK, at=at, surface=Surface.SEARCH, arm=arm.pk)
    for _ in range(2):
        feed_actions.count_arms()
    day = arm.days.get()
    assert (day.people, day.impressions, day.clicks, day.likes, day.saves, day.hides) == (1, 8, 3, 2, 0, 1)


@pytest.mark.parametrize(("number", "of"), [(0, 0), (0, 10), (5, 10), (10, 10), (12, 10), (300, 10_000)])
def test_the_interval_holds_the_rate(number, of):
    rate = Rate(number, of)
    assert 0.0 <= rate.low <= min(1.0, rate.rate) <= rate.high <= 1.0


def test_the_interval_is_wilsons():
    assert (round(Rate(10, 100).low, 4), round(Rate(10, 100).high, 4)) == (0.0552, 0.1744)


def test_operators_see_results_with_intervals(client_of, operator):
    one = Arm.objects.create(name="One", share=0)
    two = Arm.objects.create(name="Two", share=0)
    today = timezone.now().date()
    ArmDay.objects.create(arm=one, day=today, people=50, impressions=10_000, clicks=500)
    ArmDay.objects.create(arm=two, day=today, people=50, impressions=10_000, clicks=900)
    first, second = results(7)
    assert (first.apart, second.apart) == (frozenset(), {"clicks"})
    body = client_of(operator).get("/admin/recommend/arm/results/").content.decode()
    assert "5.00 %" in body
    assert "8.4" in body


def test_arms_share_no_more_than_all_members(client_of, operator):
    Arm.objects.all().delete()
    Arm.objects.create(name="Standard", share=80, is_active=True)
    new = {"name": "New", "share": 30, "is_active": "on", **dict.fromkeys(Arm.WEIGHTS, "0.5")}
    browser = client_of(operator)
    answer = browser.post("/admin/recommend/arm/add/", new)
    assert "leave 20 percent" in answer.content.decode()
    assert browser.post("/admin/recommend/arm/add/", new | {"share": 20}).status_code == 302
    assert (
        browser.post("/admin/recommend/arm/add/", new | {"name": "Far", "interest": "11"}).status_code == 200
    )
    assert Arm.objects.count() == 2


def test_operators_pick_notes(client_of, operator):
    note = make.note()
    browser = client_of(operator)
    new = {
        "note": note.pk,
        "reason": "For the rainy days",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "00:00",
    }
    assert browser.post("/admin/recommend/pick/add/", new).status_code == 302
    assert Pick.objects.get().by == operator
    assert [row.facts.pk for row in shelves.shared()["pick"]] == [note.pk]
    browser.post(
        "/admin/recommend/pick/",
        {"action": "delete_selected", "_selected_action": Pick.objects.get().pk, "post": "yes"},
    )
    assert not Pick.objects.exists()
