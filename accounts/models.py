import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .encryption import EncryptedTextField

HANDLE = RegexValidator(
    r"\A[a-z0-9][a-z0-9_.]{2,29}\Z", _("Use 3 to 30 lowercase letters, digits, dots or underscores.")
)


def avatar_path(user, filename) -> str:
    return f"avatars/{uuid.uuid4().hex}.webp"


class UserQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """People whose profile this viewer may open: active, and no block stands between the two."""
        return self.filter(is_active=True).exclude(pk__in=Block.objects.hiding_from(viewer))

    def seen_by(self, viewer):
        """Add `followed`: does this viewer follow the person? Answered inside the same query."""
        return self.annotate(
            followed=Exists(Follow.objects.filter(followed=OuterRef("pk"), follower_id=viewer.pk))
        )

    def with_true_counts(self):
        """Add `true_followers` and `true_following`, counted from the rows."""
        return self.annotate(
            true_followers=_rows_of(Follow.objects.filter(followed=OuterRef("pk"))),
            true_following=_rows_of(Follow.objects.filter(follower=OuterRef("pk"))),
        )


def _rows_of(rows):
    """The number of rows of a correlated queryset, as an expression."""
    return Coalesce(Subquery(rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")), 0)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, handle, email, password=None, **fields):
        user = self.model(handle=handle, email=self.normalize_email(email).lower(), **fields)
        user.name = user.name or handle
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, handle, email, password=None, **fields):
        return self.create_user(handle, email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, handle):
        return self.get(handle=handle)


class User(AbstractBaseUser, PermissionsMixin):
    """A member. `handle` is the public address, `name` what is shown, `email` the sign-in."""

    class Badge(models.TextChoices):
        NONE = "", _("none")
        RISING = "rising", _("Rising creator")
        KOL = "kol", _("KOL")
        TOP = "top", _("Top KOL")

    handle = models.CharField(_("handle"), max_length=30, unique=True, validators=[HANDLE])
    name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    email = models.EmailField(_("e-mail"), unique=True)
    avatar = models.ImageField(_("avatar"), upload_to=avatar_path, blank=True)
    bio = models.CharField(_("bio"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)

    # Written by the apps above through `accounts.actions`.
    badge = models.CharField(
        _("badge"), max_length=8, choices=Badge, default=Badge.NONE, blank=True, editable=False
    )
    follower_count = models.PositiveIntegerField(_("followers"), default=0, editable=False)
    following_count = models.PositiveIntegerField(_("following"), default=0, editable=False)
    unread_count = models.PositiveIntegerField(_("unread"), default=0, editable=False)
    unread_messages = models.PositiveIntegerField(_("unread messages"), default=0, editable=False)

    # Set with the first block by or of this member and never taken back: without it nobody has to look.
    has_blocks = models.BooleanField(default=False, editable=False)
    # The same for people muted and words filtered.
    has_filters = models.BooleanField(default=False, editable=False)

    shows_saved = models.BooleanField(_("others see what I saved"), default=False)
    shows_liked = models.BooleanField(_("others see what I liked"), default=False)

    # Off: nothing they see or do is kept under their name, and Discover is what every visitor gets.
    is_personalised = models.BooleanField(_("what I am shown fits me"), default=True)

    import_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)  # noqa: DJ001
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        # People are found by the beginning of their name; the handle, being unique, has such an index.
        indexes = [
            models.Index(
                fields=["name"], opclasses=["varchar_pattern_ops"], name="accounts_user_name_prefix"
            ),
            models.Index(
                fields=["-follower_count", "id"],
                condition=Q(is_active=True, follower_count__gt=0),
                name="accounts_user_popular",
            ),
        ]

    def __str__(self):
        return self.name or self.handle

    def get_absolute_url(self):
        return reverse("notes:profile", args=[self.handle])

    def get_short_name(self):
        return self.name


class FollowQuerySet(models.QuerySet):
    def untold(self):
        """Follows that the followed has not been told about."""
        return self.filter(told_at=None)


class Follow(models.Model):
    follower = models.ForeignKey(User, models.CASCADE, related_name="follows")
    followed = models.ForeignKey(User, models.CASCADE, related_name="followers")
    made_at = models.DateTimeField(auto_now_add=True)
    # Written by the inbox, above, once the notice is.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        indexes = [
            models.Index(fields=["id"], condition=Q(told_at=None), name="accounts_follow_untold"),
            models.Index(fields=["followed", "-id"], name="accounts_follow_of_followed"),
            models.Index(fields=["follower", "-id"], name="accounts_follow_of_follower"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="accounts_follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="accounts_follow_not_self"),
        ]

    def __str__(self):
        return f"{self.follower_id} → {self.followed_id}"


class BlockQuerySet(models.QuerySet):
    def hiding_from(self, viewer) -> list[int]:
        """Ids of people hidden from this viewer: a block cuts both ways. Empty for a visitor.

        Read once for a viewer object, that is once a request.
        """
        if viewer.pk is None or not viewer.has_blocks:
            return []
        if not hasattr(viewer, "_hidden_ids"):
            ours = self.filter(blocker_id=viewer.pk).values_list("blocked_id", flat=True)
            theirs = self.filter(blocked_id=viewer.pk).values_list("blocker_id", flat=True)
            viewer._hidden_ids = list(ours.union(theirs))
        return viewer._hidden_ids

    def blocked_by(self, viewer, handle: str) -> "User | None":
        """The member of this handle if the viewer blocked them: to say so where their page would be."""
        if viewer.pk is None or not viewer.has_blocks:
            return None
        rows = self.filter(blocker_id=viewer.pk, blocked__handle=handle, blocked__is_active=True)
        row = rows.select_related("blocked").first()
        return row.blocked if row else None

    def forget(self, viewer) -> None:
        """Read the ids anew at the next call of `hiding_from`."""
        if hasattr(viewer, "_hidden_ids"):
            del viewer._hidden_ids


class Block(models.Model):
    blocker = models.ForeignKey(User, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, models.CASCADE, related_name="blocked_by")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="accounts_block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="accounts_block_not_self"),
        ]

    def __str__(self):
        return f"{self.blocker_id} ⊘ {self.blocked_id}"


class Consent(models.Model):
    """Which version of which text a member agreed to, and when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents", verbose_name=_("member"))
    document = models.CharField(_("document"), max_length=20)
    version = models.CharField(_("version"), max_length=20)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["user", "document", "version"], name="accounts_consent_once")
        ]

    def __str__(self):
        return f"{self.document} {self.version}"


class Mute(models.Model):
    """Somebody whose notes a member does not want to see in feeds; they do not learn of it."""

    muter = models.ForeignKey(User, models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(User, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mute")
        verbose_name_plural = _("mutes")
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="accounts_mute_once"),
            models.CheckConstraint(condition=~Q(muter=F("muted")), name="accounts_mute_not_self"),
        ]

    def __str__(self):
        return f"{self.muter_id} x {self.muted_id}"


class FilteredWord(models.Model):
    """A word that keeps a note out of a member's feeds when its title, text or tags hold it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="filtered_words")
    word = models.CharField(_("word"), max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("filtered word")
        verbose_name_plural = _("filtered words")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "word"], name="accounts_filteredword_once")]

    def __str__(self):
        return self.word


class Address(models.Model):
    """Where a member has parcels sent; name, phone and street are encrypted at rest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="addresses", verbose_name=_("member"))
    recipient = EncryptedTextField(_("recipient"))
    phone = EncryptedTextField(_("phone"))
    region = models.CharField(_("province and city"), max_length=80)
    street = EncryptedTextField(_("street address"))
    is_default = models.BooleanField(_("default address"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="accounts_address_one_default"
            )
        ]

    def __str__(self):
        return f"{self.region} #{self.pk}"


class OutgoingMail(models.Model):
    """A message until a mail server takes it; encrypted, because the links in it open accounts."""

    recipient = EncryptedTextField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=255)
    text = EncryptedTextField(_("text"))
    html = EncryptedTextField(blank=True)
    headers = EncryptedTextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # When to try (again); moved on by whoever tries, so that nobody else does at the same time.
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")

    def __str__(self):
        return f"mail {self.pk}"


class PersonalDataAccess(models.Model):
    """One look of a staff member at somebody's personal data, with the reason given."""

    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who looked"))
    subject = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("whose data"))
    what = models.CharField(_("what"), max_length=100)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        permissions = [("reveal_personal_data", _("Can see personal data in plain, with a reason"))]

    def __str__(self):
        return f"{self.actor_id}: {self.what}"
