"""Is what the tables show what the journal says? Compared row by row with the pure fold."""

from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind
from inspector_app.journal.fold import Folded, State
from inspector_app.journal.order import rank

from . import late_book, numbers, projection, stop_book
from .reading import dump


def same(connection: Connection, state: State) -> bool:
    """Tell whether digest, records, acts and the three books are those of the folded state."""
    return (
        projection.digest(connection) == state.digest()
        and _same_records(connection, state)
        and _same_values(connection, state)
        and _same_acts(connection, state)
        and _same_book(connection, state)
    )


def _same_records(connection: Connection, state: State) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT entity, id, fields, conflicts, deleted, made, place FROM record"
    )
    count = 0
    for entity, record_id, *shown in rows:
        count += 1
        folded = state.entities.get((entity, record_id))
        if folded is None or tuple(shown) != _shown(folded):
            return False
    return count == len(state.entities)


def _shown(folded: Folded) -> tuple[str, str | None, int, str, int]:
    conflicts = {name: [value for _, value in several] for name, several in folded.conflicts.items()}
    told = dump(conflicts) if conflicts else None
    return dump(folded.fields), told, int(folded.deleted), folded.made, folded.place


def _same_values(connection: Connection, state: State) -> bool:
    """The digest covers the stamps; a value beside the right stamp may still be an old one."""
    expected = {
        (entity, record_id, name, each.hash): each.value
        for (entity, record_id), folded in state.entities.items()
        for name, several in folded.heads.items()
        for each in several
    }
    rows = connection.exec_driver_sql("SELECT entity, id, field, hash, value FROM head")
    return all(dump(expected.get(tuple(row[:4]))) == row[4] for row in rows)


def _same_acts(connection: Connection, state: State) -> bool:
    rows = connection.exec_driver_sql(
        'SELECT lower(hex(hash)), kind, entity, entity_id, "user", wall, content, refusal IS NULL, n, tie,'
        " hash FROM act"
    )
    expected = {act.id: act for act in state.acts}
    for act_id, *told, n, tie, digest in rows:
        act = expected.get(act_id)
        if act is None:
            return False
        shown = [act.kind, act.entity, act.entity_id, act.user, act.wall, dump(act.content), act.valid]
        if told != shown or rank(n, tie, digest) != act.order:
            return False
    return True


def _same_book(connection: Connection, state: State) -> bool:
    ended: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for act in state.acts:
        if act.valid and act.entity == "document":
            ended.setdefault(act.entity_id, []).append((act.kind, act.content))
    numbered: dict[str, tuple[str, str, str]] = {}
    late: dict[str, tuple[str, str, str]] = {}
    for act in state.acts:
        if act.valid and act.entity == "document" and act.kind == ActKind.ISSUE:
            told = (numbers.fate_of(ended[act.entity_id]), act.entity_id, dump(act.content))
            if numbers.is_numbered(act.content):
                numbered[act.id] = told
            elif late_book.is_late(act.content):
                late[act.id] = told
    return (
        _same_numbers(connection, numbered)
        and _same_late(connection, late)
        and _same_stops(connection, stop_book.lines_of(state.acts))
    )


def _same_stops(connection: Connection, expected: set[tuple[str, str, str, int, int]]) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT lower(hex(hash)), document_id, by_id, whole, signed FROM stop_book"
    )
    return {tuple(row) for row in rows} == expected


def _same_numbers(connection: Connection, expected: dict[str, tuple[str, str, str]]) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT lower(hex(n.hash)), n.fate, n.document_id, a.content, n.number, n.machine_code, n.kind,"
        " n.year, n.serial, n.plain FROM number_book n LEFT JOIN act a ON a.hash = n.hash"
    ).fetchall()
    if len(rows) != len(expected):
        return False
    return all(expected.get(row[0]) == tuple(row[1:4]) and numbers.matches(row[3], row[4:]) for row in rows)


def _same_late(connection: Connection, expected: dict[str, tuple[str, str, str]]) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT lower(hex(l.hash)), l.fate, l.document_id, a.content, l.kind, l.number, l.plain, l.issued_on"
        " FROM late_book l LEFT JOIN act a ON a.hash = l.hash"
    ).fetchall()
    if len(rows) != len(expected):
        return False
    return all(
        expected.get(row[0]) == tuple(row[1:4]) and late_book.matches(row[3], tuple(row[4:])) for row in rows
    )
