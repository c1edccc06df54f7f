"""The one place that knows each process's command; `docker-compose.yml` repeats them and a test compares."""

import sys

# The pulse queues carry nothing but signs of life, so that a long backlog does not look like a dead worker.
PULSES = ("pulse", "pulse-media")
MEDIA_QUEUES = "media,pulse-media"
MAIN_QUEUES = "default,recommend,pulse"
ALL_QUEUES = f"{MEDIA_QUEUES},{MAIN_QUEUES}"


def web(*, host: str, port: int, workers: int) -> list[str]:
    """The web server: WSGI, one thread and so one database connection per worker process.

    A worker asked to end while it is still starting does not hear it, and is killed after some seconds.
    """
    return [
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "1", "--http", "1", "--no-ws"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "8"),
        *("--log-level", "warning", "xhs.wsgi:application"),
    ]


def uploads(*, host: str, port: int) -> list[str]:
    """The web server for what people send in: pictures and films on slow lines wait here, each in a thread,
    and hold up no page."""
    command = web(host=host, port=port, workers=1)
    at = command.index("--blocking-threads") + 1
    return [*command[:at], "16", *command[at + 1 :]]


def worker(*, queues: str, concurrency: int) -> list[str]:
    """A Celery worker on these queues, separated by commas."""
    return [
        *("celery", "--app", "xhs", "--quiet", "worker", "--queues", queues),
        *("--concurrency", str(concurrency), "--hostname", f"{queues.split(',')[0]}@%h"),
        *("--loglevel", "warning", "--without-gossip", "--without-mingle"),
    ]


def beat() -> list[str]:
    """The clock that sends periodic tasks; exactly one of it runs."""
    return ["celery", "--app", "xhs", "--quiet", "beat", "--loglevel", "warning", "--pidfile", ""]


def here(command: list[str]) -> list[str]:
    """The same command run by this interpreter's environment, whatever PATH says."""
    return [sys.executable, "-m", *command]
