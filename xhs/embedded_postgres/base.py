from django.conf import settings
from django.db.backends.postgresql import base

from xhs import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        embedded.attach(embedded.POSTGRES, settings.VAR_DIR, durable=settings.EMBEDDED_DURABLE)
        return super().get_new_connection(conn_params)
