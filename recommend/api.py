"""Tags, search and similar notes over the API, read only."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination, page_response
from core.pagination import Page
from notes.api import NoteSerializer, PersonSerializer, TagSerializer
from notes.models import Note
from tagging.models import Tag
from tagging.names import normalise

from . import feeds
from .people import suggested
from .search import queries


class TagDetailSerializer(TagSerializer):
    class Meta(TagSerializer.Meta):
        fields = [*TagSerializer.Meta.fields, "description", "lat", "lng"]


class SimilarSerializer(serializers.Serializer):
    note = NoteSerializer()
    score = serializers.FloatField(help_text="Cosine of the weighted tags, 0-1")
    tags = TagSerializer(many=True, help_text="The shared tags that weigh most: the reason")


class SuggestionSerializer(serializers.Serializer):
    person = PersonSerializer()
    why = serializers.CharField(help_text="Why this person is suggested, in the language asked for")


class SuggestedPeople(APIView):
    """People you may want to follow, best first, each with the reason."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SuggestionSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SuggestionSerializer(suggested(request.user), many=True).data)


class NotePageSerializer(serializers.Serializer):
    results = NoteSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")


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


class Search(APIView):
    """Notes by the words of title, tags, place and text, in Chinese and English."""

    @extend_schema(
        responses=NotePageSerializer,
        parameters=[
            OpenApiParameter("q", str, required=True),
            OpenApiParameter("sort", str, enum=list(queries.SORTS)),
            OpenApiParameter("after", str),
        ],
    )
    def get(self, request: Request) -> Response:
        q = queries.clean_query(request.query_params.get("q", ""))
        sort, after = request.query_params.get("sort", "relevance"), request.query_params.get("after", "")
        page, _number = queries.search_notes(q, request.user, sort=sort, after=after) if q else (Page([]), 0)
        return page_response(page, NoteSerializer, request=request)


class SimilarNotes(APIView):
    """Notes similar to one, best first, each with its score and the shared tags."""

    @extend_schema(responses=SimilarSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
        found = feeds.similar_to(note, request.user)
        return Response(SimilarSerializer(found, many=True, context={"request": request}).data)


api_urls = [
    path("suggested-people/", SuggestedPeople.as_view(), name="suggested-people"),
    path("tags/", TagList.as_view(), name="tags"),
    path("tags/<str:slug>/", TagDetail.as_view(), name="tag"),
    path("tags/<str:slug>/notes/", TagNotes.as_view(), name="tag-notes"),
    path("search/", Search.as_view(), name="search"),
    path("notes/<int:pk>/similar/", SimilarNotes.as_view(), name="similar"),
]
