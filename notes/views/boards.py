"""Saving notes, and the boards they are kept in."""

import csv
import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.pagination import Page
from notes import actions, limits, saved
from notes.keeping_forms import BoardForm, positive
from notes.models import Board, Bookmark, Note

SAVES_PER_HOUR = 1200
CHANGES_PER_HOUR = 1200
EXPORTS_PER_HOUR = 30
AT_ONCE = 200
TILES = 60
SEARCH_LENGTH = 60


def back(request, default) -> HttpResponse:
    """To where the form says it came from, when that is a page of ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect(default)


def saved_page(user) -> str:
    return f"{reverse('notes:profile', args=[user.handle])}?tab=saved"


def _own(request, pk: int) -> Board:
    return get_object_or_404(Board, pk=pk, owner=request.user)


def _chosen(request, name: str = "board") -> Board | None:
    """The own board that a form names; the default one when it names none. Http404 for somebody else's."""
    pk = positive(request.POST.get(name))
    return _own(request, pk) if pk else None


def _say(answer: HttpResponse, text: str, words: str, href: str, sheet: bool = False) -> HttpResponse:
    """A toast with, perhaps, a link; the link opens over the page when it is one of small tasks."""
    told = {"text": text, "words": words, "href": href, "sheet": sheet}
    # After the answer has settled: an empty one closes the sheet first.
    answer["HX-Trigger-After-Settle"] = json.dumps({"toast": told})
    return answer


@login_required
@require_POST
def set_bookmark(request, pk):
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    on = request.POST.get("on") == "1"
    try:
        limits.check_pace(request.user, "save", SAVES_PER_HOUR)
        actions.set_bookmark(note=note, user=request.user, on=on)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(note)
    if not request.htmx:
        return redirect(note)
    note = Note.objects.seen_by(request.user).get(pk=pk)
    answer = render(request, "notes/_bookmark.html", {"note": note})
    if not on:
        return answer
    move = reverse("notes:choose_board", args=[pk])
    return _say(answer, _("Note saved"), _("Move to board"), move, sheet=True)


@login_required
def choose_board(request, pk):
    """Where one note is saved: a sheet over the page, or a page of its own; choosing saves the note."""
    item = Bookmark.objects.filter(note=pk, user=request.user).select_related("board").first()
    note = saved.readable(request.user).filter(pk=pk).first()
    if note is None and item is None:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            limits.check_pace(request.user, "save", SAVES_PER_HOUR)
            return _put(request, pk, note)
        except DomainError as refused:
            error = str(refused)
    boards = saved.with_covers(Board.objects.filter(owner=request.user), request.user)
    context = {
        "pk": pk,
        "note": note,
        "item": item,
        "boards": boards,
        "error": error,
        "next": request.POST.get("next") or request.htmx.current_url_abs_path or "",
        "most": limits,
    }
    template = "notes/_board_sheet.html" if request.htmx else "notes/board_choose.html"
    return render(request, template, context, status=422 if error else 200)


def _put(request, pk: int, note: Note | None) -> HttpResponse:
    remark = request.POST.get("remark")
    if "name" in request.POST:
        board = actions.create_board(
            owner=request.user,
            name=request.POST["name"][:200],
            is_public=request.POST.get("is_public") == "on",
        )
    else:
        board = _chosen(request)
    note = note or get_object_or_404(Note, pk=pk, bookmarks__user=request.user)
    actions.save_to(note=note, user=request.user, board=board, remark=remark)
    where = board.get_absolute_url() if board else reverse("notes:default_board")
    name = board.name if board else _("Default board")
    words = _("Saved to “%(board)s”") % {"board": name}
    if not request.htmx:
        messages.success(request, words)
        return back(request, note)
    if "/boards/" in request.headers.get("HX-Current-URL", ""):
        messages.success(request, words)
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _say(HttpResponse(), words, _("See the board"), where)


@login_required
@require_safe
def boards(request):
    return redirect(saved_page(request.user))


@login_required
def new_board(request):
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.check_pace(request.user, "board", CHANGES_PER_HOUR)
            return redirect(actions.create_board(owner=request.user, **form.cleaned_data))
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "notes/board_edit.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def edit_board(request, pk):
    board = _own(request, pk)
    form = BoardForm(request.POST or None, initial=BoardForm.values_of(board))
    if request.method == "POST" and form.is_valid():
        try:
            limits.check_pace(request.user, "board", CHANGES_PER_HOUR)
            actions.change_board(board=board, **form.cleaned_data)
            messages.success(request, _("The board is saved."))
            return redirect(board)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "board": board}
    return render(request, "notes/board_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def delete_board(request, pk):
    actions.delete_board(board=_own(request, pk))
    messages.success(request, _("The board is gone; its notes are still saved, in the default board."))
    return redirect(saved_page(request.user))


@require_safe
def board(request, pk):
    """A board: its owner arranges it, others see what is theirs to see."""
    found = saved.board_for(pk, request.user)
    return _board_page(request, found.owner, found)


@login_required
@require_safe
def default_board(request):
    return _board_page(request, request.user, None)


def _board_page(request, owner, found: Board | None) -> HttpResponse:
    is_own = owner.pk == request.user.pk
    manage = is_own and "manage" in request.GET
    query = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    orders = ["hand", "newest", "oldest"] if found else ["newest", "oldest"]
    order = request.GET.get("sort", "")
    order = order if order in orders else orders[0]
    items = saved.matching(saved.items_of(owner, found, request.user), query, request.user)
    more = request.GET.get("after", "")
    page = saved.page_of(items, order, request.user, more, TILES if manage else 30)
    context = {
        "owner": owner,
        "board": found,
        "is_own": is_own,
        "page": page,
        "shown": Page([item.shown for item in page if item.shown], page.after),
        "manage": manage,
        "order": order,
        "orders": orders,
        "words": query,
        "count": found.item_count if found and is_own else items.count() if not more else 0,
        "others": Board.objects.filter(owner=owner).only("name") if manage else [],
    }
    if request.htmx and more:
        return render(request, "notes/_board_cards.html" if is_own else "notes/_board_seen.html", context)
    return render(request, "notes/board.html", context)


@login_required
@require_POST
def change_items(request):
    """Move the ticked notes to another board, or take them out, or make one the cover."""
    ids = [pk for pk in map(positive, request.POST.getlist("item")[:AT_ONCE]) if pk]
    act, _sep, one = request.POST.get("do", "").partition(":")
    try:
        limits.check_pace(request.user, "board", CHANGES_PER_HOUR)
        said = ACTS[act](request, [positive(one)] if positive(one) else ids)
        messages.success(request, said)
    except KeyError:
        raise Http404 from None
    except DomainError as error:
        messages.error(request, str(error))
    return back(request, saved_page(request.user))


def _move(request, ids: list[int]) -> str:
    number = actions.move_items(user=request.user, item_ids=ids, board=_chosen(request, "to"))
    return ngettext("%(n)s note moved.", "%(n)s notes moved.", number) % {"n": number}


def _remove(request, ids: list[int]) -> str:
    number = actions.remove_items(user=request.user, item_ids=ids)
    return ngettext("%(n)s note is no longer saved.", "%(n)s notes are no longer saved.", number) % {
        "n": number
    }


def _cover(request, ids: list[int]) -> str:
    item = get_object_or_404(Bookmark.objects.exclude(board=None), pk__in=ids[:1], user=request.user)
    actions.change_board(board=item.board, cover=item.note)
    return _("The board has a new cover.")


ACTS = {"move": _move, "remove": _remove, "cover": _cover}


@login_required
@require_POST
def place_item(request, pk):
    """The order by hand: before another item, last, or some places on or back."""
    item = get_object_or_404(Bookmark, pk=pk, user=request.user)
    try:
        limits.check_pace(request.user, "board", CHANGES_PER_HOUR)
        actions.place_item(item=item, **place_asked(request))
    except DomainError as error:
        if request.htmx:
            return HttpResponse(str(error), status=400)
        messages.error(request, str(error))
    return HttpResponse(status=204) if request.htmx else back(request, item.board or saved_page(request.user))


def place_asked(request) -> dict[str, int | None]:
    """What a form or the script asks: one place back or on, first, some places, or before another one."""
    shift = {"first": -limits.BOARD_ITEMS, "back": -1, "on": 1}.get(request.POST.get("shift", ""), 0)
    shift = shift or positive(request.POST.get("steps")) or 0
    return {"before": positive(request.POST.get("before")), "shift": shift}


@login_required
@require_safe
def export_board(request, kind, pk=None):
    """One's own board as a file, sent while it is read."""
    if kind not in ("json", "csv"):
        raise Http404
    found = _own(request, pk) if pk else None
    try:
        limits.check_pace(request.user, "export", EXPORTS_PER_HOUR)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(found or "notes:default_board")
    items = saved.items_of(request.user, found, request.user)
    rows = (
        {**row, "path": request.build_absolute_uri(row["path"]) if row["path"] else ""}
        for row in saved.export_rows(items, request.user)
    )
    lines = _json(found, rows) if kind == "json" else _csv(rows)
    mime = "application/json" if kind == "json" else "text/csv"
    name = f"board-{pk or 'default'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type=f"{mime}; charset=utf-8", headers=headers)


def _json(board: Board | None, rows):
    about = {"name": board.name if board else "", "description": board.description if board else ""}
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "items": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(rows):
    writer = csv.writer(_Line())
    yield "\ufeff"  # spreadsheets read the file as UTF-8 by this mark
    names = ["note", "saved_at", "remark", "available", "title", "text", "author", "path"]
    yield writer.writerow(names)
    for row in rows:
        yield writer.writerow([_inert(row[name]) for name in names])


def _inert(value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
