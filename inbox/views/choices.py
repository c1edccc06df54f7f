"""What members want to be told, e-mails they no longer want, and browsers that push messages go to."""

import json

from django import forms
from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError

from .. import actions, choosing, digests, pushing, worker
from ..models import Choices
from ..registry import Group


class ChoicesForm(forms.Form):
    inbox = forms.MultipleChoiceField(choices=Group.choices, required=False)
    mail = forms.MultipleChoiceField(choices=Group.choices, required=False)
    push = forms.MultipleChoiceField(choices=Group.choices, required=False)
    digest = forms.ChoiceField(choices=Choices.Often.choices)


@login_required
def choices(request):
    """The page with a member's choices; posting keeps them."""
    form = ChoicesForm(request.POST or None)
    if form.is_bound and form.is_valid():
        wanted = {where: form.cleaned_data[where] for where in choosing.WHERE}
        digest = form.cleaned_data["digest"]
        actions.choose(user=request.user, wanted=wanted, digest=digest, language=get_language())
        toasts.success(request, _("Saved."))
        return redirect("inbox:choices")
    context = {
        "chosen": choosing.choices_of(request.user.pk),
        "groups": list(Group),
        "always": choosing.ALWAYS,
        "often": Choices.Often.choices,
        "push_key": pushing.public_key(),
        "known_browsers": pushing.known_browsers(request.user.pk),
    }
    return render(request, "inbox/choices.html", context, status=422 if form.is_bound else 200)


@csrf_exempt  # mail programs post it by themselves; the signed address is the proof
def unsubscribe(request, token):
    """End the e-mails with one press; a look alone changes nothing, because mail scanners open links."""
    user_id = digests.member_of(token)
    if user_id is None:
        raise Http404
    if request.method == "POST":
        actions.unsubscribe(user_id=user_id)
    return render(request, "inbox/unsubscribe.html", {"done": request.method == "POST"})


@login_required
@require_POST
def subscribe(request):
    """Keep the browser that asks, so that it can be told; `off` forgets it."""
    try:
        asked = json.loads(request.body[:4000])
        if asked.get("off"):
            actions.forget_browser(user=request.user, endpoint=str(asked["endpoint"]))
        else:
            keys = asked["keys"]
            actions.add_browser(
                user=request.user,
                endpoint=str(asked["endpoint"]),
                p256dh=str(keys["p256dh"]),
                auth=str(keys["auth"]),
                session_key=request.session.session_key or "",
            )
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    except DomainError as error:
        return JsonResponse({"detail": str(error), "code": error.code}, status=error.status)
    return HttpResponse(status=204)


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The script that shows push messages; it must lie at the top to be allowed the whole site."""
    return HttpResponse(worker.source(static("img/mark.svg")), content_type="text/javascript")
