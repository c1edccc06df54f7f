from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import DomainError

from ..events import told


class EventSerializer(serializers.Serializer):
    id = serializers.CharField(
        max_length=told.MOST_ID_LENGTH, help_text="Made by the program: the same id counts once"
    )
    kind = serializers.ChoiceField(choices=told.KIND_NAMES)
    at = serializers.IntegerField(required=False, help_text="Milliseconds since 1970; without it, now")
    note = serializers.IntegerField(required=False, help_text="Note or product is needed")
    product = serializers.IntegerField(required=False)
    surface = serializers.ChoiceField(choices=list(told.SURFACES), required=False)
    position = serializers.IntegerField(required=False, help_text="Place in the list, from 1")
    arm = serializers.IntegerField(required=False, help_text="The arm that the list came with")
    ms = serializers.IntegerField(required=False, help_text="dwell: how long")


class BatchSerializer(serializers.Serializer):
    events = EventSerializer(many=True, max_length=told.MOST_EVENTS)


class TakenSerializer(serializers.Serializer):
    taken = serializers.IntegerField(help_text="How many were understood")


class Events(APIView):
    """What was seen, opened and read: at most 100 events, 16 kB. Single wrong ones are left out."""

    permission_classes = [AllowAny]

    @extend_schema(request=BatchSerializer, responses={202: TakenSerializer})
    def post(self, request: Request) -> Response:
        if len(request.body) > told.MOST_BYTES:
            error = DomainError("At most 16 kB at once.", code="too_large")
            error.status = 413
            raise error
        given = request.data.get("events") if isinstance(request.data, dict) else None
        return Response({"taken": told.tell(request, given)}, status=202)
