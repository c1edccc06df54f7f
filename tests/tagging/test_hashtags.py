"""Hashtags in every common form; whatever people paste, the parser answers and loses no text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tagging.hashtags import (
    find_hashtags,
    hashtags,
    strip_hashtag_marks,
    unusable_hashtags,
    without_hashtags,
)
from tagging.linkify import pieces
from tagging.models import Tag
from tagging.names import MAX_LENGTH, clean_name, normalise, slug_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("今天 #早茶 真好", ["早茶"]),
        ("＃早茶 很好", ["早茶"]),
        ("#早茶[话题]# #饮茶[话题]#", ["早茶", "饮茶"]),
        ("#早茶[话题]##饮茶[话题]#", ["早茶", "饮茶"]),
        ("#早茶#饮茶", ["早茶", "饮茶"]),
        ("#早茶# 和 #饮茶#", ["早茶", "饮茶"]),
        ("好吃#早茶", ["早茶"]),
        ("#two-words and more", ["two-words"]),
        ("#mixed中文Eng!", ["mixed中文Eng"]),
        ("#早茶，不错。#点心！", ["早茶", "点心"]),
        ("#afternoon tea[话题]#", ["afternoon tea"]),
        ("#H&M #SK-II #Trader_Joe's", ["H&M", "SK-II", "Trader_Joe's"]),
        ("[笑哭R]#早茶[话题]#[笑哭R]", ["早茶"]),
        ("#🍜面 #👩‍👩‍👧", ["🍜面", "👩‍👩‍👧"]),
        ("#กาแฟเย็น", ["กาแฟเย็น"]),
        ("#早茶 #早茶", ["早茶"]),
        ("#1 place #2024 #2024新年", ["2024新年"]),
        ("#2024[话题]#", ["2024"]),
        ("https://example.org/page#早茶 and www.example.org/#tea", []),
        ("&#39; C# # ## ###", []),
        ("/#/route", []),
        ("", []),
    ],
)
def test_forms(text, names):
    assert hashtags(text) == names


def test_a_tag_picked_from_a_list_keeps_its_kind():
    kinds = [(tag.name, tag.kind) for tag in find_hashtags("#外滩[地点]# #花样年华[影视]# #早茶[话题]#")]
    assert kinds == [("外滩", Tag.Kind.PLACE), ("花样年华", Tag.Kind.FILM), ("早茶", Tag.Kind.TOPIC)]


def test_one_odd_tag_does_not_break_the_others():
    text = f"#早茶 #{'😀' * 200} #饮茶"
    assert hashtags(text) == ["早茶", "饮茶"]
    assert unusable_hashtags(text) == ["😀" * 200]
    assert [piece for piece in pieces(text) if piece[0] == "tag"] == [
        ("tag", "早茶", "早茶"),
        ("tag", "饮茶", "饮茶"),
    ]


def test_marks_are_removed_and_tags_cut_out():
    assert strip_hashtag_marks("喝 #早茶[话题]#去") == "喝 早茶 去"
    assert without_hashtags("喝 #早茶[话题]#去 https://example.org/a").split() == ["喝", "去"]


def test_pieces_of_a_text():
    text = "Tea with @lin.xiao.\n#早茶[话题]# [笑哭R] a@b.org"
    assert pieces(text) == [
        ("text", "Tea with ", ""),
        ("mention", "lin.xiao", "lin.xiao"),
        ("text", ".", ""),
        ("break", "\n", ""),
        ("tag", "早茶", "早茶"),
        ("text", " [笑哭R] a@b.org", ""),
    ]


NOISE = st.text(
    alphabet=st.one_of(
        st.sampled_from("#＃[]话题地点@ \n\r-·'.&/😀👩‍🍜中aA1_"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=120,
)


@given(NOISE)
@example("#" * 50)
@example("#a[话题]#" * 20)
@example("#-·-·-")
@example("#\x00a")
def test_any_text_is_parsed(text):
    found = list(find_hashtags(text))
    assert all(0 <= tag.start < tag.end <= len(text) for tag in found)
    assert all(first.end <= then.start for first, then in zip(found, found[1:], strict=False))
    for name in hashtags(text):
        assert name == clean_name(name)
        assert 0 < len(name) <= MAX_LENGTH
        assert 0 < len(normalise(name)) <= MAX_LENGTH
        assert 0 < len(slug_of(name)) <= MAX_LENGTH


@given(NOISE)
def test_pieces_lose_nothing_but_marks(text):
    shown = "".join(value for kind, value, _address in pieces(text) if kind == "text")
    rest = iter(text)
    assert all(char in rest for char in shown)  # what is shown as text stands in the text, in order
    without_marks = {tag.name for tag in find_hashtags(text) if tag.is_usable}
    assert {value for kind, value, _address in pieces(text) if kind == "tag"} == without_marks


@given(st.text(max_size=100))
def test_normal_form_is_stable(name):
    assert normalise(normalise(name)) == normalise(name)


@pytest.mark.parametrize(
    "spellings",
    [("SK-II", "sk ii", "ＳＫⅡ"), ("達拉斯", "达拉斯", "#达拉斯"), ("two-words", "Two Words", "two_words")],
)
def test_spellings_of_one_word(spellings):
    assert len({normalise(spelling) for spelling in spellings}) == 1
