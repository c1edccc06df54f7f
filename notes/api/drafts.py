"""Drafts over the API: keep, list, schedule, post, delete. Only one's own."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveDestroyAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination
from notes import actions, limits
from notes.models import Note

from .notes import NoteDetailSerializer, note_for
from .writing import DraftContentSerializer, DraftSerializer, ScheduleSerializer, slow_down


def _drafts(user) -> QuerySet[Note]:
    return Note.objects.filter(author=user, status=Note.Status.DRAFT)


def _shown(user) -> QuerySet[Note]:
    return _drafts(user).prefetch_related("photos", "product_tags")


class DraftList(ListAPIView):
    """One's drafts, scheduled ones too, newest first. POST keeps one; it may be unfinished in any way."""

    permission_classes = [IsAuthenticated]
    serializer_class = DraftSerializer
    pagination_class = KeysetPagination
    queryset = Note.objects.none()
    order = ["-id"]

    def get_queryset(self):
        return _shown(self.request.user) if self.request.user.is_authenticated else self.queryset

    @extend_schema(request=DraftContentSerializer, responses={200: DraftSerializer})
    def post(self, request):
        slow_down(request, "autosave", 60, 60)
        given = DraftContentSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        draft = actions.save_draft(author=request.user, **given.content())
        return Response(DraftSerializer(_shown(request.user).get(pk=draft.pk)).data)


class DraftDetail(RetrieveDestroyAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = DraftSerializer
    queryset = Note.objects.none()

    def get_queryset(self):
        return _shown(self.request.user) if self.request.user.is_authenticated else self.queryset

    def perform_destroy(self, instance):
        actions.discard_draft(note=instance)


class DraftSchedule(APIView):
    """PUT posts the draft by itself at a time to come; DELETE makes it a plain draft again."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ScheduleSerializer, responses=DraftSerializer)
    def put(self, request, pk):
        given = ScheduleSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        draft = get_object_or_404(_drafts(request.user), pk=pk)
        actions.schedule(note=draft, at=given.validated_data["publish_at"])
        return Response(DraftSerializer(_shown(request.user).get(pk=pk)).data)

    @extend_schema(request=None, responses={200: DraftSerializer})
    def delete(self, request, pk):
        actions.unschedule(note=get_object_or_404(_drafts(request.user), pk=pk))
        return Response(DraftSerializer(_shown(request.user).get(pk=pk)).data)


class DraftPublish(APIView):
    """Post a draft as it stands; doing it again gives the same note."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={201: NoteDetailSerializer})
    def post(self, request, pk):
        slow_down(request, "post", limits.NOTES_PER_HOUR, 3600)
        own = Note.objects.filter(author=request.user).exclude(status=Note.Status.REMOVED)
        note = get_object_or_404(own, pk=pk)
        actions.create_note(author=request.user, request_key=note.request_key)
        return Response(note_for(request.user, note.pk), status=201)


draft_urls = [
    path("drafts/", DraftList.as_view(), name="draft-list"),
    path("drafts/<int:pk>/", DraftDetail.as_view(), name="draft-detail"),
    path("drafts/<int:pk>/schedule/", DraftSchedule.as_view(), name="draft-schedule"),
    path("drafts/<int:pk>/publish/", DraftPublish.as_view(), name="draft-publish"),
]
