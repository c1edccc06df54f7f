"""Forms about oneself: sign-up, profile, addresses."""

import re

from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.images import UnreadableImage, square

from . import actions
from .consents import DOCUMENTS
from .handles import is_reserved
from .models import HANDLE, Address, User

AVATAR_SIDE = 400  # pixels
AVATAR_MAX_BYTES = 10 * 1024 * 1024
PHONE = re.compile(r"\+?\d{5,20}")


def clean_handle(handle: str, *, own: str = "") -> str:
    """The handle in small letters; ValidationError when its form is wrong or somebody else has it."""
    handle = handle.strip().lower()
    if not handle or handle == own:
        return handle
    HANDLE(handle)
    if is_reserved(handle) or User.objects.filter(handle=handle).exists():
        raise ValidationError(gettext("This handle is taken."))
    return handle


def _consent_label() -> str:
    link = '<a href="{}" target="_blank">{}</a>'
    terms = format_html(link, reverse("accounts:terms"), gettext("terms"))
    privacy = format_html(link, reverse("accounts:privacy"), gettext("privacy notice"))
    text = gettext("I am at least 14 and agree to the {terms} and the {privacy}.")
    return format_html(text, terms=terms, privacy=privacy)


class SignupForm(BaseSignupForm):
    handle = forms.CharField(
        label=_("Handle (optional)"),
        required=False,
        max_length=30,
        help_text=_(
            "Your public address on the site. Leave it empty and we choose one; you can change it later."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(
        label=lazy(_consent_label, SafeString)(),
        error_messages={"required": _("Please agree before you sign up.")},
    )
    field_order = ["email", "password1", "handle", "consent"]

    def clean_handle(self) -> str:
        return clean_handle(self.cleaned_data["handle"])

    def try_save(self, request: HttpRequest):
        """Member, e-mail and consent in one transaction; two sign-ups at the same moment make one member."""
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
                if user:
                    actions.record_consent(user=user, documents=DOCUMENTS)
        except IntegrityError:
            return None, HttpResponseRedirect(reverse("account_login"))
        return user, response


class ProfileForm(forms.Form):
    profile_fields = ("name", "handle", "bio", "city", "shows_saved", "shows_liked")

    avatar = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)
    name = forms.CharField(label=_("Name"), max_length=40)
    handle = forms.CharField(
        label=_("Handle"),
        max_length=30,
        help_text=_("Links to your old handle stop working when you change it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    bio = forms.CharField(
        label=_("About you"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    city = forms.CharField(label=_("City"), max_length=60, required=False)
    shows_saved = forms.BooleanField(
        label=_("Others see what I saved outside of boards"),
        required=False,
        help_text=_("Each board has its own switch."),
    )
    shows_liked = forms.BooleanField(label=_("Others see what I liked"), required=False)

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, initial={name: getattr(user, name) for name in self.profile_fields}, **kwargs)

    def clean_handle(self) -> str:
        return clean_handle(self.cleaned_data["handle"], own=self.user.handle)

    def clean_avatar(self) -> ContentFile | None:
        file = self.cleaned_data["avatar"]
        if not file:
            return None
        if file.size > AVATAR_MAX_BYTES:
            limit = filesizeformat(AVATAR_MAX_BYTES)
            raise ValidationError(gettext("The picture is too large: at most %(limit)s.") % {"limit": limit})
        try:
            return ContentFile(square(file, AVATAR_SIDE), name="avatar.webp")
        except UnreadableImage as error:
            raise ValidationError(str(error)) from error


class AddressForm(forms.ModelForm):
    class Meta:
        model = Address
        fields = ["recipient", "phone", "region", "street", "is_default"]
        widgets = {
            "recipient": forms.TextInput(attrs={"autocomplete": "name", "maxlength": 60}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "maxlength": 24}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address", "maxlength": 200}),
        }

    recipient = forms.CharField(label=_("Recipient"), max_length=60, widget=Meta.widgets["recipient"])
    street = forms.CharField(label=_("Street address"), max_length=200, widget=Meta.widgets["street"])

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s\-().]", "", self.cleaned_data["phone"])
        if not PHONE.fullmatch(phone):
            raise ValidationError(gettext("Enter a phone number, for example 138 0013 8000."))
        return phone
