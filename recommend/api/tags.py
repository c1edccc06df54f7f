from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination, page_response
from notes.api import NoteSerializer, TagSerializer
from tagging.models import Tag
from tagging.names import normalise

from .. import feeds
from .shared import NotePageSerializer


class TagDetailSerializer(TagSerializer):
    class Meta(TagSerializer.Meta):
        fields = [*TagSerializer.Meta.fields, "description", "lat", "lng"]


@extend_schema(
    parameters=[
        OpenApiParameter("q", str, description="Names beginning with this"),
        OpenApiParameter("kind", str, enum=Tag.Kind.values),
    ]
)
class TagList(ListAPIView):
    """Tags, the most used first."""

    serializer_class = TagSerializer
    pagination_class = KeysetPagination
    order = ["-note_count", "id"]

    def get_queryset(self):
        tags = Tag.objects.usable()
        if key := normalise(self.request.query_params.get("q", "")[:100]):
            tags = tags.filter(key__startswith=key)
        if kind := self.request.query_params.get("kind"):
            tags = tags.filter(kind=kind)
        return tags


class TagDetail(APIView):
    """One tag, by slug or by any spelling of its name."""

    @extend_schema(responses=TagDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return Response(TagDetailSerializer(feeds.find_tag(slug)).data)


class TagNotes(APIView):
    """Notes that carry a tag."""

    @extend_schema(
        responses=NotePageSerializer,
        parameters=[
            OpenApiParameter("sort", str, enum=list(feeds.TAG_SORTS)),
            OpenApiParameter("after", str),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        sort, after = request.query_params.get("sort", "hot"), request.query_params.get("after", "")
        page = feeds.of_tag(feeds.find_tag(slug), request.user, sort=sort, after=after)
        return page_response(page, NoteSerializer, request=request)
