from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import page_response
from core.pagination import Page
from notes.api import NoteSerializer

from ..search import queries
from .shared import NotePageSerializer


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
