"""The rules: what they find, what they leave alone, and that a score is made of its reasons. All texts are ours."""

import time
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.scoring import WordList, score

HONEST = [
    "周末去了城西的植物园，门票二十块，睡莲开得正好。停车场在南门，早上九点前都有位置。",
    "这支口红我用了一年，显白不拔干，买过三支了。缺点是杯子会沾色，吃饭前记得抿一下。",
    "换季脸上起皮，试了三种面霜。结论：油皮别买第二种。哈哈哈哈哈哈哈哈哈哈哈哈笑死我了！！！！！！！！",
    "The ramen here is worth the queue. Order the spicy miso, skip the gyoza, and bring cash. 10/10 would go again!",
    "房东人很好，押一付一，离地铁十分钟。租房避坑：先看水压，再看采光，晚上去一趟听听噪音。",
    "加微波炉叮两分钟就好。卫星拍到的云图很美。",
    "#周末去哪儿[话题]# #探店 今天和朋友吃了烤肉，人均一百五，肉很新鲜[笑哭R]",
    "",
    "😀",
]


def rules_of(text, **context):
    return {reason.rule for reason in score(text, **context).reasons}


@pytest.mark.parametrize("text", HONEST)
def test_honest_notes_pass(text):
    assert score(text).value < 0.4, score(text).reasons


@pytest.mark.parametrize(
    "text",
    [
        "想要的加我微信 lovely_shop88",
        "详情 V信：abc12345",
        "喜欢的➕薇 sunny2020",
        "要的姐妹 加v 13912345678",
        "薇 ❤ 号 meimei_01 备注来意",
        "微 信 ： hello_2024",
        "ＶＸ：ｓｈｏｐ８８８８",
        "加卫星聊 abcdef12",
        "Q群 123456789 每天发福利",
        "QQ：12345678",
        "Telegram: @cheapbags",
        "add me on whatsapp for price",
    ],
)
def test_contacts_are_found_however_disguised(text):
    assert {"messenger", "phone"} & rules_of(text)
    assert score(text).value >= 0.4


@pytest.mark.parametrize(
    "text", ["电话13912345678", "１３９ １２３４ ５６７８", "139-1234-5678", "+86 139 1234 5678"]
)
def test_mobile_numbers(text):
    assert "phone" in rules_of(text)


@pytest.mark.parametrize(
    "text", ["订单 20240131139123456789", "价格 1391.2", "2024-01-31 18:30 到 2024-02-01"]
)
def test_other_numbers_are_no_phone(text):
    assert "phone" not in rules_of(text)


@pytest.mark.parametrize(
    ("text", "held"),
    [("看 https://shop.example.com/a", True), ("t.cn/AbCd12", True), ("sephora.com 上买的", False)],
)
def test_links(text, held):
    assert "link" in rules_of(text)
    assert (score(text).value >= 0.4) is held


def test_repetition_of_one_line():
    assert "repetition" in rules_of("全网最低价快来看看\n" * 8)


def test_repetition_of_the_whole_text():
    assert "repetition" in rules_of("这件大衣真的特别好看大家都来买。" * 20)


def test_a_long_note_is_not_repetitive():
    text = " ".join(
        f"第{number}天我们去了编号{number * 37}的小店，点了{number * 7}号菜。" for number in range(9)
    )
    assert "repetition" not in rules_of(text)


def test_loudness():
    assert "capitals" in rules_of("BUY THIS AMAZING THING RIGHT NOW PEOPLE IT IS THE BEST")
    assert "hashtags" in rules_of(" ".join(f"#话题{n}" for n in range(30)))
    assert "emoji" in rules_of("🔥" * 30 + "好")


def test_selling_is_fine_when_it_is_declared():
    text = "这款面霜真不错，私信领优惠，用我的优惠码 LILY20"
    assert "hidden_ad" in rules_of(text)
    assert score(text).value >= 0.4
    assert "hidden_ad" not in rules_of(text, declared_ad=True)


def test_a_shop_speaking():
    text = "尊敬的顾客您好，本店感恩回馈新老顾客，全场低至五折，欢迎光临，咨询电话见门口"
    assert "shop_talk" in rules_of(text)
    assert score(text).value >= 0.4


class TestBannedWords:
    words = WordList([("仙丹速成", 0.9), ("magic pills", 0.5), ("ass", 0.6), ("毒", 0.3)])

    @pytest.mark.parametrize(
        "text",
        [
            "卖仙丹速成",
            "卖 仙 丹 速 成",
            "仙*丹*速*成",
            "仙丹\n速成",
            "MAGIC  PILLS",
            "ｍａｇｉｃ-ｐｉｌｌｓ",
        ],
    )
    def test_are_found_through_spaces_signs_width_and_case(self, text):
        assert rules_of(text, words=self.words) == {"banned_word"}

    @pytest.mark.parametrize("text", ["a class of its own", "pass", "magical pills", "仙丹不速成"])
    def test_parts_of_other_words_are_not_meant(self, text):
        assert not score(text, words=self.words).reasons

    def test_a_word_weighs_once_and_names_what_was_written(self):
        found = score("仙 丹 速成 仙丹速成", words=self.words)
        assert found.value == 0.9
        assert found.reasons[0].found == "仙 丹 速成"


@given(st.text(max_size=300))
def test_any_text_gets_a_score_that_its_reasons_explain(text):
    found = score(text, words=TestBannedWords.words)
    assert 0 <= found.value <= 1
    assert found.value == pytest.approx(1 - prod(1 - reason.weight for reason in found.reasons), abs=1e-4)
    assert all(0 < reason.weight <= 1 and reason.rule for reason in found.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "1 " * 10_000,
        "加" * 20_000,
        "https://" * 3_000,
        "#" * 20_000,
        "微信" * 8_000,
        "\n" * 20_000,
    ],
)
def test_no_text_is_slow(text):
    started = time.perf_counter()
    score(text, words=TestBannedWords.words)
    assert time.perf_counter() - started < 0.5
