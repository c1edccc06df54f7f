from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from .names import normalise, slug_of


class TagQuerySet(models.QuerySet):
    def usable(self):
        """Tags that may be shown and attached."""
        return self.filter(is_banned=False)

    def popular(self):
        return self.order_by("-note_count", "id")

    def spelled(self, key: str):
        """Tags whose name or alias has this normal form."""
        return self.filter(models.Q(key=key) | models.Q(aliases__name=key)).distinct()


class Tag(TagBase):
    """One word of the vocabulary: `name` as shown, `slug` (Unicode) as addressed, `kind` as typed.

    `key` is the name's normal form: two spellings of one word cannot become two tags.
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
    description = models.CharField(_("description"), max_length=300, blank=True)
    is_vocabulary = models.BooleanField(
        _("look for it in texts"),
        default=False,
        help_text=_("Notes that name it are tagged with it, hashtag or not."),
    )
    is_banned = models.BooleanField(_("banned"), default=False)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    # Written by the app that attaches tags, through `tagging.actions.count_notes`.
    note_count = models.PositiveIntegerField(_("notes"), default=0, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        indexes = [
            models.Index(fields=["-note_count", "id"], name="tagging_tag_popular"),
            models.Index(fields=["kind", "-note_count", "id"], name="tagging_tag_of_kind"),
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
