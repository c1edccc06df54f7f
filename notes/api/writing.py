"""Posting and editing over the API: what a program sends, and the verbs it reaches."""

import uuid
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import Throttled

from commerce.models import Brand, Product
from core.ratelimit import limit
from notes import actions, limits
from notes.models import Note, Photo, ProductTag, Series, Video

SHARE = {"min_value": 0, "max_value": 1, "required": False, "allow_null": True, "default": None}


class PointSerializer(serializers.Serializer):
    """A product shown; `photo`, `x`, `y` (shares, 0-1) say where, `tie` what the author got for it."""

    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.on_sale().select_related("brand").order_by("pk")
    )
    photo = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    x = serializers.FloatField(**SHARE)
    y = serializers.FloatField(**SHARE)
    tie = serializers.ChoiceField(
        choices=ProductTag.Tie.choices, required=False, allow_blank=True, default=""
    )

    def validate(self, point):
        if len({point["photo"] is None, point["x"] is None, point["y"] is None}) > 1:
            raise serializers.ValidationError(_("A point needs its picture, x and y."))
        return point


class TagNames(serializers.ListField):
    """Suggested tags, by id or name."""

    child = serializers.CharField(max_length=64)


class ContentSerializer(serializers.Serializer):
    """The parts of a note; what is left out stays as it is. `validated_data` is what the verbs take."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=300)
    text = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    place = serializers.CharField(required=False, allow_blank=True, max_length=80)
    visibility = serializers.ChoiceField(choices=Note.Visibility.choices, required=False)
    comments_from = serializers.ChoiceField(choices=Note.CommentsFrom.choices, required=False)
    photo_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        max_length=100,
        help_text="Uploads in the order shown.",
    )
    video_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    products = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Product.objects.on_sale().select_related("brand"), required=False
    )
    points = PointSerializer(many=True, required=False)
    paid_brand = serializers.PrimaryKeyRelatedField(
        queryset=Brand.objects.all(), required=False, allow_null=True
    )
    is_gift = serializers.BooleanField(required=False)
    is_ai_made = serializers.BooleanField(required=False)
    cover_style = serializers.IntegerField(min_value=0, max_value=actions.COVER_STYLES - 1, required=False)
    series = serializers.PrimaryKeyRelatedField(
        queryset=Series.objects.all(), required=False, allow_null=True
    )
    accepted_tags = TagNames(required=False, max_length=limits.CHOSEN_TAGS)
    refused_tags = TagNames(required=False, max_length=limits.CHOSEN_TAGS)

    def validate_series(self, series):
        if series and series.owner_id != self.context["request"].user.pk:
            raise serializers.ValidationError(_("There is no such series of yours."))
        return series

    def validate_photo_ids(self, ids: list[int]) -> list[Photo]:
        mine = Photo.objects.filter(self._free(), owner=self.context["request"].user).in_bulk(ids)
        if missing := [pk for pk in ids if pk not in mine]:
            raise serializers.ValidationError(_("There is no upload %(id)s of yours.") % {"id": missing[0]})
        return [mine[pk] for pk in dict.fromkeys(ids)]

    def validate_video_id(self, pk: int | None) -> Video | None:
        if pk is None:
            return None
        video = Video.objects.filter(self._free(), owner=self.context["request"].user, pk=pk).first()
        if video is None:
            raise serializers.ValidationError(_("There is no upload %(id)s of yours.") % {"id": pk})
        return video

    def validate_points(self, points: list[dict[str, Any]]) -> list[actions.Point]:
        return [
            actions.Point(point["product"], point["photo"], point["x"], point["y"], point["tie"])
            for point in points
        ]

    def _free(self) -> Q:
        """Uploads not used, or used by the very note that is written again."""
        note = self.context.get("note")
        return Q(note=None) | (Q(note=note) if note else Q(note__request_key=self._request_key()))

    def _request_key(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(str(self.initial_data.get("request_key")))
        except ValueError:
            return None

    def content(self) -> actions.Content:
        """What the verbs take."""
        names = {"photo_ids": "photos", "video_id": "video"}
        data = self.validated_data.items()
        return cast(actions.Content, {names.get(name, name): value for name, value in data})


class NewNoteSerializer(ContentSerializer):
    request_key = serializers.UUIDField(
        required=False, default=uuid.uuid4, help_text="Idempotency key: the same key posts once."
    )
    publish_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Post by itself then, within a year."
    )


class DraftContentSerializer(ContentSerializer):
    request_key = serializers.UUIDField(
        required=False, default=uuid.uuid4, help_text="The same key is the same draft."
    )


class ScheduleSerializer(serializers.Serializer):
    publish_at = serializers.DateTimeField()


class VisibilitySerializer(serializers.Serializer):
    visibility = serializers.ChoiceField(choices=Note.Visibility.choices)


class NotePointSerializer(serializers.ModelSerializer):
    """A product point as stored."""

    class Meta:
        model = ProductTag
        fields = ["product", "photo", "x", "y", "tie"]


class DraftSerializer(serializers.ModelSerializer):
    """A note not posted yet, for its author."""

    photo_ids = serializers.SerializerMethodField()
    points = NotePointSerializer(source="product_tags", many=True)
    saved_at = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = [
            *("id", "request_key", "title", "text", "place", "visibility", "comments_from", "photo_ids"),
            *("points", "paid_brand", "is_gift", "is_ai_made", "cover_style", "series", "publish_at"),
            "saved_at",
        ]

    def get_photo_ids(self, note) -> list[int]:
        return [photo.pk for photo in note.photos.all()]

    @extend_schema_field(serializers.DateTimeField)
    def get_saved_at(self, note) -> datetime:
        return note.edited_at or note.made_at


def slow_down(request, name: str, most: int, seconds: int) -> None:
    """Count one act of this member. Raises Throttled when there were too many."""
    if not limit(f"{name}:{request.user.pk}", most, seconds):
        raise Throttled(wait=seconds)
