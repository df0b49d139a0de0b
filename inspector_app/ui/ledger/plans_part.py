"""One choice of the section of plans: its lines, its sheets, and what is done there."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QObject

from inspector_app.casework.base.desk import Desk
from inspector_app.domain.errors import Problem
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.board_values import Deed, Line, Sheet
from inspector_app.ui.controls.form_values import Asks, Field, Given
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style import typed

T = TypeVar("T")

TONES = {
    "已检查": "green",
    "检查中": "blue",
    "待检查": "gray",
    "逾期未查": "red",
    "已移出": "gray",
    "已停业": "gray",
    "下期起查": "gray",
    "未开始": "gray",
    "进行中": "blue",
    "已完成": "green",
    "已逾期": "red",
    "已取消": "gray",
}
"""Tones of Progress and TaskState."""


class Part(QObject):
    """What a choice above the list shows; made by each kind of plan."""

    NAME = ""

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.section = section

    def word(self) -> str:
        """Return the word of the choice."""
        raise NotImplementedError

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        raise NotImplementedError

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return ()

    def lines(self, desk: Desk) -> Sequence[Line]:
        """Return the lines; runs beside the screen."""
        raise NotImplementedError

    def sheet(self, desk: Desk, told: str) -> Sheet:
        """Return all about a line; runs beside the screen."""
        raise NotImplementedError

    def do(self, code: str, told: str) -> None:
        """Do what a deed says about a line, or about none."""
        raise NotImplementedError

    def lead(self, told: str) -> None:
        """Go on where a line of the sheet leads that is no document, bench or target."""
        raise NotImplementedError

    def known(self, told: str) -> str:
        """Return the id that a line of this choice has on the board."""
        return f"{self.NAME}:{told}"

    def prepare(self, read: Callable[[Desk], T], then: Callable[[T], None]) -> None:
        """Read beside the screen what a form offers, and go on with it on the screen's thread."""
        session = self.section.session
        if session is not None:
            desk = session.desk
            self.section.jobs.start(lambda _: read(desk), then, failed=self.section.failed.emit)

    def warn(self, problem: Problem | None) -> None:
        """Say calmly what is to be said of the yearly cap, if anything."""
        if problem is not None:
            self.section.said.emit(problem.code, dict(problem.values))

    def open_bench(self, visit_id: str) -> None:
        """Go on with a visit at the workbench."""
        self.section.bench_requested.emit(visit_id, "")


def text(given: Given, code: str) -> str:
    """Return what was typed or chosen in a field."""
    return str(given.get(code, "") or "").strip()


def codes(given: Given, code: str) -> tuple[str, ...]:
    """Return what was ticked in a field."""
    told = given.get(code)
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def day(desk: Desk, given: Given, code: str) -> date | None:
    """Return the day that was typed in a field, None for an empty one.

    Raises:
        RuleError: `ui.bad_day`, at the field.
    """
    return typed.day(text(given, code), desk.today(), desk.rules.calendar, where=code)


def must_day(desk: Desk, given: Given, code: str) -> date:
    """Return the day of a field that a form is not given without.

    Raises:
        RuleError: `ui.bad_day`, at the field.
    """
    told = day(desk, given, code)
    return told if told is not None else desk.today()


def people(officers: Sequence[Officer]) -> tuple[tuple[str, str], ...]:
    """Return officers as the choices of a field."""
    return tuple((one.id, one.name) for one in officers)


DAY_HINT = "2026-11-27"


def day_field(code: str, words: str, told: date | None = None, *, needed: bool = True) -> Field:
    """Return a field that asks for a day."""
    value = told.isoformat() if told is not None else ""
    return Field(code, words, Asks.DAY, value, hint=DAY_HINT, needed=needed)
