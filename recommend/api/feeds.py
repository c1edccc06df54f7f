from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notes.api import NoteSerializer

from ..feeds.discover import discover, reasons_of


class ReasonSerializer(serializers.Serializer):
    part = serializers.CharField(help_text="Part of the score, as operators weigh it")
    text = serializers.CharField(help_text="In the language asked for")
    percent = serializers.IntegerField(help_text="Its share of the score")


class DiscoveredSerializer(NoteSerializer):
    """A note with the reasons why it is shown, the strongest first."""

    why = serializers.SerializerMethodField()

    class Meta(NoteSerializer.Meta):
        fields = [*NoteSerializer.Meta.fields, "why"]

    @extend_schema_field(ReasonSerializer(many=True))
    def get_why(self, note) -> list:
        return ReasonSerializer(self.context["reasons"][note.pk], many=True).data


class DiscoverPageSerializer(serializers.Serializer):
    results = DiscoveredSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor for ?after=")
    arm = serializers.IntegerField(help_text="Arm of the experiment; name it in the events of these notes")


class Discover(APIView):
    """What is worth seeing: for a member by what they like, for everybody else the same. `renew` asks for
    others than those just shown."""

    @extend_schema(
        responses=DiscoverPageSerializer,
        parameters=[OpenApiParameter("after", str), OpenApiParameter("renew", bool)],
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        page = discover(request.user, asked.get("after", ""), renew=asked.get("renew") in ("1", "true"))
        context = {"request": request, "reasons": reasons_of(request.user, page.rows)}
        notes = DiscoveredSerializer(page.rows, many=True, context=context).data
        return Response({"results": notes, "next": page.after or None, "arm": page.arm})
