"""A Redis connection pool that has the embedded Valkey started before the first connection."""

from django.conf import settings
from redis import ConnectionPool

from xhs import embedded


class EmbeddedConnectionPool(ConnectionPool):
    def make_connection(self):
        embedded.attach(embedded.VALKEY, settings.VAR_DIR, durable=settings.EMBEDDED_DURABLE)
        return super().make_connection()
