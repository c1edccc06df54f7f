from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notes.api import TagSerializer

from .. import feeds
from ..models import Hashtag


class HashtagSerializer(serializers.ModelSerializer):
    tag = TagSerializer()

    class Meta:
        model = Hashtag
        fields = ["tag", "title", "text", "starts_at", "ends_at", "joiner_count", "note_count"]


class HashtagList(APIView):
    """The campaigns that run now."""

    @extend_schema(responses=HashtagSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(HashtagSerializer(feeds.live_hashtags(), many=True).data)
