import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from .names import normalise, slug_of


def cover_path(tag, filename) -> str:
    """A fresh address for every cover, so that a cached one never stands for a new one."""
    return f"tags/{uuid.uuid4().hex}.webp"


class TagQuerySet(models.QuerySet):
    def usable(self):
        """Tags that may be shown and attached."""
        return self.filter(is_banned=False)

    def public(self):
        """Those that everybody may see listed: words that only private notes or notes taken down carry say
        what somebody wrote for themselves."""
        return self.usable().filter(Q(note_count__gt=0) | Q(is_vocabulary=True))

    def popular(self):
        return self.order_by("-note_count", "id")

    def spelled(self, key: str):
        """Tags whose name or alias has this normal form."""
        return self.filter(Q(key=key) | Q(aliases__name=key)).distinct()

    def vouched_for(self):
        """Words that an operator or our starting list wants found in texts, and those that stand for
        nothing."""
        return self.filter(Q(is_vocabulary=True) | Q(is_banned=True))


class Tag(TagBase):
    """One word of the vocabulary: `name` as shown, `slug` (Unicode) as addressed, `kind` as typed.

    `key` is the name's normal form: two spellings of one word cannot become two tags. `parent` is the more
    general tag: a link between pages, notes stay under the words they carry.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        PLACE = "place", _("place")
        BRAND = "brand", _("brand")
        COMMODITY = "commodity", _("commodity")
        FILM = "film", _("film")
        PERSON = "person", _("person")

    name = models.CharField(_("name"), max_length=64, unique=True)
    slug = models.CharField(_("slug"), max_length=64, unique=True, blank=True)
    key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.TOPIC)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("more general tag"),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    description_en = models.CharField(
        _("English description"), max_length=300, blank=True, help_text=_("Shown to those who read English.")
    )
    cover = models.ImageField(_("cover"), upload_to=cover_path, blank=True)
    is_vocabulary = models.BooleanField(
        _("look for it in texts"),
        default=False,
        help_text=_("Notes that name it are tagged with it, unless most who name it mean something else."),
    )
    is_banned = models.BooleanField(_("banned"), default=False)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    # Written by the app that attaches tags, through `tagging.actions.count_notes`.
    note_count = models.PositiveIntegerField(_("notes"), default=0, editable=False)
    # Of the notes whose running text names the word, how many there are, and on how many the author wrote it
    # as a hashtag too; counted at night. Words that people name without meaning them are known by it.
    named_count = models.PositiveIntegerField(default=0, editable=False)
    meant_count = models.PositiveIntegerField(default=0, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        indexes = [
            models.Index(fields=["-note_count", "id"], name="tagging_tag_popular"),
            models.Index(fields=["kind", "-note_count", "id"], name="tagging_tag_of_kind"),
        ]
        # Longer circles are refused by a trigger (migration 0002).
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="tagging_tag_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(lat__isnull=False, lat__range=(-90, 90), lng__isnull=False, lng__range=(-180, 180)),
                name="tagging_tag_on_the_globe",
            ),
        ]

    def save(self, *args, **kwargs):
        self.key = normalise(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(*args, **kwargs)

    save.alters_data = True

    def slugify(self, tag, i=None):
        return slug_of(tag) if i is None else f"{slug_of(tag)[:58]}-{i}"

    def get_absolute_url(self):
        return reverse("recommend:tag", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """As `TagQuerySet.public`."""
        return not self.is_banned and (self.note_count > 0 or self.is_vocabulary)

    @property
    def about(self) -> str:
        """Its description in the reader's language, or in the other one."""
        given = (self.description, self.description_en)
        chinese = (translation.get_language() or "").startswith("zh")
        return next(filter(None, given if chinese else given[::-1]), "")


class TagAlias(models.Model):
    """Another spelling that leads to the tag; stored normalised (`tagging.names.normalise`)."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    name = models.CharField(_("name"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = normalise(self.name)
        super().save(*args, **kwargs)

    save.alters_data = True


class FormerSlug(models.Model):
    """An address that a tag had, or that a tag merged into it had; it leads here for good."""

    slug = models.CharField(max_length=64, unique=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


class KindProposal(models.Model):
    """What a tag seems to name, and why; a person accepts or declines it. Once declined is for good."""

    class State(models.TextChoices):
        OPEN = "open", _("undecided")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="proposals", verbose_name=_("tag"))
    kind = models.CharField(_("kind"), max_length=9, choices=Tag.Kind)
    score = models.FloatField(_("score"))
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed kind")
        verbose_name_plural = _("proposed kinds")
        constraints = [
            models.UniqueConstraint(fields=["tag", "kind"], name="tagging_kindproposal_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="tagging_kindproposal_score"
            ),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="tagging_proposal_open")]

    def __str__(self):
        return f"#{self.tag} → {self.get_kind_display()}"
