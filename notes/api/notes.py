"""Notes over the API: read what may be seen, post, like. Same verbs and querysets as the pages."""

import uuid

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from commerce.models import Brand, Product
from core.api import KeysetPagination
from notes import actions
from notes.models import Note, Photo

from .shared import PersonSerializer, PhotoSerializer, TagSerializer


class NoteSerializer(serializers.ModelSerializer):
    """A note as on a card; rows come from `Note.objects.for_cards(viewer)`."""

    author = PersonSerializer()
    cover = PhotoSerializer(allow_null=True)
    paid_by = serializers.CharField(
        source="paid_brand.name", default=None, help_text="Brand of a paid collaboration"
    )
    liked = serializers.BooleanField()
    bookmarked = serializers.BooleanField()

    class Meta:
        model = Note
        fields = [
            "id",
            "title",
            "author",
            "cover",
            "paid_by",
            "place",
            "status",
            "published_at",
            "edited_at",
            "like_count",
            "bookmark_count",
            "comment_count",
            "liked",
            "bookmarked",
        ]


class NoteDetailSerializer(NoteSerializer):
    photos = PhotoSerializer(many=True)
    tags = TagSerializer(many=True)

    class Meta(NoteSerializer.Meta):
        fields = [*NoteSerializer.Meta.fields, "text", "photos", "tags", "reject_message"]


class NewNoteSerializer(serializers.Serializer):
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=10_000)
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    photo_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, default=list, max_length=100
    )
    products = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Product.objects.on_sale(), required=False, default=list
    )
    paid_brand = serializers.PrimaryKeyRelatedField(
        queryset=Brand.objects.all(), required=False, default=None
    )
    request_key = serializers.UUIDField(
        required=False, default=uuid.uuid4, help_text="Idempotency key: the same key posts once."
    )

    def validate_photo_ids(self, ids):
        # A repeated request names pictures that its first run has used already.
        free = Q(note=None) | Q(note__request_key=self._request_key())
        mine = Photo.objects.filter(free, owner=self.context["request"].user).in_bulk(ids)
        if missing := [pk for pk in ids if pk not in mine]:
            raise serializers.ValidationError(_("There is no upload %(id)s of yours.") % {"id": missing[0]})
        return [mine[pk] for pk in dict.fromkeys(ids)]

    def _request_key(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(str(self.initial_data.get("request_key")))
        except ValueError:
            return None


class NoteList(ListAPIView):
    """Published notes, newest first. POST posts a note; it is shown to others once it has been checked."""

    serializer_class = NoteSerializer
    pagination_class = KeysetPagination
    order = ["-published_at", "-id"]

    def get_queryset(self):
        return Note.objects.listed_for(self.request.user).for_cards(self.request.user)

    @extend_schema(request=NewNoteSerializer, responses={201: NoteDetailSerializer})
    def post(self, request):
        given = NewNoteSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        content = dict(given.validated_data)
        note = actions.create_note(author=request.user, photos=content.pop("photo_ids"), **content)
        return Response(_detail(request, note.pk), status=201)


class NoteDetail(RetrieveAPIView):
    serializer_class = NoteDetailSerializer

    def get_queryset(self):
        return _whole(self.request.user)


def _whole(viewer):
    return Note.objects.visible_to(viewer).for_page(viewer).prefetch_related("photos", "tags")


def _detail(request, pk: int) -> dict:
    return NoteDetailSerializer(_whole(request.user).get(pk=pk)).data


class Reaction(APIView):
    """PUT sets it, DELETE takes it back; both may be repeated."""

    permission_classes = [IsAuthenticated]
    verb = staticmethod(actions.set_like)

    @extend_schema(request=None, responses=NoteSerializer)
    def put(self, request, pk):
        return self.set(request, pk, True)

    @extend_schema(request=None, responses=NoteSerializer)
    def delete(self, request, pk):
        return self.set(request, pk, False)

    def set(self, request, pk: int, on: bool) -> Response:
        note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
        self.verb(note=note, user=request.user, on=on)
        return Response(NoteSerializer(Note.objects.for_cards(request.user).get(pk=pk)).data)


note_urls = [
    path("notes/", NoteList.as_view(), name="note-list"),
    path("notes/<int:pk>/", NoteDetail.as_view(), name="note-detail"),
    path("notes/<int:pk>/like/", Reaction.as_view(), name="note-like"),
    path(
        "notes/<int:pk>/bookmark/",
        Reaction.as_view(verb=staticmethod(actions.set_bookmark)),
        name="note-bookmark",
    ),
]
