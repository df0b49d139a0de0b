"""A folder of an earlier version gets the indexes that came later, without a replay; lists stand on them."""

from pathlib import Path

from inspector_app.store.store import Store
from tests.store.worlds import World


def plan(store: Store) -> str:
    with store._reading() as connection:
        asked = "SELECT id FROM record INDEXED BY record_listed WHERE entity = 'inspection' AND deleted = 0"
        ordered = f"EXPLAIN QUERY PLAN {asked} ORDER BY fields ->> '$.started' DESC, id"
        return " ".join(str(row[3]) for row in connection.exec_driver_sql(ordered))


def test_an_index_that_is_lacking_is_made_and_nothing_is_replayed(
    store: Store, world: World, tmp_path: Path
) -> None:
    with store.transaction("wang") as tx:
        for day in ("2026-01-05", "2026-03-01", ""):
            tx.create("inspection", {"started": day})
    with store._writing() as connection:
        connection.exec_driver_sql("DROP INDEX record_listed")
        # A replay would bring it back.
        connection.exec_driver_sql("UPDATE record SET made = 'not replayed'")
        store._commit(connection)
    store.close()
    again = world.open(tmp_path / "data")
    try:
        assert plan(again) == "SCAN record USING COVERING INDEX record_listed"
        with again._reading() as connection:
            made = connection.exec_driver_sql("SELECT DISTINCT made FROM record").fetchall()
        assert [row[0] for row in made] == ["not replayed"]
    finally:
        again.close()


def test_inspections_are_listed_by_their_start_and_documents_by_their_issue(store: Store) -> None:
    with store.transaction("wang") as tx:
        ids = [tx.create("inspection", {"started": day} if day else {}) for day in ("2026-01", "2026-03", "")]
        gone = tx.create("inspection", {"started": "2026-09"})
        tx.delete("inspection", gone)
    assert store.inspection_ids() == [ids[1], ids[0], ids[2]]
    assert store.issued_ids() == []
