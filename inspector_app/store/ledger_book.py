"""The ledgers (台账) as wide tables, kept at hand so that a million rows cost no more than a screenful.

Rows are a function of records and acts, reckoned above this room, which knows no rule of the work. Triggers
note what changed, whoever changed it and how; whoever asks has that reckoned first. An edit pays for one
noted line and no more. The tables are made when a ledger is opened for the first time.
"""

from collections.abc import Iterable, Mapping, Sequence

import orjson
from sqlalchemy.engine import Connection

from . import meta
from .engine import rows, run, run_each
from .ledger_grams import tokens, told
from .ledger_plan import Kept, LedgerPlan, Sheet, SheetRow, Touched

LAYOUT = 2
"""Of the tables and triggers below; another one is built anew."""

META = "ledger_plan"


_SHARED = (
    "CREATE TABLE ledger_stale (no INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL) STRICT",
    "CREATE TABLE ledger_look (unit TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX ledger_look_day ON ledger_look (day)",
    "CREATE TABLE ledger_size (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)


def forget(connection: Connection) -> None:
    """Let everything be made anew when it is asked for next; the records it rests on were replayed."""
    meta.write(connection, **{META: ""})


def ready(connection: Connection, plan: LedgerPlan) -> bool:
    """Tell whether the tables are those of this plan."""
    known = rows(connection, "SELECT value FROM meta WHERE key = ?", (META,))
    return bool(known) and known[0][0] == _print(plan)


def rebuild(connection: Connection, plan: LedgerPlan) -> None:
    """Drop all ledgers and begin them anew: every unit is to be reckoned."""
    _drop(connection)
    for create in _SHARED:
        run(connection, create)
    for sheet in plan.sheets:
        for create in _tables(sheet):
            run(connection, create)
        run(connection, "INSERT INTO ledger_size VALUES (?, 0)", (sheet.name,))
    run(
        connection,
        "INSERT INTO ledger_stale (entity, id) SELECT entity, id FROM record WHERE entity = ? ORDER BY made",
        (plan.units,),
    )
    for entity, field in plan.loose:
        run(
            connection,
            "INSERT INTO ledger_stale (entity, id) SELECT entity, id FROM record"
            " WHERE entity = ? AND coalesce(fields ->> ?, '') = ''",
            (entity, f"$.{_plain(field)}"),
        )
    for name, event in _triggers(plan).items():
        run(connection, f"CREATE TRIGGER {name} {event}")
    meta.write(connection, **{META: _print(plan)})


def touched(connection: Connection, most: int, today: str) -> list[Touched]:
    """Return what was not reckoned since it changed, the oldest first, or changes by itself by that day.

    What only a day changes is told as the unit itself, under the entity `unit`.
    """
    found = rows(connection, "SELECT no, entity, id FROM ledger_stale ORDER BY no LIMIT ?", (most,))
    if found:
        return [Touched(*row) for row in found]
    due = rows(connection, "SELECT unit FROM ledger_look WHERE day <= ? LIMIT ?", (today, most))
    return [Touched(0, "unit", row[0]) for row in due]


def behind(connection: Connection) -> int:
    """Return how many changes wait to be reckoned."""
    return int(rows(connection, "SELECT count(*) FROM ledger_stale")[0][0])


def put(
    connection: Connection,
    plan: LedgerPlan,
    units: Sequence[str],
    reckoned: Mapping[str, Iterable[SheetRow]],
    looks: Mapping[str, str],
    up_to: int,
) -> None:
    """Write the rows of these units in place of what stood there; what changed up to there is reckoned.

    Args:
        reckoned: by the name of the ledger.
        looks: the day by unit on which its rows change by themselves.
    """
    for sheet in plan.sheets:
        _put_sheet(connection, sheet, units, list(reckoned.get(sheet.name, ())))
    run_each(connection, "DELETE FROM ledger_look WHERE unit = ?", [(one,) for one in units])
    run_each(connection, "INSERT INTO ledger_look VALUES (?, ?)", list(looks.items()))
    if up_to:
        run(connection, "DELETE FROM ledger_stale WHERE no <= ?", (up_to,))


def unindexed(connection: Connection, plan: LedgerPlan) -> list[str]:
    """Return how the indexes are made that sorting and filtering go by and that are not there yet."""
    known = {row[0] for row in rows(connection, "SELECT name FROM sqlite_master WHERE type = 'index'")}
    return [create for name, create in _indexes(plan).items() if name not in known]


def unindexing(plan: LedgerPlan) -> list[str]:
    """Return how those indexes are dropped, before very much is written."""
    return [f"DROP INDEX IF EXISTS {name}" for name in _indexes(plan)]


def using(connection: Connection, sheet: Sheet, column: str) -> str:
    """Return the clause by which a column's index is gone by.

    It is empty while the index is being made anew: who looks at a ledger meanwhile waits longer, and sees.
    """
    name = by_column(sheet, column)
    there = rows(connection, "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (name,))
    return f"INDEXED BY {name}" if there else ""


def units(connection: Connection, sheet: Sheet, ids: Sequence[str], begins: Sequence[str]) -> list[str]:
    """Return the units of rows by the rows' ids, and those units that begin with one of these words."""
    name = _name(sheet)
    found = rows(
        connection,
        f"SELECT unit FROM {name} WHERE id IN (SELECT value FROM json_each(?1))"  # noqa: S608 - own names
        f" UNION SELECT unit FROM json_each(?2) e JOIN {name} ON unit >= e.value AND unit < e.value || ?3",
        (orjson.dumps(list(ids)).decode(), orjson.dumps(list(begins)).decode(), "\U0010ffff"),
    )
    return [row[0] for row in found]


def contents(connection: Connection, sheet: Sheet) -> list[tuple[object, ...]]:
    """Return every row with its unit and what it is found by, by its id; for proofs."""
    names = ", ".join(f'"{name}"' for name, _ in sheet.columns)
    return rows(connection, f"SELECT id, unit, opens, {names}, told FROM {_name(sheet)} ORDER BY id")  # noqa: S608


def table(sheet: Sheet) -> str:
    """Return the name of a ledger's table."""
    return _name(sheet)


def grams(sheet: Sheet) -> str:
    """Return the name of the index of a ledger's words."""
    return f"{_name(sheet)}_gram"


def by_column(sheet: Sheet, column: str) -> str:
    """Return the name of a column's index."""
    return f"{_name(sheet)}_by{sheet.place(column)}"


def _print(plan: LedgerPlan) -> str:
    return f"{LAYOUT} {plan.print}"


def _name(sheet: Sheet) -> str:
    return f"ledger_{_plain(sheet.name)}"


def _plain(name: str) -> str:
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise ValueError(f"nothing in a ledger can be called {name!r}")
    return name


def _drop(connection: Connection) -> None:
    found = rows(
        connection,
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger') AND name GLOB 'ledger_*'"
        " AND sql IS NOT NULL ORDER BY type DESC, name",
    )
    for sort, name in found:
        # With the index of words go the tables that it keeps itself in.
        run(connection, f"DROP {sort} IF EXISTS {name}" if "_gram_" not in name else "SELECT 1")


def _tables(sheet: Sheet) -> tuple[str, ...]:
    kinds = {Kept.TEXT: "TEXT NOT NULL", Kept.NUMBER: "INTEGER", Kept.PAST: "TEXT NOT NULL"}
    columns = ", ".join(f'"{_plain(name)}" {kinds[kept]}' for name, kept in sheet.columns)
    name = _name(sheet)
    return (
        f"CREATE TABLE {name} (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit TEXT NOT NULL,"
        f" opens TEXT NOT NULL, {columns}, told TEXT NOT NULL) STRICT",
        f"CREATE INDEX {name}_unit ON {name} (unit)",
        f"CREATE VIRTUAL TABLE {name}_gram USING fts5(grams, content='', contentless_delete=1, detail=none,"
        " tokenize='ascii')",
    )


def _indexes(plan: LedgerPlan) -> dict[str, str]:
    return {
        by_column(sheet, name): f'CREATE INDEX {by_column(sheet, name)} ON {_name(sheet)} ("{name}")'
        for sheet in plan.sheets
        for name, _ in sheet.columns
    }


def _triggers(plan: LedgerPlan) -> dict[str, str]:
    records = ", ".join(f"'{_plain(one)}'" for one in plan.records)
    acts = ", ".join(f"'{_plain(one)}'" for one in plan.acts)
    noted = " BEGIN INSERT INTO ledger_stale (entity, id) VALUES ({0}.entity, {0}.{1}); END"
    record, by_new, by_old = (
        noted.format(*each) for each in (("NEW", "id"), ("NEW", "entity_id"), ("OLD", "entity_id"))
    )
    # Who types in one record changes it again and again: what was noted last is not noted once more.
    unless = (
        " AND NOT EXISTS (SELECT 1 FROM ledger_stale WHERE no = (SELECT max(no) FROM ledger_stale)"
        " AND entity = NEW.entity AND id = NEW.id)"
    )
    noting = {
        "ledger_record_new": f"AFTER INSERT ON record WHEN NEW.entity IN ({records}){record}",
        "ledger_record_changed": f"AFTER UPDATE ON record WHEN NEW.entity IN ({records}){unless}{record}",
        "ledger_act_new": f"AFTER INSERT ON act WHEN NEW.entity IN ({acts}){by_new}",
        "ledger_act_judged": f"AFTER UPDATE OF refusal ON act WHEN NEW.entity IN ({acts}){by_new}",
        "ledger_act_gone": f"AFTER DELETE ON act WHEN OLD.entity IN ({acts}){by_old}",
    }
    for entity, field in plan.parents.items():
        parent = _plain(field).removesuffix("_id")
        for when, event in (("new", "INSERT"), ("changed", "UPDATE")):
            noting[f"ledger_{_plain(entity)}_{when}"] = (
                f"AFTER {event} ON record WHEN NEW.entity = '{entity}'"
                f" BEGIN INSERT INTO ledger_stale (entity, id) SELECT '{parent}',"
                f" json_extract(NEW.fields, '$.{field}')"
                f" WHERE json_extract(NEW.fields, '$.{field}') IS NOT NULL; END"
            )
    return noting


def _put_sheet(
    connection: Connection, sheet: Sheet, units: Sequence[str], reckoned: Sequence[SheetRow]
) -> None:
    name = _name(sheet)
    columns = ", ".join(f'"{one}"' for one, _ in sheet.columns)
    # Rows of these units that stand, and rows of these ids that stood in another unit before.
    held = {
        row[1]: (row[0], row[2:])
        for row in rows(
            connection,
            f"SELECT no, id, unit, opens, {columns}, told FROM {name}"  # noqa: S608 - own names
            " WHERE unit IN (SELECT value FROM json_each(?1)) OR id IN (SELECT value FROM json_each(?2))",
            (orjson.dumps(list(units)).decode(), orjson.dumps([one.id for one in reckoned]).decode()),
        )
    }
    new: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    lines: dict[str, str] = {}
    for one in reckoned:
        line = told(one.cells, one.initials)
        row = (one.unit, one.opens, *one.cells, line)
        no, was = held.pop(one.id, (0, None))
        if was == row:
            continue
        lines[one.id] = line
        if was is None:
            new.append((one.id, *row))
        else:
            changed.append((*row, no))
            if was[-1] != line:
                run(connection, f"DELETE FROM {name}_gram WHERE rowid = ?", (no,))  # noqa: S608
            else:
                del lines[one.id]
    _write(connection, sheet, new, changed, lines)
    gone = [(no,) for no, _ in held.values()]
    run_each(connection, f"DELETE FROM {name} WHERE no = ?", gone)  # noqa: S608
    run_each(connection, f"DELETE FROM {name}_gram WHERE rowid = ?", gone)  # noqa: S608
    if len(new) != len(gone):
        run(
            connection,
            "UPDATE ledger_size SET rows = rows + ? WHERE name = ?",
            (len(new) - len(gone), sheet.name),
        )


def _write(
    connection: Connection,
    sheet: Sheet,
    new: Sequence[tuple[object, ...]],
    changed: Sequence[tuple[object, ...]],
    lines: Mapping[str, str],
) -> None:
    name, names = _name(sheet), [f'"{one}"' for one, _ in sheet.columns]
    if new:
        into = ", ".join(["id", "unit", "opens", *names, "told"])
        marks = ", ".join("?" * (len(names) + 4))
        run_each(connection, f"INSERT INTO {name} ({into}) VALUES ({marks})", new)  # noqa: S608
    if changed:
        sets = ", ".join(f"{one} = ?" for one in ["unit", "opens", *names, "told"])
        run_each(connection, f"UPDATE {name} SET {sets} WHERE no = ?", changed)  # noqa: S608
    if lines:
        places = rows(
            connection,
            f"SELECT no, id FROM {name} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (orjson.dumps(list(lines)).decode(),),
        )
        run_each(
            connection,
            f"INSERT INTO {name}_gram (rowid, grams) VALUES (?, ?)",  # noqa: S608
            [(no, tokens(lines[one])) for no, one in places],
        )
