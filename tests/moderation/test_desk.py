"""The review desk in the admin: what a moderator sees, does, and who may not."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import Client

from moderation.actions import decide, report, submit_and_judge
from moderation.models import BannedWord, Case, Report, Thresholds, Verdict
from notes.models import Note
from tests import make

LIST = "/admin/moderation/case/"
RISKY = "喜欢的加我微信 lovely_shop88"


def held(number=1, **fields) -> list[Case]:
    notes = [
        make.note(title=f"Held {n}", text=RISKY, status=Note.Status.PROCESSING, **fields)
        for n in range(number)
    ]
    submit_and_judge(list(Note.objects.prefetch_related("photos").filter(pk__in=[note.pk for note in notes])))
    return list(Case.objects.waiting())


def page_of(case: Case, part="change") -> str:
    return f"{LIST}{case.pk}/{part}/"


def note_of(case: Case) -> Note:
    return Note.objects.get(pk=case.target_id)


@pytest.fixture
def moderator(db):
    """Staff with nothing but the rights of the desk."""
    user = make.user(is_staff=True)
    rights = Permission.objects.filter(
        content_type__app_label="moderation", codename__in=["view_case", "change_case"]
    )
    user.user_permissions.set(rights)
    return user


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


class TestQueue:
    def test_shows_what_waits_with_score_and_reasons(self, desk):
        held()
        decided = held(1)[0]
        page = desk.get(LIST).content.decode()
        assert "Held 0" in page
        assert "a messenger contact" in page
        assert f"{decided.score:.2f}" in page

    def test_filters(self, desk, moderator):
        first, second = held(2)
        decide(case=first, verdict=Verdict.APPROVED, by=moderator)
        title = note_of(first).title
        assert title not in desk.get(LIST).content.decode()
        assert title in desk.get(f"{LIST}?state=approved&by=person").content.decode()
        assert title not in desk.get(f"{LIST}?state=approved&by=machine").content.decode()
        assert title in desk.get(f"{LIST}?state=all").content.decode()
        kind = second.target_type_id
        assert note_of(second).title in desk.get(f"{LIST}?kind={kind}").content.decode()
        assert note_of(second).title not in desk.get(f"{LIST}?kind={kind + 999}").content.decode()
        report(target=note_of(second), reporter=make.user(), reason="spam")
        assert note_of(second).title in desk.get(f"{LIST}?state=reported").content.decode()

    @pytest.mark.parametrize("number", [2, 30])
    def test_costs_the_same_however_long(self, desk, number, django_assert_max_num_queries):
        held(number, photos=1, tags=["tea"])
        with django_assert_max_num_queries(16):
            assert desk.get(LIST).status_code == 200

    def test_content_that_is_gone_does_not_break_it(self, desk):
        case = held()[0]
        Note.objects.filter(pk=case.target_id).delete()
        assert desk.get(LIST).status_code == 200
        assert "gone" in desk.get(page_of(case)).content.decode()


class TestCasePage:
    def test_shows_the_note_the_reasons_the_author_and_the_reports(self, desk):
        case = held()[0]
        report(target=note_of(case), reporter=make.user(), reason="spam", text="They want contacts")
        page = desk.get(page_of(case)).content.decode()
        for shown in (
            "Held 0",
            "lovely_shop88",
            "a messenger contact",
            "They want contacts",
            case.author.name,
        ):
            assert shown in page

    def test_hostile_text_is_shown_as_text(self, desk):
        note = make.note(
            title="<script>alert(1)</script>", text=f"{RISKY}<img onerror=x>", status="processing"
        )
        submit_and_judge([note])
        page = desk.get(page_of(Case.objects.get())).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img onerror" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_approving_goes_on_to_the_next(self, desk, moderator):
        first, second = held(2)
        response = desk.post(page_of(first, "decide"), {"verdict": "approved"})
        assert response["Location"] == page_of(second)
        assert note_of(first).status == Note.Status.PUBLISHED
        first.refresh_from_db()
        assert first.decided_by == moderator

    def test_the_last_one_leads_to_the_list(self, desk):
        response = desk.post(page_of(held()[0], "decide"), {"verdict": "approved"})
        assert response["Location"] == LIST

    @pytest.mark.parametrize("verdict", ["rejected", "removed"])
    def test_a_reason_is_asked_for_and_reaches_the_author(self, desk, verdict):
        case = held()[0]
        refused = desk.post(page_of(case, "decide"), {"verdict": verdict, "message": " "})
        assert refused.status_code == 422
        assert "Say why" in refused.content.decode()
        desk.post(page_of(case, "decide"), {"verdict": verdict, "message": "No contacts, please."})
        assert note_of(case).status == verdict
        assert note_of(case).reject_message == "No contacts, please."

    def test_a_clash_is_shown_and_changes_nothing(self, desk):
        case = held()[0]
        other = make.user(name="Quick Colleague")
        decide(case=case, verdict=Verdict.REMOVED, by=other, message="An advertisement.")
        response = desk.post(page_of(case, "decide"), {"verdict": "approved"}, follow=True)
        assert "Quick Colleague" in response.content.decode()
        assert note_of(case).status == Note.Status.REMOVED

    def test_an_edit_that_was_scored_in_between_is_not_approved_unseen_either(self, desk):
        case = held()[0]
        seen = case.fingerprint
        note = note_of(case)
        Note.objects.filter(pk=note.pk).update(text=f"{RISKY} 评论区见")
        submit_and_judge([note_of(case)])
        desk.post(page_of(case, "decide"), {"verdict": "approved", "seen": seen})
        assert note_of(case).status == Note.Status.IN_REVIEW

    def test_an_edit_in_between_is_shown_and_not_approved_unseen(self, desk):
        case = held()[0]
        Note.objects.filter(pk=case.target_id).update(text=f"{RISKY} 电话 13912345678")
        response = desk.post(page_of(case, "decide"), {"verdict": "approved"}, follow=True)
        assert "changed" in response.content.decode()
        assert note_of(case).status != Note.Status.PUBLISHED

    @pytest.mark.parametrize(
        "data", [{}, {"verdict": "nonsense"}, {"verdict": "rejected", "message": "x" * 301}]
    )
    def test_nonsense_decides_nothing(self, desk, data):
        case = held()[0]
        assert desk.post(page_of(case, "decide"), data).status_code == 422
        assert note_of(case).status == Note.Status.IN_REVIEW


class TestMany:
    def post(self, desk, cases, action, **data):
        return desk.post(LIST, {"action": action, "_selected_action": [case.pk for case in cases], **data})

    def test_approve(self, desk):
        cases = held(5)
        self.post(desk, cases, "approve_selected")
        assert Note.objects.published().count() == 5

    def test_reject_asks_once_for_the_reason(self, desk):
        cases = held(3)
        asked = self.post(desk, cases, "reject_selected")
        assert asked.status_code == 200
        assert "Held 1" in asked.content.decode()
        again = self.post(desk, cases, "reject_selected", verdict="rejected", message="")
        assert again.status_code == 422
        self.post(desk, cases, "reject_selected", verdict="rejected", message="No contacts, please.")
        assert Note.objects.filter(status="rejected", reject_message="No contacts, please.").count() == 3

    def test_says_how_many_were_decided_by_others(self, desk, moderator):
        cases = held(2)
        decide(case=cases[0], verdict=Verdict.REMOVED, by=make.user(), message="An advertisement.")
        response = desk.post(
            f"{LIST}?state=all",
            {"action": "approve_selected", "_selected_action": [case.pk for case in cases]},
            follow=True,
        )
        assert "1 was decided by somebody else" in response.content.decode()
        assert note_of(cases[0]).status == Note.Status.REMOVED


class TestWhoMayNot:
    @pytest.mark.parametrize(
        "who", ["visitor", "member", "staff without the right", "staff who may only look"]
    )
    def test_decide(self, db, client, client_of, who):
        case = held()[0]
        user = None if who == "visitor" else make.user(is_staff=who.startswith("staff"))
        if who == "staff who may only look":
            user.user_permissions.add(Permission.objects.get(codename="view_case"))
        browser = client_of(user) if user else client

        assert browser.post(page_of(case, "decide"), {"verdict": "approved"}).status_code in (302, 403)
        by_list = {"action": "approve_selected", "_selected_action": [case.pk]}
        browser.post(LIST, by_list)
        assert note_of(case).status == Note.Status.IN_REVIEW

    def test_by_get(self, desk):
        case = held()[0]
        desk.get(page_of(case, "decide"), {"verdict": "approved"})
        assert note_of(case).status == Note.Status.IN_REVIEW

    def test_without_a_token(self, moderator):
        case = held()[0]
        client = Client(enforce_csrf_checks=True)
        client.force_login(moderator)
        assert client.post(page_of(case, "decide"), {"verdict": "approved"}).status_code == 403


class TestTables:
    def test_thresholds_exist_for_every_kind_and_can_be_changed(self, client_of, operator):
        row = Thresholds.objects.get(content_type__model="note")
        client = client_of(operator)
        assert "note" in client.get("/admin/moderation/thresholds/").content.decode()
        address = f"/admin/moderation/thresholds/{row.pk}/change/"
        client.post(address, {"publish_below": "0.2", "reject_from": "0.7"})
        row.refresh_from_db()
        assert (row.publish_below, row.reject_from) == (0.2, 0.7)

    @pytest.mark.parametrize("values", [("0.8", "0.5"), ("-1", "0.5"), ("0.5", "7")])
    def test_thresholds_out_of_order_are_refused_in_words(self, client_of, operator, values):
        row = Thresholds.objects.get(content_type__model="note")
        address = f"/admin/moderation/thresholds/{row.pk}/change/"
        response = client_of(operator).post(address, {"publish_below": values[0], "reject_from": values[1]})
        assert response.status_code == 200
        row.refresh_from_db()
        assert row.publish_below == 0.4

    def test_the_starter_words_come_and_go_with_their_migration(self, db):
        step = import_module("moderation.migrations.0002_starter_words")
        step.remove(apps, None)
        own = BannedWord.objects.create(word="青团子")
        step.add(apps, None)
        step.add(apps, None)
        assert BannedWord.objects.filter(kind="gambling").exists()
        step.remove(apps, None)
        assert BannedWord.objects.get() == own

    @pytest.mark.parametrize("table", ["bannedword", "report", "thresholds"])
    def test_lists_open(self, client_of, operator, table):
        case = held()[0]
        report(target=note_of(case), reporter=make.user(), reason=Report.Reason.SPAM)
        assert client_of(operator).get(f"/admin/moderation/{table}/").status_code == 200
