from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notes.api import NoteSerializer, TagSerializer
from notes.models import Note

from .. import feeds


class SimilarSerializer(serializers.Serializer):
    note = NoteSerializer()
    score = serializers.FloatField(help_text="How alike tags, words and the people who liked them are, 0-1")
    tags = TagSerializer(many=True, help_text="The shared tags that weigh most: the reason")
    liked_together = serializers.BooleanField(help_text="Mainly because people who liked one liked the other")


class SimilarNotes(APIView):
    """Notes similar to one, best first, each with score and reason: shared tags, or the same people."""

    @extend_schema(responses=SimilarSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
        found = feeds.similar_to(note, request.user)
        return Response(SimilarSerializer(found, many=True, context={"request": request}).data)
