"""A server on loopback for whatever speaks HTTP."""

from collections.abc import Iterator

import pytest

from tests.translate.loopback import Loopback, serve


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with serve() as server:
        yield server
