"""Series: an author's notes in an order of their own; and what is pinned to the profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.pagination import keyset_page
from notes import actions, limits, shelf
from notes.keeping_forms import SeriesForm, positive
from notes.models import Note, Series

from .boards import AT_ONCE, CHANGES_PER_HOUR, TILES, back, place_asked

IN_ORDER = ["series_position", "id"]


def _own(request, pk: int) -> Series:
    return get_object_or_404(Series, pk=pk, owner=request.user)


def _own_note(request, pk: int) -> Note:
    gone = [Note.Status.REMOVED, Note.Status.DRAFT]
    return get_object_or_404(Note.objects.exclude(status__in=gone), pk=pk, author=request.user)


def _series_tab(user) -> str:
    return f"{reverse('notes:profile', args=[user.handle])}?tab=series"


@require_safe
def series(request, pk):
    found = shelf.series_for(pk, request.user)
    is_own = found.owner_id == request.user.pk
    manage = is_own and "manage" in request.GET
    notes = shelf.notes_of(found, request.user)
    more = request.GET.get("after", "")
    page = keyset_page(notes.for_cards(request.user), IN_ORDER, more, TILES if manage else 30)
    if request.htmx and more and not manage:
        return render(request, "recommend/_cards.html", {"page": page})
    count = 0 if more else notes.count()
    context = {"series": found, "page": page, "is_own": is_own, "manage": manage, "count": count}
    return render(request, "notes/series.html", context)


@login_required
def edit_series(request, pk=None):
    """Begin a series or change its name."""
    found = _own(request, pk) if pk else None
    form = SeriesForm(request.POST or None, initial=SeriesForm.values_of(found) if found else None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
            if found:
                return redirect(actions.change_series(series=found, **form.cleaned_data))
            made = actions.create_series(owner=request.user, **form.cleaned_data)
            return redirect("notes:fill_series", made.pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "series": found}
    return render(request, "notes/series_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def delete_series(request, pk):
    actions.delete_series(series=_own(request, pk))
    messages.success(request, _("The series is gone; its notes stay."))
    return redirect(_series_tab(request.user))


@login_required
def fill_series(request, pk):
    """Choose among one's own notes which ones join the series."""
    found = _own(request, pk)
    free = Note.objects.published().filter(author=request.user, series=None)
    if request.method == "POST":
        ids = [note_id for note_id in map(positive, request.POST.getlist("note")[:AT_ONCE]) if note_id]
        try:
            limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
            number = sum(actions.put_in_series(note=note, series=found) for note in free.filter(pk__in=ids))
            said = ngettext("%(n)s note added.", "%(n)s notes added.", number)
            messages.success(request, said % {"n": number})
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(found)
    rows = free.for_cards(request.user)
    page = keyset_page(rows, ["-published_at", "-id"], request.GET.get("after", ""), TILES)
    return render(request, "notes/series_fill.html", {"series": found, "page": page})


@login_required
def choose_series(request, pk):
    """Which series a note of one's own stands in: a sheet over the page, or a page of its own."""
    note, error = _own_note(request, pk), ""
    if request.method == "POST":
        try:
            limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
            actions.put_in_series(note=note, series=_wanted(request))
            messages.success(request, _("Done."))
            return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else back(request, note)
        except DomainError as refused:
            error = str(refused)
    context = {"note": note, "rows": shelf.series_of(request.user, request.user), "error": error}
    template = "notes/_series_sheet.html" if request.htmx else "notes/series_choose.html"
    return render(request, template, context, status=422 if error else 200)


def _wanted(request) -> Series | None:
    if "name" in request.POST:
        return actions.create_series(owner=request.user, name=request.POST["name"][:200])
    pk = positive(request.POST.get("series"))
    return _own(request, pk) if pk else None


@login_required
@require_POST
def place_in_series(request, pk):
    """The order by hand, or out of the series."""
    note = _own_note(request, pk)
    where = note.series or _series_tab(request.user)
    try:
        limits.check_pace(request.user, "series", CHANGES_PER_HOUR)
        if request.POST.get("shift") == "out":
            actions.put_in_series(note=note, series=None)
        else:
            actions.place_in_series(note=note, **place_asked(request))
    except DomainError as error:
        if request.htmx:
            return HttpResponse(str(error), status=400)
        messages.error(request, str(error))
    return HttpResponse(status=204) if request.htmx else back(request, where)


@login_required
@require_POST
def set_pin(request, pk):
    note = _own_note(request, pk)
    on = request.POST.get("on") == "1"
    try:
        limits.check_pace(request.user, "pin", CHANGES_PER_HOUR)
        actions.set_pin(note=note, on=on)
        messages.success(request, _("Pinned to your profile.") if on else _("No longer pinned."))
    except DomainError as error:
        messages.error(request, str(error))
    return back(request, note)
