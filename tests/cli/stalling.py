"""A wire to a server that stops carrying after so many bytes, so that a client can be caught in the middle."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class StallingProxy:
    """`stalled` is set once the bytes are through; `go_on` lets the rest follow."""

    url: str
    server: tuple[str, int]
    after: int
    stalled: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    ends: list[socket.socket] = field(default_factory=list)

    def accept(self, listener: socket.socket) -> None:
        """Join every connection to one of our own to the server, until the listener is closed."""
        while True:
            try:
                client = listener.accept()[0]
            except OSError:
                return
            server = socket.create_connection(self.server)
            self.ends += [client, server]
            threading.Thread(target=self._carry, args=(client, server, self.after), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, None), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        carried = 0
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
                carried += len(piece)
                if limit is not None and carried >= limit and not self.go_on.is_set():
                    self.stalled.set()
                    self.go_on.wait()
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def stalling_proxy(url: str, *, after: int) -> Iterator[StallingProxy]:
    """Stand between a client and the server at `url`; every wire is cut at the end."""
    place = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        proxy = StallingProxy(address, (str(place.hostname), int(place.port or 80)), after)
        threading.Thread(target=proxy.accept, args=(listener,), daemon=True).start()
        try:
            yield proxy
        finally:
            for end in proxy.ends:
                with suppress(OSError):  # gone already
                    end.shutdown(socket.SHUT_RDWR)  # unlike close, it ends a `recv` under way
                end.close()
            proxy.go_on.set()
            listener.shutdown(socket.SHUT_RDWR)
