"""The commands that the manual names are there, with the options that it names."""

import re

import pytest
from typer.main import get_command

from inspector_app.catalog import handbook
from inspector_app.cli.call import VALUED
from inspector_app.cli.hub import hub


def commands() -> dict[str, set[str]]:
    """Return the options of each command of the hub."""
    group = get_command(hub)
    told = group.commands  # type: ignore[attr-defined]
    return {name: {option for one in each.params for option in one.opts} for name, each in told.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_that_the_manual_names_is_there(language: str) -> None:
    there = commands()
    named = {
        one
        for chapter in handbook.read(language)
        if chapter.code != handbook.ERRORS
        for one in re.findall(r"`((?:hub |--)[^`]+)`", chapter.text)
    }
    assert len(named) > 5
    for one in named:
        options = set(re.findall(r"--[a-z-]+", one))
        if one.startswith("hub "):
            assert options <= there[one.split()[1]], one
        else:
            assert any(options <= each | set(VALUED) for each in there.values()), one
