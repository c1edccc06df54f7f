"""Kinds are proposed with a reason; nothing changes until a person accepts, and a no is for good."""

import pytest

from tagging.actions import accept_proposals, decline_proposals, propose_kinds
from tagging.models import KindProposal, Tag
from tests import make

pytestmark = pytest.mark.django_db
Kind = Tag.Kind


def proposed() -> dict[str, str]:
    rows = KindProposal.objects.order_by("score").values_list("tag__name", "kind")
    return dict(rows)


def test_every_source_proposes_with_a_reason():
    make.brand(name="兰蔻")
    for number in range(3):
        make.product(name=f"粉扑 {number} 号")
    for name in ("休斯顿", "兰蔻", "粉扑", "达拉斯美术馆", "长安三万里", "刘德华", "心情日记"):
        make.tag(name=name, note_count=5)
    for _ in range(3):
        make.note(text="昨晚看了《长安三万里》，导演很用心", tags=["长安三万里"])
        make.note(text="平静的一天", tags=["心情日记"])
    before = list(Tag.objects.order_by("pk").values())
    assert propose_kinds() == KindProposal.objects.count() > 0
    assert proposed() == {
        "休斯顿": Kind.PLACE,
        "兰蔻": Kind.BRAND,
        "粉扑": Kind.COMMODITY,
        "达拉斯美术馆": Kind.PLACE,
        "长安三万里": Kind.FILM,
        "刘德华": Kind.PERSON,
    }
    assert all(row.reason and 0.5 <= row.score <= 1 for row in KindProposal.objects.all())
    assert list(Tag.objects.order_by("pk").values()) == before
    assert propose_kinds() == 0


def test_typed_banned_and_rare_tags_are_left_alone():
    make.tag(name="休斯顿", kind=Kind.FILM, note_count=9)
    make.tag(name="波士顿", is_banned=True, note_count=9)
    make.tag(name="巴黎", note_count=1)
    assert propose_kinds() == 0


def test_a_declined_kind_is_not_proposed_again(operator):
    make.tag(name="休斯顿", note_count=9)
    propose_kinds()
    rows = list(KindProposal.objects.all())
    assert decline_proposals(proposals=rows, by=operator) == len(rows) == 1
    assert propose_kinds() == 0
    assert accept_proposals(proposals=rows, by=operator) == 0
    assert Tag.objects.get().kind == Kind.TOPIC
    assert KindProposal.objects.get().decided_by == operator


def test_accepted_kinds_are_taken_and_what_else_was_proposed_is_void(operator, run_tasks):
    tag = make.tag(name="休斯顿", note_count=9)
    make.note(tags=[tag])
    propose_kinds()
    KindProposal.objects.create(tag=tag, kind=Kind.FILM, score=0.6, reason="…")
    with run_tasks():
        assert accept_proposals(proposals=list(KindProposal.objects.all()), by=operator) == 1
    tag.refresh_from_db()
    assert tag.kind == Kind.PLACE
    assert tag.lat == pytest.approx(29.8, abs=0.2)
    assert tag.aliases.filter(name="houston").exists()
    assert set(KindProposal.objects.values_list("kind", "state")) == {
        ("place", "accepted"),
        ("film", "declined"),
    }


def test_the_number_of_queries_does_not_grow_with_the_tags(django_assert_max_num_queries):
    for number in range(60):
        make.tag(name=f"第{number}大学", note_count=3)
    with django_assert_max_num_queries(14):
        assert propose_kinds() == 60
