"""What belongs to the process rather than to the window in it: memory that stays, and the log."""

import gc
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any


class Process:
    """Looks after memory and log where the window has a process of its own, and leaves both alone elsewhere.

    What is loaded stays until the process ends. Looked through for waste again and again, it would hold the
    window up for a tenth of a second each time, in the middle of a checklist.

    Args:
        folder: the data folder, where the log is kept; None: the window is one among others.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._book: Any = None

    def hold(self) -> None:
        """Keep what is loaded now out of the collector's way."""
        if self._folder is not None:
            gc.freeze()

    def release(self) -> None:
        """Let the collector look at everything again, before much of it is taken down."""
        if self._folder is not None:
            gc.unfreeze()

    def tidy(self) -> None:
        """Collect what was taken down, and hold the rest."""
        if self._folder is not None:
            gc.collect()
            gc.freeze()

    def open_log(self) -> None:
        """Write what fails from now on into the log; a second call changes nothing."""
        if self._folder is not None and self._book is None:
            # Behind the first paint: a start pays nothing for it.
            logbook: Any = import_module("inspector_app.ui.shell.logbook")
            self._book = logbook.Logbook(self._folder)
            self._book.begin()

    def close(self) -> None:
        """Close the log."""
        if self._book is not None:
            self._book.end()

    def note(self, what: str, error: Exception | None = None) -> None:
        """Note a failure of which nobody needs to be told now."""
        logbook: Any = import_module("inspector_app.ui.shell.logbook")
        _log().warning(what if error is None else f"{what}: {logbook.kind_of(error)}")

    def note_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Note what nobody caught; it may come before the log is open."""
        self.open_log()
        _log().error("nobody caught this", exc_info=(kind, error, trace))


def _log() -> Any:
    logging: Any = import_module("logging")
    return logging.getLogger(__name__)
