import socket
import struct
import threading

import pytest

from xhs.preflight import NotReady, check_database, check_port, check_redis


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


@pytest.fixture
def postgres_of_version():
    """A server that speaks just enough of PostgreSQL's protocol to be asked for its version."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(version: str) -> dict:
        def answer():
            while True:
                try:
                    client, _address = server.accept()
                except OSError:
                    return
                with client:
                    while True:
                        size, code = struct.unpack("!II", client.recv(8))
                        client.recv(size - 8)
                        if code == 196608:  # the start-up message; what comes before asks for encryption
                            break
                        client.sendall(b"N")
                    settings = {"server_version": version, "client_encoding": "UTF8", "DateStyle": "ISO"}
                    reply = message(b"R", struct.pack("!I", 0))
                    for name, value in settings.items():
                        reply += message(b"S", f"{name}\0{value}\0".encode())
                    client.sendall(reply + message(b"Z", b"I"))
                    client.recv(100)

        threading.Thread(target=answer, daemon=True).start()
        return {"host": "127.0.0.1", "port": server.getsockname()[1], "user": "x", "dbname": "x"}

    yield serve
    server.close()


def test_a_server_older_than_14_is_named(postgres_of_version):
    with pytest.raises(
        NotReady, match=r"^PostgreSQL 14 or newer is needed; the server of DATABASE_URL is 13\.9\.$"
    ):
        check_database(postgres_of_version("13.9"))


def test_version_14_will_do(postgres_of_version):
    check_database(postgres_of_version("14.0"))


def test_an_unreachable_database_is_one_line():
    with pytest.raises(NotReady) as caught:
        check_database({"host": "127.0.0.1", "port": 1, "dbname": "x", "user": "x"})
    assert "Connection refused" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "redis://no-such-host.invalid/0", "nonsense"])
def test_an_unreachable_redis_is_one_line(url):
    with pytest.raises(NotReady, match="REDIS_URL cannot be reached") as caught:
        check_redis(url)
    assert "\n" not in str(caught.value)


def test_a_port_in_use_is_named_and_a_free_one_is_not():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            NotReady, match=f"Port {port} of 127.0.0.1 cannot be used: Address already in use"
        ):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_a_port_that_does_not_exist_is_refused():
    with pytest.raises(NotReady, match="Port 99999"):
        check_port("127.0.0.1", 99999)
