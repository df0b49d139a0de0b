"""The late book: papers written by hand or on an old form, under the numbers that they bear (补录).

It stands beside the number book and never touches it: a late entry takes no serial, fills no gap and makes no
duplicate. What the two books share is that no two standing papers should bear one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import RuleError
from inspector_app.domain.late import plain

VOID = "void"


@dataclass(frozen=True, slots=True)
class LateNumber:
    """One late entry and what became of it.

    Attributes:
        number: as the paper bears it.
        fate: `issued`, `void` (keyed in by mistake) or `revoked`.
        issued_on: ISO day on the paper.
        act_id: hex hash of the issue act.
        repeats: another standing paper bears the same number; only the first of them counts.
    """

    number: str
    fate: str
    document_id: str
    kind: str
    issued_on: str
    act_id: str
    repeats: bool = False


def is_late(content: Mapping[str, object]) -> bool:
    """Tell whether an issue act is a late entry: marked so, without a serial, with a number of its own."""
    number, kind = content.get("number"), content.get("kind")
    told = isinstance(number, str) and isinstance(kind, str) and bool(plain(number))
    return told and content.get("late") is True and "serial" not in content


def refuse(connection: Connection, content: Mapping[str, object]) -> None:
    """Hold a local late entry to both books: no standing paper bears its number already.

    Raises:
        RuleError: `store.number_incomplete`, `store.number_exists`.
    """
    if not is_late(content):
        raise RuleError("store.number_incomplete", where="content", found=sorted(content))
    number = str(content["number"])
    known = bearers(connection, number)
    if known:
        raise RuleError("store.number_exists", where=number, number=next(iter(known.values())))


def bearers(connection: Connection, number: str) -> dict[str, str]:
    """Return the numbers that are the same as this one however they are written, by their documents.

    A void number of the number book stays taken for ever; a void late entry was a slip of the keyboard, and
    its paper may be keyed in anew.
    """
    told = plain(number)
    rows = connection.exec_driver_sql(
        "SELECT document_id, number FROM number_book WHERE plain = ?"
        " UNION ALL SELECT document_id, number FROM late_book WHERE plain = ? AND fate <> 'void'",
        (told, told),
    )
    return {row[0]: row[1] for row in rows}


def enter(connection: Connection, act_hash: bytes, document_id: str, content: Mapping[str, object]) -> None:
    """Enter a valid late entry; whatever else bears its number stays as it is."""
    number, issued_on = str(content["number"]), content.get("issued_on")
    connection.exec_driver_sql(
        "INSERT INTO late_book VALUES (?, ?, ?, ?, ?, ?, 'issued')",
        (
            act_hash,
            document_id,
            content["kind"],
            number,
            plain(number),
            issued_on if isinstance(issued_on, str) else "",
        ),
    )


def read(connection: Connection) -> tuple[LateNumber, ...]:
    """Return every late entry by the day on its paper; which of two repeats does not depend on arrival."""
    rows = connection.exec_driver_sql(
        "SELECT l.number, l.fate, l.document_id, l.kind, l.issued_on, lower(hex(l.hash)),"
        " EXISTS (SELECT 1 FROM number_book n WHERE n.plain = l.plain AND n.fate <> 'void')"
        " OR EXISTS (SELECT 1 FROM late_book o WHERE o.plain = l.plain AND o.fate <> 'void'"
        " AND o.hash < l.hash)"
        " FROM late_book l ORDER BY l.issued_on, l.number, l.hash"
    )
    return tuple(
        LateNumber(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]) and row[1] != VOID)
        for row in rows
    )


def matches(content: str, told: tuple[object, ...]) -> bool:
    """Tell whether kind, number, plain number and day are those of an issue act's content."""
    act = orjson.loads(content)
    if not is_late(act):
        return False
    on = act.get("issued_on")
    return (act["kind"], act["number"], plain(act["number"]), on if isinstance(on, str) else "") == told
