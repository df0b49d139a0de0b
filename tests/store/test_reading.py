"""What is looked up by an id is found by an index, however many records of its kind there are."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, CursorResult

from inspector_app.domain.errors import DamagedError
from inspector_app.store import journaling, reading, schema
from inspector_app.store.reading import kept_json

PARENT = "a" * 32


class Watched:
    """A connection that asks the database for the plan of each statement before it runs it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.plans: list[str] = []
        self.connection = self.driver_connection = self  # all the way down to the driver

    def execute(self, told: str, values: Sequence[Any] = ()) -> "CursorResult[Any]":
        rows = self._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}", tuple(values))
        self.plans += [str(row[3]) for row in rows]
        return self._connection.exec_driver_sql(told, tuple(values))

    exec_driver_sql = execute


@pytest.fixture
def watched() -> Iterator[Watched]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        schema.projected.create_all(connection)
        for n in range(3):
            connection.exec_driver_sql(
                "INSERT INTO record VALUES ('duty', ?, ?, NULL, 0, ?, ?)",
                (f"{n:032d}", f'{{"of":"{PARENT}"}}', f"2026-01-0{3 - n}", n),
            )
            connection.exec_driver_sql(
                "INSERT INTO head VALUES ('duty', ?, 'of', 1, x'00', ?)", (f"{n:032d}", f'"{PARENT}"')
            )
        yield Watched(connection)
    engine.dispose()


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: reading.read_records(one, "duty", {"of": PARENT}),
        lambda one: reading.read_several(one, "duty", [PARENT], "of"),
        lambda one: reading.read_several(one, "duty", [f"{n:032d}" for n in range(3)]),
    ],
)
def test_children_are_found_by_their_ids_in_the_order_they_were_made(
    watched: Watched, ask: Callable[[Any], list[reading.Record]]
) -> None:
    assert [one.id for one in ask(watched)] == [f"{n:032d}" for n in (2, 1, 0)]
    (plan,) = [one for one in watched.plans if one.startswith(("SEARCH record", "SCAN record"))]
    assert "id=?" in plan, "every record of the kind would be read"


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: reading.read_acts_of(one, "document", [PARENT]),
        lambda one: reading.read_acts_of(one, "document", [PARENT], "issue"),
        lambda one: reading.read_orders(one, "document", [PARENT], "issue"),
    ],
)
def test_acts_are_found_by_their_records_and_not_by_their_kind(
    watched: Watched, ask: Callable[[Any], dict[str, list[object]]]
) -> None:
    assert ask(watched) == {}
    (plan,) = [one for one in watched.plans if one.startswith(("SEARCH act", "SCAN act"))]
    assert "act_subject (entity=? AND entity_id=?)" in plan, "every act of the kind would be read"


def told_on(watched: Watched, no: int, kind: str, content: str, refusal: str | None = None) -> None:
    watched._connection.exec_driver_sql(
        "INSERT INTO act VALUES (?, ?, x'', ?, 'document', ?, 'wang', '2026-01-01T00:00:00+08:00', ?, ?)",
        (bytes([no]), no, kind, PARENT, content, refusal),
    )


def test_acts_are_found_by_the_day_they_tell_of_whenever_they_were_written(watched: Watched) -> None:
    told_on(watched, 1, "issue", '{"issued_on":"2026-03-02","reached_on":"2026-04-01"}')
    told_on(watched, 2, "reply", '{"on":"2026-02-27","received_on":"2026-03-03"}')
    told_on(watched, 3, "serve", '{"reached_on":"2026-03-03"}')
    told_on(watched, 4, "serve", '{"reached_on":""}')  # it reached nobody
    told_on(watched, 5, "recheck", '{"on":"2026-03-04"}')
    told_on(watched, 6, "print", "{}")
    told_on(watched, 7, "issue", '{"issued_on":"2026-03-03"}', refusal="journal.no_right")
    found = reading.read_acts_on(watched, "2026-03-02", "2026-03-03")  # type: ignore[arg-type]
    assert [act.id for act in found] == ["01", "02", "03"]
    assert [act.order for act in found] == sorted(act.order for act in found)
    (plan,) = [one for one in watched.plans if "act" in one and "USE" not in one]
    assert "USING INDEX act_day" in plan, "every act there is would be read"


def test_findings_are_found_by_the_day_they_were_seen(watched: Watched) -> None:
    for n, on in enumerate(("2026-03-01", "2026-03-02", "2026-03-03", "")):
        watched._connection.exec_driver_sql(
            "INSERT INTO record VALUES ('finding', ?, ?, NULL, 0, '2026-03-09', ?)",
            (f"{n:032x}", f'{{"seen_on":"{on}"}}', n),
        )
    found = reading.read_seen(watched, "2026-03-02", "2026-03-03")  # type: ignore[arg-type]
    assert [one.fields["seen_on"] for one in found] == ["2026-03-02", "2026-03-03"]
    (plan,) = [one for one in watched.plans if "record" in one and "USE" not in one]
    assert "record_seen" in plan, "every finding there is would be read"


def test_open_visits_are_found_without_reading_a_record_or_an_act(watched: Watched) -> None:
    for n, deleted in enumerate((0, 0, 0, 0, 1)):
        watched._connection.exec_driver_sql(
            "INSERT INTO record VALUES ('inspection', ?, ?, NULL, ?, '2026-03-09', ?)",
            (f"{n:032x}", '{"started":"2026-03-01T09:00:00+08:00"}', deleted, n),
        )
    for n, (kind, refusal) in enumerate(
        (("conclude", None), ("conclude", "journal.no_right"), ("issue", None))
    ):
        watched._connection.exec_driver_sql(
            "INSERT INTO act VALUES (?, ?, x'', ?, 'inspection', ?, 'wang', '2026-03-01', '{}', ?)",
            (bytes([n]), n, kind, f"{n:032x}", refusal),
        )
    # Concluded in vain, not concluded, and not told of at all; the one that was removed is no debt.
    assert sorted(reading.read_open_visits(watched)) == [f"{n:032x}" for n in (1, 2, 3)]  # type: ignore[arg-type]
    found = [one for one in watched.plans if one.startswith(("SEARCH", "SCAN"))]
    assert len(found) == 2
    assert all("COVERING INDEX" in one for one in found), "rows would be read"


@pytest.mark.parametrize(
    "ask",
    [journaling.vector, journaling.ends, lambda one: list(journaling.entries(one, PARENT, 7))],
    ids=["vector", "ends", "entries"],
)
def test_the_ends_of_journals_are_found_by_their_places(
    watched: Watched, ask: Callable[[Any], object]
) -> None:
    schema.durable.create_all(watched._connection)
    watched._connection.exec_driver_sql(
        "INSERT INTO journal (hash, journal_id, seq, entity_id, raw) VALUES (x'01', ?, 1, 'a', x'')",
        (PARENT,),
    )
    with suppress(DamagedError):  # the entry itself says nothing
        ask(watched)
    looks = [one for one in watched.plans if "journal" in one]
    assert any("journal_place (journal_id=?" in one for one in looks)
    assert not any(one.startswith("SCAN journal") for one in looks), looks


def test_text_that_is_not_what_was_written_is_damage_and_no_bug() -> None:
    assert kept_json('{"a":[1]}') == {"a": [1]}
    with pytest.raises(DamagedError, match=r"store\.database_damaged"):
        kept_json('{"a":"\x01"}')
