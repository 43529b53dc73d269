"""One port, four lanes: pictures, uploads, downloads, and Django for every page and API call."""

from django.conf import settings

from provino.api.upload_lane import upload_lane
from provino.config.proxies import settle_client, trusted_networks
from provino.config.wsgi import application as django_application
from provino.config.wsgi_pool import WsgiPool
from provino.galleries.addresses import address_key
from provino.galleries.files import storage
from provino.media.access import AccessTable, load_rows
from provino.media.archives import ZipLane
from provino.media.asgi import Application, Receive, Scope, Send
from provino.media.files import FileLane
from provino.media.journal import Journal
from provino.media.pictures import PictureLane

THREADS = 8
UPLOADS = "/api/v1/uploads/"


class Front:
    """The ASGI application that the web process runs."""

    def __init__(self) -> None:
        key, files, access = address_key(), storage(), AccessTable(load_rows)
        self.journal = Journal(settings.PROVINO_DATA / "journal")
        self._trusted = trusted_networks(settings.PROVINO_TRUSTED_PROXIES)
        self._pictures = PictureLane(key=key, files=files.root, access=access)
        self._files = FileLane(key=key, storage=files, access=access, journal=self.journal)
        self._zips = ZipLane(key=key, storage=files, access=access, journal=self.journal)
        self._pages = WsgiPool(django_application, folder=settings.PROVINO_INCOMING, threads=THREADS)
        self._uploads: Application = upload_lane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._lane(scope)(scope, receive, send)

    def _lane(self, scope: Scope) -> Application:
        path = scope["path"]
        if path.startswith("/media/"):
            return self._pictures
        if path.startswith("/files/"):
            return self._files
        if path.startswith("/zip/"):
            return self._zips
        settle_client(scope, trusted=self._trusted)
        if scope["method"] == "PATCH" and path.startswith(UPLOADS):
            return self._uploads
        return self._pages

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                settings.PROVINO_INCOMING.mkdir(parents=True, exist_ok=True)
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def close(self) -> None:
        """Write down what was under way and take no more work."""
        self.journal.close()
        self._pages.close()
