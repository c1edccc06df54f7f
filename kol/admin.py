from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core.admin import ReadOnlyAdmin
from core.errors import DomainError

from . import actions
from .explain import explain
from .forms import AcceptForm, DeclineForm
from .models import Profile

STATE_COLOURS = {
    Profile.State.SCREENED: "info",
    Profile.State.APPLIED: "warning",
    Profile.State.ACCEPTED: "success",
    Profile.State.DECLINED: "danger",
}


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """Applications with their scores in parts, and the forms to accept or decline."""

    list_display = ["user", "standing", "tier", "score", "applied_at", "screened_at"]
    list_filter = ["state", "tier"]
    list_select_related = ["user"]
    search_fields = ["user__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")
    ordering = ["-score", "pk"]
    fields = ["user", "state", "tier", "pitch", "applied_at", "decided_at", "decided_by", "reason"]
    readonly_fields = fields
    change_form_outer_before_template = "admin/kol/profile/desk.html"

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLOURS)
    def standing(self, profile: Profile):
        return profile.state, profile.get_state_display()

    def get_urls(self):
        accept = self.admin_site.admin_view(self.accept_view)
        decline = self.admin_site.admin_view(self.decline_view)
        return [
            path("<int:profile_id>/accept/", accept, name="kol_profile_accept"),
            path("<int:profile_id>/decline/", decline, name="kol_profile_decline"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        profile = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(self._desk(request, profile) if profile else {})}
        return super().change_view(request, object_id, form_url, context)

    def _desk(self, request: HttpRequest, profile: Profile, **forms) -> dict:
        applied = profile.state != Profile.State.SCREENED
        return {
            "profile": profile,
            "parts": explain(profile.parts),
            "may_decide": applied and request.user.has_perm("kol.change_profile"),
            "accept_form": AcceptForm(initial={"tier": profile.tier or Profile.Tier.RISING}),
            "decline_form": DeclineForm(),
            **forms,
        }

    def accept_view(self, request: HttpRequest, profile_id: int) -> HttpResponse:
        return self._decide(request, profile_id, AcceptForm, "accept_form")

    def decline_view(self, request: HttpRequest, profile_id: int) -> HttpResponse:
        return self._decide(request, profile_id, DeclineForm, "decline_form")

    def _decide(self, request: HttpRequest, profile_id: int, form_class, name: str) -> HttpResponse:
        """Carry out one of the two forms; a form that is not right comes back with what was typed."""
        if not request.user.has_perm("kol.change_profile"):
            raise PermissionDenied
        profile = get_object_or_404(Profile.objects.select_related("user"), pk=profile_id)
        if request.method != "POST":
            return redirect("admin:kol_profile_change", profile_id)
        form = form_class(request.POST)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": str(profile.user),
                **self._desk(request, profile, **{name: form}),
            }
            return render(request, "admin/kol/profile/decide.html", context, status=422)
        try:
            done = actions.decide(profile=profile, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Decided.") if done else _("Nothing to change."))
        return redirect("admin:kol_profile_change", profile_id)
