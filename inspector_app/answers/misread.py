"""What the parser of the command line says in English, as codes: the reader gets it in their words."""

import re
from typing import Final

from inspector_app.domain.errors import Problem

_SAID: Final = (
    (re.compile(r"Missing (?:option|argument|parameter) '?(?P<what>[^']+?)'?\."), "cli.usage_missing"),
    (re.compile(r"Missing command\."), "cli.usage_no_command"),
    (re.compile(r"Option '(?P<what>[^']+)' requires an argument\."), "cli.usage_no_value"),
    (
        re.compile(r"No such command '(?P<what>[^']*)'\. Did you mean '(?P<near>[^']+)'\?"),
        "cli.usage_command_near",
    ),
    (re.compile(r"No such command '(?P<what>[^']*)'\.(?: .*)?", re.DOTALL), "cli.usage_command_unknown"),
    (re.compile(r"No such option: (?P<what>\S+)(?: .*)?", re.DOTALL), "cli.usage_option_unknown"),
    (
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)", re.DOTALL),
        "cli.usage_too_much",
    ),
    (re.compile(r"Invalid value for '(?P<what>[^']+)': .*", re.DOTALL), "cli.usage_value"),
)


def read(said: str) -> Problem | None:
    """Return what the parser says with what it is about; None for what is not known here."""
    for pattern, code in _SAID:
        if found := pattern.fullmatch(said.strip()):
            return Problem.of(code, **found.groupdict())
    return None
