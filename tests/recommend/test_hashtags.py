"""Trends found by growth, and the life of a campaign: scheduled, live, joined, ended or stopped."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.errors import DomainError
from inbox.models import Notification
from notes.models import Note
from recommend import feeds
from recommend.actions import trends
from recommend.models import Channel, Event, Hashtag, HashtagAct, HashtagDay, Kind, Trend
from recommend.search import suggestions
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
YEAR = timedelta(days=365)


def old_member(**fields):
    return make.user(date_joined=timezone.now() - YEAR, **fields)


def write(tag, number, *, ago=timedelta(hours=2), author=None, **fields):
    made = []
    for at in range(number):
        moment = timezone.now() - ago
        made.append(
            make.note(
                author=author or old_member(),
                tags=[tag],
                text=f"{tag} {at} {ago}",
                published_at=moment,
                **fields,
            )
        )
    return made


@pytest.fixture
def campaign(db):
    now = timezone.now()
    return Hashtag.objects.create(
        tag=make.tag(name="city walk"),
        title="City walk",
        text="Show your way",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=7),
        made_by=make.user(),
    )


@pytest.fixture
def live(campaign, operator):
    trends.schedule(hashtag=campaign, by=operator)
    trends.tend_hashtags()
    campaign.refresh_from_db()
    assert campaign.state == "live"
    return campaign


class TestTrends:
    def test_growth_counts_and_not_volume(self):
        write("rising", 8)
        write("large", 10)
        for day in range(1, 8):
            write("large", 9, ago=timedelta(days=day, hours=3))
        assert trends.find_trends() == 1
        found = Trend.objects.get()
        assert (found.tag.name, found.notes_now, found.notes_usual, found.authors) == ("rising", 8, 0, 8)
        assert found.growth == 8.0
        assert len(found.samples) == 4

    def test_one_author_makes_no_trend(self):
        write("mine", 30, author=old_member())
        assert trends.find_trends() == 0

    def test_spam_makes_no_trend(self):
        for at in range(8):
            make.note(author=old_member(), tags=["copied"], text="buy this", published_at=timezone.now())
            make.note(author=make.user(), tags=["young"], text=f"{at}", published_at=timezone.now())
            make.note(author=old_member(), tags=["bad"], text=f"{at}", status="rejected")
        assert trends.find_trends() == 0

    def test_what_grows_no_longer_is_forgotten(self):
        notes = write("rising", 8)
        trends.find_trends()
        Note.objects.filter(pk__in=[note.pk for note in notes]).update(status="removed")
        assert trends.find_trends() == 0
        assert not Trend.objects.exists()

    def test_a_banned_tag_is_none(self):
        write("rising", 8)
        Tag.objects.filter(name="rising").update(is_banned=True)
        assert trends.find_trends() == 0

    def test_a_dismissed_one_is_not_offered(self, client_of, operator):
        write("rising", 8)
        trends.find_trends()
        browser = client_of(operator)
        assert "rising" in browser.get("/admin/recommend/trend/").content.decode()
        trends.dismiss(list(Trend.objects.all()))
        trends.find_trends()
        assert "rising" not in browser.get("/admin/recommend/trend/").content.decode()

    def test_an_operator_makes_a_draft_of_one(self, operator):
        write("rising", 8, photos=1)
        trends.find_trends()
        draft = trends.draft_from(Trend.objects.get(), by=operator)
        assert (draft.state, draft.tag.name, draft.made_by) == ("draft", "rising", operator)
        assert draft.cover.pk in Trend.objects.get().samples


class TestLife:
    def test_a_draft_is_shown_to_nobody_but_operators(self, campaign, client, client_of, operator):
        assert feeds.live_hashtags() == []
        assert "Show your way" not in client.get("/tags/city-walk/").content.decode()
        preview = f"/studio/hashtags/{campaign.pk}/preview/"
        assert "Show your way" in client_of(operator).get(preview).content.decode()
        assert client_of(make.user()).get(preview).status_code == 403

    def test_it_appears_at_its_hour_without_a_worker(self, campaign, operator, client):
        trends.schedule(hashtag=campaign, by=operator)
        assert feeds.live_hashtags() == [campaign]
        assert "City walk" in client.get("/").content.decode()
        for q in ("city", "city walks", "citywalk"):
            assert 'class="hashtag"' in client.get("/search/", {"q": q}).content.decode()
            assert suggestions(q, VISITOR)[0].kind == "campaign"
        assert 'class="hashtag"' not in client.get("/search/?q=tea").content.decode()
        assert "city-walk" in client.get("/hashtags/joinable/").content.decode()
        assert client.get("/api/v1/hashtags/").json()[0]["title"] == "City walk"
        assert "Show your way" in client.get("/tags/city-walk/").content.decode()
        now = timezone.now()
        Hashtag.objects.update(starts_at=now + timedelta(hours=1))
        assert feeds.live_hashtags() == []
        Hashtag.objects.update(starts_at=now - YEAR, ends_at=now)
        assert feeds.live_hashtags() == []

    def test_joiners_are_counted_while_it_runs(self, live):
        author = old_member()
        write("city walk", 3, author=author, ago=timedelta(minutes=5))
        write("city walk", 1, ago=timedelta(minutes=5))
        write("city walk", 1, ago=timedelta(days=3))
        write("city walk", 1, ago=timedelta(minutes=5), status="removed")
        trends.tend_hashtags()
        live.refresh_from_db()
        assert (live.joiner_count, live.note_count) == (2, 4)

    def test_it_ends(self, live):
        Hashtag.objects.update(ends_at=timezone.now())
        trends.tend_hashtags()
        trends.tend_hashtags()
        live.refresh_from_db()
        assert live.state == "ended"
        assert list(live.acts.values_list("act", flat=True)) == ["end", "start", "schedule"]

    def test_it_stops_itself_on_abuse(self, live):
        write("city walk", 5, ago=timedelta(minutes=5))
        for _number in range(6):
            make.note(author=old_member(), tags=["city walk"], text="buy", published_at=timezone.now())
        trends.tend_hashtags()
        live.refresh_from_db()
        assert live.state == "stopped"
        assert "55%" in live.stop_reason
        assert feeds.live_hashtags() == []
        assert Notification.objects.get(recipient=live.made_by).kind == "hashtag_stopped"
        assert live.acts.first().by is None

    def test_a_few_bad_notes_stop_nothing(self, live):
        write("city walk", 8, ago=timedelta(minutes=5))
        make.note(author=old_member(), tags=["city walk"], text="x", status="rejected")
        trends.tend_hashtags()
        live.refresh_from_db()
        assert live.state == "live"

    def test_only_once_at_a_time(self, live, operator):
        now = timezone.now()
        second = Hashtag.objects.create(tag=live.tag, title="Again", starts_at=now, ends_at=now + YEAR)
        with pytest.raises(DomainError, match="campaign already"):
            trends.schedule(hashtag=second, by=operator)
        with pytest.raises(DomainError):
            trends.schedule(hashtag=live, by=operator)
        Hashtag.objects.filter(pk=second.pk).update(starts_at=now - YEAR, ends_at=now)
        with pytest.raises(DomainError):
            trends.schedule(hashtag=second, by=operator)

    def test_a_person_stops_it_with_a_reason(self, live, operator):
        with pytest.raises(DomainError):
            trends.stop(hashtag=live, by=operator, reason=" ")
        assert trends.stop(hashtag=live, by=operator, reason="Too loud")
        assert not trends.stop(hashtag=live, by=operator, reason="Too loud")
        assert HashtagAct.objects.filter(act="stop").get().reason == "Too loud"


class TestFeatured:
    def test_editors_put_notes_first(self, live, client, client_of):
        editor = make.user()
        Channel.objects.create(name="旅行", slug="travel").editors.add(editor)
        note = make.note(title="Along the canal", tags=["city walk"])
        browser = client_of(editor)
        address = f"/studio/hashtags/{live.pk}/feature/"
        browser.post(address, {"note": note.pk, "reason": "Lovely light"})
        page = client.get("/tags/city-walk/").content.decode()
        assert page.index("Chosen by the editors") < page.index("Along the canal")
        assert live.acts.first().reason == "Lovely light"
        Note.objects.update(status="removed")
        assert feeds.featured_in(live, VISITOR) == []
        assert client_of(make.user()).post(address, {"note": note.pk, "reason": "Me"}).status_code == 403

    def test_only_with_the_tag_and_a_reason(self, live, operator):
        for note, reason in ((make.note(), "Good"), (make.note(tags=["city walk"]), "")):
            with pytest.raises(DomainError):
                trends.feature(hashtag=live, note=note, by=operator, reason=reason)
        with pytest.raises(DomainError):
            trends.feature(hashtag=live, note=make.note(tags=["city walk"]), by=make.user(), reason="Good")


def test_results_by_day(live, client_of, operator):
    author = old_member()
    first, _second = write("city walk", 2, author=author, ago=timedelta(minutes=5))
    reader = make.user()
    for kind in (Kind.IMPRESSION, Kind.IMPRESSION, Kind.CLICK, Kind.LIKE):
        Event.objects.create(user=reader, kind=kind, note=first)
    Event.objects.create(user=reader, kind=Kind.IMPRESSION, note=make.note())
    trends.write_days(live)
    trends.write_days(live)
    day = HashtagDay.objects.get()
    assert (day.notes, day.joiners, day.impressions, day.clicks, day.likes) == (2, 1, 2, 1, 1)
    page = client_of(operator).get(f"/studio/hashtags/{live.pk}/")
    assert page.status_code == 200


def test_the_admin_offers_all_of_it(campaign, operator, client_of):
    browser = client_of(operator)
    for address in (
        "trend/",
        "hashtag/",
        "hashtag/add/",
        f"hashtag/{campaign.pk}/change/",
        "circle/",
        "channel/",
    ):
        assert browser.get(f"/admin/recommend/{address}").status_code == 200, address
    browser.post("/admin/recommend/hashtag/", {"action": "schedule_them", "_selected_action": [campaign.pk]})
    campaign.refresh_from_db()
    assert campaign.state == "scheduled"
