from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from .models import Verdict


class DecisionForm(forms.Form):
    """What a moderator decides and tells the author."""

    verdict = forms.ChoiceField(choices=Verdict, widget=forms.HiddenInput)
    # The fingerprint of the content that was on the page.
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it. Needed to reject or remove, optional to approve."),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def clean(self):
        data = super().clean()
        if data.get("verdict") in (Verdict.REJECTED, Verdict.REMOVED) and not data.get("message"):
            self.add_error("message", _("Say why: the author sees the reason."))
        return data
