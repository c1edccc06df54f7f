from django.apps import AppConfig


class XhsConfig(AppConfig):
    name = "xhs"
    verbose_name = "Hongjian"

    def ready(self):
        from . import checks  # noqa: F401 - registers itself
