"""Pages about what a member likes and does not like, and whether that is looked at."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from notes.models import Note
from tagging.models import Tag
from tagging.names import is_usable, normalise

from .. import actions
from ..feeds import interests as taste

ENOUGH = 3


@login_required
def interests(request: HttpRequest) -> HttpResponse:
    """Choose interests, once for all: where a newcomer comes to from the sign-up."""
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("tag") if pk.isdigit()][: actions.MOST_CHOSEN]
        offered = {tag.pk for _title, tags in taste.tags_to_choose() for tag in tags}
        try:
            actions.choose_interests(user=request.user, tag_ids=chosen, among=offered)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("recommend:interests")
        return redirect("recommend:people")
    context = {"kinds": taste.tags_to_choose(), "mine": taste.chosen_by(request.user), "enough": ENOUGH}
    return render(request, "recommend/interests.html", context)


@require_safe
@login_required
def my_interests(request: HttpRequest) -> HttpResponse:
    context = {"interests": taste.explained(request.user), "hidden": taste.hidden_by(request.user)}
    return render(request, "recommend/interests_mine.html", context)


@login_required
@require_POST
def interest_add(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "").strip().lstrip("#")[:64]
    tag = Tag.objects.usable().spelled(normalise(name)).first() if is_usable(name) else None
    try:
        if tag is None:
            messages.error(request, _("There is no such tag yet. Try another word."))
        else:
            actions.choose_interests(user=request.user, tag_ids=[tag.pk])
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("recommend:my_interests")


@login_required
@require_POST
def interest_remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_interest(user=request.user, tag=get_object_or_404(Tag, pk=pk))
    return redirect("recommend:my_interests")


@login_required
@require_POST
def interests_reset(request: HttpRequest) -> HttpResponse:
    actions.reset_interests(user=request.user)
    messages.success(request, _("Your interests begin anew."))
    return redirect("recommend:my_interests")


@login_required
def personalisation(request: HttpRequest) -> HttpResponse:
    """Switch personalisation on or off."""
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        actions.set_personalised(user=request.user, on=on)
        said = _("What you are shown follows your interests.") if on else _("Personalisation is off.")
        messages.success(request, said)
        return redirect("recommend:personalisation")
    return render(request, "recommend/interests_switch.html", {"event_days": settings.EVENT_DAYS})


@login_required
@require_POST
def learned_erase(request: HttpRequest) -> HttpResponse:
    actions.erase_learned(user=request.user)
    messages.success(request, _("What was learned about you is deleted."))
    return redirect("recommend:personalisation")


@login_required
def not_interested(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member wants to see less of, starting from one note."""
    shown = Note.objects.visible_to(request.user).select_related("author").prefetch_related("tags")
    note = get_object_or_404(shown, pk=pk)
    if request.method == "POST":
        return _hide(request, note)
    template = "recommend/_not_interested.html" if request.htmx else "recommend/not_interested.html"
    tags = [tag for tag in note.tags.all() if not tag.is_banned]
    return render(request, template, {"note": note, "tags": tags, "next": _next(request, request.GET)})


def _hide(request: HttpRequest, note: Note) -> HttpResponse:
    what = _named(request.POST.get("what", ""), note)
    try:
        hidden = actions.hide(user=request.user, **what)
    except DomainError as error:
        said, undo = str(error), ""
    else:
        said, undo = _said(what), reverse("recommend:unhide", args=[hidden.pk])
    if not request.htmx:
        messages.info(request, said)
        return redirect(_next(request, request.POST) or "recommend:discover")
    answer = HttpResponse()
    toast = {"text": said, "words": _("Undo"), "href": undo, "post": True} if undo else {"text": said}
    told = {"toast": toast} | ({"note:hidden": {"note": note.pk}} if "note" in what and undo else {})
    answer["HX-Trigger-After-Settle"] = json.dumps(told)
    return answer


def _named(what: str, note: Note) -> dict:
    """The thing that the form names: `note`, `author`, or `tag:ID` of one of the note's tags."""
    if what == "author":
        return {"author": note.author}
    if what.startswith("tag:"):
        for tag in note.tags.all():
            if what == f"tag:{tag.pk}":
                return {"tag": tag}
        raise Http404
    return {"note": note}


def _said(what: dict) -> str:
    if author := what.get("author"):
        return _("You will see less by %(name)s.") % {"name": author}
    if tag := what.get("tag"):
        return _("You will see less about #%(name)s.") % {"name": tag.name}
    return _("You will not be shown this note again.")


@login_required
@require_POST
def unhide(request: HttpRequest, pk: int) -> HttpResponse:
    hidden = actions.unhide(user=request.user, hidden_id=pk)
    if not request.htmx:
        return redirect("recommend:my_interests")
    answer = HttpResponse()
    if hidden and hidden.note_id:
        answer["HX-Trigger"] = json.dumps({"note:shown": {"note": hidden.note_id}})
    return answer


def _next(request: HttpRequest, given) -> str:
    """A page of ours to go back to, or nothing."""
    target = given.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if ours else ""
