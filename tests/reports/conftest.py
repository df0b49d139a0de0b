"""A half year played once, for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.reports.world import HalfYear, played


@pytest.fixture(scope="session")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HalfYear]:
    made = played(tmp_path_factory.mktemp("half") / "data")
    yield made
    made.bench.session.close()
