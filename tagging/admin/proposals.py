"""Kinds that the machine proposes: accepted or declined, one by one or many at once."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from core.admin import ReadOnlyAdmin

from .. import actions
from ..models import KindProposal

STATE_COLOURS = {"open": "warning", "accepted": "success", "declined": "danger"}


@admin.register(KindProposal)
class KindProposalAdmin(ReadOnlyAdmin):
    """Open ones first, the surest on top; nothing changes until somebody accepts."""

    list_display = ["tag", "kind", "score", "reason", "notes", "standing", "decided_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["tag", "decided_by"]
    search_fields = ["tag__name__istartswith"]
    ordering = ["-state", "-score", "pk"]
    fields = ["tag", "kind", "score", "reason", "state", "made_at", "decided_by", "decided_at"]
    readonly_fields = fields
    actions = ["accept", "decline"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tagging.change_tag")

    @display(description=_("notes"), ordering="tag__note_count")
    def notes(self, row: KindProposal) -> int:
        return row.tag.note_count

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def standing(self, row: KindProposal):
        return row.state, row.get_state_display()

    @admin.action(description=_("Accept: the tags are of this kind"), permissions=["decide"])
    def accept(self, request: HttpRequest, queryset) -> None:
        done = actions.accept_proposals(proposals=list(queryset), by=request.user)
        text = ngettext("%(count)d tag has a new kind.", "%(count)d tags have a new kind.", done)
        self.message_user(request, text % {"count": done})

    @admin.action(description=_("Decline, for good"), permissions=["decide"])
    def decline(self, request: HttpRequest, queryset) -> None:
        done = actions.decline_proposals(proposals=list(queryset), by=request.user)
        text = ngettext("%(count)d proposal declined.", "%(count)d proposals declined.", done)
        self.message_user(request, text % {"count": done})
