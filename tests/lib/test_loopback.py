import pytest

from provino.lib.loopback import is_loopback_url


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:8000/", True),
        ("http://localhost", True),
        ("http://a.localhost:80", True),
        ("https://galleries.example.com", False),
        ("http://0.0.0.0", False),
        ("http://192.168.1.5", False),
        ("http://localhost.example.com", False),
        ("nonsense", False),
    ],
)
def test_loopback_url_is_told_from_a_public_one(url: str, loopback: bool) -> None:
    assert is_loopback_url(url) is loopback
