from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import page_response
from notes.api import NoteSerializer, TagSerializer

from .. import feeds
from ..actions import circles as actions
from ..models import Circle
from .shared import NotePageSerializer


class CircleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Circle
        fields = ["slug", "name", "description", "member_count"]


class CircleDetailSerializer(CircleSerializer):
    tags = TagSerializer(many=True)
    role = serializers.CharField(allow_null=True, help_text="What you are in it; null when you are not")

    class Meta(CircleSerializer.Meta):
        fields = [*CircleSerializer.Meta.fields, "tags", "role"]


class CirclePageSerializer(serializers.Serializer):
    results = CircleSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")


class SuggestedCircleSerializer(serializers.Serializer):
    circle = CircleSerializer()
    why = serializers.CharField(help_text="Why this circle is suggested, in the language asked for")


class CircleList(APIView):
    """Circles, the largest first."""

    @extend_schema(
        operation_id="circles_list",
        responses=CirclePageSerializer,
        parameters=[OpenApiParameter("after", str)],
    )
    def get(self, request: Request) -> Response:
        page = feeds.open_circles(request.query_params.get("after", ""))
        return page_response(page, CircleSerializer, request=request)


class SuggestedCircles(APIView):
    """Circles that may suit you, best first, each with the reason."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SuggestedCircleSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SuggestedCircleSerializer(feeds.suggested_circles(request.user), many=True).data)


class CircleDetail(APIView):
    """One circle."""

    @extend_schema(responses=CircleDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return Response(CircleDetailSerializer(feeds.find_circle(slug, request.user)).data)


class CircleMembership(APIView):
    """Join a circle (PUT) or leave it (DELETE)."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, slug: str) -> Response:
        return self._set(request, slug, on=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        return self._set(request, slug, on=False)

    def _set(self, request: Request, slug: str, *, on: bool) -> Response:
        circle = feeds.find_circle(slug, request.user)
        actions.set_membership(circle=circle, user=request.user, on=on)
        return Response(status=204)


class CircleNotes(APIView):
    """The notes of a circle, newest first."""

    @extend_schema(responses=NotePageSerializer, parameters=[OpenApiParameter("after", str)])
    def get(self, request: Request, slug: str) -> Response:
        circle = feeds.find_circle(slug, request.user)
        page = feeds.of_circle(circle, request.user, request.query_params.get("after", ""))
        return page_response(page, NoteSerializer, request=request)
