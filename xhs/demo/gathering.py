"""What members do with each other's demo notes: follow, like, save, talk, keep boards and series."""

import random
from dataclasses import dataclass
from uuid import uuid4

from accounts import actions as accounts
from accounts.models import User
from notes import actions as notes
from notes.heat import HEAT
from notes.models import Comment, Note

from .shapes import Post

Made = list[tuple[Note, Post]]
ALOUD = 0.35  # of all comments, those that somebody likes


@dataclass(frozen=True)
class Kept:
    """A board of saved notes, each named by its title, with the owner's remark or none."""

    owner: str
    name: str
    description: str
    is_public: bool
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Parts:
    """A series of one's own notes, named by their titles, in the order to read them."""

    owner: str
    name: str
    description: str
    notes: tuple[str, ...]


BOARDS = (
    Kept(
        "lin_xiaolu",
        "下次去这里",
        "周末和年假的备选，去过的会写一句。",
        True,
        (
            ("宝石山看日出，五点就得出门", "春天去，记得带头灯"),
            ("潮州住两晚，被请了九次茶", "想住老城里面"),
            ("成都一碗甜水面，先别急着拌", ""),
            ("First roll of film in Lisbon", "带上爸爸的旧相机"),
            ("A tea walk above Taipei: Maokong", ""),
        ),
    ),
    Kept(
        "lin_xiaolu",
        "小厨房",
        "一个灶眼也能做的。",
        True,
        (
            ("白菜猪肉饺子，不出水的办法", "做过两次，成了"),
            ("Banana bread, not too sweet", "糖再减 10 克也行"),
            ("一人食备菜：周日一小时", ""),
        ),
    ),
    Kept(
        "lin_xiaolu",
        "想买先放一放",
        "",
        False,
        (
            ("Paid note: six nights in this tent", "等真的露营满三次再说"),
            ("A used turntable: what I checked", ""),
        ),
    ),
    Kept(
        "june_reads",
        "Wet-day shelf",
        "Things to read, watch and cook when it rains.",
        True,
        (
            ("下雨天在家看老片的小仪式", "Try this with a subtitled one."),
            ("一年读五十本，靠的是这三格", ""),
            ("No-knead bread in an iron pan", "Start the evening before."),
        ),
    ),
    Kept(
        "qingshan_walks",
        "路上的装备清单",
        "只收自己会照着收拾一遍的清单。",
        True,
        (
            ("Pack list for one night outside", "干袜子那条照做"),
            ("Three times I turned back", "每次出发前再看一遍"),
        ),
    ),
    Kept(
        "mumu_home",
        "阳台作业",
        "",
        True,
        (
            ("Five plants that forgive me", ""),
            ("Repotting day on the balcony", "三月做"),
            ("带猫搬家，第一周这样过", "万一以后养猫"),
        ),
    ),
)
SERIES = (
    Parts(
        "qingshan_walks",
        "慢慢走的山路",
        "从一个清晨到两天一夜，由易到难。",
        ("宝石山看日出，五点就得出门", "麦理浩径二段，山海都在脚下", "武功山两天，背包减了三公斤"),
    ),
    Parts("lin_xiaolu", "咖啡从零开始", "", ("手冲新手三个月，参数写这里", "冷萃咖啡，睡前五分钟就好")),
    Parts(
        "theo_outdoors",
        "One night outside",
        "What to carry, what to leave, when to turn round.",
        ("Pack list for one night outside", "Three times I turned back"),
    ),
    Parts(
        "maya_bakes",
        "Tiny oven",
        "Everything here fits a shelf 30 cm wide.",
        ("Banana bread, not too sweet", "No-knead bread in an iron pan"),
    ),
)
PINNED_NOTES = (
    "上海梧桐区，不排队的散步线",
    "武功山两天，背包减了三公斤",
    "Four short novels for one wet day",
)
PINNED_COMMENTS = {"北阳台也能养的六种植物": "tofu_the_cat"}


def gather(made: Made, members: dict[str, User], chance: random.Random) -> None:
    """Everything readers did since the notes were published; operators (`members` holds none) stay out."""
    readers = list(members.values())
    for reader in readers:
        for other in chance.sample(readers, 6):
            if other != reader:
                accounts.set_follow(follower=reader, followed=other, on=True)
    for note, post in made:
        liked = chance.randint(1, len(readers) - 2)
        for reader in chance.sample([reader for reader in readers if reader.pk != note.author_id], liked):
            notes.set_like(note=note, user=reader, on=True)
            if chance.random() < 0.4:
                notes.set_bookmark(note=note, user=reader, on=True)
        Note.objects.filter(pk=note.pk).update(view_count=liked * chance.randint(6, 14))
        _talk(note, post, members, chance)
    _keep(
        {note.title: note for note in Note.objects.filter(pk__in=[note.pk for note, _post in made])}, members
    )
    Note.objects.filter(pk__in=[note.pk for note, _post in made]).update(hot=HEAT)


def _talk(note: Note, post: Post, members: dict[str, User], chance: random.Random) -> None:
    """Comments in their order; what the note's author says, or begins with a name, answers what stands above."""
    said: list[Comment] = []
    for handle, text in post.comments:
        answers = said and (text.startswith("@") or handle == post.author)
        said.append(
            notes.add_comment(
                note=note,
                author=members[handle],
                text=text,
                request_key=uuid4(),
                parent=said[-1] if answers else None,
            )
        )
        if handle == PINNED_COMMENTS.get(post.title):
            notes.set_pinned(comment=said[-1], by=members[post.author], on=True)
    for comment in said:
        if chance.random() < ALOUD:
            others = [reader for reader in members.values() if reader.pk != comment.author_id]
            for reader in chance.sample(others, chance.randint(1, 3)):
                notes.set_comment_like(comment=comment, user=reader, on=True)


def _keep(titled: dict[str, Note], members: dict[str, User]) -> None:
    for kept in BOARDS:
        owner = members[kept.owner]
        board = notes.create_board(
            owner=owner, name=kept.name, description=kept.description, is_public=kept.is_public
        )
        for title, remark in kept.notes:
            notes.save_to(note=titled[title], user=owner, board=board, remark=remark)
    for parts in SERIES:
        series = notes.create_series(
            owner=members[parts.owner], name=parts.name, description=parts.description
        )
        for title in parts.notes:
            notes.put_in_series(note=titled[title], series=series)
    for title in PINNED_NOTES:
        notes.set_pin(note=titled[title], on=True)
