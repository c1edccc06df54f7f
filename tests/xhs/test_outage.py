import pytest
from django.db import connection
from django.urls import reverse

from tests import make


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["notes:detail", "api:note-detail"])
def test_a_lost_database_connection_is_503_and_the_next_request_works(client, name):
    note = make.note()
    address = reverse(name, args=[note.pk])
    assert client.get(address).status_code == 200
    connection.ensure_connection()
    connection.connection.close()  # as when PostgreSQL was restarted
    lost = client.get(address)
    assert lost.status_code == 503
    assert lost["Retry-After"]
    assert client.get(address).status_code == 200
