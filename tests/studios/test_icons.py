"""The studio on a home screen."""

import pytest
import pyvips

from provino.studios.icons import ICONS, icon_path, initial_of
from provino.studios.logos import set_logo
from provino.studios.models import Member, Studio

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "initial"), [("Łąka Foto", "Ł"), ("  “ania” w.", "A"), ("4 pory", "4"), ("…", "P"), ("ßen", "S")]
)
def test_initial_is_the_first_letter_or_digit(name: str, initial: str) -> None:
    assert initial_of(Studio(name=name)) == initial


@pytest.mark.parametrize("name", list(ICONS))
def test_icons_have_their_size_and_keep_their_middle_safe(member: Member, name: str) -> None:
    icon = pyvips.Image.new_from_file(str(icon_path(member.studio, name)))
    assert (icon.width, icon.height, icon.hasalpha()) == (ICONS[name].size, ICONS[name].size, False)
    left, top, width, height = icon.find_trim(background=[22, 22, 20], threshold=40)
    assert 0 < max(width, height) <= ICONS[name].share * icon.width + 1
    assert abs(left + width / 2 - icon.width / 2) <= 2
    assert abs(top + height / 2 - icon.height / 2) <= 2


@pytest.mark.parametrize("name", ["Maria", "Świt"])
def test_each_initial_is_drawn(member: Member, name: str) -> None:
    member.studio.name = name
    drawn = pyvips.Image.new_from_file(str(icon_path(member.studio, "icon-192")))
    assert 1 < drawn.avg() / 22 < 6, "some of it is white, most of it ink"


def test_a_logo_takes_the_place_of_the_initial(member: Member) -> None:
    before = icon_path(member.studio, "icon-192")
    red = pyvips.Image.black(300, 100, bands=3).linear(1, [200, 0, 0]).cast("uchar").copy(interpretation="srgb")
    set_logo(member.studio, png=red.pngsave_buffer(), by=member)
    member.studio.refresh_from_db()
    after = icon_path(member.studio, "icon-192")
    assert after != before
    icon = pyvips.Image.new_from_file(str(after))
    assert icon(96, 96) == [200, 0, 0]
    assert icon(2, 2) == [255, 255, 255]
    assert icon_path(member.studio, "icon-192") == after
