"""The book of duties: what each party still owes for each finding, kept at hand so that years cost nothing.

The rows are a function of records and acts, reckoned above this room, which knows no rule of the work. Here
stands only what changed since they were reckoned: triggers note it, whoever changed it and how, so no path
can forget it. Whoever asks for rows has what changed reckoned first.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy.engine import Connection

from .engine import rows, run, run_each

LAYOUT = 3
"""Of the table and the triggers below, and of what is reckoned into it; another one is built anew."""


class DutyRow(NamedTuple):
    """What one party owes for one finding; days are ISO text, empty where there is none.

    Attributes:
        document_id: the document that orders it now.
        word: the state's word.
        open: it was ordered, and something is still to be done.
        due: the last day that holds; `timely`, the last day that counts for being on time.
        round: how many times it was ordered.
        look_on: the day on which the word changes by itself, when an announcement has reached somebody.
        done_on: of a closed one, the day that counts for being on time.
    """

    finding_id: str
    party_id: str
    target_id: str
    inspection_id: str
    document_id: str
    word: str
    open: bool
    due: str
    timely: str
    round: int
    replied_on: str
    rechecked_on: str
    closed_on: str
    extensions: int
    look_on: str
    done_on: str


class Changed(NamedTuple):
    """Something that happened to a finding, or to a document that may order some."""

    no: int
    entity: str
    id: str


_COLUMNS = ", ".join(DutyRow._fields)
_INSERT = "INSERT INTO duty VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NEWS = (
    "AFTER INSERT ON act WHEN {new}.entity = 'finding'"
    " BEGIN INSERT INTO duty_stale (entity, id) VALUES ('finding', {new}.entity_id); END",
    "AFTER INSERT ON act WHEN {new}.entity = 'document'"
    " AND {new}.kind IN ('issue', 'void', 'revoke', 'serve')"
    " BEGIN INSERT INTO duty_stale (entity, id) VALUES ('document', {new}.entity_id); END",
)
_CHILD = (
    " WHEN NEW.entity IN ('obligation', 'ticked') BEGIN INSERT INTO duty_stale (entity, id)"
    " SELECT 'finding', json_extract(NEW.fields, '$.finding_id')"
    " WHERE json_extract(NEW.fields, '$.finding_id') IS NOT NULL; END"
)
_TRIGGERS = {
    "duty_act_new": _NEWS[0].format(new="NEW"),
    "duty_paper_new": _NEWS[1].format(new="NEW"),
    "duty_act_judged": _NEWS[0].format(new="NEW").replace("INSERT ON", "UPDATE OF refusal ON", 1),
    "duty_paper_judged": _NEWS[1].format(new="NEW").replace("INSERT ON", "UPDATE OF refusal ON", 1),
    "duty_act_gone": _NEWS[0].format(new="OLD").replace("INSERT ON", "DELETE ON", 1),
    "duty_paper_gone": _NEWS[1].format(new="OLD").replace("INSERT ON", "DELETE ON", 1),
    "duty_child_new": "AFTER INSERT ON record" + _CHILD,
    "duty_child_changed": "AFTER UPDATE ON record" + _CHILD,
    # A finding alone changes its rows only by being removed or called back.
    "duty_finding_gone": "AFTER UPDATE OF deleted ON record WHEN NEW.entity = 'finding'"
    " AND NEW.deleted <> OLD.deleted"
    " BEGIN INSERT INTO duty_stale (entity, id) VALUES ('finding', NEW.id); END",
    "duty_finding_new": "AFTER INSERT ON record WHEN NEW.entity = 'finding'"
    " BEGIN INSERT INTO duty_stale (entity, id) VALUES ('finding', NEW.id); END",
}


def rebuild(connection: Connection) -> None:
    """Drop the book and begin it anew: every finding is to be reckoned."""
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    for table in ("duty", "duty_stale"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    connection.exec_driver_sql(
        "CREATE TABLE duty (finding_id TEXT NOT NULL, party_id TEXT NOT NULL, target_id TEXT NOT NULL,"
        " inspection_id TEXT NOT NULL, document_id TEXT NOT NULL, word TEXT NOT NULL, open INTEGER NOT NULL,"
        " due TEXT NOT NULL, timely TEXT NOT NULL, round INTEGER NOT NULL, replied_on TEXT NOT NULL,"
        " rechecked_on TEXT NOT NULL, closed_on TEXT NOT NULL, extensions INTEGER NOT NULL,"
        " look_on TEXT NOT NULL, done_on TEXT NOT NULL,"
        " PRIMARY KEY (finding_id, party_id)) STRICT, WITHOUT ROWID"
    )
    connection.exec_driver_sql("CREATE INDEX duty_due ON duty (open, due)")
    connection.exec_driver_sql("CREATE INDEX duty_word ON duty (open, word)")
    connection.exec_driver_sql("CREATE INDEX duty_target ON duty (target_id, open)")
    connection.exec_driver_sql("CREATE INDEX duty_look ON duty (look_on) WHERE look_on <> ''")
    connection.exec_driver_sql(
        "CREATE TABLE duty_stale (no INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL) STRICT"
    )
    connection.exec_driver_sql(
        "INSERT INTO duty_stale (entity, id) SELECT 'finding', id FROM record WHERE entity = 'finding'"
    )
    for name, event in _TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {event}")


def changed(connection: Connection, most: int, today: str) -> list[Changed]:
    """Return what was not reckoned since it changed, the oldest first, or changes by itself by that day."""
    found = rows(connection, "SELECT no, entity, id FROM duty_stale ORDER BY no LIMIT ?", (most,))
    if found:
        return [Changed(*row) for row in found]
    due = rows(
        connection,
        "SELECT DISTINCT finding_id FROM duty INDEXED BY duty_look"
        " WHERE look_on <> '' AND look_on <= ? LIMIT ?",
        (today, most),
    )
    return [Changed(0, "finding", row[0]) for row in due]


def put(connection: Connection, finding_ids: Iterable[str], told: Iterable[DutyRow], up_to: int) -> None:
    """Write the rows of these findings in place of what stood there; what changed up to there is reckoned."""
    run_each(connection, "DELETE FROM duty WHERE finding_id = ?", [(one,) for one in finding_ids])
    written = [tuple(int(one) if isinstance(one, bool) else one for one in row) for row in told]
    if written:
        run_each(connection, _INSERT, written)
    run(connection, "DELETE FROM duty_stale WHERE no <= ?", (up_to,))


def read(
    connection: Connection,
    *,
    is_open: bool | None = None,
    due_from: str = "",
    due_to: str = "",
    words: Sequence[str] = (),
    target_id: str = "",
    finding_ids: Sequence[str] = (),
    counted: tuple[str, str] | None = None,
) -> list[DutyRow]:
    """Return rows that meet all that is asked, by last day; what has none comes last.

    Args:
        due_from, due_to: with a last day from the one up to the other, both inclusive.
        counted: first and last ISO day: those that came to their end in these days, or whose last day that
            counts for being on time lies in them.
    """
    parts: list[str] = []
    asked: list[object] = []
    if is_open is not None:
        parts.append("open = ?")
        asked.append(int(is_open))
    if due_from:
        parts.append("due >= ?")
        asked.append(due_from)
    if due_to:
        parts.append("due <> '' AND due <= ?")
        asked.append(due_to)
    if words:
        parts.append("word IN (SELECT value FROM json_each(?))")
        asked.append(orjson.dumps(list(words)).decode())
    if target_id:
        parts.append("target_id = ?")
        asked.append(target_id)
    if finding_ids:
        parts.append("finding_id IN (SELECT value FROM json_each(?))")
        asked.append(orjson.dumps(list(finding_ids)).decode())
    if counted is not None:
        parts.append("(timely BETWEEN ? AND ? OR closed_on BETWEEN ? AND ?)")
        asked += [*counted, *counted]
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    found = rows(
        connection,
        f"SELECT {_COLUMNS} FROM duty{where} ORDER BY due = '', due, finding_id, party_id",  # noqa: S608 - own names
        tuple(asked),
    )
    return [DutyRow._make((*row[:6], bool(row[6]), *row[7:])) for row in found]
