from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notes.models import Note
from tagging.models import Tag
from tagging.names import normalise

from .actions import channels as desk
from .models import Channel, EditorialAct

Act = EditorialAct.Act


class ActForm(forms.Form):
    """One act of an editor on one note of a channel."""

    act = forms.ChoiceField(label=_("What"), choices=Act.choices)
    note = forms.ModelChoiceField(Note.objects.none(), label=_("Note"), widget=forms.NumberInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, strip=True)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=64)
    to = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Pass on to"), required=False, empty_label=_("moderation")
    )

    def __init__(self, *args, channel: Channel, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.fields["note"].queryset = Note.objects.public()  # type: ignore[attr-defined]
        self.fields["to"].queryset = Channel.objects.filter(~Q(pk=channel.pk))  # type: ignore[attr-defined]

    def clean(self):
        data = super().clean() or {}
        self.named: Tag | None = None
        if data.get("act") in (Act.TAG, Act.UNTAG):
            name = data.get("tag", "").lstrip("#＃")
            self.named = Tag.objects.usable().spelled(normalise(name)).first() if name else None
            if self.named is None:
                self.add_error("tag", _("There is no such tag."))
        return data

    def carry_out(self, by) -> None:
        """Do it. DomainError when it cannot be done."""
        given = self.cleaned_data
        about = {"channel": self.channel, "note": given["note"], "by": by, "reason": given["reason"]}
        act = given["act"]
        if self.named:
            desk.tag_note(**about, tag=self.named, on=act == Act.TAG)
        elif act in (Act.FEATURE, Act.UNFEATURE):
            desk.feature(**about, on=act == Act.FEATURE)
        elif act == Act.PASS_ON:
            desk.pass_on(**about, to=given["to"])
        else:
            {Act.FILE: desk.file_note, Act.TAKE_OUT: desk.take_out}[act](**about)
