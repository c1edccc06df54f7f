from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """Name what packages leave nameless and the admin shows."""
        factors, devices = (
            apps.get_model("mfa.Authenticator")._meta,
            apps.get_model("usersessions.UserSession")._meta,
        )
        factors.verbose_name, factors.verbose_name_plural = _("second factor"), _("second factors")
        devices.verbose_name, devices.verbose_name_plural = _("signed-in device"), _("signed-in devices")
        apps.get_app_config("axes").verbose_name = _("Failed sign-ins")
