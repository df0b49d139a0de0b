"""Fixtures of the hub's tests: an office on SQLite and on PostgreSQL; the same tests run on both."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub import postgres
from tests.hub.office import Office


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """PostgreSQL: skipped in plain sight where there is none, unless it must be there."""
    found = postgres.Server.find()
    if found is None:
        if os.environ.get(postgres.MUST) == "must":
            raise RuntimeError("PostgreSQL must be here, and is not")
        pytest.skip("no PostgreSQL on this machine: install postgresql or set TEST_DATABASE_URL")
    yield found
    found.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    server: postgres.Server = request.getfixturevalue("server")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
def office(tmp_path: Path, database_url: str | None) -> Iterator[Office]:
    """A bureau with its hub; nobody is enrolled yet."""
    made = Office(tmp_path / "hub", database_url)
    yield made
    made.close()


@pytest.fixture
def training(tmp_path: Path, database_url: str | None) -> Iterator[Office]:
    """A training hub."""
    made = Office(tmp_path / "hub", database_url, training=True)
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Office]:
    """A bureau on SQLite alone: for what no database has a part in."""
    made = Office(tmp_path / "hub", None)
    yield made
    made.close()
