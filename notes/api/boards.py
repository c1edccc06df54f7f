"""Boards over the API: one's own, and the public ones of others."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import KeysetPagination, page_response
from notes import actions, limits, saved, shelf
from notes.models import Board, Bookmark, Note

from .notes import NoteSerializer

CHANGES_PER_HOUR = 1200
AFTER = OpenApiParameter("after", str, description="Cursor of the page before")


class BoardSerializer(serializers.ModelSerializer):
    note_count = serializers.IntegerField(source="seen_count", help_text="Notes in it that you may see")

    class Meta:
        model = Board
        fields = ["id", "name", "description", "is_public", "note_count", "made_at"]


class BoardChangeSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=limits.NAME)
    description = serializers.CharField(max_length=limits.DESCRIPTION, allow_blank=True, required=False)
    is_public = serializers.BooleanField(required=False)
    cover = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, help_text="Id of a note that stands in the board"
    )


class ItemSerializer(serializers.Serializer):
    """A saved note. `note` is null when it cannot be seen any longer; the remark is the owner's alone."""

    id = serializers.IntegerField(read_only=True)
    note_id = serializers.IntegerField(read_only=True)
    note = NoteSerializer(source="shown", allow_null=True, read_only=True)
    remark = serializers.SerializerMethodField()
    saved_at = serializers.DateTimeField(source="made_at", read_only=True)

    def get_remark(self, item: Bookmark) -> str:
        return item.remark if item.user_id == self.context["viewer"].pk else ""


class ItemChangeSerializer(serializers.Serializer):
    board = serializers.IntegerField(
        min_value=1, allow_null=True, required=False, help_text="Null: the default board"
    )
    remark = serializers.CharField(max_length=limits.REMARK, allow_blank=True, required=False)
    before = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, help_text="Id of the item to stand before; null: last"
    )


class MoveSerializer(serializers.Serializer):
    items = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=200)
    board = serializers.IntegerField(min_value=1, allow_null=True)


class MovedSerializer(serializers.Serializer):
    moved = serializers.IntegerField()


def _own_board(user, pk: int | None) -> Board | None:
    return get_object_or_404(Board, pk=pk, owner=user) if pk else None


def _one(board: Board, viewer) -> dict[str, Any]:
    found = saved.with_covers(Board.objects.filter(pk=board.pk), viewer)
    return BoardSerializer(found[0]).data


class _Signed(APIView):
    permission_classes = [IsAuthenticated]

    def check_pace(self) -> None:
        limits.check_pace(self.request.user, "board", CHANGES_PER_HOUR)


class Boards(_Signed):
    """One's own boards."""

    @extend_schema(responses=BoardSerializer(many=True))
    def get(self, request):
        rows = saved.with_covers(saved.boards_of(request.user, request.user), request.user)
        return Response(BoardSerializer(rows, many=True).data)

    @extend_schema(request=BoardChangeSerializer, responses={201: BoardSerializer})
    def post(self, request):
        self.check_pace()
        given = BoardChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        given.validated_data.pop("cover", None)
        board = actions.create_board(owner=request.user, **given.validated_data)
        return Response(_one(board, request.user), status=201)


class PersonBoards(APIView):
    """The boards of somebody that you may see."""

    @extend_schema(operation_id="people_boards_list", responses=BoardSerializer(many=True))
    def get(self, request, handle):
        person = get_object_or_404(shelf.people_for(request.user), handle=handle)
        rows = saved.with_covers(saved.boards_of(person, request.user), request.user)
        return Response(BoardSerializer(rows, many=True).data)


class BoardDetail(APIView):
    def get_permissions(self):
        return [] if self.request.method == "GET" else [IsAuthenticated()]

    @extend_schema(responses=BoardSerializer)
    def get(self, request, pk):
        return Response(_one(saved.board_for(pk, request.user), request.user))

    @extend_schema(request=BoardChangeSerializer, responses=BoardSerializer)
    def patch(self, request, pk):
        limits.check_pace(request.user, "board", CHANGES_PER_HOUR)
        board = get_object_or_404(Board, pk=pk, owner=request.user)
        given = BoardChangeSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        if changes.get("cover"):
            changes["cover"] = get_object_or_404(Note, pk=changes["cover"], bookmarks__board=board)
        actions.change_board(board=board, **changes)
        return Response(_one(board, request.user))

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.delete_board(board=get_object_or_404(Board, pk=pk, owner=request.user))
        return Response(status=204)


class BoardItems(APIView):
    """What stands in a board, in its order; `q` searches titles, texts, tags and one's own remarks."""

    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[AFTER, OpenApiParameter("q", str), OpenApiParameter("sort", str, enum=[*saved.ORDERS])],
        responses=ItemSerializer(many=True),
    )
    def get(self, request, pk):
        board = saved.board_for(pk, request.user)
        return _items(request, saved.items_of(board.owner, board, request.user), "hand")


class DefaultItems(_Signed):
    """What one saved outside of boards, newest first."""

    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[AFTER, OpenApiParameter("q", str), OpenApiParameter("sort", str, enum=[*saved.ORDERS])],
        responses=ItemSerializer(many=True),
    )
    def get(self, request):
        return _items(request, saved.items_of(request.user, None, request.user), "newest")


def _items(request, items, order: str) -> Response:
    asked = request.query_params
    items = saved.matching(items, asked.get("q", "")[:60], request.user)
    order = asked["sort"] if asked.get("sort") in saved.ORDERS else order
    page = saved.page_of(items, order, request.user, asked.get("after", ""))
    return page_response(page, ItemSerializer, viewer=request.user)


class Item(_Signed):
    """One saved note: PATCH moves it (`board`), writes its `remark`, or puts it `before` another one."""

    @extend_schema(request=ItemChangeSerializer, responses=ItemSerializer)
    def patch(self, request, pk):
        self.check_pace()
        item = get_object_or_404(Bookmark, pk=pk, user=request.user)
        given = ItemChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        changes = given.validated_data
        if "board" in changes:
            board = _own_board(request.user, changes["board"])
            actions.move_items(user=request.user, item_ids=[item.pk], board=board)
        if "remark" in changes:
            actions.set_remark(item=item, remark=changes["remark"])
        if "before" in changes:
            actions.place_item(item=item, before=changes["before"])
        item.refresh_from_db()
        saved.attach_notes([item], saved.readable(request.user).for_cards(request.user))
        return Response(ItemSerializer(item, context={"viewer": request.user}).data)

    @extend_schema(responses={204: None})
    def delete(self, request, pk):
        actions.remove_items(
            user=request.user, item_ids=[get_object_or_404(Bookmark, pk=pk, user=request.user).pk]
        )
        return Response(status=204)


class MoveItems(_Signed):
    """Move up to 200 saved notes to one board."""

    @extend_schema(request=MoveSerializer, responses=MovedSerializer)
    def post(self, request):
        self.check_pace()
        given = MoveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        board = _own_board(request.user, given.validated_data["board"])
        ids = given.validated_data["items"]
        moved = actions.move_items(user=request.user, item_ids=ids, board=board)
        return Response({"moved": moved})


board_urls = [
    path("boards/", Boards.as_view(), name="boards"),
    path("boards/default/items/", DefaultItems.as_view(), name="default-items"),
    path("boards/items/move/", MoveItems.as_view(), name="move-items"),
    path("boards/items/<int:pk>/", Item.as_view(), name="board-item"),
    path("boards/<int:pk>/", BoardDetail.as_view(), name="board"),
    path("boards/<int:pk>/items/", BoardItems.as_view(), name="board-items"),
    path("people/<str:handle>/boards/", PersonBoards.as_view(), name="person-boards"),
]
