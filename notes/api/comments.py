"""Comments over the API."""

import uuid

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination
from notes import actions, threads
from notes.models import Comment, Note

from .shared import PersonSerializer


class CommentSerializer(serializers.ModelSerializer):
    author = PersonSerializer()

    class Meta:
        model = Comment
        fields = ["id", "author", "text", "parent", "made_at"]


class NewCommentSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=500)
    parent = serializers.IntegerField(required=False, allow_null=True, default=None)
    request_key = serializers.UUIDField(required=False, default=uuid.uuid4)


class CommentList(APIView):
    pagination_class = KeysetPagination

    @extend_schema(parameters=[OpenApiParameter("after", str)], responses=CommentSerializer(many=True))
    def get(self, request, pk):
        note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
        page = threads.page_of(note, request.user, request.query_params.get("after", ""))
        rows = [row for first in page for row in (first, *first.answers_shown)]
        return Response({"results": CommentSerializer(rows, many=True).data, "next": page.after or None})

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    def post(self, request, pk):
        note = get_object_or_404(Note.objects.listed_for(request.user), pk=pk)
        given = NewCommentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        content = dict(given.validated_data)
        parent_id = content.pop("parent")
        parent = get_object_or_404(Comment.objects.filter(note=note), pk=parent_id) if parent_id else None
        made = actions.add_comment(note=note, author=request.user, parent=parent, **content)
        return Response(CommentSerializer(made).data, status=201)


comment_urls = [
    path("notes/<int:pk>/comments/", CommentList.as_view(), name="note-comments"),
]
