from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from core.admin import LargeTableAdmin

from ..actions import feed as actions
from ..models import Arm, Pick
from ..results import RATES, ArmResult, Rate, results

PERIODS = (1, 7, 14, 30)


class ArmForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        share, is_active = cleaned.get("share"), cleaned.get("is_active")
        if share is not None and is_active is not None:
            actions.check_share(Arm(pk=self.instance.pk, share=share, is_active=is_active))
        return cleaned


@admin.register(Arm)
class ArmAdmin(LargeTableAdmin):
    """How Discover is weighed, for how many, and what that brought."""

    form = ArmForm
    list_display = ["name", "share", "is_active", *Arm.WEIGHTS]
    ordering = ["pk"]
    fieldsets = [
        (None, {"fields": ["name", "share", "is_active"]}),
        (
            gettext_lazy("Weights of the parts of a note's score"),
            {
                "fields": list(Arm.WEIGHTS),
                "description": gettext_lazy(
                    "Each part is 0 to 1. A member stays in the same arm while the shares stay."
                ),
            },
        ),
    ]
    actions_list = ["show_results"]

    def get_urls(self):
        page = self.admin_site.admin_view(self.results_view)
        return [path("results/", page, name="recommend_arm_results"), *super().get_urls()]

    @action(description=gettext_lazy("Results of the arms"), url_path="to-results")
    def show_results(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:recommend_arm_results")

    def results_view(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("days", "")
        days = int(asked) if asked.isdigit() and int(asked) in PERIODS else 14
        labels = {"clicks": _("Opened"), "likes": _("Liked"), "saves": _("Saved"), "hides": _("Hidden")}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Results of the arms"),
            "days": days,
            "periods": PERIODS,
            "heads": [labels[name] for name in RATES],
            "rows": [(one, _cells(one)) for one in results(days)],
            "back": reverse("admin:recommend_arm_changelist"),
        }
        return render(request, "admin/recommend/arm/results.html", context)


def _cells(result: ArmResult) -> list[tuple[Rate, bool]]:
    return [(result.rates[name], name in result.apart) for name in RATES]


@admin.register(Pick)
class PickAdmin(LargeTableAdmin):
    """Notes that editors picked for Discover or a channel: why, and from when until when."""

    list_display = ["note", "channel", "reason", "starts_at", "ends_at", "is_shown", "by"]
    list_filter = ["channel"]
    list_select_related = ["note", "channel", "by"]
    raw_id_fields = ["note"]
    fields = ["note", "channel", "reason", "starts_at", "ends_at", "by"]
    readonly_fields = ["by"]
    ordering = ["-starts_at", "-pk"]

    @display(description=gettext_lazy("shown"), boolean=True)
    def is_shown(self, pick: Pick) -> bool:
        return pick.is_current

    def save_model(self, request: HttpRequest, obj: Pick, form: Any, change: bool) -> None:
        actions.save_pick(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Pick) -> None:
        actions.remove_picks([obj])

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        actions.remove_picks(queryset)
