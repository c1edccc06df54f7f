"""The inbox over the API: notices, choices, conversations and their messages."""

from uuid import uuid4

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from core.api import KeysetPagination

from . import actions, cards, choosing
from .models import Choices, Membership, Message, Notification
from .models.messages import TEXT_LENGTH
from .registry import Group


class NoticeSerializer(serializers.ModelSerializer):
    actor = serializers.SlugRelatedField("handle", read_only=True, allow_null=True)
    others = serializers.IntegerField(help_text="How many people besides the actor.")
    sentence = serializers.CharField()

    class Meta:
        model = Notification
        fields = ["id", "kind", "actor", "others", "sentence", "url", "made_at", "read_at"]


class ReadSerializer(serializers.Serializer):
    up_to = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Id of the newest notice seen."
    )


class ChangedSerializer(serializers.Serializer):
    changed = serializers.IntegerField()


class ChoicesSerializer(serializers.Serializer):
    inbox = serializers.ListField(child=serializers.ChoiceField(Group.choices))
    mail = serializers.ListField(child=serializers.ChoiceField(Group.choices))
    push = serializers.ListField(child=serializers.ChoiceField(Group.choices))
    digest = serializers.ChoiceField(Choices.Often.choices)


class CardSerializer(serializers.Serializer):
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    picture = serializers.CharField()
    note = serializers.CharField()
    mark = serializers.CharField()


class MessageSerializer(serializers.ModelSerializer):
    sender = serializers.SlugRelatedField("handle", read_only=True)
    text = serializers.SerializerMethodField()
    picture = serializers.CharField(source="picture_url", read_only=True)
    cards = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ["id", "sender", "text", "picture", "cards", "is_hidden", "made_at"]

    def get_text(self, message: Message) -> str:
        return "" if message.is_hidden else message.text

    @extend_schema_field(CardSerializer(many=True))
    def get_cards(self, message: Message) -> list[dict]:
        found = [] if message.is_hidden else self.context.get("cards", {})
        return [CardSerializer(found[path]).data for path in message.links if path in found]


class ConversationSerializer(serializers.ModelSerializer):
    handle = serializers.CharField(source="other.handle")
    name = serializers.CharField(source="other.name")
    text = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField(source="last_message.made_at")

    class Meta:
        model = Membership
        fields = ["handle", "name", "text", "made_at", "unread", "is_request"]

    def get_text(self, side: Membership) -> str:
        return "" if side.last_message.is_hidden else side.last_message.text


class SendSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=TEXT_LENGTH, required=False, allow_blank=True, default="")
    picture = serializers.FileField(required=False)
    request_key = serializers.UUIDField(required=False, help_text="The same key sends once.")


class _Own(ListAPIView):
    permission_classes = [IsAuthenticated]
    pagination_class = KeysetPagination


class Notices(_Own):
    """Notices, newest first; `?tab=` narrows them to one group."""

    serializer_class = NoticeSerializer
    order = ["-made_at", "-id"]
    queryset = Notification.objects.none()

    def get_queryset(self):
        group = self.request.query_params.get("tab", "")
        return Notification.objects.for_inbox(self.request.user, group if group in Group.values else "")


class ReadNotices(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=ReadSerializer, responses=ChangedSerializer)
    def post(self, request):
        """Mark notices read, those up to `up_to` when it is given."""
        asked = ReadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changed = actions.mark_all_read(user=request.user, up_to=asked.validated_data.get("up_to"))
        return Response({"changed": changed})


class MyChoices(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ChoicesSerializer)
    def get(self, request):
        """The groups that reach the member, for each place, and how often e-mails are sent."""
        chosen = choosing.choices_of(request.user.pk)
        return Response({**choosing.wanted(chosen), "digest": chosen.digest})

    @extend_schema(request=ChoicesSerializer, responses=ChoicesSerializer)
    def put(self, request):
        asked = ChoicesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = {where: asked.validated_data[where] for where in choosing.WHERE}
        actions.choose(user=request.user, wanted=wanted, digest=asked.validated_data["digest"])
        return self.get(request)


class Conversations(_Own):
    """Conversations, the latest first; `?requests=1` for those that wait to be accepted."""

    serializer_class = ConversationSerializer
    order = ["-last_message_id"]
    queryset = Membership.objects.none()

    def get_queryset(self):
        return Membership.objects.listed(self.request.user, requests="requests" in self.request.query_params)


class Messages(_Own):
    """Messages with one person, newest first; POST writes one."""

    serializer_class = MessageSerializer
    parser_classes = [JSONParser, FormParser, MultiPartParser]
    order = ["-id"]
    queryset = Message.objects.none()

    def person(self) -> User:
        people = User.objects.all().visible_to(self.request.user).exclude(pk=self.request.user.pk)
        return get_object_or_404(people, handle=self.kwargs["handle"])

    def get_queryset(self):
        side = Membership.objects.filter(user=self.request.user, other=self.person()).first()
        rows = Message.objects.seen_by(self.request.user.pk).select_related("sender")
        return rows.filter(conversation=side.conversation_id if side else None)

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        self.cards = cards.cards_of((path for row in rows for path in row.links), self.request.user)
        return rows

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "cards": getattr(self, "cards", {})}

    @extend_schema(request=SendSerializer, responses={201: MessageSerializer})
    def post(self, request, handle):
        asked = SendSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fields = {"request_key": uuid4(), **asked.validated_data}
        message = actions.send_message(sender=request.user, recipient=self.person(), **fields)
        found = cards.cards_of(message.links, request.user)
        return Response(MessageSerializer(message, context={"cards": found}).data, status=201)


class ReadMessages(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request, handle):
        """What this person wrote is read."""
        sides = Membership.objects.of(request.user).select_related("conversation")
        actions.mark_conversation_read(side=get_object_or_404(sides, other__handle=handle))
        return Response(status=204)


api_urls = [
    path("inbox/notices/", Notices.as_view(), name="notices"),
    path("inbox/notices/read/", ReadNotices.as_view(), name="notices_read"),
    path("inbox/choices/", MyChoices.as_view(), name="notice_choices"),
    path("inbox/conversations/", Conversations.as_view(), name="conversations"),
    path("inbox/messages/<str:handle>/", Messages.as_view(), name="messages"),
    path("inbox/messages/<str:handle>/read/", ReadMessages.as_view(), name="messages_read"),
]
