"""People over the API: who they are, follow, block, mute, and the words one does not want to see."""

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination
from core.files import media_url

from . import actions
from .limits import check_follows
from .models import FilteredWord, User


class PersonDetailSerializer(serializers.ModelSerializer):
    avatar = serializers.SerializerMethodField()
    followed = serializers.BooleanField(help_text="Do you follow this person?")

    class Meta:
        model = User
        fields = [
            "handle",
            "name",
            "badge",
            "avatar",
            "bio",
            "city",
            "follower_count",
            "following_count",
            "followed",
        ]

    def get_avatar(self, person: User) -> str:
        return media_url(person.avatar.name) if person.avatar else ""


class WordSerializer(serializers.ModelSerializer):
    class Meta:
        model = FilteredWord
        fields = ["id", "word"]


def _people(viewer):
    return User.objects.all().visible_to(viewer).seen_by(viewer)


class PersonDetail(RetrieveAPIView):
    serializer_class = PersonDetailSerializer
    lookup_field = "handle"

    def get_queryset(self):
        return _people(self.request.user)


class _Connected(ListAPIView):
    serializer_class = PersonDetailSerializer
    pagination_class = KeysetPagination
    order = ["-pk"]

    def person(self) -> User:
        return get_object_or_404(_people(self.request.user), handle=self.kwargs["handle"])


class Followers(_Connected):
    """Who follows this person, newest members first."""

    def get_queryset(self):
        return _people(self.request.user).filter(follows__followed=self.person())


class Following(_Connected):
    """Whom this person follows, newest members first."""

    def get_queryset(self):
        return _people(self.request.user).filter(followers__follower=self.person())


class Relation(APIView):
    """PUT sets it, DELETE takes it back; both may be repeated."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def put(self, request, handle):
        return self.answer(request, handle, True)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request, handle):
        return self.answer(request, handle, False)

    def answer(self, request, handle: str, on: bool) -> Response:
        self.set(request.user, get_object_or_404(self.people(request.user), handle=handle), on)
        return Response(status=204)

    def people(self, viewer):
        return _people(viewer)

    def set(self, user: User, person: User, on: bool) -> None:
        raise NotImplementedError


class FollowPerson(Relation):
    def set(self, user: User, person: User, on: bool) -> None:
        if on:
            check_follows(user)
        actions.set_follow(follower=user, followed=person, on=on)


class MutePerson(Relation):
    def set(self, user: User, person: User, on: bool) -> None:
        actions.set_mute(muter=user, muted=person, on=on)


class BlockPerson(Relation):
    def people(self, viewer):
        return User.objects.filter(is_active=True)

    def set(self, user: User, person: User, on: bool) -> None:
        actions.set_block(blocker=user, blocked=person, on=on)


class Words(APIView):
    """The words that keep notes out of one's feeds."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=WordSerializer(many=True))
    def get(self, request):
        return Response(WordSerializer(FilteredWord.objects.filter(user=request.user), many=True).data)

    @extend_schema(request=WordSerializer, responses={201: WordSerializer})
    def post(self, request):
        given = WordSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.add_filtered_word(user=request.user, word=given.validated_data["word"])
        return Response(WordSerializer(made).data, status=201)


class Word(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        if not actions.remove_filtered_word(user=request.user, word_id=pk):
            return Response(status=404)
        return Response(status=204)


api_urls = [
    path("people/<str:handle>/", PersonDetail.as_view(), name="person"),
    path("people/<str:handle>/followers/", Followers.as_view(), name="person-followers"),
    path("people/<str:handle>/following/", Following.as_view(), name="person-following"),
    path("people/<str:handle>/follow/", FollowPerson.as_view(), name="person-follow"),
    path("people/<str:handle>/mute/", MutePerson.as_view(), name="person-mute"),
    path("people/<str:handle>/block/", BlockPerson.as_view(), name="person-block"),
    path("filtered-words/", Words.as_view(), name="words"),
    path("filtered-words/<int:pk>/", Word.as_view(), name="word"),
]
