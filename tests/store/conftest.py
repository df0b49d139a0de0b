"""Fixtures of the store's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.store.store import Store
from tests.store.worlds import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def store(world: World, tmp_path: Path) -> Iterator[Store]:
    made = world.create(tmp_path / "data")
    yield made
    made.close()
