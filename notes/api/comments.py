"""Comments over the API."""

import uuid

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from notes import actions, limits, threads
from notes.models import Comment, Note

from .shared import PersonSerializer, PhotoSerializer


class CommentSerializer(serializers.ModelSerializer):
    author = PersonSerializer()
    photo = PhotoSerializer(allow_null=True)
    text = serializers.SerializerMethodField(help_text="Empty when it was taken away and only answers stand")
    liked = serializers.BooleanField()
    is_buyer = serializers.BooleanField(help_text="The commenter bought one of the note's products")
    is_gone = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = [
            *("id", "author", "text", "photo", "parent", "reply_to", "made_at", "is_gone"),
            *("like_count", "answer_count", "is_pinned", "is_buyer", "liked"),
        ]

    def get_is_gone(self, row: Comment) -> bool:
        return row.is_removed or row.is_hidden

    def get_text(self, row: Comment) -> str:
        return "" if self.get_is_gone(row) else row.text

    def to_representation(self, instance):
        shown = super().to_representation(instance)
        return shown | {"author": None, "photo": None} if shown["is_gone"] else shown


class CommentPageSerializer(serializers.Serializer):
    results = CommentSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")


class NewCommentSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=limits.COMMENT, required=False, allow_blank=True, default="")
    picture = serializers.FileField(required=False, default=None, write_only=True)
    parent = serializers.IntegerField(required=False, allow_null=True, default=None)
    request_key = serializers.UUIDField(required=False, default=uuid.uuid4)


def _page(talk: threads.Talk, rows: list[Comment]) -> Response:
    return Response({"results": CommentSerializer(rows, many=True).data, "next": talk.after or None})


def _comment(viewer, pk: int) -> Comment:
    found = get_object_or_404(Comment.objects.visible_to(viewer), pk=pk)
    found.note = get_object_or_404(Note.objects.visible_to(viewer), pk=found.note_id)
    return found


AFTER = OpenApiParameter("after", str)


class CommentList(APIView):
    """First-level comments, each followed by its first answers."""

    parser_classes = [JSONParser, MultiPartParser, FormParser]

    @extend_schema(
        parameters=[AFTER, OpenApiParameter("order", str, enum=list(threads.ORDERS))],
        responses=CommentPageSerializer,
    )
    def get(self, request, pk):
        note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
        asked = request.query_params
        talk = threads.page_of(note, request.user, asked.get("after", ""), asked.get("order", ""))
        return _page(talk, [row for first in talk for row in (first, *first.answers_shown)])

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    def post(self, request, pk):
        note = get_object_or_404(Note.objects.listed_for(request.user), pk=pk)
        given = NewCommentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        content = dict(given.validated_data)
        parent_id = content.pop("parent")
        seen = Comment.objects.visible_to(request.user).filter(note=note)
        parent = get_object_or_404(seen, pk=parent_id) if parent_id else None
        name = content["picture"].name if content["picture"] else ""
        made = actions.add_comment(note=note, author=request.user, parent=parent, filename=name, **content)
        return Response(CommentSerializer(threads.alone(made.pk, request.user)).data, status=201)


class AnswerList(APIView):
    """All answers to a comment, oldest first."""

    @extend_schema(parameters=[AFTER], responses=CommentPageSerializer)
    def get(self, request, pk):
        root = get_object_or_404(Comment, pk=pk, parent=None)
        root.note = get_object_or_404(Note.objects.visible_to(request.user), pk=root.note_id)
        talk = threads.answers_of(root, request.user, request.query_params.get("after", ""))
        return _page(talk, talk.rows)


class CommentDetail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.remove_comment(comment=_comment(request.user, pk), by=request.user)
        return Response(status=204)


class CommentSwitch(APIView):
    """PUT sets it, DELETE takes it back; both may be repeated."""

    permission_classes = [IsAuthenticated]
    pins = False

    @extend_schema(request=None, responses=CommentSerializer)
    def put(self, request, pk):
        return self.set(request, pk, True)

    @extend_schema(request=None, responses=CommentSerializer)
    def delete(self, request, pk):
        return self.set(request, pk, False)

    def set(self, request, pk: int, on: bool) -> Response:
        found = _comment(request.user, pk)
        if self.pins:
            actions.set_pinned(comment=found, by=request.user, on=on)
        else:
            actions.set_comment_like(comment=found, user=request.user, on=on)
        return Response(CommentSerializer(threads.alone(pk, request.user)).data)


comment_urls = [
    path("notes/<int:pk>/comments/", CommentList.as_view(), name="note-comments"),
    path("comments/<int:pk>/", CommentDetail.as_view(), name="comment"),
    path("comments/<int:pk>/answers/", AnswerList.as_view(), name="comment-answers"),
    path("comments/<int:pk>/like/", CommentSwitch.as_view(), name="comment-like"),
    path("comments/<int:pk>/pin/", CommentSwitch.as_view(pins=True), name="comment-pin"),
]
