"""Forms of boards and series."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import limits
from .models import Board, Series


def positive(value: str | None) -> int | None:
    """A row's number from a request, or None for anything else."""
    text = value or ""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**63 else None


class BoardForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=limits.NAME)
    description = forms.CharField(
        label=_("What it is about"),
        max_length=limits.DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(
        label=_("Everyone can see it"),
        required=False,
        help_text=_("Others see the notes that are theirs to see, never your remarks."),
    )

    @staticmethod
    def values_of(board: Board) -> dict:
        return {"name": board.name, "description": board.description, "is_public": board.is_public}


class SeriesForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=limits.NAME)
    description = forms.CharField(
        label=_("What it is about"),
        max_length=limits.DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def values_of(series: Series) -> dict:
        return {"name": series.name, "description": series.description}
