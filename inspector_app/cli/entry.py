"""From arguments to an exit code."""

import sys
from collections.abc import Sequence
from itertools import pairwise

import typer
from typer.exceptions import TyperException

from inspector_app.answers.answer import Answer
from inspector_app.answers.speaking import MisunderstoodError, speak
from inspector_app.cli import backup, exchange, imports, manual, photos, selftest
from inspector_app.cli.call import FLAGS, VALUED, answered
from inspector_app.cli.commands import app, forms
from inspector_app.cli.hub import hub
from inspector_app.cli.update import update
from inspector_app.domain.errors import Cancelled

GROUPS = {"forms": forms, "hub": hub, "update": update}
"""Commands that have commands of their own."""

for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)

exchange.add_to(app)
backup.add_to(app)
photos.add_to(app)
imports.add_to(app)
selftest.add_to(app)
manual.add_to(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code of the contract."""
    front, rest = _parted(sys.argv[1:] if argv is None else argv)
    answered.clear()
    return speak(
        lambda: _answered(front + rest),
        as_json="--json" in front,
        lang=_language(front),
        command=_command(rest),
    )


def _answered(args: list[str]) -> list[Answer]:
    try:
        app(args=args, standalone_mode=False)
    except typer.Abort as error:
        raise Cancelled from error
    except TyperException as error:
        raise MisunderstoodError(error.format_message()) from error
    return answered


def hoisted(args: Sequence[str]) -> list[str]:
    """Return the arguments with the global options in front, wherever they were said."""
    front, rest = _parted(args)
    return front + rest


def _parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the global options with their values, and everything else; behind `--` there are no options."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        name = arg.partition("=")[0]
        if arg == "--":
            rest += [arg, *left]
        elif arg in FLAGS or (name in VALUED and "=" in arg):
            front.append(arg)
        elif arg in VALUED:
            front += [arg, *(value for value in [next(left, None)] if value is not None)]
        else:
            rest.append(arg)
    return front, rest


def _language(front: Sequence[str]) -> str:
    """Return the language in which a failure is told; one that is not known is refused later, in Chinese."""
    said = dict(pairwise(front)) | dict(one.split("=", 1) for one in front if one.startswith("--lang="))
    told = said.get("--lang", "zh")
    return told if told in ("zh", "en") else "zh"


def _command(rest: Sequence[str]) -> str:
    """Return the name of the command for its schema; a group's with its own behind a dot."""
    first, second = [*rest, "", ""][:2]
    if first in GROUPS:
        return f"{first}.{second}" if second in _names(GROUPS[first]) else first
    return first if first in _names(app) else "inspector-app"


def _names(group: typer.Typer) -> frozenset[str]:
    return frozenset(
        one.name or one.callback.__name__ for one in group.registered_commands if one.callback is not None
    )
