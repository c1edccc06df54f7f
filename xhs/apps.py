from django.apps import AppConfig


class XhsConfig(AppConfig):
    name = "xhs"
    verbose_name = "Hongjian"
