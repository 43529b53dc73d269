"""Public ids and secrets."""

import re

from provino.lib.public_ids import new_public_id, new_secret

BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]+")


def test_public_id_is_17_base58_characters() -> None:
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(value) == 17 and BASE58.fullmatch(value) for value in ids)


def test_secret_is_28_base58_characters() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert len(secrets) == 1000
    assert all(len(value) == 28 and BASE58.fullmatch(value) for value in secrets)


def test_public_ids_use_every_place() -> None:
    columns = zip(*(new_public_id() for _ in range(500)), strict=True)
    assert all(len(set(column)) > 1 for column in columns)
