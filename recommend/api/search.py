from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commerce.api import ProductSerializer
from core.api import page_response
from core.pagination import Page
from notes.api import NoteSerializer, PersonSerializer, TagSerializer

from .. import search as searching
from ..search.filters import CHOICES
from .shared import NotePageSerializer

_Q = OpenApiParameter("q", str, required=True)
_AFTER = OpenApiParameter("after", str)
_CHOSEN = [
    OpenApiParameter(name, str, enum=[value for value, _words in choices if value])
    for name, choices in CHOICES.items()
    if name != "near"
]


class ProductPageSerializer(serializers.Serializer):
    results = ProductSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")


class PersonPageSerializer(serializers.Serializer):
    results = PersonSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")


class SearchSuggestionSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="past, hot, product, person, or the kind of a tag")
    text = serializers.CharField()
    url = serializers.CharField(help_text="Path of the page that it leads to")
    number = serializers.IntegerField(allow_null=True, help_text="Notes, buyers or followers")


class PastSearchSerializer(serializers.Serializer):
    q = serializers.CharField()


def _asked(request: Request) -> tuple[str, str]:
    params = request.query_params
    return searching.clean_query(params.get("q", "")), params.get("after", "")


class Search(APIView):
    """Notes by the words of title, tags, place and text, or any part of them, in Chinese and English."""

    @extend_schema(responses=NotePageSerializer, parameters=[_Q, *_CHOSEN, _AFTER])
    def get(self, request: Request) -> Response:
        q, after = _asked(request)
        filters = searching.Filters.read(request.query_params)
        found = searching.search_notes(q, request.user, filters, after=after)
        return page_response(found.page, NoteSerializer, request=request)


class SearchProducts(APIView):
    """Products on sale by name, brand, category and description."""

    @extend_schema(responses=ProductPageSerializer, parameters=[_Q, _AFTER])
    def get(self, request: Request) -> Response:
        q, after = _asked(request)
        return page_response(searching.search_products(q, after=after), ProductSerializer, request=request)


class SearchPeople(APIView):
    """Members by any part of their handle or name."""

    @extend_schema(responses=PersonPageSerializer, parameters=[_Q, _AFTER])
    def get(self, request: Request) -> Response:
        q, after = _asked(request)
        page = searching.search_people(q, request.user, after=after)
        return page_response(page, PersonSerializer, request=request)


class SearchTags(APIView):
    """Tags by any part of their name or of another spelling, those that begin so first."""

    @extend_schema(responses=TagSerializer(many=True), parameters=[_Q])
    def get(self, request: Request) -> Response:
        q, _after = _asked(request)
        return page_response(Page(searching.search_tags(q)), TagSerializer, request=request)


class Suggestions(APIView):
    """What somebody may mean who typed this much; without anything typed, past and hot searches."""

    @extend_schema(responses=SearchSuggestionSerializer(many=True), parameters=[OpenApiParameter("q", str)])
    def get(self, request: Request) -> Response:
        q, _after = _asked(request)
        return Response(SearchSuggestionSerializer(searching.suggestions(q, request.user), many=True).data)


class PastSearches(APIView):
    """What you searched for, the latest first; nobody else sees it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PastSearchSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response([{"q": text} for text in searching.past_searches(request.user)])

    @extend_schema(
        responses={204: None}, parameters=[OpenApiParameter("q", str, description="Only this one; else all")]
    )
    def delete(self, request: Request) -> Response:
        q, _after = _asked(request)
        searching.forget(request.user, q)
        return Response(status=status.HTTP_204_NO_CONTENT)
