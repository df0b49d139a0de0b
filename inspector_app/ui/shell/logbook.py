"""The window's log: every bug, and what failed without anybody being told, for whoever mends the program.

A line names the time, the place and the kind of failure, never what a failure says: that could be a name or
a sentence somebody typed. So the file may be handed to anybody.
"""

import logging
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from inspector_app import assets
from inspector_app.domain.errors import InspectorError

OURS = logging.getLogger("inspector_app")
BYTES, FILES = 256 * 1024, 3
"""Largest size of a file, and how many older ones are kept beside it."""


class Logbook(logging.Handler):
    """Writes what our own modules log as a warning or worse; a file is made with its first line.

    Args:
        folder: the data folder. Where it refuses the line is lost: a log holds nobody up.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = assets.log_file(folder)
        self._file: Any = None
        self.setFormatter(Bare("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def begin(self) -> None:
        """Write from now on."""
        OURS.addHandler(self)

    def end(self) -> None:
        """Write no longer."""
        OURS.removeHandler(self)
        self.close()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            self._open().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Let it be; there is no place left to say it."""

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()

    def _open(self) -> logging.Handler:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Loaded with the first failure: it costs some milliseconds, and most starts see none.
            handlers: Any = import_module("logging.handlers")
            file = handlers.RotatingFileHandler(
                self._path, maxBytes=BYTES, backupCount=FILES, encoding="utf-8", delay=True
            )
            file.setFormatter(self.formatter)
            file.handleError = self.handleError
            self._file = file
        held: logging.Handler = self._file
        return held


class Bare(logging.Formatter):
    """Tells of an exception where it came from and what kind it is; none of its words."""

    def formatException(self, told: Any) -> str:
        """Return the way down to where it was raised, then its kind; what it came from stands first."""
        return "\n".join(line for one in _chain(told[1]) for line in _lines(one))

    def format(self, record: logging.LogRecord) -> str:
        """Return a record in lines; what another handler made of its exception is not taken over."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept


def _chain(error: BaseException | None) -> list[BaseException]:
    """Return an exception and what it came from, the first one first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _lines(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        # The module, not the file: a path may tell whose machine it is.
        yield f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"
    yield kind_of(error)


def kind_of(error: BaseException) -> str:
    """Return what kind of failure it is: the code of an expected one, else its class."""
    name = type(error).__qualname__
    return f"{name} {error.code}" if isinstance(error, InspectorError) else name
