"""What operators do with the demo notes: channels, circles, a campaign."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from notes.models import Note
from recommend.actions import channels, circles, trends
from recommend.models import Channel, ChannelTag, Circle, Hashtag
from tagging.actions import resolve

# Chinese name, English name, slug, tags.
CHANNELS = (
    ("美食", "Food", "food", ("美食日记", "家常菜", "面食", "街头小吃", "一人食", "baking", "recipe")),
    ("旅行", "Travel", "travel", ("旅行日记", "城市漫步", "看海", "city-walk", "lisbon", "taipei")),
    ("户外", "Outdoors", "outdoors", ("徒步", "露营", "户外装备", "hiking", "cycling", "outdoors")),
    ("家居", "Home", "home", ("家居", "租房生活", "houseplants", "plants", "书桌")),
    (
        "咖啡与茶",
        "Coffee & tea",
        "coffee-tea",
        ("喝茶", "咖啡馆", "咖啡日常", "手冲咖啡", "茶生活", "coffee"),
    ),
    ("护肤", "Skincare", "skincare", ("护肤", "防晒", "成分党")),
    ("阅读", "Reading", "reading", ("阅读", "reading", "books")),
)
# Name, description, slug, tags.
CIRCLES = (
    ("周末徒步", "周末一起走，互相留路线。", "weekend-hikes", ("徒步", "hiking", "outdoors")),
    ("手冲咖啡", "豆子、器具和水温，慢慢聊。", "pour-over", ("手冲咖啡", "咖啡日常", "咖啡馆", "coffee")),
    (
        "Slow reading",
        "One book at a time, and what stayed with you.",
        "slow-reading",
        ("阅读", "books", "reading"),
    ),
)
CAMPAIGN = "周末去哪儿"


def curate(members: dict[str, User], operator: User) -> None:
    """Open channels and circles, and call people to join a hashtag."""
    for position, (name, name_en, slug, tags) in enumerate(CHANNELS):
        channel = Channel.objects.create(name=name, name_en=name_en, slug=slug, position=position)
        ChannelTag.objects.bulk_create(ChannelTag(channel=channel, tag=tag) for tag in _tags(tags))
        channel.editors.add(operator)
        channels.file_all(channel)
    for name, description, slug, tags in CIRCLES:
        circle = Circle.objects.create(name=name, description=description, slug=slug, state=Circle.State.OPEN)
        circle.tags.set(_tags(tags))
        for member in members.values():
            if Note.objects.public().filter(author=member, tagged__tag__circles=circle).exists():
                circles.set_membership(circle=circle, user=member, on=True)
    now = timezone.now()
    for tag in _tags([CAMPAIGN]):
        hashtag = Hashtag.objects.create(
            tag=tag,
            title=CAMPAIGN,
            text="周末两天，近处也有好风景。写下你的路线，附上一张照片。",
            starts_at=now - timedelta(days=2),
            ends_at=now + timedelta(days=12),
            made_by=operator,
        )
        trends.schedule(hashtag=hashtag, by=operator)
    trends.tend_hashtags()


def _tags(names) -> list:
    return list(dict.fromkeys(resolve(names).values()))
