"""Everything that changes members: follows, blocks, profiles, addresses, and looks at personal data."""

from collections.abc import Iterable, Mapping
from functools import partial

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.kept import forget_all
from core.text import fold

from . import filters
from .events import blocked as blocked_event
from .events import followed as followed_event
from .handles import is_reserved
from .models import Address, Block, Consent, FilteredWord, Follow, Mute, PersonalDataAccess, User

MAX_ADDRESSES = 20
MAX_MUTES = 2_000
MAX_WORDS = 200
MAX_WORD_LENGTH = 40
REASON_MIN_LENGTH = 5


def _lock(*user_ids: int) -> None:
    """Hold these members' rows until the transaction ends; always in id order, so nobody deadlocks."""
    list(
        User.objects.select_for_update(no_key=True)
        .filter(pk__in=user_ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _count_follow(*, follower_id: int, followed_id: int, change: int) -> None:
    """Add `change` to both counters; the caller holds both rows."""
    User.objects.filter(pk=follower_id).update(following_count=F("following_count") + change)
    User.objects.filter(pk=followed_id).update(follower_count=F("follower_count") + change)


def _unfollow(*, follower_id: int, followed_id: int) -> bool:
    removed, _rows = Follow.objects.filter(follower_id=follower_id, followed_id=followed_id).delete()
    if removed:
        _count_follow(follower_id=follower_id, followed_id=followed_id, change=-removed)
    return bool(removed)


@transaction.atomic
def create_member(
    *, handle: str, email: str, password: str | None, name: str = "", is_operator: bool = False
) -> User:
    """A member made by the site itself, whose e-mail counts as verified; an operator may do everything.

    IntegrityError when the handle or e-mail exists.
    """
    create = User.objects.create_superuser if is_operator else User.objects.create_user
    user = create(handle, email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def set_follow(*, follower: User, followed: User, on: bool) -> bool:
    """Follow or unfollow; True when that changed something. DomainError on oneself and across a block."""
    if follower.pk == followed.pk:
        raise DomainError(_("You cannot follow yourself."), code="follow_self")
    _lock(follower.pk, followed.pk)
    if not on:
        return _unfollow(follower_id=follower.pk, followed_id=followed.pk)

    between = Q(blocker=follower, blocked=followed) | Q(blocker=followed, blocked=follower)
    if Block.objects.filter(between).exists():
        raise DomainError(_("You cannot follow this person."), code="blocked")
    _follow, is_new = Follow.objects.get_or_create(follower=follower, followed=followed)
    if is_new:
        _count_follow(follower_id=follower.pk, followed_id=followed.pk, change=1)
        transaction.on_commit(
            partial(followed_event.send, Follow, follower_id=follower.pk, followed_id=followed.pk),
            robust=True,
        )
    return is_new


@transaction.atomic
def set_block(*, blocker: User, blocked: User, on: bool) -> bool:
    """Block or unblock; True when that changed something. A block ends the follows between the two."""
    if blocker.pk == blocked.pk:
        raise DomainError(_("You cannot block yourself."), code="block_self")
    _lock(blocker.pk, blocked.pk)
    for person in (blocker, blocked):
        Block.objects.forget(person)
        person.has_blocks = True
    User.objects.filter(pk__in=[blocker.pk, blocked.pk]).update(has_blocks=True)
    if not on:
        removed, _rows = Block.objects.filter(blocker=blocker, blocked=blocked).delete()
        return bool(removed)

    _block, is_new = Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    _unfollow(follower_id=blocker.pk, followed_id=blocked.pk)
    _unfollow(follower_id=blocked.pk, followed_id=blocker.pk)
    blocked_event.send(Block, blocker_id=blocker.pk, blocked_id=blocked.pk)
    return is_new


@transaction.atomic
def set_mute(*, muter: User, muted: User, on: bool) -> bool:
    """Keep somebody's notes out of the member's feeds, or no longer; True when that changed something."""
    if muter.pk == muted.pk:
        raise DomainError(_("You cannot mute yourself."), code="mute_self")
    _filters_changed(muter)
    if not on:
        return bool(Mute.objects.filter(muter=muter, muted=muted).delete()[0])
    _lock(muter.pk)
    if Mute.objects.filter(muter=muter).count() >= MAX_MUTES:
        raise DomainError(_("You have muted as many people as there is room for."), code="too_many")
    return Mute.objects.get_or_create(muter=muter, muted=muted)[1]


@transaction.atomic
def add_filtered_word(*, user: User, word: str) -> FilteredWord:
    """Keep notes with this word out of the member's feeds. DomainError when it is empty or there are many."""
    word = fold(" ".join(word.split()))[:MAX_WORD_LENGTH]
    if not word:
        raise DomainError(_("Write a word first."), code="empty")
    _lock(user.pk)
    if FilteredWord.objects.filter(user=user).count() >= MAX_WORDS:
        message = _("There is room for %(n)s words. Remove one first.") % {"n": MAX_WORDS}
        raise DomainError(message, code="too_many")
    _filters_changed(user)
    return FilteredWord.objects.get_or_create(user=user, word=word)[0]


def remove_filtered_word(*, user: User, word_id: int) -> bool:
    """Let notes with this word through again; False when the member has no such word."""
    filters.forget(user)
    return bool(FilteredWord.objects.filter(user=user, pk=word_id).delete()[0])


def _filters_changed(user: User) -> None:
    filters.forget(user)
    user.has_filters = True
    User.objects.filter(pk=user.pk).update(has_filters=True)


def recount(*, batch: int = 500) -> int:
    """Rebuild follower and following counters from the rows; returns how many members were wrong."""
    wrong = list(_miscounted().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wrong), batch):
        ids = wrong[start : start + batch]
        with transaction.atomic():
            _lock(*ids)
            for user in _miscounted().filter(pk__in=ids).order_by("pk"):
                User.objects.filter(pk=user.pk).update(
                    follower_count=user.true_followers, following_count=user.true_following
                )
    return len(wrong)


def _miscounted() -> models.QuerySet:
    return User.objects.with_true_counts().exclude(
        follower_count=F("true_followers"), following_count=F("true_following")
    )


def set_badge(*, user_id: int, badge: str) -> None:
    """Show this badge (a `User.Badge` value) beside the member's name."""
    User.objects.filter(pk=user_id).update(badge=User.Badge(badge))


def count_unread(*, user_id: int, change: int) -> None:
    """Add to the member's number of unread notices; it never falls below zero."""
    User.objects.filter(pk=user_id).update(unread_count=Greatest(F("unread_count") + change, 0))


def count_unread_messages(*, user_id: int, change: int) -> None:
    """Add to the member's number of unread messages; it never falls below zero."""
    User.objects.filter(pk=user_id).update(unread_messages=Greatest(F("unread_messages") + change, 0))


def set_unread(*, user_id: int, notices: int, unread_messages: int) -> None:
    """Write the numbers of unread notices and messages as they were counted anew."""
    User.objects.filter(pk=user_id).update(unread_count=notices, unread_messages=unread_messages)


@transaction.atomic
def update_profile(
    *,
    user: User,
    name: str,
    bio: str = "",
    city: str = "",
    shows_saved: bool = False,
    shows_liked: bool = False,
    handle: str | None = None,
    avatar: File | None = None,
    remove_avatar: bool = False,
) -> User:
    """Change what others see of a member. `avatar` is an already re-encoded picture (`core.images.square`).

    DomainError when the handle is taken or reserved.
    """
    _lock(user.pk)
    user.refresh_from_db(fields=["handle", "avatar"])
    fields = ["name", "bio", "city", "shows_saved", "shows_liked"]
    user.name, user.bio, user.city = name, bio, city
    if (user.shows_saved and not shows_saved) or (user.shows_liked and not shows_liked):
        forget_all()
    user.shows_saved, user.shows_liked = shows_saved, shows_liked
    if handle and handle != user.handle:
        if is_reserved(handle) or User.objects.filter(handle=handle).exists():
            raise DomainError(_("This handle is taken."), code="handle_taken")
        user.handle = handle
        fields.append("handle")
    if avatar or remove_avatar:
        if user.avatar:
            transaction.on_commit(partial(user.avatar.storage.delete, str(user.avatar.name)), robust=True)
        user.avatar = ""
        if avatar:
            user.avatar.save("avatar.webp", avatar, save=False)
        fields.append("avatar")
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as error:  # somebody took the handle a moment ago
        raise DomainError(_("This handle is taken."), code="handle_taken") from error
    return user


def record_consent(*, user: User, documents: Mapping[str, str]) -> None:
    """Keep that the member agreed to these versions of these texts; the first time counts."""
    rows = [Consent(user=user, document=name, version=version) for name, version in documents.items()]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def save_address(
    *,
    user: User,
    recipient: str,
    phone: str,
    region: str,
    street: str,
    is_default: bool = False,
    address_id: int | None = None,
) -> Address:
    """Add an address, or change the member's own one. Exactly one stays the default while there is any."""
    _lock(user.pk)
    own = Address.objects.filter(user=user)
    if address_id is None and own.count() >= MAX_ADDRESSES:
        raise DomainError(
            _("You can keep at most %(max)d addresses.") % {"max": MAX_ADDRESSES}, code="too_many"
        )
    address = own.get(pk=address_id) if address_id else Address(user=user)
    address.recipient, address.phone = recipient, phone
    address.region, address.street = region, street
    others = own.exclude(pk=address.pk)
    address.is_default = is_default or not others.filter(is_default=True).exists()
    if address.is_default:
        others.filter(is_default=True).update(is_default=False)
    address.save()
    return address


@transaction.atomic
def set_default_address(*, user: User, address_id: int) -> None:
    """Make this the address that checkout proposes; Address.DoesNotExist when it is not the member's own."""
    _lock(user.pk)
    own = Address.objects.filter(user=user)
    address = own.get(pk=address_id)
    own.filter(is_default=True).exclude(pk=address.pk).update(is_default=False)
    own.filter(pk=address.pk).update(is_default=True)


@transaction.atomic
def delete_address(*, user: User, address_id: int) -> bool:
    """Remove the member's own address; the newest one left becomes the default when the default went."""
    _lock(user.pk)
    own = Address.objects.filter(user=user)
    removed, _rows = own.filter(pk=address_id).delete()
    if removed and not own.filter(is_default=True).exists():
        own.filter(pk__in=own.order_by("-pk").values("pk")[:1]).update(is_default=True)
    return bool(removed)


@transaction.atomic
def reveal(
    *, actor: User, subject: User, row: models.Model, fields: Iterable[str], reason: str
) -> dict[str, str]:
    """Show personal data to a staff member: the look is written down first, then the plain values come back.

    PermissionDenied without the right to do so; DomainError without a reason.
    """
    if not (actor.is_active and actor.has_perm("accounts.reveal_personal_data")):
        raise PermissionDenied
    reason = " ".join(reason.split())
    if len(reason) < REASON_MIN_LENGTH:
        raise DomainError(_("Say why you need to see this; the reason is kept."), code="reason_missing")
    names = list(fields)
    PersonalDataAccess.objects.create(
        actor=actor,
        subject=subject,
        what=f"{row._meta.label} {row.pk}: {', '.join(names)}"[:100],
        reason=reason[:300],
    )
    return {name: getattr(row, name) for name in names}


def set_active(*, user_ids: Iterable[int], on: bool) -> int:
    """Let members in again, or shut them out and hide all that is theirs; returns how many changed."""
    return User.objects.filter(pk__in=list(user_ids), is_active=not on).update(is_active=on)
