"""`provino doctor`: is everything here that Provino needs, and if not, what to do."""

import shutil
import smtplib
import ssl
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import click
import pi_heif
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from provino.cli.output import emit
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.errors import ImageRefused
from provino.lib.imaging.results import Job

SAMPLES = ("jpg", "png", "webp", "tif", "avif")
NETWORK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: is it well, what was seen, and what to do when it is not."""

    name: str
    ok: bool
    text: str
    advice: str = ""


@click.command("doctor")
def doctor() -> int:
    """Check settings, data folder, database, storage, mail, image formats and free disk."""
    found = [finding for check in CHECKS for finding in check()]
    findings = [replace(finding, advice="") if finding.ok else finding for finding in found]
    lines = [f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name}: {finding.text}" for finding in findings]
    lines += ["", *(f"{finding.name}: {finding.advice}" for finding in findings if finding.advice)]
    emit([asdict(finding) for finding in findings], "\n".join(lines).rstrip())
    return 0 if all(finding.ok for finding in findings) else 1


def _data_folder() -> Iterator[Finding]:
    folder: Path = settings.PROVINO_DATA
    advice = "Make the folder of PROVINO_DATA writable for the user that runs Provino."
    for name, place in (
        ("data folder", folder),
        ("files", settings.PROVINO_FILES),
        ("incoming", settings.PROVINO_INCOMING),
    ):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=place) as file:
                file.write(b"x")
                file.flush()
        except OSError as error:
            yield Finding(name, ok=False, text=f"{place} cannot be written: {error.strerror}", advice=advice)
        else:
            yield Finding(name, ok=True, text=str(place))


def _same_file_system() -> Iterator[Finding]:
    try:
        same = settings.PROVINO_FILES.stat().st_dev == settings.PROVINO_INCOMING.stat().st_dev
    except OSError:
        return  # said by the check before
    text = "files and incoming are on one file system" if same else "files and incoming are on two file systems"
    yield Finding("storage", ok=same, text=text, advice="Mount the whole data folder, not parts of it.")


def _secret_key() -> Iterator[Finding]:
    path = settings.PROVINO_DATA / "secret_key"
    if not path.exists():
        yield Finding("secret key", ok=True, text="from the environment")
        return
    private = path.stat().st_mode & 0o077 == 0
    text = "readable by its owner alone" if private else f"{path} can be read by others"
    yield Finding("secret key", ok=private, text=text, advice=f"chmod 600 {path}")


def _free_disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.PROVINO_DATA).free // 2**20
    enough = free >= settings.PROVINO_MIN_FREE_MB
    advice = f"Uploads are refused below {settings.PROVINO_MIN_FREE_MB} MB (PROVINO_MIN_FREE_MB): make room."
    yield Finding("free disk", ok=enough, text=f"{free:,} MB free", advice=advice)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        cache_table = settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()
    except DatabaseError as error:
        advice = "Check DATABASE_URL and that the database server runs."
        yield Finding("database", ok=False, text=f"{connection.vendor} does not answer: {error}", advice=advice)
        return
    if waiting or not cache_table:
        advice = "Start `provino serve` once: it brings the database up to date."
        yield Finding("database", ok=False, text=f"{len(waiting)} migrations are waiting", advice=advice)
        return
    if connection.vendor == "postgresql" and not _knows_letters():
        advice = (
            "Make the database anew with a UTF-8 locale, such as C.UTF-8: searching must know that ł and Ł are one."
        )
        yield Finding("database", ok=False, text="its locale knows English letters only", advice=advice)
        return
    yield Finding("database", ok=True, text=f"{connection.vendor}, up to date")


def _knows_letters() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('łąż') = 'ŁĄŻ'")
        return bool(cursor.fetchone()[0])


def _public_address() -> Iterator[Finding]:
    ok = settings.PROVINO_DEMO or not settings.PROVINO_PUBLIC_IS_LOOPBACK
    text = settings.PROVINO_PUBLIC_URL if ok else f"{settings.PROVINO_PUBLIC_URL} is reachable from this machine only"
    advice = "Set PROVINO_PUBLIC_URL to the address clients use. No mail is sent until then."
    yield Finding("public address", ok=ok, text=text, advice=advice)


def _mail() -> Iterator[Finding]:
    if settings.PROVINO_DEMO:
        yield Finding("mail", ok=True, text="demo: nothing leaves, see /dev/mail")
    elif not settings.EMAIL_HOST:
        advice = "Set PROVINO_SMTP_HOST, PROVINO_SMTP_USER and PROVINO_SMTP_PASSWORD."
        yield Finding("mail", ok=False, text="no mail server is set", advice=advice)
    else:
        yield _smtp()


def _smtp() -> Finding:
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=NETWORK_SECONDS) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        advice = "Check PROVINO_SMTP_HOST, _PORT, _SECURITY, _USER and _PASSWORD."
        return Finding("mail", ok=False, text=f"{place} does not take mail: {error}", advice=advice)
    return Finding("mail", ok=True, text=f"{place} takes mail")


def _image_formats() -> Iterator[Finding]:
    advice = "Install Provino again: its image libraries are incomplete on this machine."
    with Decoder() as decoder, tempfile.TemporaryDirectory() as folder:
        for ending in SAMPLES:
            problem = _decode(decoder, ending, Path(folder))
            yield Finding(f"image format {ending}", ok=not problem, text=problem or "decodes", advice=advice)
    heic = bool(pi_heif.libheif_info()["decoders"])
    yield Finding("image format heic", ok=heic, text="decodes" if heic else "no HEVC decoder", advice=advice)


def _decode(decoder: Decoder, ending: str, folder: Path) -> str:
    with as_file(files("provino.cli") / "samples" / f"sample.{ending}") as sample:
        try:
            decoder.render(Job(source=sample, out_dir=folder), timeout=NETWORK_SECONDS)
        except ImageRefused as error:
            return f"{error.code}"
        except OSError as error:
            return str(error)
    return ""


def _clock() -> Iterator[Finding]:
    """A clock that is wrong makes signed addresses and tokens wrong; the newest file we wrote is a witness."""
    now = datetime.now(UTC)
    newest = max((path.stat().st_mtime for path in settings.PROVINO_DATA.iterdir()), default=0.0)
    ok = now.timestamp() + 3600 >= newest and now.year >= 2026
    text = f"{now:%Y-%m-%d %H:%M} UTC" + ("" if ok else ", before the newest file of the data folder")
    yield Finding("clock", ok=ok, text=text, advice="Set the clock, best by NTP.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _data_folder,
    _same_file_system,
    _secret_key,
    _free_disk,
    _database,
    _public_address,
    _mail,
    _image_formats,
    _clock,
)
