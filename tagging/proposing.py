"""What a name alone says about its kind: the gazetteer, endings, and the dictionary of the segmenter."""

import re
from collections.abc import Iterator, Sequence

import rjieba
from django.utils.translation import gettext as _

from .gazetteer import find_place
from .models import Tag
from .names import simplify
from .registry import Guess

Kind = Tag.Kind
MOST_BEFORE = 4  # characters of a commodity's name before what it is
_PERSON_WORDS = frozenset({"nr", "nrt", "nrfg"})
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# What makes a name a topic rather than a thing: praise, advice, whereabouts.
_TALK = re.compile("的|最|好|周边|附近|推荐|必去|打卡|攻略|网红|我|美国|给")
# A town and one of these is a kind of place there, not a place of that name.
_ANY_ONE = frozenset(["酒店", "公园", "海滩", "大街", "大道", "广场", "车站"])
# The longest endings first; each says what a name that has something before it is.
ENDINGS = {
    Kind.PLACE: (
        "国家公园 博物馆 美术馆 图书馆 植物园 动物园 游乐园 度假村 大峡谷 火车站 机场 大学"
        " 公园 古镇 古城 寺庙 广场 酒店 大街 大道 车站 海滩 沙漠 瀑布 群岛 湖泊 州 县 镇 岛 湖 寺"
        " national-park museum university airport beach hotel lake island"
    ),
    Kind.COMMODITY: (
        "面膜 口红 精华 粉底液 眼影 眼霜 面霜 防晒霜 香水 护手霜 洗发水 气垫 腮红 唇釉"
        " 卸妆油 洁面 吹风机 手机壳 耳环 项链 手链 戒指 手表 帆布鞋 运动鞋 高跟鞋 靴子"
        " 羽绒服 连衣裙 半身裙 牛仔裤 卫衣 外套 毛衣 衬衫 包包 背包"
        " 相机 镜头 耳机 键盘 蛋糕 奶茶 咖啡豆 lipstick sneakers perfume"
    ),
    Kind.FILM: "大电影 纪录片 电视剧 动画片",
}


def propose(tags: Sequence[Tag]) -> Iterator[Guess]:
    for tag in tags:
        name = simplify(tag.name)
        yield from _place(tag)
        yield from _ending(tag, name.lower().replace(" ", "-"))
        yield from _dictionary(tag, name)


def _place(tag: Tag) -> Iterator[Guess]:
    place = find_place(tag.name)
    if place:
        sure = 0.95 if tag.key in place.in_text else 0.75
        yield Guess(tag, Kind.PLACE, sure, _("The gazetteer knows it: %(name)s") % {"name": place.name})


def _ending(tag: Tag, name: str) -> Iterator[Guess]:
    if _TALK.search(name):
        return
    for kind, endings in ENDINGS.items():
        ending = next((end for end in endings.split() if name.endswith(end) and len(name) > len(end) + 1), "")
        stem = name.removesuffix(ending)
        of_town = find_place(stem) is not None
        if not ending or (of_town and (kind != Kind.PLACE or ending in _ANY_ONE)):
            continue
        if kind == Kind.PLACE or len(stem) <= MOST_BEFORE:
            sure = 0.55 + 0.05 * min(len(ending), 4)
            yield Guess(tag, kind, sure, _("Ends in “%(ending)s”") % {"ending": ending})


def _dictionary(tag: Tag, name: str) -> Iterator[Guess]:
    """One word of the dictionary, known there as a name; what it makes up is no evidence, and of places the
    gazetteer knows more."""
    if not 3 <= len(name) <= 6 or find_place(name) or not rjieba.has_word(name):
        return
    if looks_like_a_person(name):
        yield Guess(tag, Kind.PERSON, 0.5, _("The dictionary knows it as a person's name"))
    elif _part_of(name) == "ns":
        yield Guess(tag, Kind.PLACE, 0.65, _("The dictionary knows it as a place"))


def looks_like_a_person(name: str) -> bool:
    """A common surname and one or two characters that read as a name."""
    name = simplify(name)
    return 2 <= len(name) <= 3 and name[0] in _SURNAMES and _part_of(name) in _PERSON_WORDS


def _part_of(name: str) -> str:
    """The part of speech of a name that is one word, else empty."""
    parts = rjieba.tag(name)
    return parts[0][1] if len(parts) == 1 else ""
