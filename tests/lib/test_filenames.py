"""Names as they come, compared, sorted and cleaned."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.lib.filenames import (
    BadPathError,
    clean_entry_name,
    clean_relative_path,
    natural_sort_key,
    nfc,
    stem,
    suffix,
    unique_names,
)

# The names of the corpus, and the worst of their kind: none of them is dangerous.
KEPT_NAMES = [
    " spacja na początku.jpg",
    "-rf.jpg",
    "100% #1 + [a]; $x`.jpg",
    '=HYPERLINK("http:¦¦x","y").jpg',
    "Ania & Piotr, ślub 'sesja' (1).jpg",
    "CON.jpg",
    "Zażółć gęślą jaźń 001.jpg",
    unicodedata.normalize("NFD", "Zażółć gęślą jaźń 002.jpg"),
    "bez_rozszerzenia",
    'cudzysłów "górny".jpg',
    "kropki...w.nazwie.JPEG",
    "日本 写真 📷 001.jpg",
    "👩‍👩‍👧.jpg",
    "trailing. ",
    "...",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMG_1.JPG", "IMG_1"),
        ("kropki...w.nazwie.JPEG", "kropki...w.nazwie"),
        ("bez_rozszerzenia", "bez_rozszerzenia"),
        ("Foto nr. 5", "Foto nr. 5"),
        (".jpg", ".jpg"),
        ("a.tar.gz", "a.tar"),
    ],
)
def test_stem_takes_off_the_last_ending_only(name: str, expected: str) -> None:
    assert stem(name) == expected
    assert stem(name) + suffix(name) == name


def test_nfc_joins_what_macos_takes_apart() -> None:
    assert nfc(unicodedata.normalize("NFD", "Żółć.jpg")) == "Żółć.jpg"


def test_natural_sort_key_counts_as_people_do() -> None:
    names = ["IMG_10.jpg", "img_9.jpg", "IMG_0100.jpg", "IMG_09 kopia.jpg", "20250614130211.jpg", "ławka 2", "Lato 1"]
    expected = [
        "20250614130211.jpg",
        "IMG_09 kopia.jpg",
        "img_9.jpg",
        "IMG_10.jpg",
        "IMG_0100.jpg",
        "Lato 1",
        "ławka 2",
    ]
    assert sorted(names, key=natural_sort_key) == expected


@given(st.lists(st.integers(min_value=0, max_value=10**30), min_size=2))
def test_natural_sort_key_orders_all_numbers(numbers: list[int]) -> None:
    in_order = sorted((f"IMG_{number}.jpg" for number in numbers), key=natural_sort_key)
    assert in_order == [f"IMG_{number}.jpg" for number in sorted(numbers)]


@pytest.mark.parametrize("name", KEPT_NAMES)
def test_entry_name_is_kept_where_it_is_harmless(name: str) -> None:
    assert clean_entry_name(name) == name
    assert clean_entry_name(f"Ślub/{name}") == f"Ślub/{name}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "__/__/etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\x.jpg", ".._.._x.jpg"),
        ("C:\\x.jpg", "C__x.jpg"),
        ("c:/x.jpg", "c_/x.jpg"),
        ("a/./b//c.jpg", "a/_/b/c.jpg"),
        ("a\0b\r\nc\x7f\x85.jpg", "a_b__c__.jpg"),
        ("\ud800.jpg", "_.jpg"),
        ("", "_"),
        ("///", "_"),
    ],
)
def test_entry_name_loses_only_what_is_dangerous(name: str, expected: str) -> None:
    assert clean_entry_name(name) == expected


@given(st.text(st.characters(), max_size=60))
def test_entry_name_is_safe_and_settled(name: str) -> None:
    cleaned = clean_entry_name(name)
    assert cleaned
    assert not cleaned.startswith("/")
    assert "\\" not in cleaned
    assert not {"", ".", ".."} & set(cleaned.split("/"))
    assert cleaned.encode()
    assert clean_entry_name(cleaned) == cleaned


def test_unique_names_number_the_later_doubles() -> None:
    names = ["IMG_1.JPG", "img_1.jpg", "IMG_1 (2).JPG", "IMG_1.JPG", "x/IMG_1.JPG"]
    assert unique_names(names) == ["IMG_1.JPG", "img_1 (3).jpg", "IMG_1 (2).JPG", "IMG_1 (4).JPG", "x/IMG_1.JPG"]


def test_unique_names_see_through_unicode_forms() -> None:
    composed, decomposed = "Żółć.jpg", unicodedata.normalize("NFD", "Żółć.jpg")
    first, second = unique_names([composed, decomposed])
    assert first == composed
    assert second == decomposed.removesuffix(".jpg") + " (2).jpg"


@given(st.lists(st.sampled_from(["a.jpg", "A.jpg", "a (2).jpg", "b", "B", "b (2)", "b (3)"]), max_size=20))
def test_unique_names_are_unique(names: list[str]) -> None:
    result = unique_names(names)
    assert len({name.casefold() for name in result}) == len(names)


@pytest.mark.parametrize("name", [name for name in KEPT_NAMES if name != "..."])
def test_relative_path_keeps_names(name: str) -> None:
    assert clean_relative_path(f"Karta 2/{name}") == f"Karta 2/{name}"


@pytest.mark.parametrize(
    ("path", "expected"), [("a\\b\\c.jpg", "a/b/c.jpg"), ("./a//b.jpg", "a/b.jpg"), ("a/./b.jpg", "a/b.jpg")]
)
def test_relative_path_settles_separators(path: str, expected: str) -> None:
    assert clean_relative_path(path) == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "empty"),
        ("./", "empty"),
        ("/a.jpg", "absolute"),
        ("\\\\server\\a.jpg", "absolute"),
        ("C:\\a.jpg", "absolute"),
        ("a/../b.jpg", "dot-segments"),
        ("..", "dot-segments"),
        ("a\0.jpg", "control-characters"),
        ("a\nb.jpg", "control-characters"),
        ("\udcff.jpg", "control-characters"),
        ("x" * 256, "too-long"),
        ("a/" * 501 + "b", "too-long"),
    ],
)
def test_relative_path_refuses(path: str, code: str) -> None:
    with pytest.raises(BadPathError) as caught:
        clean_relative_path(path)
    assert caught.value.code == code
