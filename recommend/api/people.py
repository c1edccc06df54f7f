from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notes.api import PersonSerializer

from ..feeds.people import suggested


class SuggestedPersonSerializer(serializers.Serializer):
    person = PersonSerializer()
    why = serializers.CharField(help_text="Why this person is suggested, in the language asked for")


class SuggestedPeople(APIView):
    """People you may want to follow, best first, each with the reason."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SuggestedPersonSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SuggestedPersonSerializer(suggested(request.user), many=True).data)
