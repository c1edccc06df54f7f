"""From content to a verdict: scored once, decided once, explained, and never past a person who looked."""

import threading
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import DomainError
from inbox.models import Notification
from moderation import tasks
from moderation.actions import decide, judge, report, submit, submit_and_judge, withdraw
from moderation.models import BannedWord, Case, Report, Thresholds, Verdict
from notes.models import Note
from tests import make

CLEAN = "A slow breakfast by the river, eggs and good bread."
RISKY = "喜欢的加我微信 lovely_shop88"
AWFUL = "加我微信 lovely_shop88，电话 13912345678，私信领优惠，下单链接在主页"


def a_note(text=CLEAN, **fields):
    return make.note(title="", text=text, **{"status": Note.Status.PROCESSING, **fields})


def judged(note) -> Verdict | None:
    return submit_and_judge([note])[note.pk]


def status(note) -> str:
    return Note.objects.values_list("status", flat=True).get(pk=note.pk)


def case_of(note) -> Case:
    return Case.objects.filter(target_id=note.pk).latest("pk")


class TestJudging:
    def test_clean_is_published_risky_is_queued_awful_is_rejected(self, db):
        notes = [a_note(CLEAN), a_note(RISKY), a_note(AWFUL)]
        verdicts = submit_and_judge(notes)
        assert [verdicts[note.pk] for note in notes] == [Verdict.APPROVED, None, Verdict.REJECTED]
        assert [status(note) for note in notes] == ["published", "in_review", "rejected"]

    def test_a_score_explains_itself_and_the_author_reads_why(self, db):
        note = a_note(AWFUL)
        judged(note)
        case = case_of(note)
        assert {"messenger", "phone", "hidden_ad"} <= {reason["rule"] for reason in case.reasons}
        assert all(reason["found"] for reason in case.reasons)
        note.refresh_from_db()
        assert "13912345678" in note.reject_message
        assert note.reject_message == case.message

    def test_thresholds_of_the_table_are_in_force_at_once(self, db):
        kind = ContentType.objects.get_for_model(Note)
        Thresholds.objects.update_or_create(
            content_type=kind, defaults={"publish_below": 0.99, "reject_from": 1.01}
        )
        assert judged(a_note(AWFUL)) in (Verdict.APPROVED, None)
        Thresholds.objects.filter(content_type=kind).update(publish_below=0, reject_from=0)
        assert judged(a_note(CLEAN)) == Verdict.REJECTED

    def test_a_banned_word_counts_from_the_moment_it_is_added_until_it_is_removed(self, db):
        text = "今天聊聊青团子的做法"
        assert judged(a_note(text)) == Verdict.APPROVED
        word = BannedWord.objects.create(word="青团子", weight=0.5, kind="test")
        assert judged(a_note(text)) is None
        word.weight = 0.95
        word.save()
        assert judged(a_note(text)) == Verdict.REJECTED
        word.delete()
        assert judged(a_note(text)) == Verdict.APPROVED

    def test_running_again_adds_nothing(self, db):
        for text in (CLEAN, RISKY, AWFUL):
            note = a_note(text)
            first = judged(note)
            assert judged(note) == first
            assert Case.objects.filter(target_id=note.pk).count() == 1

    def test_a_decided_case_keeps_its_verdict(self, db, operator):
        note = a_note(RISKY)
        judged(note)
        decide(case=case_of(note), verdict=Verdict.APPROVED, by=operator)
        assert judge(case_of(note)) == Verdict.APPROVED

    def test_what_a_person_approved_is_not_held_again_until_it_changes(self, db, operator):
        note = a_note(RISKY)
        judged(note)
        decide(case=case_of(note), verdict=Verdict.APPROVED, by=operator)
        assert judged(note) == Verdict.APPROVED

        note.text += " 电话 13912345678"
        note.save(update_fields=["text"])
        assert judged(note) != Verdict.APPROVED

    def test_what_a_person_rejected_never_comes_back_by_the_machine(self, db, operator):
        note = a_note(RISKY)
        judged(note)
        decide(case=case_of(note), verdict=Verdict.REJECTED, by=operator, message="No contacts, please.")
        assert judged(note) == Verdict.REJECTED

        Note.objects.filter(pk=note.pk).update(text=CLEAN, status=Note.Status.PROCESSING)
        note.refresh_from_db()
        assert judged(note) is None
        assert "rejected_before" in {reason["rule"] for reason in case_of(note).reasons}

    @pytest.mark.parametrize("number", [1, 40])
    def test_few_queries_for_many(self, db, number):
        notes = [a_note(f"{CLEAN} {n}") for n in range(number)]
        notes = list(Note.objects.prefetch_related("photos").filter(pk__in=[note.pk for note in notes]))
        submit_and_judge(notes[:1])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            submit_and_judge(notes)
        ours = [query for query in queries if "moderation_" in query["sql"]]
        assert len(ours) <= 6

    def test_the_sweeper_scores_what_was_left_behind(self, db):
        note, fresh = a_note(), a_note()
        old = submit(note)
        submit(fresh)
        Case.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(minutes=2))
        tasks.sweep()
        tasks.sweep()
        assert status(note) == "published"
        assert Case.objects.unscored().get().target_id == fresh.pk

    def test_a_case_without_content_is_closed(self, db):
        note = a_note()
        case = submit(note)
        Note.objects.filter(pk=note.pk).delete()
        assert judge(case) == Verdict.REMOVED

    def test_submitting_twice_is_one_case(self, db):
        note = a_note()
        assert submit(note) == submit(note)


class TestDeciding:
    @pytest.fixture
    def note(self, db):
        note = a_note(RISKY)
        judged(note)
        return note

    def test_once(self, note, operator):
        case = case_of(note)
        assert decide(case=case, verdict=Verdict.APPROVED, by=operator)
        assert not decide(case=case, verdict=Verdict.REMOVED, by=operator, message="Too late.")
        assert status(note) == "published"
        case.refresh_from_db()
        assert (case.verdict, case.decided_by) == (Verdict.APPROVED, operator)

    @pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.REMOVED])
    def test_a_person_gives_a_reason_that_the_author_gets(self, note, operator, verdict):
        with pytest.raises(DomainError, match="why"):
            decide(case=case_of(note), verdict=verdict, by=operator, message="  ")
        assert status(note) == "in_review"

        decide(case=case_of(note), verdict=verdict, by=operator, message="No contacts, please.")
        note.refresh_from_db()
        assert note.status == verdict.value
        assert note.reject_message == "No contacts, please."
        notice = Notification.objects.filter(recipient=note.author).latest("pk")
        assert "No contacts, please." in notice.sentence

    def test_only_what_was_seen_is_approved(self, note, operator):
        case = case_of(note)
        Note.objects.filter(pk=note.pk).update(text=AWFUL)
        with pytest.raises(DomainError) as refusal:
            decide(case=case, verdict=Verdict.APPROVED, by=operator)
        assert refusal.value.code == "changed"
        assert status(note) == "in_review"
        case.refresh_from_db()
        assert case.verdict == ""

    def test_content_that_the_author_deleted_can_still_be_closed(self, note, operator):
        case = case_of(note)
        Note.objects.filter(pk=note.pk).delete()
        assert decide(case=case, verdict=Verdict.APPROVED, by=operator)

    def test_withdrawn_content_leaves_the_queue(self, note):
        assert withdraw(note)
        assert not withdraw(note)
        assert not Case.objects.waiting().exists()
        assert not Case.objects.against().exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_wins():
    note = a_note(RISKY)
    judged(note)
    case = case_of(note)
    people = [make.user(is_staff=True), make.user(is_staff=True)]
    verdicts = [Verdict.APPROVED, Verdict.REMOVED]
    start, won = threading.Barrier(2), [None, None]

    def press(n):
        start.wait()
        won[n] = decide(case=case, verdict=verdicts[n], by=people[n], message="Because.")
        connection.close()

    threads = [threading.Thread(target=press, args=[n]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(won) == [False, True]
    winner = won.index(True)
    case.refresh_from_db()
    assert (case.verdict, case.decided_by) == (verdicts[winner], people[winner])
    assert status(note) == {"approved": "published", "removed": "removed"}[verdicts[winner]]


class TestReports:
    @pytest.fixture
    def note(self, db):
        note = a_note()
        judged(note)
        return note

    def test_puts_a_published_note_into_the_queue_and_leaves_it_shown(self, note):
        assert report(target=note, reporter=make.user(), reason=Report.Reason.FALSE, text="Not true")
        case = Case.objects.waiting().get()
        assert case.target == note
        assert case.score > 0
        assert case.reasons[0]["rule"] == "reports"
        assert status(note) == "published"

    def test_once_per_member(self, note):
        reporter = make.user()
        assert report(target=note, reporter=reporter, reason="spam")
        assert not report(target=note, reporter=reporter, reason="abuse")
        assert Case.objects.waiting().get().report_count == Report.objects.count() == 1

    def test_more_reporters_more_urgent_but_never_out_by_reports_alone(self, note):
        scores = []
        for _n in range(12):
            report(target=note, reporter=make.user(), reason="spam")
            scores.append(Case.objects.waiting().get().score)
        assert scores == sorted(scores)
        assert scores[-1] > 0.9
        assert judged(note) == Verdict.APPROVED
        assert status(note) == "published"
        assert Case.objects.waiting().get().report_count == 12

    def test_not_on_oneself(self, note):
        with pytest.raises(DomainError):
            report(target=note, reporter=note.author, reason="spam")

    def test_after_a_decision_the_same_version_is_not_reported_twice_by_the_same_member(self, note, operator):
        reporter = make.user()
        report(target=note, reporter=reporter, reason="spam")
        decide(case=case_of(note), verdict=Verdict.APPROVED, by=operator)
        assert not report(target=note, reporter=reporter, reason="spam")

        Note.objects.filter(pk=note.pk).update(text="Something quite different now.")
        note.refresh_from_db()
        assert report(target=note, reporter=reporter, reason="spam")

    def test_reporters_are_told_once_what_became_of_it(self, note, operator, run_tasks):
        reporter = make.user()
        report(target=note, reporter=reporter, reason="spam")
        with run_tasks():
            decide(case=case_of(note), verdict=Verdict.REMOVED, by=operator, message="An advertisement.")
        tasks.sweep()
        notice = Notification.objects.get(recipient=reporter)
        assert "taken down" in notice.sentence

    def test_a_lost_answer_is_made_up_by_the_sweeper(self, note, operator):
        reporter = make.user()
        report(target=note, reporter=reporter, reason="spam")
        decide(case=case_of(note), verdict=Verdict.APPROVED, by=operator)
        tasks.sweep()
        assert "nothing against our rules" in Notification.objects.get(recipient=reporter).sentence


@pytest.mark.django_db(transaction=True)
def test_reports_at_once_are_counted_exactly():
    note = a_note()
    judged(note)
    reporters = make.user.create_batch(8)

    def send(reporter):
        report(target=note, reporter=reporter, reason="spam")
        connection.close()

    threads = [threading.Thread(target=send, args=[reporter]) for reporter in reporters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Case.objects.waiting().get().report_count == Report.objects.count() == 8
