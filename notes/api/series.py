"""Series and pinned notes over the API."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination, page_response
from core.pagination import keyset_page
from notes import actions, limits, shelf
from notes.models import Note, Series

from .notes import NoteSerializer

CHANGES_PER_HOUR = 1200


class SeriesSerializer(serializers.ModelSerializer):
    class Meta:
        model = Series
        fields = ["id", "name", "description", "made_at"]
        read_only_fields = ["id", "made_at"]

    # The verb answers with the sentence of the product; the field only bounds the input.
    name = serializers.CharField(max_length=limits.NAME)


class SeriesListSerializer(SeriesSerializer):
    note_count = serializers.IntegerField(source="seen_count", help_text="Notes in it that you may see")

    class Meta(SeriesSerializer.Meta):
        fields = [*SeriesSerializer.Meta.fields, "note_count"]


class PlaceSerializer(serializers.Serializer):
    before = serializers.IntegerField(
        min_value=1,
        required=False,
        allow_null=True,
        default=None,
        help_text="Note to stand before",
    )


class PersonSeries(APIView):
    """The series of somebody, as far as you may see them."""

    @extend_schema(operation_id="people_series_list", responses=SeriesListSerializer(many=True))
    def get(self, request, handle):
        person = get_object_or_404(shelf.people_for(request.user), handle=handle)
        return Response(SeriesListSerializer(shelf.series_of(person, request.user), many=True).data)


class SeriesNew(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=SeriesSerializer, responses={201: SeriesSerializer})
    def post(self, request):
        limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
        given = SeriesSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.create_series(owner=request.user, **given.validated_data)
        return Response(SeriesSerializer(made).data, status=201)


class SeriesDetail(APIView):
    def get_permissions(self):
        return [] if self.request.method == "GET" else [IsAuthenticated()]

    @extend_schema(responses=SeriesSerializer)
    def get(self, request, pk):
        return Response(SeriesSerializer(shelf.series_for(pk, request.user)).data)

    @extend_schema(request=SeriesSerializer, responses=SeriesSerializer)
    def patch(self, request, pk):
        limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
        series = get_object_or_404(Series, pk=pk, owner=request.user)
        given = SeriesSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        actions.change_series(series=series, **given.validated_data)
        return Response(SeriesSerializer(series).data)

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.delete_series(series=get_object_or_404(Series, pk=pk, owner=request.user))
        return Response(status=204)


class SeriesNotes(APIView):
    """The notes of a series that you may see, in its order."""

    pagination_class = KeysetPagination

    @extend_schema(parameters=[OpenApiParameter("after", str)], responses=NoteSerializer(many=True))
    def get(self, request, pk):
        notes = shelf.notes_of(shelf.series_for(pk, request.user), request.user).for_cards(request.user)
        page = keyset_page(notes, ["series_position", "id"], request.query_params.get("after", ""))
        return page_response(page, NoteSerializer)


class SeriesNote(APIView):
    """PUT puts a note of one's own into the series and in its place there, DELETE takes it out."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=PlaceSerializer, responses={204: None})
    def put(self, request, pk, note_pk):
        series, note = self.rows(request, pk, note_pk)
        given = PlaceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        actions.put_in_series(note=note, series=series)
        actions.place_in_series(note=note, before=given.validated_data["before"])
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request, pk, note_pk):
        series, note = self.rows(request, pk, note_pk)
        if note.series_id == series.pk:
            actions.put_in_series(note=note, series=None)
        return Response(status=204)

    def rows(self, request, pk: int, note_pk: int) -> tuple[Series, Note]:
        limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
        series = get_object_or_404(Series, pk=pk, owner=request.user)
        return series, get_object_or_404(_own(request.user), pk=note_pk)


class Pin(APIView):
    """PUT pins a note of one's own to the top of the profile, DELETE unpins it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def put(self, request, pk):
        return self.set(request, pk, True)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request, pk):
        return self.set(request, pk, False)

    def set(self, request, pk: int, on: bool) -> Response:
        limits.check_pace(request.user, "pin", CHANGES_PER_HOUR)
        actions.set_pin(note=get_object_or_404(_own(request.user), pk=pk), on=on)
        return Response(status=204)


def _own(user):
    return Note.objects.filter(author=user).exclude(status__in=[Note.Status.REMOVED, Note.Status.DRAFT])


series_urls = [
    path("series/", SeriesNew.as_view(), name="series-new"),
    path("series/<int:pk>/", SeriesDetail.as_view(), name="series"),
    path("series/<int:pk>/notes/", SeriesNotes.as_view(), name="series-notes"),
    path("series/<int:pk>/notes/<int:note_pk>/", SeriesNote.as_view(), name="series-note"),
    path("people/<str:handle>/series/", PersonSeries.as_view(), name="person-series"),
    path("notes/<int:pk>/pin/", Pin.as_view(), name="note-pin"),
]
