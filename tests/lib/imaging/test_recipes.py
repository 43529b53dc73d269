"""Sizes and fingerprints of renditions."""

from dataclasses import replace

import pytest

from provino.lib.imaging.recipes import GRID, GRID2, RECIPES, VIEW


@pytest.mark.parametrize(
    ("size", "view", "grid", "grid2"),
    [
        ((6000, 4000), (2048, 1365), (480, 320), (960, 640)),
        ((4000, 6000), (1365, 2048), (320, 480), (640, 960)),
        ((300, 200), (300, 200), (300, 200), (300, 200)),
        ((1, 1), (1, 1), (1, 1), (1, 1)),
        ((12000, 3000), (2048, 512), (1280, 320), (2560, 640)),
        ((30000, 3000), (2048, 205), (2048, 205), (4096, 410)),
        ((3840, 300), (2048, 160), (2048, 160), (3840, 300)),
        ((180, 2500), (147, 2048), (35, 480), (69, 960)),
        ((20000, 1), (2048, 1), (2048, 1), (4096, 1)),
    ],
)
def test_sizes(size: tuple[int, int], view: tuple[int, int], grid: tuple[int, int], grid2: tuple[int, int]) -> None:
    assert (VIEW.size(*size), GRID.size(*size), GRID2.size(*size)) == (view, grid, grid2)


def test_fingerprint_is_ten_hex_digits_and_follows_every_parameter() -> None:
    variants = [
        *RECIPES,
        replace(VIEW, quality=83),
        replace(VIEW, long_edge=2049),
        replace(VIEW, format="webp"),
        replace(GRID, effort=3),
        replace(GRID, panorama_height=321),
        replace(GRID, panorama_width=2049),
    ]
    prints = [recipe.fingerprint for recipe in variants]
    assert len(set(prints)) == len(variants)
    assert all(len(value) == 10 and int(value, 16) >= 0 for value in prints)
    assert replace(VIEW).fingerprint == VIEW.fingerprint
