"""A ledger as it is shown, written as an Excel file: the same rows, columns, order and filters."""

import contextlib
import errno
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import reading
from inspector_app.casework.ledgers.masking import masked
from inspector_app.casework.ledgers.reading import Opened
from inspector_app.casework.people import rights
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.errors import Progress, RuleError, UnavailableError
from inspector_app.domain.ledgers import Column, Holds, Match, Question
from inspector_app.trust.durable import put_whole

ENTITY = "ledger_export"
"""A record of who let personal numbers leave the program whole, when, and what for (个人信息保护法 55)."""

MAY_SEE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLERK})
"""Who may export personal numbers whole, with a reason."""

AT_ONCE = 1000
"""Rows that are read in one look."""

LONGEST_REASON = 200

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_BUSY = frozenset({errno.EBUSY, errno.ETXTBSY})


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written; `rows` without the heads."""

    path: Path
    rows: int
    sha256: str


def export(
    desk: Desk,
    question: Question,
    columns: Sequence[str],
    out: Path,
    *,
    filing: Desk | None = None,
    reason: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Write the rows that answer a question into the file `out`; there, or not at all.

    Args:
        columns: codes in the order in which they stand; those of the layout where it is empty.
        reason: why personal numbers are shown whole, which is kept; without one they are masked.

    Raises:
        RuleError: `ledger.reason_not_allowed`, `ledger.no_column`, `ledger.no_filings`.
        UnavailableError: `ledger.refused`, `ledger.disk_full`, `ledger.file_open`.
    """
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if reason and not rights.holds(desk, MAY_SEE):
        raise RuleError("ledger.reason_not_allowed", where="reason")
    answer = reading.opened(desk, question, filing, progress)
    chosen = _chosen(answer, columns)
    table = _Table(desk, answer, question, chosen, reason, progress)
    with _put_in_place(out) as passing:
        rows = table.write(passing)
        sha256 = _hash(passing)
        if reason and table.personal:
            _keep(desk, question, chosen, reason, rows, sha256)
    return Exported(out, rows, sha256)


def may_unmask(desk: Desk) -> bool:
    """Tell whether the person may export personal numbers whole, with a reason."""
    return rights.holds(desk, MAY_SEE)


def _chosen(answer: Opened, columns: Sequence[str]) -> tuple[Column, ...]:
    layout = answer.layout
    if not columns:
        return tuple(one for one in layout.columns if one.shown)
    told = []
    for code in dict.fromkeys(columns):
        column = layout.column(code)
        if column is None:
            raise RuleError("ledger.no_column", where=code, ledger=layout.label)
        told.append(column)
    return tuple(told)


class _Table:
    """The file's content: what stands above it, its heads, and its rows one after another."""

    def __init__(
        self,
        desk: Desk,
        answer: Opened,
        question: Question,
        columns: tuple[Column, ...],
        reason: str,
        progress: Progress | None,
    ) -> None:
        self._desk, self._answer, self._question = desk, answer, question
        self._columns, self._reason, self._progress = columns, reason, progress
        codes = [one.code for one in answer.layout.columns]
        self._places = [codes.index(one.code) for one in columns]

    @property
    def personal(self) -> bool:
        """Tell whether there are columns of personal numbers in it, or texts that may hold some."""
        return any(one.personal or one.holds is Holds.TEXT for one in self._columns)

    def write(self, path: Path) -> int:
        """Write it as a new file and return how many rows it has."""
        # With the first export: its library would cost every start a tenth of a second.
        writing: Any = import_module("inspector_app.workbooks.writing")
        holding = {Holds.DAY: writing.Holding.DAY, Holds.NUMBER: writing.Holding.NUMBER}
        heads = [
            writing.Head(one.label, one.width, holding.get(one.holds, writing.Holding.TEXT))
            for one in self._columns
        ]
        office = registry.office_of(self._desk.store).name
        layout = self._answer.layout
        page = writing.Page(layout.label, f"{office}{layout.label}", tuple(self._notes()), office)
        return int(writing.write(path, page, heads, self._rows()))

    def _notes(self) -> Iterator[str]:
        asked = asked_in_words(self._answer, self._question)
        yield f"条件：{asked or '全部'}"
        names = {one.user: one.name for one in self._desk.store.keyring.people()}
        who = names.get(self._desk.user, self._desk.user)
        when = self._desk.clock.now().strftime("%Y-%m-%d %H:%M")
        hidden = f"完整号码用途：{self._reason}" if self._reason else "电话、证号已遮盖"
        yield f"共 {self._answer.count} 条；{when} 由 {who} 导出；{hidden}"

    def _rows(self) -> Iterator[list[object]]:
        count = self._answer.count
        for first in range(0, count, AT_ONCE):
            for row in self._answer.rows(first, AT_ONCE):
                yield [
                    self._value(*each, row.cells) for each in zip(self._columns, self._places, strict=True)
                ]
            if self._progress is not None:
                self._progress.step(min(first + AT_ONCE, count), count)

    def _value(self, column: Column, place: int, cells: tuple[str, ...]) -> object:
        cell = cells[place]
        if not cell:
            return None
        if column.holds is Holds.DAY:
            return iso_day(cell) or cell
        if column.holds is Holds.NUMBER:
            return int(cell)
        return cell if self._reason else masked(column, cell)


_MATCHES = {Match.HAS: "含", Match.IS: "是", Match.FROM: "从", Match.TO: "到", Match.EMPTY: "为空"}


def asked_in_words(answer: Opened, question: Question) -> str:
    """Return what was asked in words, as it stands above an exported ledger."""
    layout = answer.layout
    told = [f"“{question.words.strip()}”"] if question.words.strip() else []
    for one in question.narrowings:
        column = layout.column(one.column)
        label = column.label if column is not None else one.column
        told.append(f"{label}{_MATCHES[one.match]}{one.value}")
    sorted_by = layout.column(question.sort or layout.sort)
    down = question.descending if question.sort else layout.descending
    if sorted_by is not None:
        told.append(f"按{sorted_by.label}{'从后到前' if down else '从前到后'}")
    return "，".join(told)


@contextlib.contextmanager
def _put_in_place(out: Path) -> Iterator[Path]:
    """Yield a new place beside a file, and put what is there into its place once it is whole.

    Raises:
        UnavailableError: `ledger.refused`, `ledger.disk_full`, `ledger.file_open`.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with put_whole(out) as passing:
            yield passing
    except OSError as error:
        raise UnavailableError(
            _code(error, out), where=str(out), reason=error.strerror or str(error)
        ) from error


def _code(error: OSError, out: Path) -> str:
    if error.errno in _FULL:
        return "ledger.disk_full"
    # Windows lets nobody replace a file that another program holds open.
    held = getattr(error, "winerror", None) in (5, 32, 33) and out.is_file()
    return "ledger.file_open" if error.errno in _BUSY or held else "ledger.refused"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(
    desk: Desk, question: Question, columns: tuple[Column, ...], reason: str, rows: int, sha256: str
) -> None:
    fields: dict[str, object] = {
        "ledger": question.ledger.value,
        "columns": [one.code for one in columns],
        "words": question.words,
        "narrowings": [[one.column, one.match.value, one.value] for one in question.narrowings],
        "reason": reason,
        "rows": rows,
        "sha256": sha256,
        "by": desk.user,
        "at": desk.clock.now().isoformat(timespec="seconds"),
    }
    with desk.store.transaction(desk.user) as tx:
        tx.create(ENTITY, fields)
