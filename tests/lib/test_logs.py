"""Addresses that open doors are unreadable in a log."""

import pytest

from provino.lib.logs import hide_secrets

SECRET = "s3cr3t-of-nobody"


@pytest.mark.parametrize(
    "text",
    [
        "/g/abc/i/{}",
        "/g/abc/code/{}",
        "/g/abc/lists/shared/{}",
        "/media/{}/picture/0123456789.webp",
        "/files/{}/a.jpg",
        "/zip/{}/a.zip",
        "/invite/{}",
        "/account/password/reset/key/{}/",
        "Authorization: Bearer {}",
        "?password={}&x=1",
        '"token": "{}"',
    ],
)
def test_secret_is_hidden(text: str) -> None:
    assert SECRET not in hide_secrets(f"Not Found: {text.format(SECRET)}")
