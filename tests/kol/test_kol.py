"""From a creator's rows to a score, an application, a decision and a badge."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from inbox.models import Notification
from kol import tasks
from kol.actions import apply, decide, screen
from kol.facts import facts_of
from kol.models import Profile
from moderation.actions import decide as moderate
from moderation.actions import submit
from moderation.models import Verdict
from notes.models import Bookmark, Like, Note
from tests import make

PITCH = "Quiet cafés and what to drink there, honestly."


def weeks_ago(weeks):
    return timezone.now() - timedelta(weeks=weeks)


def notes_of(author, number=6, **fields):
    return [
        make.note(author=author, published_at=weeks_ago(n), tags=["tea"], **fields) for n in range(number)
    ]


@pytest.fixture
def creator(db):
    """Meets all conditions."""
    creator = make.user(bio="I drink tea.")
    notes_of(creator)
    return creator


@pytest.fixture
def applied(creator):
    return apply(user=creator, pitch=PITCH)


def badge(user) -> str:
    return User.objects.values_list("badge", flat=True).get(pk=user.pk)


class TestFacts:
    def test_are_what_the_rows_say(self, creator, operator):
        note = Note.objects.filter(author=creator).first()
        Note.objects.filter(pk=note.pk).update(view_count=90, like_count=5, bookmark_count=2, comment_count=3)
        make.note(author=creator, published_at=weeks_ago(20))
        make.note(author=creator, status=Note.Status.DRAFT)
        removed = make.note(author=creator)
        moderate(case=submit(removed), verdict=Verdict.REMOVED, by=operator, message="Copied.")

        facts = facts_of([creator.pk])[creator.pk]
        assert (facts.notes, facts.active_weeks) == (6, 6)
        assert (facts.views, facts.likes, facts.bookmarks, facts.comments) == (90, 5, 2, 3)
        assert facts.tags == {"tea": 6}
        assert facts.notes_with_top_tags == 6
        assert (facts.rejected, facts.removed) == (0, 1)

    def test_own_acts_and_imported_counts_lift_nothing(self, creator):
        note = Note.objects.filter(author=creator).first()
        Like.objects.create(note=note, user=creator)
        Like.objects.create(note=note, user=make.user())
        Bookmark.objects.create(note=note, user=creator)
        make.comment(note=note, author=creator)
        Note.objects.filter(pk=note.pk).update(
            like_count=502, bookmark_count=1, comment_count=1, imported_counts={"likes": 500}
        )
        facts = facts_of([creator.pk])[creator.pk]
        assert (facts.likes, facts.bookmarks, facts.comments) == (1, 0, 0)

    @pytest.mark.parametrize("number", [1, 12])
    def test_cost_the_same_for_many(self, db, number):
        people = make.user.create_batch(number)
        for person in people:
            notes_of(person, 2)
        with CaptureQueriesContext(connection) as queries:
            facts_of([person.pk for person in people])
        assert len(queries) == 4


class TestApplying:
    def test_brings_the_score_up_to_date(self, applied):
        assert applied.state == Profile.State.APPLIED
        assert applied.score > 0
        assert {part["part"] for part in applied.parts} == {"activity", "interaction", "focus", "rules"}
        assert applied.formula

    def test_needs_the_conditions(self, db):
        newcomer = make.user()
        with pytest.raises(DomainError) as refusal:
            apply(user=newcomer, pitch=PITCH)
        assert refusal.value.code == "conditions"
        assert not Profile.objects.exists()

    def test_twice_is_refused(self, applied):
        with pytest.raises(DomainError) as refusal:
            apply(user=applied.user, pitch=PITCH)
        assert refusal.value.code == "already"

    def test_again_only_after_a_while(self, applied, operator):
        decide(profile=applied, reason="Too early.", by=operator)
        with pytest.raises(DomainError) as refusal:
            apply(user=applied.user, pitch=PITCH)
        assert refusal.value.code == "too_soon"
        Profile.objects.update(decided_at=weeks_ago(6))
        assert apply(user=applied.user, pitch=PITCH).state == Profile.State.APPLIED


class TestDeciding:
    def test_accepting_gives_the_badge_and_tells(self, applied, operator):
        assert badge(applied.user) == ""
        assert decide(profile=applied, tier="kol", by=operator)
        assert badge(applied.user) == "kol"
        notice = Notification.objects.get(recipient=applied.user)
        assert "KOL" in notice.sentence

    def test_twice_is_once(self, applied, operator):
        assert decide(profile=applied, tier="kol", by=operator)
        assert not decide(profile=applied, tier="kol", by=operator)
        assert Notification.objects.count() == 1

    def test_declining_needs_a_reason_and_takes_the_badge(self, applied, operator):
        decide(profile=applied, tier="rising", by=operator)
        applied.refresh_from_db()
        with pytest.raises(DomainError):
            decide(profile=applied, by=operator)
        assert decide(profile=applied, reason="Bought followers.", by=operator)
        assert badge(applied.user) == ""
        assert "Bought followers." in Notification.objects.latest("pk").sentence

    def test_a_member_who_has_not_applied_gets_no_badge(self, creator, operator):
        screen([creator.pk])
        with pytest.raises(DomainError) as refusal:
            decide(profile=creator.kol_profile, tier="kol", by=operator)
        assert refusal.value.code == "not_applied"
        assert badge(creator) == ""

    def test_a_decision_on_an_old_page_is_refused(self, applied, operator):
        seen = Profile.objects.get(pk=applied.pk)
        decide(profile=applied, tier="top", by=operator)
        with pytest.raises(DomainError) as refusal:
            decide(profile=seen, reason="Not yet.", by=operator)
        assert refusal.value.code == "changed"
        assert badge(applied.user) == "top"

    def test_the_database_holds_that_a_tier_means_accepted(self, applied):
        with pytest.raises(IntegrityError), transaction.atomic():
            Profile.objects.update(tier="kol")


class TestScreening:
    def test_again_changes_no_decision(self, applied, operator):
        decide(profile=applied, tier="kol", by=operator)
        screen([applied.user_id])
        screen([applied.user_id])
        profile = Profile.objects.get()
        assert (profile.state, profile.tier) == (Profile.State.ACCEPTED, "kol")
        assert profile.pitch == PITCH

    def test_command_and_task_reach_every_creator_with_something_published(self, creator, run_tasks):
        make.note(status=Note.Status.DRAFT)
        out = StringIO()
        call_command("screen_kols", stdout=out)
        summary = json.loads(out.getvalue())
        assert summary["creators"] == 1
        assert summary["mean_score"] > 0
        Profile.objects.all().delete()
        with run_tasks():
            tasks.screen_all()
        assert Profile.objects.get().user == creator


class TestPages:
    def test_visitors_read_what_it_is_without_a_token(self, client, db):
        page = client.get("/kol/").content.decode()
        assert "Three tiers" in page
        assert "csrf" not in page
        assert client.get("/kol/apply/").status_code == 302

    def test_members_see_their_own_numbers(self, client_of, creator, django_assert_max_num_queries):
        client = client_of(creator)
        with django_assert_max_num_queries(10):
            page = client.get("/kol/").content.decode()
        assert "6 / 5" in page
        assert "#tea" in page
        assert 'href="/kol/apply/"' in page

    def test_who_lacks_a_condition_is_told_which(self, client_of, member):
        page = client_of(member).get("/kol/").content.decode()
        assert "not yet" in page
        assert 'href="/kol/apply/"' not in page

    def test_applying_by_form(self, client_of, creator):
        response = client_of(creator).post("/kol/apply/", {"pitch": PITCH})
        assert response.status_code == 302
        assert Profile.objects.get().state == Profile.State.APPLIED
        assert "being read" in client_of(creator).get("/kol/").content.decode()

    def test_a_refusal_keeps_what_was_typed(self, client_of, member):
        response = client_of(member).post("/kol/apply/", {"pitch": PITCH})
        assert response.status_code == 422
        assert "honestly" in response.content.decode()
        assert "conditions" in response.content.decode()


class TestAdmin:
    @pytest.fixture
    def address(self, applied):
        return f"/admin/kol/profile/{applied.pk}/"

    def test_shows_the_parts(self, client_of, operator, address):
        page = client_of(operator).get(f"{address}change/").content.decode()
        assert "Topic focus" in page
        assert PITCH in page

    def test_accepts_and_declines(self, client_of, operator, applied, address):
        client = client_of(operator)
        client.post(f"{address}accept/", {"tier": "rising"})
        assert badge(applied.user) == "rising"
        assert client.post(f"{address}decline/", {"reason": ""}).status_code == 422
        client.post(f"{address}decline/", {"reason": "Not any more."})
        assert badge(applied.user) == ""

    def test_get_decides_nothing(self, client_of, operator, applied, address):
        client_of(operator).get(f"{address}accept/", {"tier": "rising"})
        assert badge(applied.user) == ""

    @pytest.mark.parametrize("staff", [False, True])
    def test_others_may_not(self, client_of, applied, address, staff):
        client = client_of(make.user(is_staff=staff))
        assert client.post(f"{address}accept/", {"tier": "top"}).status_code in (302, 403)
        assert badge(applied.user) == ""

    @pytest.mark.parametrize("number", [2, 15])
    def test_list_costs_the_same(self, client_of, operator, number, django_assert_max_num_queries):
        for user in make.user.create_batch(number):
            Profile.objects.create(user=user)
        client = client_of(operator)
        with django_assert_max_num_queries(10):
            client.get("/admin/kol/profile/")
