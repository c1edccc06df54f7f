"""Django's PostgreSQL backend that has the embedded server started before the first connection."""
