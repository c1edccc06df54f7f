from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from .actions import PITCH_MIN_LENGTH
from .models import Profile


class ApplicationForm(forms.Form):
    pitch = forms.CharField(
        label=_("What you share and why people follow you"),
        help_text=_("Two or three sentences. The person who decides reads them beside your numbers."),
        min_length=PITCH_MIN_LENGTH,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AcceptForm(forms.Form):
    tier = forms.ChoiceField(label=_("Tier"), choices=Profile.Tier, widget=UnfoldAdminSelectWidget)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The member reads it."),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
