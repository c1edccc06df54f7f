from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError

from . import actions, screening
from .conditions import all_met, conditions
from .explain import explain
from .facts import facts_of
from .forms import ApplicationForm
from .models import Profile


def home(request):
    """What a KOL is; for members also their conditions, their score in parts, and where they stand."""
    mine = _mine(request.user) if request.user.is_authenticated else {}
    return render(request, "kol/home.html", {"tiers": Profile.Tier, **mine})


def _mine(user) -> dict:
    """A member's own numbers, computed now: nothing is stored by looking."""
    profile = Profile.objects.filter(user=user).first()
    facts = facts_of([user.pk])[user.pk]
    parts = screening.screen(facts)
    asked = conditions(user, facts)
    again = actions.may_apply_again(profile) if profile else None
    state = profile.state if profile else Profile.State.SCREENED
    open_to = state == Profile.State.SCREENED or (again is not None and again <= timezone.now())
    return {
        "profile": profile,
        "conditions": asked,
        "parts": explain([part.as_json() for part in parts]),
        "score": screening.total(parts),
        "again": again,
        "may_apply": open_to and all_met(asked),
        "State": Profile.State,
    }


@login_required
def apply(request):
    """The application; what was typed comes back when something is missing."""
    form = ApplicationForm(request.POST or None)
    if form.is_valid():
        try:
            actions.apply(user=request.user, pitch=form.cleaned_data["pitch"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. A person reads every application."))
            return redirect("kol:home")
    return render(request, "kol/apply.html", {"form": form}, status=422 if form.is_bound else 200)
