"""Sending a note, a product, any page that has a card, into conversations."""

import json
import uuid

from django import forms
from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from core.errors import DomainError

from .. import actions, cards, recipients

Q_LENGTH = 40


class PassForm(forms.Form):
    remark = forms.CharField(required=False, strip=True)
    request_key = forms.UUIDField(required=False)


def pass_on(request):
    """Choose people and send them what `page` names: a sheet, a part of one, or a page of its own."""
    path = (request.POST.get("page") or request.GET.get("page", ""))[:500]
    card = cards.card_of(path, request.user)
    if card is None:
        raise Http404
    error = ""
    if request.method == "POST" and request.user.is_authenticated:
        try:
            return _send(request, card.url)
        except DomainError as refused:
            error = str(refused)
    template = _template(request, error)
    return render(request, template, _context(request, card, error), status=422 if error else 200)


def _template(request, error: str) -> str:
    if not request.htmx:
        return "inbox/pass_on.html"
    if "q" in request.GET:
        return "inbox/_pass_people.html"
    return "inbox/_pass_form.html" if error or "part" in request.GET else "inbox/_pass_sheet.html"


def _context(request, card: cards.Card, error: str) -> dict:
    """What the templates are given; the people who are chosen already stand first."""
    given = request.POST or request.GET
    people, chosen, q = [], [], given.get("q", "").strip()[:Q_LENGTH]
    if request.user.is_authenticated:
        chosen = recipients.named(request.user, given.getlist("to")[: actions.passing.PEOPLE])
        people = chosen + [one for one in recipients.suggested(request.user, q) if one not in chosen]
    return {
        "card": card,
        "people": people,
        "chosen": {person.pk for person in chosen},
        "q": q,
        "remark": given.get("remark", ""),
        "most": actions.passing.REMARK_LENGTH,
        "error": error,
        "request_key": given.get("request_key") or uuid.uuid4(),
    }


def _send(request, path: str) -> HttpResponse:
    form = PassForm(request.POST)
    form.is_valid()
    sent, why = actions.pass_on(
        sender=request.user,
        recipients=recipients.named(request.user, request.POST.getlist("to")),
        path=path,
        remark=form.cleaned_data.get("remark", ""),
        request_key=form.cleaned_data.get("request_key") or uuid.uuid4(),
    )
    words = ngettext("Sent to %(n)s person", "Sent to %(n)s people", len(sent)) % {"n": len(sent)}
    said = " · ".join(filter(None, [words, why]))
    if not request.htmx:
        toasts.success(request, said)
        return redirect(path)
    answer = HttpResponse()
    # Empty, so the sheet closes; then the toast says what was done.
    answer["HX-Retarget"], answer["HX-Reswap"] = "#sheet", "innerHTML"
    answer["HX-Trigger-After-Settle"] = json.dumps({"toast": {"text": said}})
    return answer
