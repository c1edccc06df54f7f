"""What a member does in conversations."""

import uuid

from django import forms
from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.errors import DomainError

from .. import actions, reporting
from ..models import Membership, Message
from .messages import person_of, render_thread, shown, side_of


class MessageForm(forms.Form):
    text = forms.CharField(required=False, strip=True)
    picture = forms.FileField(required=False)
    request_key = forms.UUIDField(required=False)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), widget=forms.RadioSelect, choices=reporting.reasons
    )
    text = forms.CharField(
        label=gettext_lazy("What should we know?"), max_length=500, required=False, widget=forms.Textarea
    )


@login_required
@require_POST
def send(request, handle):
    person = person_of(request, handle)
    form = MessageForm(request.POST, request.FILES)
    form.is_valid()
    sent = form.cleaned_data
    try:
        message = actions.send_message(
            sender=request.user,
            recipient=person,
            text=sent.get("text", ""),
            picture=sent.get("picture"),
            request_key=sent.get("request_key") or uuid.uuid4(),
        )
    except DomainError as error:
        return _refused(request, person, sent.get("text", ""), str(error))
    if not request.htmx:
        return redirect("inbox:thread", person.handle)
    side = Membership.objects.select_related("conversation").get(user=request.user, other=person)
    waits = not side.conversation.accepted_at
    context = {"side": side, "request_key": uuid.uuid4(), "waits": waits, **shown(request, [message])}
    return render(request, "inbox/_sent.html", context)


def _refused(request, person, text: str, error: str):
    if not request.htmx:
        return render_thread(request, person, text=text, error=error, status=422)
    response = HttpResponse(error, status=422, content_type="text/plain; charset=utf-8")
    response["HX-Retarget"], response["HX-Reswap"] = "#message-error", "textContent"
    return response


@login_required
@require_POST
def read(request, handle):
    """The member looks at the conversation: what stands there is read."""
    actions.mark_conversation_read(side=side_of(request, handle))
    request.user.refresh_from_db(fields=["unread_count", "unread_messages"])
    if request.accepts("text/html"):
        return redirect("inbox:thread", handle)
    return JsonResponse({"unread": request.user.unread_count + request.user.unread_messages})


@login_required
@require_POST
def accept(request, handle):
    actions.accept(side=side_of(request, handle))
    return redirect("inbox:thread", handle)


@login_required
@require_POST
def delete_conversation(request, handle):
    side = side_of(request, handle)
    actions.delete_conversation(side=side)
    toasts.success(request, _("The conversation is gone from your inbox."))
    return redirect("inbox:messages")


@login_required
@require_POST
def delete_message(request, pk):
    rows = Message.objects.visible_to(request.user).select_related("conversation")
    message = get_object_or_404(rows, pk=pk)
    side = get_object_or_404(
        Membership.objects.of(request.user).select_related("other"), conversation=message.conversation_id
    )
    actions.delete_message(message=message, user=request.user)
    return HttpResponse() if request.htmx else redirect("inbox:thread", side.other.handle)


@login_required
def report_message(request, pk):
    """Show a message to moderation; only reported messages are ever seen by anybody else."""
    rows = Message.objects.visible_to(request.user).exclude(sender=request.user).select_related("sender")
    message = get_object_or_404(rows, pk=pk)
    form = ReportForm(request.POST or None)
    if not form.is_valid():
        context = {"message": message, "form": form}
        return render(request, "inbox/report.html", context, status=422 if form.is_bound else 200)
    reporting.report(message=message, reporter=request.user, **form.cleaned_data)
    toasts.success(request, _("Thank you. A moderator will look at it."))
    return redirect("inbox:thread", message.sender.handle)
