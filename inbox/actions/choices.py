from collections.abc import Iterable

from accounts.models import User

from ..choosing import ALWAYS, WHERE
from ..models import Choices
from ..registry import Group


def choose(*, user: User, wanted: dict[str, Iterable[str]], digest: str, language: str = "") -> Choices:
    """Keep what a member wants to be told: the names of groups for "inbox", "mail" and "push".

    ValueError when `digest` is no value of `Choices.Often`.
    """
    off = {}
    for where in WHERE:
        chosen = {*wanted.get(where, ()), *(ALWAYS if where == "inbox" else ())}
        off[f"off_{where}"] = [group for group in Group.values if group not in chosen]
    fields = {**off, "digest": Choices.Often(digest), "language": language}
    return Choices.objects.update_or_create(user=user, defaults=fields)[0]


def unsubscribe(*, user_id: int) -> None:
    """No more e-mails with what is new."""
    Choices.objects.update_or_create(user_id=user_id, defaults={"digest": Choices.Often.NEVER})
