from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import page_response
from notes.api import NoteSerializer

from .. import feeds
from ..models import Channel
from ..nearby import Spot, cell_at
from .shared import NotePageSerializer


class ChannelSerializer(serializers.ModelSerializer):
    title = serializers.CharField(help_text="Its name in the language asked for")

    class Meta:
        model = Channel
        fields = ["slug", "name", "name_en", "title", "description"]


class ChannelList(ListAPIView):
    """The channels, in the order of their tabs."""

    serializer_class = ChannelSerializer
    pagination_class = None
    queryset = Channel.objects.filter(is_active=True)


class ChannelNotes(APIView):
    """The notes of a channel, featured ones first."""

    @extend_schema(responses=NotePageSerializer, parameters=[OpenApiParameter("after", str)])
    def get(self, request: Request, slug: str) -> Response:
        page = feeds.of_channel(feeds.find_channel(slug), request.user, request.query_params.get("after", ""))
        return page_response(page, NoteSerializer, request=request)


class PointSerializer(serializers.Serializer):
    lat = serializers.FloatField(min_value=-90, max_value=90)
    lng = serializers.FloatField(min_value=-180, max_value=180)


class NearbyNotes(APIView):
    """Notes around a point, which is rounded to about 1 km and not kept; `place` holds the distance."""

    @extend_schema(responses=NotePageSerializer, parameters=[PointSerializer, OpenApiParameter("after", str)])
    def get(self, request: Request) -> Response:
        point = PointSerializer(data=request.query_params)
        point.is_valid(raise_exception=True)
        spot = Spot(cell_at(**point.validated_data))
        page = feeds.around(spot, request.user, request.query_params.get("after", ""))
        return page_response(page, NoteSerializer, request=request)
