"""What operators write into the vocabulary."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError
from core.images import square

from .actions import check_parent
from .models import Tag
from .names import clean_name, is_usable, normalise

COVER_SIDE = 480


class AliasForm(forms.ModelForm):
    """An alias is kept in its normal form, the one that texts are compared with."""

    def clean_name(self) -> str:
        name = normalise(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("This is not a word."))
        if Tag.objects.filter(key=name).exists():
            raise ValidationError(_("A tag with this name already exists. Merge it into this one instead."))
        return name


class TagForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not is_usable(name):
            raise ValidationError(_("This is not a word."))
        if Tag.objects.spelled(normalise(name)).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("A tag or alias with this name already exists."))
        return name

    def clean_parent(self) -> Tag | None:
        parent = self.cleaned_data["parent"]
        try:
            check_parent(self.instance, parent)
        except DomainError as error:
            raise ValidationError(error.message) from error
        return parent

    def clean_cover(self):
        """A small square WebP without metadata, whatever was uploaded."""
        file = self.cleaned_data["cover"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            return ContentFile(square(file, COVER_SIDE), name="cover.webp")
        except DomainError as error:
            raise ValidationError(error.message) from error

    def clean(self) -> dict | None:
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("lng") is None):
            raise ValidationError(_("A place has both latitude and longitude, or neither."))
        return data


class MergeForm(forms.Form):
    """Which of the chosen tags remains."""

    into = forms.ModelChoiceField(
        Tag.objects.none(),
        label=gettext_lazy("The tag that remains"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, tags, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = tags


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Tag.Kind, widget=forms.RadioSelect)
