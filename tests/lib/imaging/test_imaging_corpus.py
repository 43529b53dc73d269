"""Every file of the corpus goes through the decoding child."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import pyvips

from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.results import Job, Rendered

pytestmark = pytest.mark.corpus

CORPUS = Path(os.environ["PROVINO_CORPUS"])

REFUSED = {
    "animated.gif": Reason.UNSUPPORTED_FORMAT,
    "bomb-16383x10000.webp": Reason.TOO_MANY_PIXELS,
    "bomb-20000x20000-g4.tif": Reason.TOO_MANY_PIXELS,
    "bomb-20000x20000.gif": Reason.UNSUPPORTED_FORMAT,
    "bomb-30000x30000-1bit.png": Reason.TOO_MANY_PIXELS,
    "bomb-65500x65500.jpg": Reason.TOO_MANY_PIXELS,
    "bomb-claims-2e9.png": Reason.DAMAGED,
    "corrupted.jpg": Reason.DAMAGED,
    "exe.jpg": Reason.NOT_AN_IMAGE,
    "fuzz-0.jpg": Reason.UNSUPPORTED_FORMAT,
    "fuzz-1.jpg": Reason.UNSUPPORTED_FORMAT,
    "fuzz-2.jpg": Reason.NOT_AN_IMAGE,
    "pdf-inside.jpg": Reason.NOT_AN_IMAGE,
    "polyglot-gifar.gif": Reason.UNSUPPORTED_FORMAT,
    "script.svg": Reason.UNSUPPORTED_FORMAT,
    "svg-named.jpg": Reason.UNSUPPORTED_FORMAT,
    "text.jpg": Reason.NOT_AN_IMAGE,
    "truncated-half.jpg": Reason.DAMAGED,
    "truncated-header.jpg": Reason.DAMAGED,
    "truncated.gif": Reason.UNSUPPORTED_FORMAT,
    "truncated_image.png": Reason.DAMAGED,
    "xxe.svg": Reason.UNSUPPORTED_FORMAT,
    "zero.jpg": Reason.EMPTY,
    "zip.jpg": Reason.NOT_AN_IMAGE,
}


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as decoder:
        yield decoder


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (CORPUS / folder).rglob("*") if path.is_file())


def name(path: Path) -> str:
    return str(path.relative_to(CORPUS))


def view(rendered: Rendered) -> pyvips.Image:
    path = next(output.path for output in rendered.outputs if output.recipe == "view")
    return pyvips.Image.jpegload(str(path)).copy_memory()


def difference(one: pyvips.Image, other: pyvips.Image) -> float:
    """The mean difference of two pictures, brought to one size, in steps of 255."""
    small = [image.resize(96 / image.width, vscale=64 / image.height) for image in (one, other)]
    return float((small[0] - small[1]).abs().avg())


@pytest.mark.parametrize("path", files("bad"), ids=name)
def test_bad_file_is_shown_or_refused_with_its_reason(decoder: Decoder, path: Path, tmp_path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(ImageRefused) as caught:
            decoder.render(Job(path, tmp_path), timeout=30)
        assert caught.value.code is REFUSED[path.name]
    else:
        assert len(decoder.render(Job(path, tmp_path), timeout=30).outputs) == 3


def test_bad_files_stay_small_in_memory(tmp_path: Path) -> None:
    with Decoder(max_resident_bytes=10**12) as decoder:
        pids = set()
        peak = 0
        for path in files("bad"):
            try:
                decoder.render(Job(path, tmp_path), timeout=30)
            except ImageRefused:
                continue
            finally:
                pids.add(decoder.pid)
                status = Path(f"/proc/{decoder.pid}/status").read_text()
                peak = max(peak, int(status.split("VmHWM:")[1].split()[0]))
    assert len(pids) == 1
    assert peak < 300_000


MANIFEST = {
    row["file"]: row for row in csv.DictReader((CORPUS / "MANIFEST.tsv").read_text().splitlines(), delimiter="\t")
}
SHOWN = files("cameras", "colour", "geometry", "names", "orientation", "session-wedding", "series-meizu")


@pytest.mark.parametrize("path", SHOWN, ids=name)
def test_photograph_is_shown_in_its_true_size_and_time(decoder: Decoder, path: Path, tmp_path: Path) -> None:
    rendered = decoder.render(Job(path, tmp_path), timeout=60)
    row = MANIFEST[name(path)]
    assert sorted([rendered.width, rendered.height]) == sorted([int(row["width"]), int(row["height"])])
    taken = rendered.metadata.captured_at
    if row["datetimeoriginal"] not in {"", "-"}:
        assert taken is not None
        assert f"{taken:%Y:%m:%d %H:%M:%S}" == row["datetimeoriginal"][:19]


@pytest.mark.parametrize("number", range(2, 9))
def test_orientations_look_the_same(decoder: Decoder, number: int, tmp_path: Path) -> None:
    reference = view(decoder.render(Job(CORPUS / "orientation/Landscape_1.jpg", tmp_path), timeout=60))
    turned = view(decoder.render(Job(CORPUS / f"orientation/Landscape_{number}.jpg", tmp_path), timeout=60))
    assert (turned.width, turned.height) == (1800, 1200)
    assert difference(reference, turned) < 4
    assert difference(reference, reference.rot180()) > 20


@pytest.mark.parametrize(
    ("variant", "allowed"),
    [
        ("blue-periwinkle AdobeRGB.jpg", 2.5),
        ("blue-periwinkle DisplayP3.jpg", 2.5),
        ("blue-periwinkle ProPhoto.jpg", 3.5),
        ("blue-periwinkle CMYK.jpg", 8),
        ("no-profile.jpg", 2.5),
    ],
)
def test_colours_come_out_as_in_srgb(decoder: Decoder, variant: str, allowed: float, tmp_path: Path) -> None:
    srgb = CORPUS / "colour/blue-periwinkle sRGB progressive.jpg"
    reference = view(decoder.render(Job(srgb, tmp_path), timeout=60))
    converted = view(decoder.render(Job(CORPUS / "colour" / variant, tmp_path), timeout=60))
    assert difference(reference, converted) < allowed


def test_grey_has_the_same_lightness(decoder: Decoder, tmp_path: Path) -> None:
    srgb = CORPUS / "colour/blue-periwinkle sRGB progressive.jpg"
    reference = view(decoder.render(Job(srgb, tmp_path), timeout=60)).colourspace("b-w")
    grey = view(decoder.render(Job(CORPUS / "colour/blue-periwinkle grey.jpg", tmp_path), timeout=60))
    assert difference(reference, grey.colourspace("b-w")) < 8


@pytest.mark.parametrize("variant", ["tea-gardens.avif", "tea-gardens.webp"])
def test_formats_look_like_the_jpeg(decoder: Decoder, variant: str, tmp_path: Path) -> None:
    jpeg = CORPUS / "session-wedding/second shooter/DSC04021.jpg"
    reference = view(decoder.render(Job(jpeg, tmp_path), timeout=60))
    other = view(decoder.render(Job(CORPUS / "colour" / variant, tmp_path), timeout=60))
    # The WebP had its profile assigned, not converted: stronger colours are right there.
    assert difference(reference, other) < (4 if variant.endswith("avif") else 14)


def test_sixteen_bit_tiff_looks_like_the_eight_bit_one(decoder: Decoder, tmp_path: Path) -> None:
    eight = view(decoder.render(Job(CORPUS / "colour/colosseum 8bit LZW.tif", tmp_path), timeout=60))
    sixteen = view(decoder.render(Job(CORPUS / "colour/colosseum 16bit.tif", tmp_path), timeout=60))
    assert difference(eight, sixteen) < 4


@pytest.mark.parametrize("number", [5001, 5002])
def test_raw_looks_like_its_jpeg(decoder: Decoder, number: int, tmp_path: Path) -> None:
    jpeg = view(decoder.render(Job(CORPUS / f"raw/IMG_{number}.JPG", tmp_path), timeout=60))
    raw = view(decoder.render(Job(CORPUS / f"raw/IMG_{number}.DNG", tmp_path), timeout=60))
    assert difference(jpeg, raw) < 40
    assert difference(jpeg, raw) < difference(jpeg, raw.rot180())


def test_canon_preview_and_words_are_those_of_its_twin(decoder: Decoder, tmp_path: Path) -> None:
    raw = decoder.render(Job(CORPUS / "raw/Canon-R6-pruned.CR3", tmp_path), timeout=60)
    raw_view = view(raw)
    twin = decoder.render(Job(CORPUS / "raw/Canon-R6-pruned.JPG", tmp_path), timeout=60)
    assert raw.metadata == twin.metadata
    assert difference(raw_view, view(twin)) < 1


@pytest.mark.parametrize("name", ["CanonRaw.cr2", "FujiFilm.raf", "Nikon.nef"])
def test_raw_without_pixels_is_refused(decoder: Decoder, name: str, tmp_path: Path) -> None:
    with pytest.raises(ImageRefused) as caught:
        decoder.render(Job(CORPUS / "raw/metadata-only" / name, tmp_path), timeout=60)
    assert caught.value.code is Reason.NO_PREVIEW


@pytest.mark.parametrize(("name", "model"), [("DNG.dng", "Canon EOS 350D DIGITAL"), ("Panasonic.rw2", "DMC-LX3")])
def test_raw_with_few_pixels_is_shown(decoder: Decoder, name: str, model: str, tmp_path: Path) -> None:
    rendered = decoder.render(Job(CORPUS / "raw/metadata-only" / name, tmp_path), timeout=60)
    assert rendered.metadata.camera_model == model


def test_position_and_owner_are_in_no_rendition(decoder: Decoder, tmp_path: Path) -> None:
    source = CORPUS / "bad/exif-gps-home.jpg"
    rendered = decoder.render(Job(source, tmp_path, keep_location=True), timeout=60)
    assert rendered.metadata.latitude == pytest.approx(52.2297, abs=1e-3)
    assert rendered.metadata.longitude == pytest.approx(21.0122, abs=1e-3)
    for output in rendered.outputs:
        written = output.path.read_bytes()
        assert not [mark for mark in (b"Exif", b"EXIF", b"Private Owner", b"SN123", b"GPS", b"XMP") if mark in written]


def test_heic_is_upright_and_keeps_its_colours(decoder: Decoder, tmp_path: Path) -> None:
    rendered = decoder.render(Job(CORPUS / "colour/IMG_2927.HEIC", tmp_path), timeout=60)
    assert (rendered.width, rendered.height) == (3024, 4032)
    assert rendered.metadata.utc_offset_minutes == -240
    # The red ring of the sign stands in the upper half, its black words below.
    image = view(rendered).resize(0.25)
    reds = (image[0] - image[1]) > 100
    halves = [reds.crop(0, top, image.width, image.height // 2).avg() for top in (0, image.height // 2)]
    assert halves[0] > 10 * halves[1]


def test_two_children_stay_small(tmp_path: Path) -> None:
    source = CORPUS / "session-wedding/IMG_0004.JPG"
    with Decoder() as decoder:
        decoder.render(Job(source, tmp_path), timeout=60)
        assert psutil.Process(decoder.pid).memory_info().rss < 150_000_000
