from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from core.admin import LargeTableAdmin, ReadOnlyAdmin
from core.errors import DomainError

from . import actions, masking
from .models import Address, Consent, PersonalDataAccess, User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
COUNTERS = ("badge", "follower_count", "following_count", "unread_count", "date_joined", "last_login")


@admin.register(User)
class UserAdmin(LargeTableAdmin):
    """Members. Nobody is deleted here: an account is shut out, which hides all that is theirs."""

    list_display = [
        "handle",
        "name",
        "masked_email",
        "badge",
        "follower_count",
        "is_active",
        "date_joined",
    ]
    list_filter = ["is_active", "is_staff", "badge"]
    search_fields = ["handle__startswith", "name__startswith", "email__exact"]
    search_help_text = gettext_lazy("The beginning of a handle or name, or a whole e-mail address.")
    actions = ["deactivate", "activate"]
    add_fieldsets = [(None, {"fields": ["handle", "name", "email"]})]
    fieldsets = [
        (None, {"fields": ["handle", "name", "masked_email", "email", "bio", "city"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", *RIGHTS]}),
        (gettext_lazy("Numbers"), {"fields": list(COUNTERS)}),
    ]

    @display(description=gettext_lazy("e-mail"), ordering="email")
    def masked_email(self, user: User) -> str:
        return masking.mask_email(user.email)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        hidden = "masked_email" if request.user.is_superuser else "email"
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != hidden]})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None):
        if request.user.is_superuser:
            return ["masked_email", *COUNTERS]
        protected = ["handle", "name", "bio", "city", "is_active"] if obj and obj.is_staff else []
        return ["masked_email", *COUNTERS, *RIGHTS, *protected]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs):
        if obj is None:
            kwargs["fields"] = ["handle", "name", "email"]
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_manytomany(self, db_field, request: HttpRequest | None = None, **kwargs):
        if db_field.name == "user_permissions":  # each is shown with the name of its content type
            kwargs["queryset"] = Permission.objects.select_related("content_type").order_by(
                "content_type", "pk"
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()  # the new member chooses one through "forgot password"
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(
        description=gettext_lazy("Shut out: no sign-in, profile and notes hidden"), permissions=["change"]
    )
    def deactivate(self, request: HttpRequest, queryset) -> None:
        self._set_active(request, queryset, on=False)

    @admin.action(description=gettext_lazy("Let in again"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset) -> None:
        self._set_active(request, queryset, on=True)

    def _set_active(self, request: HttpRequest, queryset, *, on: bool) -> None:
        """Staff accounts are left to superusers, and nobody shuts themselves out."""
        rows = queryset.exclude(pk=request.user.pk)
        if not request.user.is_superuser:
            rows = rows.filter(is_staff=False, is_superuser=False)
        changed = actions.set_active(user_ids=rows.values_list("pk", flat=True), on=on)
        text = ngettext("%(count)d account changed.", "%(count)d accounts changed.", changed)
        self.message_user(request, text % {"count": changed})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        min_length=actions.REASON_MIN_LENGTH,
        help_text=gettext_lazy("Kept with your name and the time; it cannot be changed later."),
        widget=UnfoldAdminTextInputWidget,
    )


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    """Addresses, masked; the plain text is shown once per reason, and every look is on record."""

    PERSONAL = ("recipient", "phone", "street")

    list_display = ["id", "user", "masked_recipient", "masked_phone", "region", "is_default"]
    list_select_related = ["user"]
    search_fields = ["user__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")
    fields = ["user", "masked_recipient", "masked_phone", "region", "masked_street", "is_default", "made_at"]
    readonly_fields = fields
    actions_detail = ["reveal"]

    @display(description=gettext_lazy("recipient"))
    def masked_recipient(self, address: Address) -> str:
        return masking.mask_name(address.recipient)

    @display(description=gettext_lazy("phone"))
    def masked_phone(self, address: Address) -> str:
        return masking.mask_phone(address.phone)

    @display(description=gettext_lazy("street address"))
    def masked_street(self, address: Address) -> str:
        return masking.mask_text(address.street)

    @action(description=gettext_lazy("Show in plain"), url_path="reveal", icon="visibility")
    @sensitive_variables()
    def reveal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not request.user.has_perm("accounts.reveal_personal_data"):
            raise PermissionDenied
        address = self.get_object(request, object_id)
        if address is None:
            raise Http404
        form, plain = ReasonForm(request.POST or None), {}
        if request.method == "POST" and form.is_valid():
            try:
                plain = actions.reveal(
                    actor=request.user,
                    subject=address.user,
                    row=address,
                    fields=self.PERSONAL,
                    reason=form.cleaned_data["reason"],
                )
            except DomainError as error:
                messages.error(request, str(error))
        labels = {name: Address._meta.get_field(name).verbose_name for name in plain}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Personal data in plain"),
            "address": address,
            "form": form,
            "plain": [(labels[name], value) for name, value in plain.items()],
        }
        return render(request, "admin/accounts/address/reveal.html", context)


@admin.register(PersonalDataAccess)
class PersonalDataAccessAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "actor", "subject", "what", "reason"]
    list_select_related = ["actor", "subject"]
    search_fields = ["actor__handle__exact", "subject__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["user", "document", "version", "given_at"]
    list_select_related = ["user"]
    list_filter = ["document", "version"]
    search_fields = ["user__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, LargeTableAdmin):
    ordering = ["name"]
    filter_horizontal: list[str] = []


class RemovableAdmin(ReadOnlyAdmin):
    """Rows that staff may end but not write."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return super(ReadOnlyAdmin, self).has_delete_permission(request, obj)


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ["id", "user", "masked_email", "primary", "verified"]
    list_select_related = ["user"]
    list_filter = ["verified"]
    search_fields = ["email__exact", "user__handle__exact"]
    search_help_text = gettext_lazy("A whole e-mail address or handle.")
    fields = ["user", "masked_email", "primary", "verified"]
    readonly_fields = fields

    @display(description=gettext_lazy("e-mail"))
    def masked_email(self, address: EmailAddress) -> str:
        return masking.mask_email(address.email)


@admin.register(Authenticator)
class AuthenticatorAdmin(RemovableAdmin):
    """Second factors; removed here when somebody has lost theirs. Their secrets are never shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["type"]
    search_fields = ["user__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")
    fields = ["user", "type", "created_at", "last_used_at"]
    readonly_fields = fields


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    list_display = ["member", "address", "signed_in", "last_seen", "browser"]
    list_select_related = ["user"]
    search_fields = ["user__handle__exact"]
    search_help_text = gettext_lazy("A whole handle.")
    fields = ["member", "address", "signed_in", "last_seen", "browser"]
    readonly_fields = fields

    @display(description=gettext_lazy("member"), ordering="user")
    def member(self, session: UserSession) -> User:
        return session.user

    @display(description=gettext_lazy("IP address"))
    def address(self, session: UserSession) -> str:
        return session.ip

    @display(description=gettext_lazy("signed in"), ordering="created_at")
    def signed_in(self, session: UserSession) -> str:
        return date_format(localtime(session.created_at), "DATETIME_FORMAT")

    @display(description=gettext_lazy("last seen"), ordering="last_seen_at")
    def last_seen(self, session: UserSession) -> str:
        return date_format(localtime(session.last_seen_at), "DATETIME_FORMAT")

    @display(description=gettext_lazy("browser"))
    def browser(self, session: UserSession) -> str:
        return Truncator(session.user_agent).chars(80)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(RemovableAdmin):
    """Failed sign-ins; deleting a row lets that account and address try again."""

    list_display = ["attempt_time", "masked_account", "ip_address", "failures_since_start"]
    search_fields = ["username__exact", "ip_address"]
    search_help_text = gettext_lazy("A whole e-mail address or IP address.")
    fields = ["masked_account", "ip_address", "user_agent", "attempt_time", "failures_since_start"]
    readonly_fields = fields

    @display(description=gettext_lazy("account"))
    def masked_account(self, attempt: AccessAttempt) -> str:
        return masking.mask_email(attempt.username or "")
