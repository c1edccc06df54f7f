from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commerce.models import Brand, Product
from core.errors import DomainError
from moderation.models import Report

from . import limits
from .models import Photo


def _refusing(check, value):
    """Run a limit of the domain inside a form field."""
    try:
        return check(value)
    except DomainError as error:
        raise forms.ValidationError(str(error), code=error.code) from error


class NoteForm(forms.Form):
    """A note as typed; `photo_ids` names uploads in the order chosen."""

    title = forms.CharField(label=_("Title"), required=False, max_length=300, strip=True)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=10_000, widget=forms.Textarea, strip=True
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80, strip=True)
    products = forms.ModelMultipleChoiceField(
        label=_("Products shown"), queryset=Product.objects.none(), required=False
    )
    paid_brand = forms.ModelChoiceField(
        label=_("Paid collaboration with"),
        queryset=Brand.objects.all(),
        required=False,
        empty_label=_("No, nobody paid for this"),
        help_text=_(
            "A note somebody paid for, or a gift you show, is labelled as a collaboration everywhere."
        ),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    photo_ids = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, author, note=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.author, self.note = author, note
        self.fields["products"].queryset = Product.objects.on_sale().filter(pk__in=self._product_ids())

    def _product_ids(self) -> list[int]:
        values = self.data.getlist("products") if self.is_bound else self.initial.get("products", [])
        return [int(value) for value in values if str(value).isdigit()][: limits.PRODUCTS]

    def clean_title(self):
        return _refusing(limits.check_title, self.cleaned_data["title"])

    def clean_text(self):
        return _refusing(limits.check_text, self.cleaned_data["text"])

    def photos(self) -> list[Photo]:
        """The uploads named in the form that are this author's and free, in the order named."""
        raw = self.data.getlist("photo_ids") if self.is_bound else []
        ids = [int(part) for value in raw for part in value.split(",") if part.strip().isdigit()]
        ids = list(dict.fromkeys(ids))[: settings.PHOTOS_PER_NOTE + 1]
        mine = Photo.objects.filter(owner=self.author, pk__in=ids)
        allowed = {photo.pk: photo for photo in mine if photo.note_id in (None, self.note and self.note.pk)}
        return [allowed[pk] for pk in ids if pk in allowed]


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=limits.COMMENT, strip=True)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Tell us more"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
