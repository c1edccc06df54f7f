"""Which tags a text gets: hashtags first, then places and words of the vocabulary, on word boundaries."""

import pytest

from tagging.actions import load_vocabulary
from tagging.extraction import MAX_TAGS, extract
from tagging.gazetteer import find_place
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db
TOPIC, PLACE, BRAND = Tag.Kind.TOPIC, Tag.Kind.PLACE, Tag.Kind.BRAND


def found(title="", text="", place=""):
    return [(hit.name, hit.kind, hit.how) for hit in extract(title, text, place)]


def test_hashtags_come_first_and_once():
    assert found("#早茶", "在上海喝 #早茶 #饮茶[话题]#") == [
        ("早茶", TOPIC, "hashtag"),
        ("饮茶", TOPIC, "hashtag"),
        ("上海", PLACE, "text"),
    ]


@pytest.mark.parametrize(
    "text", ["在达拉斯吃饭", "在達拉斯吃飯", "Dinner in Dallas, again", "#dallas", "＃達拉斯"]
)
def test_a_place_is_the_same_in_every_spelling(text):
    assert [hit[:2] for hit in found(text=text)] == [("达拉斯", PLACE)]


@pytest.mark.parametrize(
    "text",
    [
        "a nice reading by the bath",
        "东方的光明和平",
        "mobile phone in orange",
        "这里是中心",
        "dallas in small letters",
    ],
)
def test_everyday_words_are_no_places(text):
    assert found(text=text) == []


def test_the_place_field_is_a_place_even_when_unknown():
    assert found(place="Dallas, 德州") == [("达拉斯", PLACE, "place"), ("德州", PLACE, "place")]
    assert found(place="转角书店") == [("转角书店", PLACE, "place")]
    assert found(place="x" * 80) == []


def test_known_places_have_coordinates():
    shanghai = find_place("魔都")
    assert shanghai.name == "上海"
    assert shanghai.lat == pytest.approx(31.2, abs=0.2)
    assert shanghai.lng == pytest.approx(121.5, abs=0.2)
    assert find_place("美国").lat is None
    assert find_place("nowhere at all") is None


def test_vocabulary_words_are_found_in_both_languages_and_on_word_boundaries():
    load_vocabulary()
    assert found(text="新买的兰蔻和 Dyson 吹风机") == [
        ("Lancôme", BRAND, "text"),
        ("Dyson", BRAND, "text"),
        ("吹风机", Tag.Kind.COMMODITY, "text"),
    ]
    assert found(text="new balance of power") == [("New Balance", BRAND, "text")]
    assert found(text="unikea muji") == [("Muji", BRAND, "text")]


def test_a_hashtag_of_a_known_word_becomes_that_word():
    load_vocabulary()
    assert found(text="#雅诗兰黛 #lancome") == [
        ("Estée Lauder", BRAND, "hashtag"),
        ("Lancôme", BRAND, "hashtag"),
    ]


def test_words_of_one_member_are_not_looked_for_in_the_texts_of_others():
    make.tag(name="今天", kind=BRAND)
    assert found(text="今天很好") == []


def test_popular_and_vouched_for_words_are():
    make.tag(name="城市漫游", note_count=60)
    make.tag(name="小众", is_vocabulary=True)
    assert [hit[0] for hit in found(text="周末城市漫游，小众路线")] == ["城市漫游", "小众"]


def test_a_banned_word_stands_for_nothing():
    make.tag(name="上海", kind=PLACE, is_banned=True)
    assert found(text="我在上海") == []


def test_emoji_codes_and_addresses_are_not_read():
    load_vocabulary()
    assert (
        found(text="[咖啡R] https://example.org/上海/#早茶") == [("上海", PLACE, "text")]
        or found(text="[咖啡R] https://example.org/shanghai#tea") == []
    )


def test_no_more_than_the_limit():
    text = " ".join(f"#word{n}" for n in range(100))
    assert len(found(text=text)) == MAX_TAGS


def test_odd_texts_do_no_harm():
    for text in ("", "\x00", "#\x00", "😀" * 2000, "#" * 1000, "a" * 5000, "[" * 500, "的" * 2000):
        extract(text, text, text)
