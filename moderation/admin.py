from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from core.admin import LargeTableAdmin, LargeTableList, ReadOnlyAdmin
from core.errors import DomainError

from . import actions, desk, registry
from .explain import rule_label
from .forms import DecisionForm
from .models import BannedWord, Case, Report, Thresholds, Verdict
from .registry import policy_of_type

BREAK = mark_safe("<br>")
AT_ONCE = 200  # cases one bulk action may decide


class StateFilter(admin.SimpleListFilter):
    """Open cases unless asked otherwise: the list is a queue."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("open", _("waiting")),
            ("reported", _("waiting, reported")),
            *Verdict.choices,
            ("all", _("all")),
        ]

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            chosen = (self.value() or "open") == value
            yield {
                "selected": chosen,
                "query_string": changelist.get_query_string({"state": value}),
                "display": label,
            }

    def queryset(self, request, queryset):
        value = self.value() or "open"
        if value == "all":
            return queryset
        if value == "reported":
            return queryset.open().filter(report_count__gt=0)
        return queryset.filter(verdict="" if value == "open" else value)


class KindFilter(admin.SimpleListFilter):
    """Only the kinds of content that are moderated."""

    title = gettext_lazy("kind of content")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [
            (str(ContentType.objects.get_for_model(model).pk), policy.label)
            for model, policy in registry.policies()
        ]

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(target_type=value) if value and value.isdecimal() else queryset


class DeciderFilter(admin.SimpleListFilter):
    title = gettext_lazy("decided by")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("person", _("a person")), ("machine", _("the machine"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.decided().filter(decided_by__isnull=self.value() == "machine")


class CaseList(LargeTableList):
    """The rows of one page with their contents, however many, in a fixed number of queries."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        for entry in desk.entries(self.result_list):
            entry.case.entry = entry


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """The review desk: the queue as a list, one case as a page to decide it on."""

    list_display = ["risk", "content", "why", "author", "report_count", "made_at", "outcome"]
    list_display_links = ["risk", "content"]
    list_filter = [StateFilter, KindFilter, DeciderFilter]
    list_select_related = ["author", "target_type", "decided_by"]
    search_fields = ["=target_id", "author__handle__exact"]
    search_help_text = gettext_lazy("The number of the content, or a whole handle.")
    fields = ["made_at", "scored_at", "verdict", "decided_at", "decided_by", "message"]
    readonly_fields = fields
    actions = ["approve_selected", "reject_selected", "remove_selected"]
    change_form_outer_before_template = "admin/moderation/case/desk.html"

    def get_changelist(self, request, **kwargs):
        return CaseList

    def get_ordering(self, request):
        """The queue worst first, which its index serves; all else newest first."""
        queue = request.GET.get(StateFilter.parameter_name, "open") in ("open", "reported")
        return ["-score", "pk"] if queue else ["-pk"]

    def get_fields(self, request, obj=None):
        return self.fields if obj and obj.verdict else ["made_at", "scored_at"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("moderation.change_case")

    # --- The list -----------------------------------------------------------------------------------------

    @display(
        description=gettext_lazy("score"),
        ordering="score",
        label={"low": "success", "middle": "warning", "high": "danger"},
    )
    def risk(self, case: Case):
        level = "low" if case.score < 0.4 else "middle" if case.score < 0.7 else "high"
        return level, f"{case.score:.2f}"

    @display(description=gettext_lazy("content"))
    def content(self, case: Case) -> str:
        entry: desk.Entry = case.entry  # type: ignore[attr-defined]
        return format_html("{} · {}", entry.kind, entry.excerpt or _("gone"))

    @display(description=gettext_lazy("reasons"))
    def why(self, case: Case) -> str:
        shown = [(rule_label(reason["rule"]), reason["found"]) for reason in case.reasons[:3]]
        return format_html_join(BREAK, "{}: {}", shown)

    @display(description=gettext_lazy("decision"), ordering="verdict")
    def outcome(self, case: Case) -> str:
        if not case.verdict:
            return "–"
        return format_html("{} · {}", case.get_verdict_display(), case.decided_by or _("the machine"))

    # --- One case -----------------------------------------------------------------------------------------

    def get_urls(self):
        decide = self.admin_site.admin_view(self.decide_view)
        return [
            path("<int:case_id>/decide/", decide, name="moderation_case_decide"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        case = self.get_object(request, object_id)
        if case is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **self._desk(request, case)}
        )

    def _desk(self, request: HttpRequest, case: Case, form: DecisionForm | None = None) -> dict:
        entry = desk.entries([case])[0]
        return {
            "entry": entry,
            "preview": entry.preview(request),
            "around": desk.surroundings(case),
            "form": form or DecisionForm(initial={"seen": case.fingerprint}),
            "may_decide": self.has_decide_permission(request) and not case.verdict,
            "verdicts": Verdict,
        }

    def decide_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Decide one case (POST) and go on to the next one that waits."""
        case = get_object_or_404(
            Case.objects.select_related("author", "decided_by", "target_type"), pk=case_id
        )
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:moderation_case_change", case_id)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            context = {**self._page(request, _("Decide")), **self._desk(request, case, form)}
            return render(request, "admin/moderation/case/decide.html", context, status=422)
        if not self._decide(request, case, **form.cleaned_data):
            return redirect("admin:moderation_case_change", case_id)
        following = Case.objects.waiting().exclude(pk=case_id).values_list("pk", flat=True).first()
        if following is None:
            return redirect("admin:moderation_case_changelist")
        return redirect("admin:moderation_case_change", following)

    def _decide(self, request: HttpRequest, case: Case, verdict: str, message: str, seen: str) -> bool:
        """One decision, with its outcome said to the moderator."""
        case.fingerprint = seen or case.fingerprint
        try:
            done = actions.decide(case=case, verdict=Verdict(verdict), by=request.user, message=message)
        except DomainError as error:
            if error.code == "changed":
                actions.judge(case)
            messages.warning(request, str(error))
            return False
        if done:
            messages.success(request, _("Decided: %(verdict)s.") % {"verdict": Verdict(verdict).label})
            return True
        case.refresh_from_db()
        said = {"verdict": case.get_verdict_display(), "who": case.decided_by or _("the machine")}
        messages.warning(request, _("Somebody was faster: %(verdict)s by %(who)s.") % said)
        return False

    def _page(self, request: HttpRequest, title: str) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}

    # --- Many cases ---------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Approve"), permissions=["decide"])
    def approve_selected(self, request, queryset):
        self._decide_many(request, queryset, Verdict.APPROVED, "")

    @admin.action(description=gettext_lazy("Reject, with a reason"), permissions=["decide"])
    def reject_selected(self, request, queryset):
        return self._ask_reason(request, queryset, Verdict.REJECTED)

    @admin.action(description=gettext_lazy("Remove, with a reason"), permissions=["decide"])
    def remove_selected(self, request, queryset):
        return self._ask_reason(request, queryset, Verdict.REMOVED)

    def _ask_reason(self, request, queryset, verdict: Verdict):
        """The page that asks for the reason, and its answer."""
        answered = "message" in request.POST
        form = DecisionForm(request.POST if answered else None, initial={"verdict": verdict})
        if answered and form.is_valid():
            return self._decide_many(request, queryset, verdict, form.cleaned_data["message"])
        cases = list(queryset.select_related("target_type")[:AT_ONCE])
        context = {
            **self._page(request, Verdict(verdict).label.capitalize()),
            "form": form,
            "rows": desk.entries(cases),
            "action": request.POST["action"],
        }
        return render(request, "admin/moderation/case/bulk.html", context, status=422 if answered else 200)

    def _decide_many(self, request, queryset, verdict: Verdict, message: str) -> None:
        cases = list(queryset.order_by("pk")[:AT_ONCE])
        outcome = actions.decide_many(cases=cases, verdict=verdict, by=request.user, message=message)
        for case in outcome.changed:
            actions.judge(case)
        done, late = len(outcome.decided), len(cases) - len(outcome.decided)
        text = ngettext("%(count)d case decided.", "%(count)d cases decided.", done)
        messages.success(request, text % {"count": done})
        if late:
            text = ngettext(
                "%(count)d was decided by somebody else or changed meanwhile.",
                "%(count)d were decided by somebody else or changed meanwhile.",
                late,
            )
            messages.warning(request, text % {"count": late})


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "reason", "text", "reporter", "case_link"]
    list_filter = ["reason"]
    list_select_related = ["reporter", "case"]
    search_fields = ["reporter__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")

    @display(description=gettext_lazy("case"))
    def case_link(self, report: Report) -> str:
        address = reverse("admin:moderation_case_change", args=[report.case_id])
        return format_html('<a href="{}">{}</a>', address, report.case.get_verdict_display() or _("waiting"))


@admin.register(BannedWord)
class BannedWordAdmin(LargeTableAdmin):
    """In force for the next text that is scored, in every process."""

    list_display = ["word", "kind", "weight", "changed_at"]
    list_filter = ["kind"]
    list_editable = ["weight"]
    search_fields = ["word"]
    ordering = ["word"]


class ThresholdsForm(forms.ModelForm):
    class Meta:
        model = Thresholds
        fields = ["publish_below", "reject_from"]
        help_texts = {
            "publish_below": gettext_lazy("Content scored lower than this (0 to 1) is published at once."),
            "reject_from": gettext_lazy(
                "Content scored this or higher is rejected at once; 1.01 never rejects."
            ),
        }


@admin.register(Thresholds)
class ThresholdsAdmin(LargeTableAdmin):
    """In force from the next text that is scored."""

    form = ThresholdsForm
    list_display = ["kind", "publish_below", "reject_from"]
    list_select_related = ["content_type"]

    @display(description=gettext_lazy("kind of content"))
    def kind(self, thresholds: Thresholds) -> str:
        policy = policy_of_type(thresholds.content_type_id)
        return str(policy.label) if policy else thresholds.content_type.model

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
