"""A list of a million rows for tests: it makes a row when it is asked for, and remembers what was asked."""

import threading
from typing import NamedTuple

from PySide6.QtCore import QObject

from inspector_app.ui.controls.windowed_model import Window, WindowedModel
from inspector_app.ui.jobs import Jobs

MILLION = 1_000_000


class Line(NamedTuple):
    id: str
    text: str


class Lines:
    """Answers like a ledger."""

    def __init__(self, count: int = MILLION) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []
        self.open = threading.Event()
        self.open.set()

    def rows(self, first: int, many: int) -> list[Line]:
        self.asked.append((first, many))
        assert self.open.wait(60), "nobody let it go on"
        return [Line(str(n), f"行 {n}") for n in range(first, min(first + many, self.count))]


class LinesModel(WindowedModel[Line]):
    def id_of(self, told: Line) -> str:
        return told.id

    def words(self, told: Line, column: int) -> str:
        return f"{told.text} {column}"


class Reader(QObject):
    """Fulfils the model's wishes beside the screen, as a page does."""

    def __init__(self, model: LinesModel, jobs: Jobs, lines: Lines) -> None:
        super().__init__()
        self.model, self.jobs, self.lines = model, jobs, lines
        self.windows: list[Window] = []
        model.wanted.connect(self.fetch)

    def fetch(self, window: Window) -> None:
        self.windows.append(window)
        lines = self.lines

        def done(pages: list[tuple[int, list[Line]]]) -> None:
            for first, rows in pages:
                self.model.take(window.tag, first, rows)

        self.jobs.latest(
            "rows", lambda _: [(first, lines.rows(first, many)) for first, many in window.pages], done
        )
