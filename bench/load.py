"""A small closed-loop HTTP/1.1 load generator for loopback: raw sockets, keep-alive, one thread."""

import itertools
import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BUFFER = 1 << 18


@dataclass(frozen=True)
class Result:
    """`requests_per_s`, latencies in ms, and how many answers were not 200."""

    requests_per_s: float
    p50_ms: float
    p99_ms: float
    bad: int


class _Connection:
    def __init__(self, port: int, requests: Iterator[bytes]):
        self.requests = requests
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.started = 0.0
        self.got = b""
        self.left = -1
        self.ok = False

    def send(self) -> None:
        self.got, self.left, self.started = b"", -1, time.perf_counter()
        self.socket.sendall(next(self.requests))

    def receive(self) -> bool:
        """Read what is there; True when the answer is whole."""
        data = self.socket.recv(BUFFER)
        if not data:
            raise ConnectionError("the server closed the connection")
        if self.left < 0:
            self.got += data
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = self.got[:end].lower()
            self.ok = head.startswith(b"http/1.1 200")
            at = head.index(b"content-length:") + 15
            length = int(head[at : (head + b"\r\n").index(b"\r\n", at)])
            self.left = length - (len(self.got) - end - 4)
        else:
            self.left -= len(data)
        return self.left <= 0


def _request(port: int, path: str, cookie: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: zh-CN"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(
    port: int,
    path: str,
    *,
    cookie: str = "",
    cookies: Iterable[str] = (),
    connections: int = 16,
    seconds: float = 5,
) -> Result:
    """Ask `path` over `connections` keep-alive connections for `seconds`: as one reader, or as an endless row
    of them."""
    requests = (_request(port, path, one) for one in cookies or itertools.repeat(cookie))
    selector = selectors.DefaultSelector()
    everyone = [_Connection(port, requests) for _ in range(connections)]
    for connection in everyone:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send()
    times: list[float] = []
    bad = 0
    started = time.perf_counter()
    until = started + seconds
    while (now := time.perf_counter()) < until or not times:
        for key, _events in selector.select(timeout=max(0.01, until - now)):
            connection = key.data
            if connection.receive():
                times.append(time.perf_counter() - connection.started)
                bad += not connection.ok
                connection.send()
    elapsed = time.perf_counter() - started
    for connection in everyone:
        connection.socket.close()
    times.sort()
    return Result(
        requests_per_s=round(len(times) / elapsed, 1),
        p50_ms=round(times[len(times) // 2] * 1000, 2),
        p99_ms=round(times[min(len(times) - 1, int(len(times) * 0.99))] * 1000, 2),
        bad=bad,
    )
