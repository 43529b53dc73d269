"""The web process: `python -m provino.config.web_process --host … --port …`. `provino serve` starts and watches it."""

import argparse
import asyncio
import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
import uvloop
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from provino.lib.processes import freeze_what_is_loaded

GRACE_SECONDS = 5.0  # for answers under way; a download that takes longer goes on by Range
MAX_CONNECTIONS = 8192
# Granian's own complaints go the way of all others: one JSON line, without secrets.
_TO_OUR_LOG = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}


async def serve(front: Any, *, host: str, port: int) -> None:
    """Answer until SIGTERM or SIGINT, then end within `GRACE_SECONDS`."""
    server = Server(
        front,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=1024,
        backpressure=MAX_CONNECTIONS,
        log_level=LogLevels.error,
        log_dictconfig=_TO_OUR_LOG,
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.stop()  # type: ignore[no-untyped-call]
        loop.call_later(GRACE_SECONDS, _leave, front)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    threading.Thread(target=_stop_with_parent, args=(loop, stop), daemon=True).start()
    await server.serve()


def _leave(front: Any) -> None:
    """End now: whoever still reads continues with a Range request."""
    front.close()
    os._exit(0)


def _stop_with_parent(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """The supervisor holds the other end of standard input: its end, however it died, is ours."""
    if os.environ.get("PROVINO_SUPERVISED"):
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(stop)


def main() -> None:
    """Read the address from the command line and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provino.config.settings")
    django.setup()
    front = importlib.import_module("provino.config.front").Front()  # only now: its lanes ask the models
    bool(get_resolver().reverse_dict)  # every view is imported for that
    freeze_what_is_loaded()
    uvloop.run(serve(front, host=options.host, port=options.port))
    os._exit(0)  # a thread in the middle of a query must not hold the end up


if __name__ == "__main__":
    main()
