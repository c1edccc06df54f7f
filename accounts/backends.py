"""How the member of a session is read: on every page, so by one statement that is written once."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from .models import User


@cache
def _statement() -> tuple[str, list[str]]:
    fields = User._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table, key = quote(User._meta.db_table), quote(User._meta.pk.column)
    return f"SELECT {columns} FROM {table} WHERE {key} = %s", [field.attname for field in fields]


class MemberBackend(AuthenticationBackend):
    """allauth's sign-in; a session's member comes without building a query each time."""

    def get_user(self, user_id) -> User | None:
        """The active member with this id, or None."""
        statement, names = _statement()
        with connection.cursor() as cursor:
            cursor.execute(statement, [user_id])
            row = cursor.fetchone()
        user = User.from_db(connection.alias, names, row) if row else None
        return user if user and self.user_can_authenticate(user) else None
