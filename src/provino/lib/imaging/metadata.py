"""What the camera wrote into a picture, cleaned: time, camera, lens, exposure, rights."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from provino.lib.imaging.exif import Exif, Tags, Value, first_integer

MAX_TEXT_LENGTH = 500

_MAKE, _MODEL, _ARTIST, _COPYRIGHT = 0x010F, 0x0110, 0x013B, 0x8298
_EXPOSURE, _F_NUMBER, _ISO, _FOCAL_LENGTH = 0x829A, 0x829D, 0x8827, 0x920A
_ISO_INDEX, _SERIAL, _LENS = 0x8832, 0xA431, 0xA434
# Date, fraction of a second, offset from UTC: as taken, else as digitised. Never as last saved.
_MOMENTS = ((0x9003, 0x9291, 0x9011), (0x9004, 0x9292, 0x9012))
_ANY_OFFSET = 0x9010
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4

_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)$")
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything None or empty when the file does not say it, or says nonsense.

    `captured_at` is the camera's wall clock, naive; `utc_offset_minutes` its zone when known.
    Exposure in seconds, focal length in millimetres, position in degrees (north and east positive).
    """

    captured_at: datetime | None = None
    utc_offset_minutes: int | None = None
    camera_make: str = ""
    camera_model: str = ""
    camera_serial: str = ""
    lens: str = ""
    exposure_seconds: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    artist: str = ""
    copyright: str = ""
    latitude: float | None = None
    longitude: float | None = None


def read_metadata(exif: Exif, *, keep_location: bool = False) -> Metadata:
    """Return the cleaned metadata; the position only when `keep_location` asks for it."""
    captured_at, offset = _captured(exif.photo)
    latitude, longitude = _position(exif.gps) if keep_location else (None, None)
    return Metadata(
        captured_at=captured_at,
        utc_offset_minutes=offset,
        camera_make=_text(exif.main.get(_MAKE)),
        camera_model=_text(exif.main.get(_MODEL)),
        camera_serial=_text(exif.photo.get(_SERIAL)),
        lens=_text(exif.photo.get(_LENS)),
        exposure_seconds=_number(exif.photo.get(_EXPOSURE), largest=86_400),
        f_number=_number(exif.photo.get(_F_NUMBER), largest=1000),
        iso=_iso(exif.photo),
        focal_length=_number(exif.photo.get(_FOCAL_LENGTH), largest=100_000),
        artist=_text(exif.main.get(_ARTIST)),
        copyright=_text(exif.main.get(_COPYRIGHT)),
        latitude=latitude,
        longitude=longitude,
    )


def _text(value: Value | None) -> str:
    """Return one clean line: no control or formatting characters, at most 500 characters."""
    if not isinstance(value, bytes):
        return ""
    raw = next((part for part in value.split(b"\0") if part.strip()), b"")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    printable = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)
    return " ".join(printable.split())[:MAX_TEXT_LENGTH].strip()


def _number(value: Value | None, *, largest: float) -> float | None:
    if not value or isinstance(value, bytes):
        return None
    number = float(value[0])
    return number if math.isfinite(number) and 0 < number <= largest else None


def _iso(photo: Tags) -> int | None:
    # 65535 means: too high for this tag, see the recommended exposure index.
    for tag in (_ISO, _ISO_INDEX):
        value = first_integer(photo.get(tag))
        if value is not None and 0 < value < 10_000_000 and value != 0xFFFF:
            return value
    return None


def _captured(photo: Tags) -> tuple[datetime | None, int | None]:
    for date_tag, fraction_tag, offset_tag in _MOMENTS:
        moment = _date(_text(photo.get(date_tag)))
        if moment:
            offset = _offset(_text(photo.get(offset_tag))) if offset_tag in photo else None
            if offset is None:
                offset = _offset(_text(photo.get(_ANY_OFFSET)))
            return moment.replace(microsecond=_microseconds(_text(photo.get(fraction_tag)))), offset
    return None, None


def _date(text: str) -> datetime | None:
    match = _DATE.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a camera's clock has no zone
    except ValueError:
        return None
    # A clock ahead by more than any zone is no clock: such a picture would sort last for ever.
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=2)
    return moment if year >= _FIRST_YEAR and moment <= latest else None


def _microseconds(text: str) -> int:
    digits = text if text.isascii() and text.isdigit() else ""
    return int(digits[:6].ljust(6, "0"))


def _offset(text: str) -> int | None:
    match = _OFFSET.match(text)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    if minutes > 15 * 60:
        return None
    return -minutes if match[1] == "-" else minutes


def _position(gps: Tags) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(_LATITUDE), gps.get(_LATITUDE_REF), largest=90)
    longitude = _degrees(gps.get(_LONGITUDE), gps.get(_LONGITUDE_REF), largest=180)
    return (None, None) if latitude is None or longitude is None else (latitude, longitude)


def _degrees(value: Value | None, reference: Value | None, *, largest: int) -> float | None:
    if not value or isinstance(value, bytes) or len(value) != 3 or not isinstance(reference, bytes):
        return None
    degrees = value[0] + value[1] / 60 + value[2] / 3600
    if not reference[:1].isalpha() or not math.isfinite(degrees) or not 0 <= degrees <= largest:
        return None
    return round(-degrees if reference[:1].upper() in {b"S", b"W"} else degrees, 7)
