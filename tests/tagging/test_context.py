"""A word is a tag only where it stands for it: not in the name of a road or a dish, not as an everyday word."""

import pytest

from tagging import gazetteer
from tagging.actions import load_vocabulary
from tagging.extraction import Goods, extract, of_goods
from tagging.gazetteer import find_place
from tagging.models import Tag
from tagging.names import is_usable

pytestmark = pytest.mark.django_db
LONG = "The chain was dry and the gears slipped, so I took the wheel off, cleaned each link, oiled it well. "


@pytest.fixture(autouse=True)
def _starting_words(_fresh_vocabulary):
    load_vocabulary()


def found(text="", title=""):
    return [hit.name for hit in extract(title, text)]


@pytest.mark.parametrize(
    "text",
    [
        "江苏路站集合",
        "陕西南路站",
        "在南京西路逛街",
        "乌鲁木齐中路",
        "北京东路",
        "广西北路",
        "云南路",
        "住在重庆大厦",
        "考上了北京外国语大学",
        "从北京南站出发",
        "meet at Beijing Road",
        "一家四川菜",
        "长沙发很舒服",
        "上海苔拌饭",
    ],
)
def test_a_place_that_begins_another_name_is_not_meant(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("在南京的路上", "南京"),
        ("南京 路边摊", "南京"),
        ("南京路边摊", "南京"),
        ("纽约街头", "纽约"),
        ("上海的大学", "上海"),
        ("去长沙发呆", "长沙"),
        ("长沙发生的事", "长沙"),
        ("北京人", "北京"),
        ("Dinner in Dallas, the best", "达拉斯"),
    ],
)
def test_a_place_where_somebody_is_stays(text, place):
    assert place in found(text)


@pytest.mark.parametrize(
    "text",
    ["海南鸡饭", "瑞士卷", "扬州炒饭", "印度飞饼", "法国梧桐", "Paris Baguette", "China cups", "china cups"]
    + ["turkey and a pot of chili", "jordan", "chad"],
)
def test_dishes_products_and_everyday_words_are_no_places(text):
    assert not {hit.kind for hit in extract("", text)} & {Tag.Kind.PLACE}


def test_the_place_beside_a_dish_is_found():
    assert found("在海南吃海南鸡饭") == ["海南"]
    assert found("In Paris we found a Paris Baguette") == ["巴黎"]
    assert found("a month in China") == ["中国"]


@pytest.mark.parametrize("text", ["很多肉", "这么多肉", "太多肉了", "多肉葡萄"])
def test_much_meat_is_no_plant(text):
    assert found(text) == []


def test_the_plant_is_found():
    assert found("阳台上的多肉") == found("养多肉") == ["多肉"]


@pytest.mark.parametrize(
    ("title", "text"),
    [("", "达拉斯也是卧虎藏龙"), ("达拉斯也是卧虎藏龙", ""), ("", "风里有花样年华"), ("", "在指环王里")],
)
def test_sayings_are_no_films(title, text):
    assert not {hit.name for hit in extract(title, text)} & {"卧虎藏龙", "花样年华", "指环王"}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "昨晚的电影是卧虎藏龙"),
        ("", "看了卧虎藏龙"),
        ("", "《卧虎藏龙》很好"),
        ("", "#卧虎藏龙"),
        ("", "the film Crouching Tiger Hidden Dragon"),
    ],
)
def test_a_film_is_found_where_the_text_says_so(title, text):
    assert found(text, title) == ["卧虎藏龙"]


def test_a_film_in_a_title_needs_no_more_unless_it_is_a_saying():
    assert found(title="泰坦尼克号25周年") == ["泰坦尼克号"]
    assert found(text="看到了泰坦尼克号海洋之星") == []


@pytest.mark.parametrize(
    "text",
    ["canon city", "kayak 还有canon", "Canon City", "my coach said", "a bag of apple pie", "amazon river"],
)
def test_brands_that_are_ordinary_words_are_not_found_in_small_letters(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("canon相机", "Canon"),
        ("Canon R5", "Canon"),
        ("Coach的包", "Coach"),
        ("coach bag", "Coach"),
        ("蔻驰", "Coach"),
        ("苹果手机", "Apple"),
        ("新款苹果电脑", "Apple"),
        ("苹果的 iPad", "Apple"),
        ("apple macbook", "Apple"),
        ("小米14", "Xiaomi"),
        ("小米手机", "Xiaomi"),
        ("小米SU7", "Xiaomi"),
    ],
)
def test_with_a_capital_or_a_hint_they_are(text, brand):
    assert brand in found(text)


@pytest.mark.parametrize("text", ["红苹果真甜", "苹果12个", "小米粥", "小米14克", "买了小米100克"])
def test_fruit_and_grain_are_no_brands(text):
    assert found(text) == []


def test_the_hashtag_of_a_fruit_is_not_a_brand():
    assert extract("", "#苹果")[0].kind == Tag.Kind.TOPIC


def test_what_is_said_once_in_passing_is_weak_evidence():
    assert found(LONG + "Practise once at home with a coffee.", "Mending a bicycle") == []
    assert found("She came in a wedding suit.", "Mending a bicycle") == []
    assert found("别跟咖啡豆放一个抽屉", "喝茶") == []
    assert found(LONG + "Then to Dallas.", "Mending a bicycle") == []


def test_what_is_named_in_the_title_or_as_a_hashtag_is_evidence():
    assert found(LONG, "Coffee at home") == ["咖啡"]
    assert found(LONG + "#coffee", "At home") == ["咖啡"]
    assert found("在达拉斯的一天", "周末") == ["达拉斯"]
    assert found(LONG + "Dallas it was, and Dallas again.", "Mending a bicycle") == ["达拉斯"]
    assert found("今天去露营") == ["露营"]


def test_the_name_of_a_product_says_what_it_is():
    assert [hit.name for hit in of_goods([Goods("哈利波特八音盒")])] == ["哈利波特"]


def test_cities_of_china_have_their_names_of_today():
    assert find_place("乌鲁木齐").name == "乌鲁木齐"
    assert find_place("迪化") is None
    assert [find_place(name).name for name in ("襄阳市", "常德市", "合肥市", "慈溪")] == [
        "襄阳",
        "常德",
        "合肥",
        "慈溪",
    ]
    assert find_place("新安") is not find_place("深圳")


@pytest.mark.parametrize(
    ("name", "other"),
    [("新墨西哥", "新墨西哥州"), ("阿肯色", "阿肯色州"), ("科罗拉多", "科罗拉多州"), ("江苏", "江苏省")],
)
def test_a_state_is_one_place_with_and_without_its_sort(name, other):
    assert find_place(name) is find_place(other) is not None


def test_a_name_belongs_to_one_place():
    names = [name for place in set(gazetteer.places().values()) for name in place.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["!!!", "+", "……", "—", "。", "", "#", "()", "~"])
def test_marks_alone_are_no_name(name):
    assert not is_usable(name)


@pytest.mark.parametrize("name", ["😍", "c++", "3", "茶", "é", "!!a", "❤️", "★", "½"])
def test_a_letter_a_digit_or_an_emoji_is(name):
    assert is_usable(name)
