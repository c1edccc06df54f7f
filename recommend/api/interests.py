from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notes.api import TagSerializer
from notes.models import Note
from tagging.models import Tag

from .. import actions
from ..feeds import interests as taste


class InterestSerializer(serializers.Serializer):
    tag = TagSerializer()
    share = serializers.FloatField(help_text="How strong beside the strongest, 0-1")
    why = serializers.CharField(help_text="Where it comes from, in the language asked for")
    is_chosen = serializers.BooleanField()


class ChosenSerializer(serializers.Serializer):
    tags = serializers.ListField(
        child=serializers.SlugField(allow_unicode=True), max_length=actions.MOST_CHOSEN
    )


class PersonalisationSerializer(serializers.Serializer):
    is_personalised = serializers.BooleanField()


class HideSerializer(serializers.Serializer):
    """Exactly one of the three."""

    note = serializers.IntegerField(required=False)
    author = serializers.BooleanField(required=False, help_text="Less by the author of `of`")
    tag = serializers.CharField(required=False, help_text="Slug")
    of = serializers.IntegerField(required=False, help_text="A note by that author")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in ("note", "author", "tag") if given.get(name)]
        if len(named) != 1 or (named == ["author"] and not given.get("of")):
            raise serializers.ValidationError("Name a note, an author (with `of`) or a tag.")
        return given


class HiddenSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    note = serializers.IntegerField(source="note_id", allow_null=True)
    author = serializers.CharField(source="author.handle", default=None, allow_null=True)
    tag = serializers.CharField(source="tag.slug", default=None, allow_null=True)


class Interests(APIView):
    """One's own interests, the strongest first, each with its reason."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=InterestSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(InterestSerializer(taste.explained(request.user), many=True).data)

    @extend_schema(request=ChosenSerializer, responses=InterestSerializer(many=True))
    def post(self, request: Request) -> Response:
        """Choose these tags, besides those chosen before."""
        given = ChosenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        tags = Tag.objects.usable().filter(slug__in=given.validated_data["tags"])
        actions.choose_interests(user=request.user, tag_ids=tags.values_list("pk", flat=True))
        return self.get(request)

    @extend_schema(operation_id="interests_reset", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Begin anew."""
        actions.reset_interests(user=request.user)
        return Response(status=204)


class InterestDetail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Take it out; it is not learned again."""
        actions.remove_interest(user=request.user, tag=get_object_or_404(Tag, slug=slug))
        return Response(status=204)


class Personalisation(APIView):
    """Whether what one is shown follows what one likes. DELETE erases what was learned."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PersonalisationSerializer)
    def get(self, request: Request) -> Response:
        return Response({"is_personalised": request.user.is_personalised})

    @extend_schema(request=PersonalisationSerializer, responses=PersonalisationSerializer)
    def put(self, request: Request) -> Response:
        given = PersonalisationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        actions.set_personalised(user=request.user, on=given.validated_data["is_personalised"])
        return self.get(request)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        actions.erase_learned(user=request.user)
        return Response(status=204)


class Hidden(APIView):
    """What one does not want to be shown: notes, and authors and tags one wants less of."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=HiddenSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(HiddenSerializer(taste.hidden_by(request.user), many=True).data)

    @extend_schema(request=HideSerializer, responses={201: HiddenSerializer})
    def post(self, request: Request) -> Response:
        given = HideSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        hidden = actions.hide(user=request.user, **_thing(request, given.validated_data))
        return Response(HiddenSerializer(hidden).data, status=201)


def _thing(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    if slug := given.get("tag"):
        return {"tag": get_object_or_404(Tag.objects.usable(), slug=slug)}
    notes = Note.objects.visible_to(request.user).select_related("author")
    note = get_object_or_404(notes, pk=given.get("note") or given.get("of"))
    return {"note": note} if given.get("note") else {"author": note.author}


class HiddenDetail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Show it again."""
        return Response(status=204 if actions.unhide(user=request.user, hidden_id=pk) else 404)
