"""TOML from outside, read so that a small text can neither take long nor escape as another error."""

import tomllib
from typing import Any

MOST_PARTS = 100
"""Parts of a dotted key: the reader's work grows with their square."""


def tables(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises:
        tomllib.TOMLDecodeError: for a number of too many digits and a key of too many parts as well.
        RecursionError: it is nested too deep.
    """
    for n, line in enumerate(text.split("\n"), 1):
        if any(piece.count(".") > MOST_PARTS for piece in line.split("=")):
            raise tomllib.TOMLDecodeError(f"Key of too many parts (at line {n}, column 1)")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # what int() says of very many digits
        raise tomllib.TOMLDecodeError(str(error)) from error
