"""Fixtures of the fault tests."""

import pytest

from tests.store.worlds import World


@pytest.fixture
def world() -> World:
    return World()
