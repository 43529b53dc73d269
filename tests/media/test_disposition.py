"""The name under which a browser saves a file."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.media.disposition import attachment


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("IMG_0001.JPG", b'attachment; filename="IMG_0001.JPG"'),
        ("żółw.jpg", b"attachment; filename=\"___w.jpg\"; filename*=UTF-8''%C5%BC%C3%B3%C5%82w.jpg"),
        ('a"b.jpg', b"attachment; filename=\"a_b.jpg\"; filename*=UTF-8''a%22b.jpg"),
        (
            "a\r\nSet-Cookie: x.jpg",
            b"attachment; filename=\"a__Set-Cookie_ x.jpg\"; filename*=UTF-8''a__Set-Cookie%3A%20x.jpg",
        ),
        ("../x.jpg", b'attachment; filename=".._x.jpg"'),
        ("", b'attachment; filename="file"'),
    ],
)
def test_attachment_keeps_the_name_and_nothing_else(name: str, header: bytes) -> None:
    assert attachment(name) == header


@given(st.text(st.characters(), max_size=100))
def test_any_name_is_one_line_of_ascii_and_comes_back(name: str) -> None:
    header = attachment(name)
    assert header.isascii()
    assert not any(byte < 32 for byte in header)
    if b"filename*=" in header:
        full = unquote(header.partition(b"filename*=UTF-8''")[2].decode())
        assert len(full) == len(name)
