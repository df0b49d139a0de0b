"""Fixtures of the window tests: those of the stories, for tests that need the whole window."""

import pytest

from tests.stories.stage import (
    desktops,
    furnished_shelf,
    furnished_site,
    hands,
    seated,
    seated_in,
    shelf,
    site,
)

__all__ = ["desktops", "furnished_shelf", "furnished_site", "hands", "seated", "seated_in", "shelf", "site"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let pass what the offscreen platform says of every list that drops down."""
    item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))
