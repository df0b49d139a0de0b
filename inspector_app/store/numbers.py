"""The number book: a projection of issue, void, revoke and serve acts. There is no counter anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind, bars_voiding
from inspector_app.domain.errors import DecisionNeededError, RuleError
from inspector_app.domain.late import plain

from . import late_book
from .late_book import LateNumber
from .meta import Meta

ISSUED, VOID, REVOKED = "issued", "void", "revoked"
BOOK_KINDS = frozenset({ActKind.ISSUE, ActKind.VOID, ActKind.REVOKE, ActKind.SERVE})


@dataclass(frozen=True, slots=True)
class Number:
    """One official number and what became of it.

    Attributes:
        number: as printed.
        fate: `issued`, `void` (before service) or `revoked` (after service).
        document_id: the document that bears it.
        act_id: hex hash of the issue act.
    """

    number: str
    fate: str
    document_id: str
    machine_code: int
    kind: str
    year: int
    serial: int
    act_id: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A serial below the greatest one that no issue act in this store bears."""

    machine_code: int
    kind: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class NumberBook:
    """Every number, every gap, and numbers that more than one issue act bears (each of them is shown).

    Attributes:
        late: late entries (补录), which bear numbers of their own; see `late_book`.
    """

    numbers: tuple[Number, ...]
    gaps: tuple[Gap, ...]
    duplicates: tuple[Number, ...]
    late: tuple[LateNumber, ...] = ()

    @property
    def papers(self) -> tuple[Number | LateNumber, ...]:
        """Every paper that bears a number, from the program or keyed in late."""
        return (*self.numbers, *self.late)


def free_serial(connection: Connection, meta: Meta, kind: str, year: int) -> int:
    """Return the serial that the next issue act here bears.

    Raises:
        DecisionNeededError: `store.machine_code_needed` after a detected clone, until a spare code is taken.
    """
    if meta.code_spent:
        raise DecisionNeededError("store.machine_code_needed", machine_code=meta.machine_code)
    return next_serial(connection, meta.machine_code, kind, year)


def next_serial(connection: Connection, machine_code: int, kind: str, year: int) -> int:
    """Return one more than the greatest serial of this machine, kind and year; 1 for the first."""
    row = connection.exec_driver_sql(
        "SELECT max(serial) FROM number_book WHERE machine_code = ? AND kind = ? AND year = ?"
        " AND duplicate = 0",
        (machine_code, kind, year),
    ).fetchone()
    return 1 if row is None or row[0] is None else int(row[0]) + 1


def refuse_wrong_serial(connection: Connection, meta: Meta, content: dict[str, object]) -> None:
    """Hold a local issue act to the book: own machine code, next serial, nothing skipped or used twice.

    An issue act without a serial is a late entry (补录) with the number that its paper bears.

    Raises:
        RuleError: `store.number_incomplete`, `store.number_not_ours`, `store.number_taken`,
            `store.number_skips`, `store.number_exists`.
    """
    if "serial" not in content:
        late_book.refuse(connection, content)
        return
    place = _place(content)
    if place is None:
        raise RuleError("store.number_incomplete", where="content", found=sorted(content))
    code, kind, year, serial, number = place
    if code != meta.machine_code:
        raise RuleError("store.number_not_ours", where=number, machine_code=code, ours=meta.machine_code)
    free = free_serial(connection, meta, kind, year)
    if serial < free:
        raise RuleError("store.number_taken", where=number, serial=serial, free=free)
    if serial > free:
        raise RuleError("store.number_skips", where=number, serial=serial, free=free)


def enter(connection: Connection, act_hash: bytes, document_id: str, content: dict[str, object]) -> None:
    """Enter a valid issue act. A second one with the same number is kept beside the first.

    Which of the two is marked does not depend on which came first: the smaller hash holds the place.
    """
    place = _place(content)
    if place is None:
        if late_book.is_late(content):
            late_book.enter(connection, act_hash, document_id, content)
            set_fate(connection, document_id)
        return
    code, kind, year, serial, number = place
    holder = connection.exec_driver_sql(
        "SELECT hash FROM number_book WHERE machine_code = ? AND kind = ? AND year = ? AND serial = ?"
        " AND duplicate = 0",
        (code, kind, year, serial),
    ).fetchone()
    duplicate = holder is not None and holder[0] < act_hash
    if holder is not None and not duplicate:
        connection.exec_driver_sql("UPDATE number_book SET duplicate = 1 WHERE hash = ?", (holder[0],))
    connection.exec_driver_sql(
        "INSERT INTO number_book VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (act_hash, code, kind, year, serial, number, document_id, ISSUED, int(duplicate), plain(number)),
    )
    set_fate(connection, document_id)


def set_fate(connection: Connection, document_id: str) -> None:
    """Set the fate of a document's number from its valid acts; see `fate_of`."""
    rows = connection.exec_driver_sql(
        "SELECT kind, content FROM act WHERE entity = 'document' AND entity_id = ?"
        " AND kind IN ('void', 'revoke', 'serve') AND refusal IS NULL",
        (document_id,),
    ).fetchall()
    fate = fate_of((row[0], orjson.loads(row[1])) for row in rows)
    for change in (
        "UPDATE number_book SET fate = ? WHERE document_id = ? AND fate <> ?",
        "UPDATE late_book SET fate = ? WHERE document_id = ? AND fate <> ?",
    ):
        connection.exec_driver_sql(change, (fate, document_id, fate))


def fate_of(acts: Iterable[tuple[str, Mapping[str, object]]]) -> str:
    """Return what valid acts (kind, content) make of a number.

    Revoked outranks void; a void has no effect on what was served meanwhile on another laptop.
    """
    told = list(acts)
    kinds = {kind for kind, _ in told}
    if ActKind.REVOKE in kinds:
        return REVOKED
    served = any(kind == ActKind.SERVE and bars_voiding(content) for kind, content in told)
    return VOID if ActKind.VOID in kinds and not served else ISSUED


def is_numbered(content: dict[str, object]) -> bool:
    """Tell whether an issue act bears an official number; a late entry does not."""
    return _place(content) is not None


def matches(content: str, told: Sequence[object]) -> bool:
    """Tell whether number, machine code, kind, year, serial and plain number are those of an issue act."""
    place = _place(orjson.loads(content))
    return place is not None and (place[4], *place[:4], plain(place[4])) == tuple(told)


def rebuild(connection: Connection) -> None:
    """Empty both books and enter every valid issue act again; needed when rights changed afterwards."""
    connection.exec_driver_sql("DELETE FROM number_book")
    connection.exec_driver_sql("DELETE FROM late_book")
    rows = connection.exec_driver_sql(
        "SELECT hash, entity_id, content FROM act"
        " WHERE entity = 'document' AND kind = 'issue' AND refusal IS NULL"
    ).fetchall()
    for act_hash, document_id, content in rows:
        enter(connection, act_hash, document_id, orjson.loads(content))


def read_book(connection: Connection) -> NumberBook:
    """Return the whole book, sorted by machine code, kind, year and serial, and the late entries beside."""
    rows = connection.exec_driver_sql(
        f"SELECT {_NUMBER}, duplicate"  # noqa: S608 - own names
        " FROM number_book ORDER BY machine_code, kind, year, serial, duplicate, hash"
    ).fetchall()
    numbers: list[Number] = []
    gaps: list[Gap] = []
    twice: set[tuple[int, str, int, int]] = set()
    series: tuple[int, str, int] | None = None
    expected = 1
    for row in rows:
        each = _number(row)
        numbers.append(each)
        if row[8]:
            twice.add((each.machine_code, each.kind, each.year, each.serial))
            continue
        if (each.machine_code, each.kind, each.year) != series:
            series, expected = (each.machine_code, each.kind, each.year), 1
        gaps.extend(Gap(*series, serial=missing) for missing in range(expected, each.serial))
        expected = each.serial + 1
    duplicates = tuple(n for n in numbers if (n.machine_code, n.kind, n.year, n.serial) in twice)
    return NumberBook(tuple(numbers), tuple(gaps), duplicates, late_book.read(connection))


def read_since(connection: Connection, year: int) -> list[Number]:
    """Return the numbers of this year and later ones, without the late entries, in no certain order."""
    asked = f"SELECT {_NUMBER} FROM number_book WHERE year >= ?"  # noqa: S608 - own names
    return [_number(row) for row in connection.exec_driver_sql(asked, (year,)).fetchall()]


def fates(connection: Connection, document_ids: Iterable[str]) -> dict[str, str]:
    """Return what became of the numbers of these documents; a document without a number has no fate."""
    told = orjson.dumps(list(document_ids)).decode()
    rows = connection.exec_driver_sql(
        "SELECT document_id, fate FROM number_book WHERE document_id IN (SELECT value FROM json_each(?1))"
        " UNION ALL"
        " SELECT document_id, fate FROM late_book WHERE document_id IN (SELECT value FROM json_each(?1))",
        (told,),
    )
    return {row[0]: row[1] for row in rows}


_NUMBER = "number, fate, document_id, machine_code, kind, year, serial, hash"


def _number(row: Sequence[Any]) -> Number:
    return Number(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7].hex())


def _place(content: dict[str, object]) -> tuple[int, str, int, int, str] | None:
    code, kind, year, serial, number = (
        content.get(name) for name in ("machine_code", "kind", "year", "serial", "number")
    )
    if not (isinstance(kind, str) and isinstance(number, str)):
        return None
    if isinstance(code, bool) or isinstance(year, bool) or isinstance(serial, bool):
        return None
    if not (isinstance(code, int) and isinstance(year, int) and isinstance(serial, int) and serial > 0):
        return None
    return code, kind, year, serial, number
