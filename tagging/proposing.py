"""What a name alone says about its kind: the gazetteer, endings, and the dictionary of the segmenter."""

from collections.abc import Iterator, Sequence

import rjieba
from django.utils.translation import gettext as _

from .gazetteer import find_place
from .models import Tag
from .names import simplify
from .registry import Guess

Kind = Tag.Kind
_PERSON_WORDS = {"nr": 0.6, "nrt": 0.5, "nrfg": 0.7}
_PLACE_WORDS = {"ns": 0.7, "nsf": 0.6}
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
    for kind, endings in ENDINGS.items():
        ending = next((end for end in endings.split() if name.endswith(end) and len(name) > len(end) + 1), "")
        if ending:
            sure = 0.55 + 0.05 * min(len(ending), 4)
            yield Guess(tag, kind, sure, _("Ends in “%(ending)s”") % {"ending": ending})


def _dictionary(tag: Tag, name: str) -> Iterator[Guess]:
    """One word of the dictionary, known there as a name; guesses that it makes up are no evidence."""
    if not 2 <= len(name) <= 4 or not rjieba.has_word(name):
        return
    ((_word, part),) = rjieba.tag(name)[:1]
    for kind, words, reason in (
        (Kind.PERSON, _PERSON_WORDS, _("The dictionary knows it as a person's name")),
        (Kind.PLACE, _PLACE_WORDS, _("The dictionary knows it as a place")),
    ):
        if part in words:
            yield Guess(tag, kind, words[part], reason)
