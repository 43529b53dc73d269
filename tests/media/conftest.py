"""One web process for all tests of the media lanes."""

from collections.abc import Iterator

import pytest

from tests.live import Live, running_web


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with running_web(tmp_path_factory.mktemp("live")) as running:
        yield running
