from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
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
    """A tag, its place in the vocabulary, and what operators say about it."""

    cover = serializers.ImageField(use_url=True)
    aliases = serializers.SerializerMethodField(help_text="Other spellings that lead here, in normal form")
    parents = serializers.SerializerMethodField(help_text="More general tags, the most general first")
    children = serializers.SerializerMethodField(help_text="More special tags, the most used first")

    class Meta(TagSerializer.Meta):
        fields = [
            *TagSerializer.Meta.fields,
            *("description", "description_en", "cover", "lat", "lng", "aliases", "parents", "children"),
        ]

    def get_aliases(self, tag: Tag) -> list[str]:
        return self.context["kin"].aliases

    @extend_schema_field(TagSerializer(many=True))
    def get_parents(self, tag: Tag) -> list[dict]:
        return TagSerializer(self.context["kin"].above, many=True).data

    @extend_schema_field(TagSerializer(many=True))
    def get_children(self, tag: Tag) -> list[dict]:
        return TagSerializer(self.context["kin"].below, many=True).data


class TagKind(serializers.Serializer):
    """A kind of tag, named in the reader's language."""

    kind = serializers.CharField()
    name = serializers.CharField()


@extend_schema(
    parameters=[
        OpenApiParameter("q", str, description="Names beginning with this"),
        OpenApiParameter("kind", str, enum=Tag.Kind.values),
        OpenApiParameter("parent", str, description="Slug of the more general tag"),
    ]
)
class TagList(ListAPIView):
    """Tags, the most used first."""

    serializer_class = TagSerializer
    pagination_class = KeysetPagination
    order = ["-note_count", "id"]

    def get_queryset(self):
        tags = Tag.objects.public()
        if key := normalise(self.request.query_params.get("q", "")[:100]):
            tags = tags.filter(key__startswith=key)
        if kind := self.request.query_params.get("kind"):
            tags = tags.filter(kind=kind)
        if parent := self.request.query_params.get("parent"):
            tags = tags.filter(parent__slug=parent)
        return tags


class TagDetail(APIView):
    """One tag, by slug or by any spelling of its name."""

    @extend_schema(responses=TagDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        tag = feeds.find_tag(slug, request.user)
        context = {"kin": feeds.kin_of(tag), "request": request}
        return Response(TagDetailSerializer(tag, context=context).data)


class TagKinds(APIView):
    """The kinds that a tag can be of."""

    @extend_schema(responses=TagKind(many=True))
    def get(self, request: Request) -> Response:
        return Response([{"kind": value, "name": label} for value, label in Tag.Kind.choices])


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
        page = feeds.of_tag(feeds.find_tag(slug, request.user), request.user, sort=sort, after=after)
        return page_response(page, NoteSerializer, request=request)
