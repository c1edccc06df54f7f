import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.models import Brand, Product
from core.errors import DomainError
from moderation.models import Report

from . import actions, limits
from .models import Note, Photo, ProductTag, Series, Video


def _refusing(check, value):
    """Run a limit of the domain inside a form field."""
    try:
        return check(value)
    except DomainError as error:
        raise forms.ValidationError(str(error), code=error.code) from error


class PointsField(forms.CharField):
    """A JSON list of `{"product", "photo", "x", "y", "tie"}`; `x` and `y` are shares (0-1) of the picture."""

    MOST_CHARACTERS = 8000

    def to_python(self, value):
        try:
            return self.read(super().to_python(value) or "[]")
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise forms.ValidationError(_("The products could not be read."), code="points") from error

    def products_in(self, text: str) -> list[int]:
        """The products named, none when the list cannot be read."""
        with suppress(ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return [point["product"] for point in self.read(text or "[]")]
        return []

    def read(self, text: str) -> list[dict[str, Any]]:
        given = json.loads(text[: self.MOST_CHARACTERS])
        return list({point["product"]: point for point in map(self._point, given)}.values())

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or [])

    @staticmethod
    def _point(given: dict[str, Any]) -> dict[str, Any]:
        product, photo = int(given["product"]), given.get("photo")
        x, y = given.get("x"), given.get("y")
        if photo is None or x is None or y is None:
            x = y = photo = None
        else:
            x, y, photo = round(float(x), 4), round(float(y), 4), int(photo)
            if not (0 <= x <= 1 and 0 <= y <= 1):
                raise ValueError("outside the picture")
        if not 0 < product < 2**63 or not 0 < (photo or 1) < 2**63:
            raise ValueError("no such row")
        tie = ProductTag.Tie(given.get("tie") or "")
        return {"product": product, "photo": photo, "x": x, "y": y, "tie": tie.value}


class NoteForm(forms.Form):
    """A note as typed; `photo_ids` names uploads in the order chosen, `note` is the draft or note it changes.

    With `is_draft` nothing is too long or missing: what is typed so far is kept.
    """

    title = forms.CharField(label=_("Title"), required=False, max_length=300, strip=True)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=10_000, widget=forms.Textarea, strip=True
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80, strip=True)
    visibility = forms.ChoiceField(
        label=_("Who can see it"), choices=Note.Visibility, required=False, initial=Note.Visibility.EVERYONE
    )
    comments_from = forms.ChoiceField(
        label=_("Who can comment"),
        choices=Note.CommentsFrom,
        required=False,
        initial=Note.CommentsFrom.EVERYONE,
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Products shown"), queryset=Product.objects.none(), required=False
    )
    points = PointsField(required=False, widget=forms.HiddenInput)
    paid_brand = forms.ModelChoiceField(
        label=_("Paid collaboration with"),
        queryset=Brand.objects.all(),
        required=False,
        empty_label=_("No, nobody paid for this"),
        help_text=_(
            "A note somebody paid for, or a gift you show, is labelled as a collaboration everywhere."
        ),
    )
    is_gift = forms.BooleanField(label=_("I was given it and not paid"), required=False)
    is_ai_made = forms.BooleanField(label=_("Pictures or text were made with AI"), required=False)
    series = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.none(), required=False, empty_label=_("In no series")
    )
    publish_at = forms.DateTimeField(label=_("Publish later"), required=False)
    cover_style = forms.IntegerField(required=False, min_value=0, max_value=actions.COVER_STYLES - 1)
    accepted_tags = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    refused_tags = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    photo_ids = forms.CharField(required=False, widget=forms.HiddenInput)
    video_id = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, author, note=None, is_draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.author, self.note, self.is_draft = author, note, is_draft
        self.fields["products"].queryset = Product.objects.on_sale().filter(pk__in=self.product_ids())
        self.fields["series"].queryset = Series.objects.filter(owner=author)

    def full_clean(self):
        with timezone.override(self.zone()):
            super().full_clean()

    def zone(self) -> tzinfo:
        """Where the times in the form are meant: the zone that the browser named, or else the site's."""
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(self.data.get("zone") or settings.TIME_ZONE)
        return timezone.get_default_timezone()

    def seen_version(self) -> actions.Seen:
        """What of the note the page has seen, and which page it is."""
        return actions.Seen(self.cleaned_data["seen"], str(self.cleaned_data["page"] or ""))

    def product_ids(self) -> list[int]:
        """Of all products that the form names, one way or the other."""
        if not self.is_bound:
            return self.initial.get("products", [])
        values = self.data.getlist("products")
        points = cast(PointsField, self.fields["points"])
        return [*ids_in(values)[: limits.PRODUCTS], *points.products_in(self.data.get("points", ""))]

    def clean_title(self):
        title = self.cleaned_data["title"]
        return title if self.is_draft else _refusing(limits.check_title, title)

    def clean_text(self):
        text = self.cleaned_data["text"]
        return text if self.is_draft else _refusing(limits.check_text, text)

    def clean_points(self) -> list[actions.Point]:
        """The products named, those only that are for sale or that the note shows already."""
        given = self.cleaned_data["points"] or []
        ids = [point["product"] for point in given]
        known = Q(note_tags__note=self.note) if self.note else Q(pk=None)
        on_sale = Q(pk__in=Product.objects.on_sale().filter(pk__in=ids))
        products = Product.objects.filter(on_sale | known, pk__in=ids).select_related("brand").in_bulk()
        return [
            actions.Point(products[one["product"]], one["photo"], one["x"], one["y"], one["tie"])
            for one in given
            if one["product"] in products
        ]

    def photos(self) -> list[Photo]:
        """The uploads named in the form that are this author's and free, in the order named."""
        ids = ids_in(self.data.getlist("photo_ids") if self.is_bound else [])[: settings.PHOTOS_PER_NOTE + 1]
        mine = Photo.objects.filter(owner=self.author, pk__in=ids)
        allowed = {photo.pk: photo for photo in mine if photo.note_id in (None, self.note and self.note.pk)}
        return [allowed[pk] for pk in ids if pk in allowed]

    def video(self) -> Video | None:
        """The film named in the form, when it is this author's and free."""
        ids = ids_in(self.data.getlist("video_id") if self.is_bound else [])[:1]
        mine = Video.objects.filter(Q(note=None) | Q(note=self.note), owner=self.author, pk__in=ids)
        return mine.first()

    def content(self) -> actions.Content:
        """What the verbs take; parts that were not sent stay as they are."""
        data = self.cleaned_data
        content: dict[str, Any] = {
            name: data[name] for name in ("title", "text", "place", "paid_brand", "is_gift", "is_ai_made")
        }
        content |= {name: data[name] for name in ("visibility", "comments_from") if data[name]}
        if data["cover_style"] is not None:
            content["cover_style"] = data["cover_style"]
        content |= {"series": data["series"]} if "series" in self.data else {}
        content |= {"video": self.video()} if "video_id" in self.data else {}
        content |= {"points": data["points"]} if "points" in self.data else {"products": data["products"]}
        for name in ("accepted_tags", "refused_tags"):
            content |= {name: data[name].split(",")} if name in self.data else {}
        return cast(actions.Content, content)


def ids_in(values: Iterable[str]) -> list[int]:
    """The ids in comma separated texts, each once, in order."""
    parts = (part.strip() for value in values for part in str(value).split(","))
    return list(dict.fromkeys(int(part) for part in parts if part.isascii() and part.isdigit()))


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=limits.COMMENT, required=False, strip=True)
    picture = forms.FileField(label=_("Picture"), required=False)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Tell us more"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
