"""Our choices inside allauth: handles, mail by the worker, the caller's address, encrypted MFA secrets."""

import ipaddress
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from . import handles, mailing
from .encryption import box
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        """Keep the handle somebody chose; `populate_username` finds one for the others."""
        user.chosen_handle = form.cleaned_data.get("handle", "")
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Give a newcomer a handle that says nothing about their e-mail, and a name to begin with."""
        user.handle = user.handle or getattr(user, "chosen_handle", "")
        while not user.handle or User.objects.filter(handle=user.handle).exclude(pk=user.pk).exists():
            user.handle = handles.suggest()
        user.name = user.name or user.handle

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write the message down and let the worker send it: a slow or broken mail server fails nobody."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.SITE_URL.partition("//")[2])
        message = self.render_mail(
            template_prefix,
            email,
            {"request": current.request, "email": email, "current_site": site} | context,
        )
        html = [part.content for part in getattr(message, "alternatives", [])]
        mailing.post(to=email, subject=message.subject, text=message.body, html=html[0] if html else "")

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME} · {subject}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address; of an IPv6 address the /64 network, which is what one household has."""
        return household(super().get_client_ip(request))


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets lie encrypted in the database, with the keys of personal data."""

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_label(self, user: Any) -> str:
        return user.handle


def household(address: str) -> str:
    ip = ipaddress.ip_address(address)
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.IPv6Network((ip, 64), strict=False).network_address)


def client_ip(request: HttpRequest) -> str:
    """The address that sign-in attempts are counted under (django-axes)."""
    return AccountAdapter(request).get_client_ip(request)


def attempted_account(request: HttpRequest, credentials: dict | None) -> str:
    """The account that a sign-in attempt is for (django-axes): the e-mail, in small letters."""
    return str((credentials or {}).get("email") or request.POST.get("login", "")).lower()[:254]
