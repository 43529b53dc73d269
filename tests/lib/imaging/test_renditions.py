"""From a file to its renditions: pixels, colours, orientation, what is refused, what is left out."""

import base64
from pathlib import Path
from typing import Any

import pytest
import pyvips

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.recipes import GRID, VIEW
from provino.lib.imaging.renditions import make_renditions
from provino.lib.imaging.results import Limits, Rendered
from tests import photos
from tests.photos import BLUE, GREEN, RED, YELLOW

UPRIGHT = [RED, GREEN, BLUE, YELLOW]


def render(tmp_path: Path, data: bytes, **options: Any) -> Rendered:
    source = tmp_path / "source.bin"
    source.write_bytes(data)
    return make_renditions(source, tmp_path, **{"limits": Limits(), **options})


def opened(rendered: Rendered, name: str = "view") -> pyvips.Image:
    output = next(output for output in rendered.outputs if output.recipe == name)
    load = pyvips.Image.jpegload if output.media_type == "image/jpeg" else pyvips.Image.webpload
    return load(str(output.path)).copy_memory()


def assert_close(found: list[tuple[int, int, int]], wanted: list[tuple[int, int, int]], tolerance: int = 8) -> None:
    pairs = [(a, b) for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)]
    assert all(abs(a - b) <= tolerance for a, b in pairs), f"{found} is not {wanted}"


def test_all_renditions_are_made_as_the_recipes_say(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(3000, 2000))
    assert (rendered.format, rendered.width, rendered.height) == ("jpeg", 3000, 2000)
    found = {(o.recipe, o.width, o.height, o.media_type) for o in rendered.outputs}
    assert found == {
        ("view", 2048, 1365, "image/jpeg"),
        ("grid2", 960, 640, "image/webp"),
        ("grid", 480, 320, "image/webp"),
    }
    for output in rendered.outputs:
        image = opened(rendered, output.recipe)
        assert (image.width, image.height, image.bands) == (output.width, output.height, 3)
        assert output.size == output.path.stat().st_size
        assert output.fingerprint in output.path.name
        assert_close(photos.corners(image), UPRIGHT)


def test_small_pictures_are_not_enlarged(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(100, 60))
    assert {(o.width, o.height) for o in rendered.outputs} == {(100, 60)}


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (2, 3)])
def test_odd_shapes_are_rendered(tmp_path: Path, size: tuple[int, int]) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(*size))
    assert (rendered.width, rendered.height) == size
    assert len(rendered.outputs) == 3


def stored(orientation: int) -> pyvips.Image:
    """The picture as a camera stores it with this orientation, so that it shows upright."""
    image = photos.picture(600, 400)
    turned = {1: image, 2: image.fliphor(), 3: image.rot180(), 4: image.flipver()}
    turned |= {5: image.rot90().fliphor(), 6: image.rot270(), 7: image.rot90().flipver(), 8: image.rot90()}
    return turned[orientation]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(tmp_path: Path, orientation: int) -> None:
    data = photos.jpeg_bytes(image=stored(orientation), exif=photos.exif_block(orientation=orientation))
    rendered = render(tmp_path, data)
    assert (rendered.width, rendered.height) == (600, 400)
    for name in ("view", "grid"):
        assert_close(photos.corners(opened(rendered, name)), UPRIGHT)


def test_invalid_orientation_is_upright(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(exif=photos.exif_block(orientation=99)))
    assert_close(photos.corners(opened(rendered)), UPRIGHT)


@pytest.mark.parametrize(
    ("save", "options"),
    [
        ("pngsave_buffer", {}),
        ("pngsave_buffer", {"interlace": True}),
        ("tiffsave_buffer", {"compression": "lzw"}),
        ("tiffsave_buffer", {"tile": True}),
        ("webpsave_buffer", {"Q": 95}),
        ("heifsave_buffer", {"compression": "av1", "effort": 0, "Q": 90}),
        ("jpegsave_buffer", {"Q": 95, "interlace": True}),
    ],
)
def test_every_format_is_decoded(tmp_path: Path, save: str, options: dict[str, Any]) -> None:
    rendered = render(tmp_path, bytes(getattr(photos.picture(), save)(**options)))
    assert_close(photos.corners(opened(rendered)), UPRIGHT, tolerance=12)


@pytest.mark.parametrize("save", ["pngsave_buffer", "tiffsave_buffer"])
def test_sixteen_bits_become_eight(tmp_path: Path, save: str) -> None:
    image = (photos.picture().cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    rendered = render(tmp_path, bytes(getattr(image, save)()))
    assert_close(photos.corners(opened(rendered)), UPRIGHT)


@pytest.mark.parametrize("depth", ["uchar", "ushort"])
def test_alpha_is_laid_on_white(tmp_path: Path, depth: str) -> None:
    white = 255 if depth == "uchar" else 65535
    image = photos.picture() if depth == "uchar" else (photos.picture().cast("ushort") * 257).cast("ushort")
    image = image.copy(interpretation="srgb" if depth == "uchar" else "rgb16")
    # Left half clear, right half opaque.
    alpha = (pyvips.Image.black(600, 400) + 0).insert(pyvips.Image.black(300, 400) + white, 300, 0).cast(depth)
    rendered = render(tmp_path, bytes(image.bandjoin(alpha).pngsave_buffer()))
    assert_close(photos.corners(opened(rendered)), [(255, 255, 255), GREEN, (255, 255, 255), YELLOW])


def test_grey_with_alpha_is_laid_on_white(tmp_path: Path) -> None:
    grey = (pyvips.Image.black(60, 40) + 90).cast("uchar").copy(interpretation="b-w")
    rendered = render(tmp_path, bytes(grey.bandjoin((pyvips.Image.black(60, 40) + 51).cast("uchar")).pngsave_buffer()))
    assert_close([photos.corners(opened(rendered))[0]], [(222, 222, 222)])


@pytest.mark.parametrize("profile", ["p3", "srgb"])
def test_profiles_are_converted_to_srgb(tmp_path: Path, profile: str) -> None:
    image = photos.picture().icc_transform(profile, input_profile="srgb", depth=8)
    rendered = render(tmp_path, photos.jpeg_bytes(image=image, profile=profile, Q=95))
    # Blue and red of sRGB lie inside Display P3: the way there and back loses only rounding.
    assert_close(photos.corners(opened(rendered)), UPRIGHT, tolerance=12)


def test_display_p3_is_not_taken_for_srgb(tmp_path: Path) -> None:
    data = photos.jpeg_bytes(profile="p3")
    red, *_ = photos.corners(opened(render(tmp_path, data)))
    # The same numbers mean a stronger red in Display P3.
    assert red[0] > RED[0] + 10


@pytest.mark.parametrize("profile", ["cmyk", "none"])
def test_cmyk_is_converted(tmp_path: Path, profile: str) -> None:
    image = photos.picture().icc_transform("cmyk", input_profile="srgb", depth=8)
    keep = "icc" if profile == "cmyk" else "none"
    rendered = render(tmp_path, photos.jpeg_bytes(image=image, Q=95, keep=keep))
    view = opened(rendered)
    assert view.bands == 3
    # Print cannot show that green and blue; red and yellow come back.
    red, green, blue, yellow = photos.corners(view)
    assert_close([red, yellow], [RED, YELLOW], tolerance=35)
    assert max(green) == green[1]
    assert max(blue) == blue[2]


def test_garbage_profile_counts_as_srgb(tmp_path: Path) -> None:
    profile = b"ICC_PROFILE\0\x01\x01" + b"garbage" * 40
    data = photos.jpeg_bytes()
    data = data[:2] + b"\xff\xe2" + (len(profile) + 2).to_bytes(2, "big") + profile + data[2:]
    assert_close(photos.corners(opened(render(tmp_path, data))), UPRIGHT)


def test_grey_becomes_three_equal_bands(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(image=photos.picture().colourspace("b-w")))
    view = opened(rendered)
    assert view.bands == 3
    assert all(max(colour) - min(colour) <= 2 for colour in photos.corners(view))


def test_renditions_carry_no_metadata(tmp_path: Path) -> None:
    exif = photos.exif_block(serial="SECRET-SERIAL", artist="SECRET-OWNER", make="SECRET", position=(52.2297, 21.0122))
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>"
    data = photos.jpeg_bytes(exif=exif, profile="srgb")
    data = data[:2] + b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp + data[2:]
    rendered = render(tmp_path, data)
    assert rendered.metadata.camera_serial == "SECRET-SERIAL"
    for output in rendered.outputs:
        written = output.path.read_bytes()
        assert not [mark for mark in (b"SECRET", b"Exif", b"EXIF", b"xap", b"XMP", b"8BIM", b"GPS") if mark in written]
        assert metadata_parts(written) == set()


def metadata_parts(data: bytes) -> set[bytes]:
    """The names of everything in a JPEG or WebP that is neither pixels nor how to read them."""
    if data[:4] == b"RIFF":
        at, found = 12, set()
        while at < len(data):
            size = int.from_bytes(data[at + 4 : at + 8], "little")
            found.add(data[at : at + 4])
            at += 8 + size + size % 2
        return found - {b"VP8 "}
    at, found = 2, set()
    while data[at + 1] != 0xDA:
        if data[at + 1] >= 0xE1:
            found.add(data[at : at + 2])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


def test_raw_shows_its_preview_upright(tmp_path: Path) -> None:
    data = photos.raw_bytes(width=1200, height=800, orientation=6, captured="2025:06:14 13:02:11")
    rendered = render(tmp_path, data)
    assert (rendered.format, rendered.width, rendered.height) == ("cr2", 800, 1200)
    # Stored upright, so turning by 90 degrees brings blue to the top left.
    assert_close(photos.corners(opened(rendered)), [BLUE, RED, YELLOW, GREEN])
    assert rendered.metadata.camera_make == "Canon"
    assert str(rendered.metadata.captured_at) == "2025-06-14 13:02:11"


def test_raw_without_preview_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, photos.raw_bytes(width=8, height=8)) is Reason.NO_PREVIEW


def refused(tmp_path: Path, data: bytes, **options: Any) -> Reason:
    with pytest.raises(ImageRefused) as caught:
        render(tmp_path, data, **options)
    assert [path.name for path in tmp_path.iterdir()] == ["source.bin"]
    return caught.value.code


def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path) -> None:
    assert refused(tmp_path, photos.png_bomb_bytes()) is Reason.TOO_MANY_PIXELS
    assert refused(tmp_path, photos.jpeg_bytes(), limits=Limits(max_pixels=239_999)) is Reason.TOO_MANY_PIXELS
    render(tmp_path, photos.jpeg_bytes(), limits=Limits(max_pixels=240_000))


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, photos.jpeg_bytes(), limits=Limits(max_bytes=1000)) is Reason.TOO_LARGE


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_jpeg_cut_short_is_damaged(tmp_path: Path, share: float) -> None:
    data = photos.jpeg_bytes()
    assert refused(tmp_path, data[: int(len(data) * share)]) is Reason.DAMAGED


def test_jpeg_without_its_last_bytes_is_shown(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes()[:-60])
    assert_close(photos.corners(opened(rendered))[:2], [RED, GREEN])


@pytest.mark.parametrize("save", ["pngsave_buffer", "tiffsave_buffer", "webpsave_buffer", "heifsave_buffer"])
def test_other_formats_cut_short_are_damaged(tmp_path: Path, save: str) -> None:
    options = {"compression": "av1", "effort": 0} if save == "heifsave_buffer" else {}
    data = bytes(getattr(photos.picture(), save)(**options))
    assert refused(tmp_path, data[: len(data) // 2]) is Reason.DAMAGED


def test_progressive_jpeg_cut_short_is_damaged(tmp_path: Path) -> None:
    data = photos.jpeg_bytes(interlace=True)
    assert refused(tmp_path, data[: int(len(data) * 0.97)]) is Reason.DAMAGED


def test_missing_source_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make_renditions(tmp_path / "nothing", tmp_path, limits=Limits())


def test_only_the_recipes_asked_for_are_made(tmp_path: Path) -> None:
    rendered = render(tmp_path, photos.jpeg_bytes(), recipes=[GRID])
    assert [output.recipe for output in rendered.outputs] == ["grid"]
    assert VIEW.fingerprint not in {path.name for path in tmp_path.iterdir()}


def test_placeholder_is_nine_colours_in_nineteen_characters(tmp_path: Path) -> None:
    placeholder = render(tmp_path, photos.jpeg_bytes()).placeholder
    assert len(placeholder) == 19
    packed = base64.urlsafe_b64decode(placeholder + "=")
    assert len(packed) == 14
    nibbles = [int(digit, 16) * 17 for digit in packed.hex()[:27]]
    cells = [tuple(nibbles[at : at + 3]) for at in range(0, 27, 3)]
    top_left, top_right, bottom_left, middle = cells[0], cells[2], cells[6], cells[4]
    assert top_left[0] > top_left[1] + 30
    assert top_right[1] > top_right[0] + 30
    assert bottom_left[2] > bottom_left[0] + 30
    assert max(middle) - min(middle) <= 17


def test_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [output.path.read_bytes() for output in render(tmp_path, photos.jpeg_bytes(800, 600)).outputs]
    second = [output.path.read_bytes() for output in render(tmp_path, photos.jpeg_bytes(800, 600)).outputs]
    assert first == second
