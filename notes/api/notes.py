"""Notes over the API: read what may be seen, post, like. Same verbs and querysets as the pages."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveDestroyAPIView
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination
from notes import actions, limits
from notes.models import Note

from .shared import PersonSerializer, PhotoSerializer, TagSerializer
from .writing import ContentSerializer, NewNoteSerializer, VisibilitySerializer, slow_down


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
            "visibility",
            "is_gift",
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
        fields = [
            *NoteSerializer.Meta.fields,
            *("text", "photos", "tags", "comments_from", "is_ai_made", "publish_at", "reject_message"),
        ]


class NoteList(ListAPIView):
    """Published notes, newest first. POST posts a note; it is shown to others once it has been checked."""

    serializer_class = NoteSerializer
    pagination_class = KeysetPagination
    order = ["-published_at", "-id"]

    def get_queryset(self):
        return Note.objects.listed_for(self.request.user).for_cards(self.request.user)

    @extend_schema(request=NewNoteSerializer, responses={201: NoteDetailSerializer})
    def post(self, request):
        slow_down(request, "post", limits.NOTES_PER_HOUR, 3600)
        given = NewNoteSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        note = actions.create_note(author=request.user, **given.content())
        return Response(note_for(request.user, note.pk), status=201)


class NoteDetail(RetrieveDestroyAPIView):
    """One note. Its author changes it with PATCH and takes it away with DELETE."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class = NoteDetailSerializer

    def get_queryset(self):
        return _whole(self.request.user)

    @extend_schema(request=ContentSerializer, responses=NoteDetailSerializer)
    def patch(self, request, pk):
        slow_down(request, "post", limits.NOTES_PER_HOUR, 3600)
        note = get_object_or_404(_own(request.user), pk=pk)
        given = ContentSerializer(data=request.data, context={"request": request, "note": note})
        given.is_valid(raise_exception=True)
        actions.edit_note(note=note, **given.content())
        return Response(note_for(request.user, pk))

    def destroy(self, request, *args, **kwargs):
        actions.delete_note(note=get_object_or_404(_own(request.user), pk=kwargs["pk"]))
        return Response(status=204)


class NoteVisibility(APIView):
    """PUT says who may see one's note; it takes effect at once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=VisibilitySerializer, responses=NoteDetailSerializer)
    def put(self, request, pk):
        given = VisibilitySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        actions.set_visibility(note=get_object_or_404(_own(request.user), pk=pk), **given.validated_data)
        return Response(note_for(request.user, pk))


def _own(user):
    return Note.objects.filter(author=user).exclude(status=Note.Status.REMOVED)


def _whole(viewer):
    return Note.objects.visible_to(viewer).for_page(viewer).prefetch_related("photos", "tags")


def note_for(viewer, pk: int) -> dict:
    """A note with all its parts as this viewer gets it."""
    return NoteDetailSerializer(_whole(viewer).get(pk=pk)).data


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
    path("notes/<int:pk>/visibility/", NoteVisibility.as_view(), name="note-visibility"),
    path("notes/<int:pk>/like/", Reaction.as_view(), name="note-like"),
    path(
        "notes/<int:pk>/bookmark/",
        Reaction.as_view(verb=staticmethod(actions.set_bookmark)),
        name="note-bookmark",
    ),
]
