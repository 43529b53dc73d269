"""Lists of names for editing programs."""

import pytest

from provino.exports.errors import UnknownProgramError
from provino.exports.programs import PROGRAMS, program_named

NAMES = ["IMG_4019.JPG", "IMG_4020_bw.jpg", "Zażółć 1.CR3", "bez_rozszerzenia"]


def test_lightroom_joins_stems_by_comma_and_blank() -> None:
    assert program_named("lightroom").format(NAMES) == "IMG_4019, IMG_4020_bw, Zażółć 1, bez_rozszerzenia"


def test_capture_one_joins_stems_by_blank() -> None:
    assert program_named("capture_one").format(NAMES) == "IMG_4019 IMG_4020_bw Zażółć 1 bez_rozszerzenia"


def test_plain_text_keeps_names_as_uploaded() -> None:
    assert (
        program_named("plain_text").format(NAMES) == "IMG_4019.JPG\nIMG_4020_bw.jpg\nZażółć 1.CR3\nbez_rozszerzenia\n"
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_no_names_give_an_empty_list(program: object) -> None:
    assert program.format([]) == ""  # type: ignore[attr-defined]


def test_raw_and_jpeg_of_one_frame_are_one_entry() -> None:
    assert program_named("lightroom").format(["R1.CR3", "R1.JPG", "R2.JPG"]) == "R1, R2"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_control_characters_never_break_a_list(program: object) -> None:
    text = program.format(["a\nb\x00c\u2028d.jpg"])  # type: ignore[attr-defined]
    assert text.strip().removesuffix(".jpg") == "abcd"


def test_program_named_takes_hyphens_and_capitals() -> None:
    assert program_named("Capture-One").name == "capture_one"


def test_program_named_refuses_what_it_does_not_know() -> None:
    with pytest.raises(UnknownProgramError):
        program_named("photoshop")


def test_every_program_has_three_lines_of_instructions() -> None:
    assert [len(program.instructions) for program in PROGRAMS] == [3, 3, 3]
