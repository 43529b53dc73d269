"""Watermarks, drawn as production draws them: by a decoding child."""

import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pyvips

from provino.lib.imaging import watermark
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.letters import LETTERS, missing_letters
from provino.lib.imaging.recipes import GRID, RECIPES, VIEW, Mark, Placement, Recipe, marked_recipes
from provino.lib.imaging.results import Job
from tests.photos import make_photo, picture

TEXT = Mark("centre", opacity=80, size=50, text="© Żółta Łąka")
PLACES: list[Placement] = ["tiled", "centre", "top-left", "top-right", "bottom-left", "bottom-right"]
SHARP = Recipe(name="view", long_edge=2048, format="jpeg", quality=95)


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as decoder:
        yield decoder


def render(decoder: Decoder, source: Path, folder: Path, *recipes: Recipe) -> list[pyvips.Image]:
    folder.mkdir(exist_ok=True)
    rendered = decoder.render(Job(source, folder, recipes), timeout=60)
    return [pyvips.Image.new_from_file(str(output.path)) for output in rendered.outputs]


def differing(decoder: Decoder, source: Path, folder: Path, mark: Mark) -> pyvips.Image:
    """Where the mark changed the picture: one band, 255 and 0."""
    marked, plain = render(decoder, source, folder, replace(SHARP, mark=mark), replace(SHARP, name="plain"))
    return ((marked.cast("short") - plain.cast("short")).abs().bandmean() > 12).cast("uchar")


def box(changed: pyvips.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what changed, in parts of the picture."""
    left, top, width, height = changed.find_trim(threshold=40, background=[0])
    return left / changed.width, top / changed.height, (left + width) / changed.width, (top + height) / changed.height


def flat(path: Path, *, colour: list[int], width: int = 900, height: int = 600) -> Path:
    image = (pyvips.Image.black(width, height) + colour).cast("uchar").copy(interpretation="srgb")
    image.jpegsave(str(path), Q=95)
    return path


@pytest.mark.parametrize("place", PLACES)
def test_mark_stands_where_it_was_put_and_nowhere_else(decoder: Decoder, tmp_path: Path, place: Placement) -> None:
    changed = differing(
        decoder, make_photo(tmp_path / "a.jpg", 900, 600), tmp_path / "out", replace(TEXT, placement=place, size=25)
    )
    left, top, right, bottom = box(changed)
    assert changed.avg() > 0.5
    if place == "tiled":
        assert (left, top, right, bottom) == pytest.approx((0, 0, 1, 1), abs=0.12)
        return
    across, down = (left + right) / 2, (top + bottom) / 2
    assert right - left == pytest.approx(0.25, abs=0.04)
    assert ("left" in place, "right" in place) == (across < 0.3, across > 0.7)
    assert ("top" in place, "bottom" in place) == (down < 0.3, down > 0.7)
    assert min(left, top, 1 - right, 1 - bottom) > 0.005


@pytest.mark.parametrize("paper", [[250, 250, 250], [8, 8, 8], [128, 128, 128]])
def test_words_are_seen_on_light_dark_and_grey(decoder: Decoder, tmp_path: Path, paper: list[int]) -> None:
    marked, plain = render(
        decoder,
        flat(tmp_path / "a.jpg", colour=paper),
        tmp_path / "out",
        replace(SHARP, mark=replace(TEXT, opacity=40)),
        replace(SHARP, name="plain"),
    )
    assert (marked.cast("short") - plain.cast("short")).abs().max() > 40


def test_opacity_says_how_much_of_the_photo_shines_through(decoder: Decoder, tmp_path: Path) -> None:
    source = flat(tmp_path / "a.jpg", colour=[0, 0, 0])
    brightest = [
        render(decoder, source, tmp_path / "out", replace(SHARP, mark=replace(TEXT, opacity=opacity)))[0].max()
        for opacity in (10, 40, 100)
    ]
    assert brightest == [pytest.approx(255 * part, abs=14) for part in (0.1, 0.4, 1)]


def test_png_keeps_its_colours_and_lets_the_photo_through_where_it_is_clear(decoder: Decoder, tmp_path: Path) -> None:
    ring = (
        pyvips.Image.black(300, 300).draw_circle(255, 150, 150, 140, fill=True).draw_circle(0, 150, 150, 70, fill=True)
    )
    colour = [230, 0, 0]
    red = (pyvips.Image.black(300, 300) + colour).bandjoin(ring).cast("uchar").copy(interpretation="srgb")
    red.pngsave(str(tmp_path / "mark.png"))
    mark = Mark("centre", opacity=100, size=50, image=str(tmp_path / "mark.png"))
    [marked] = render(
        decoder, flat(tmp_path / "a.jpg", colour=[120, 120, 120]), tmp_path / "out", replace(SHARP, mark=mark)
    )
    assert marked.getpoint(450, 300) == pytest.approx([120, 120, 120], abs=6)  # the hole
    assert marked.getpoint(450 + 157, 300) == pytest.approx([230, 0, 0], abs=30)  # the ring
    assert marked.getpoint(5, 5) == pytest.approx([120, 120, 120], abs=6)


def test_dark_png_gets_a_light_edge(decoder: Decoder, tmp_path: Path) -> None:
    square = pyvips.Image.black(100, 100).bandjoin([0, 0, 255]).cast("uchar").copy(interpretation="srgb")
    square.pngsave(str(tmp_path / "mark.png"))
    mark = Mark("centre", opacity=100, size=30, image=str(tmp_path / "mark.png"))
    [marked] = render(
        decoder, flat(tmp_path / "a.jpg", colour=[10, 10, 10]), tmp_path / "out", replace(SHARP, mark=mark)
    )
    assert marked.max() > 90


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (7, 5), (1, 400), (3000, 60), (60, 3000)])
@pytest.mark.parametrize("place", ["tiled", "centre", "bottom-right"])
def test_mark_fits_pictures_of_any_shape(
    decoder: Decoder, tmp_path: Path, size: tuple[int, int], place: Placement
) -> None:
    source = make_photo(tmp_path / "a.jpg", *size)
    recipes = [replace(recipe, mark=replace(TEXT, placement=place, size=100)) for recipe in RECIPES]
    marked = render(decoder, source, tmp_path / "out", *recipes)
    plain = render(decoder, source, tmp_path / "plain", *RECIPES)
    assert [(one.width, one.height) for one in marked] == [(one.width, one.height) for one in plain]


def test_mark_is_drawn_on_16_bits_and_on_cmyk(decoder: Decoder, tmp_path: Path) -> None:
    picture(600, 400).colourspace("rgb16").tiffsave(str(tmp_path / "deep.tif"))
    picture(600, 400).colourspace("cmyk").jpegsave(str(tmp_path / "print.jpg"))
    for name in ("deep.tif", "print.jpg"):
        changed = differing(decoder, tmp_path / name, tmp_path / "out", TEXT)
        assert 0 < changed.avg() < 255


def test_same_mark_gives_the_same_bytes_in_another_child(decoder: Decoder, tmp_path: Path) -> None:
    source = make_photo(tmp_path / "a.jpg", 900, 600)
    recipe = replace(VIEW, mark=replace(TEXT, placement="tiled"))
    made = []
    with Decoder() as other:
        for number, child in enumerate((decoder, decoder, other)):
            folder = tmp_path / str(number)
            folder.mkdir()
            made.append(child.render(Job(source, folder, (recipe,)), timeout=60).outputs[0].path.read_bytes())
    assert made[0] == made[1] == made[2]


def test_smaller_renditions_and_placeholder_come_from_the_unmarked_picture(decoder: Decoder, tmp_path: Path) -> None:
    source = make_photo(tmp_path / "a.jpg", 900, 600)
    mark = Mark("tiled", opacity=100, size=30, text="MMMM")
    folders = [tmp_path / "plain", tmp_path / "marked"]
    rendered = []
    for folder, recipes in zip(folders, [(VIEW, GRID), (replace(VIEW, mark=mark), GRID)], strict=True):
        folder.mkdir()
        rendered.append(decoder.render(Job(source, folder, recipes), timeout=60))
    grids = [one.outputs[1].path.read_bytes() for one in rendered]
    assert grids[0] == grids[1]
    assert rendered[0].placeholder == rendered[1].placeholder


def test_words_with_markup_are_only_words(decoder: Decoder, tmp_path: Path) -> None:
    source = flat(tmp_path / "a.jpg", colour=[60, 60, 60])
    for text in ("<b>a & b</b>", "<", "&amp;", "<span size='999999'>x</span>"):
        [marked] = render(decoder, source, tmp_path / "out", replace(SHARP, mark=replace(TEXT, text=text)))
        assert marked.max() > 100


def test_fingerprint_tells_marks_and_series_apart_but_not_where_the_files_lie() -> None:
    marks = [None, TEXT, *(replace(TEXT, **change) for change in ({"opacity": 81}, {"size": 51}, {"text": "b"}))]
    marks += [
        replace(TEXT, placement="tiled"),
        Mark("centre", 80, 50, image="/data/a.png"),
        Mark("centre", 80, 50, image="/data/b.png"),
    ]
    prints = {replace(VIEW, mark=mark).fingerprint for mark in marks} | {replace(VIEW, series=1).fingerprint}
    assert len(prints) == len(marks) + 1
    moved = [
        replace(VIEW, mark=Mark("centre", 80, 50, image=f"{root}/a.png")).fingerprint
        for root in ("/data", "/elsewhere")
    ]
    assert moved[0] == moved[1]


def test_plain_fingerprints_are_those_they_always_were() -> None:
    assert [recipe.fingerprint for recipe in RECIPES] == ["cf0ffc5b0c", "dd7a0617ef", "4dc3467c4f"]


def test_cover_stays_clean_where_the_others_are_marked() -> None:
    def marks(**options: bool) -> dict[str, bool]:
        recipes = marked_recipes(TEXT, series=3, **{"on_grid": False, "is_cover": False, **options})
        return {recipe.name: recipe.mark is not None for recipe in recipes}

    assert marks() == {"view": True, "grid": False, "grid2": False}
    assert marks(on_grid=True) == {"view": True, "grid": True, "grid2": True}
    assert marks(is_cover=True) == {"view": True, "grid": False, "grid2": False, "cover": False}
    both = marks(is_cover=True, on_grid=True)
    assert both == {"view": True, "grid": True, "grid2": True, "cover": False, "cover2": False}
    plain = marked_recipes(None, on_grid=False, series=4, is_cover=True)
    assert {recipe.name: recipe.mark for recipe in plain} == {"view": None, "grid": None, "grid2": None}


def test_job_keeps_its_marks_as_json() -> None:
    job = Job(Path("/a"), Path("/b"), (replace(VIEW, mark=TEXT, series=2), GRID))
    assert Job.from_json(json.loads(json.dumps(job.to_json()))) == job


def font_letters() -> set[str]:
    """What the font's table of characters (format 4) says it has."""
    font = (Path(watermark.__file__).parent / "fonts" / "provino-mark.ttf").read_bytes()
    tables = {font[at : at + 4]: int.from_bytes(font[at + 8 : at + 12], "big") for at in range(12, 12 + 16 * 40, 16)}
    start = tables[b"cmap"]
    places = [
        start + int.from_bytes(font[at + 4 : at + 8], "big")
        for at in range(start + 4, start + 4 + 8 * font[start + 3], 8)
    ]
    at = next(place for place in places if font[place : place + 2] == b"\0\4")
    count = int.from_bytes(font[at + 6 : at + 8], "big")  # twice the number of runs
    last = struct.unpack_from(f">{count // 2}H", font, at + 14)
    first = struct.unpack_from(f">{count // 2}H", font, at + 16 + count)
    return {chr(code) for a, b in zip(first, last, strict=True) for code in range(a, b + 1) if 0x20 <= code < 0xFFFF}


def test_letters_are_those_of_the_font() -> None:
    combining = {chr(code) for code in range(0x300, 0x370)}  # composed before they are asked for
    rare = set("ȷˆˇ˚˜˝")
    assert font_letters() - combining - rare == LETTERS


def test_missing_letters_are_told_once_each() -> None:
    assert missing_letters("© Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ – „Straße” 2026 €") == ""
    assert missing_letters("Ж漢a🎉Ж\n") == "Ж漢🎉\n"
