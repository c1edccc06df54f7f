"""What must be true before the services start; each failure is one sentence for whoever starts them."""

import socket
from typing import Any

import psycopg2
from redis import Redis
from redis.exceptions import RedisError

POSTGRES_MIN = 140000  # as `server_version` counts: 14.0


class NotReady(Exception):
    """Something outside this project is not as it must be; the message is one sentence."""


def check_database(params: dict[str, Any]) -> None:
    """Connect with Django's connection parameters and look at the server's version."""
    try:
        connection = psycopg2.connect(
            **{
                name: value
                for name, value in params.items()
                if name not in ("cursor_factory", "connect_timeout")
            },
            connect_timeout=5,
        )
    except (psycopg2.Error, TypeError, ValueError) as error:
        reason = str(error).strip().split("\n")[0]
        raise NotReady(f"The database of DATABASE_URL cannot be reached: {reason}") from error
    version = connection.server_version
    connection.close()
    if version < POSTGRES_MIN:
        found = f"{version // 10000}.{version % 10000}"
        raise NotReady(f"PostgreSQL 14 or newer is needed; the server of DATABASE_URL is {found}.")


def check_redis(url: str) -> None:
    try:
        with Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as server:
            server.ping()
    except (RedisError, OSError, ValueError) as error:
        raise NotReady(f"The Redis server of REDIS_URL cannot be reached: {error}") from error


def check_port(host: str, port: int) -> None:
    """Can we listen there?"""
    if not 0 < port < 65536:
        raise NotReady(
            f"Port {port} of {host} cannot be used: ports are 1 to 65535; choose another with PORT=…"
        )
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotReady(
            f"Port {port} of {host} cannot be used: {reason}; choose another with PORT=…"
        ) from error
