"""What is written is read; what fails leaves nothing; what stands agrees with the journal."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Cancelled, DamagedError, RuleError, SignInError, UnavailableError
from inspector_app.journal.bundle import verify
from inspector_app.store.store import Record, Store
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import World


def make(store: Store, entity: str = "site", **fields: object) -> str:
    with store.transaction("wang") as tx:
        return tx.create(entity, fields)


def shown(store: Store, record_id: str, entity: str = "site") -> Record:
    record = store.record(entity, record_id)
    assert record is not None
    return record


def test_records_of_one_moment_stand_as_they_were_made(store: Store) -> None:
    with store.transaction("wang") as tx:
        ids = [tx.create("person", {"name": str(n)}) for n in range(20)]
    assert [one.id for one in store.records("person")] == ids
    store.replay()
    assert [one.id for one in store.records("person")] == ids


def test_a_record_is_made_changed_deleted_and_revived(store: Store) -> None:
    site = make(store, name="工地 A", floors=12, tags=["a", "b"], note=None)
    assert shown(store, site).fields == {"name": "工地 A", "floors": 12, "tags": ["a", "b"], "note": None}
    with store.transaction("wang") as tx:
        tx.set("site", site, {"floors": 13, "extra": {"k": True}})
    assert shown(store, site).fields["floors"] == 13
    with store.transaction("wang") as tx:
        tx.delete("site", site)
    assert shown(store, site).deleted
    assert store.records("site") == []
    with store.transaction("wang") as tx:
        tx.set("site", site, {"floors": 14})
    assert not shown(store, site).deleted
    assert store.replay_check().same


def test_the_same_value_writes_nothing(store: Store) -> None:
    site = make(store, floors=12)
    before = store.vector()
    with store.transaction("wang") as tx:
        tx.set("site", site, {"floors": 12})
    assert store.vector() == before


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    site = make(store, floors=1)
    before, digest = store.vector(), store.digest()
    store.buffer_put("draft", {"text": "half a sent"})
    with pytest.raises(ZeroDivisionError), store.transaction("wang") as tx:  # noqa: PT012
        tx.set("site", site, {"floors": 2})
        tx.create("site", {"floors": 3})
        tx.clear_buffer(["draft"])
        assert len(tx.records("site")) == 2
        raise ZeroDivisionError
    assert (store.vector(), store.digest()) == (before, digest)
    assert store.buffer() == {"draft": {"text": "half a sent"}}
    with store.transaction("wang") as tx:
        tx.set("site", site, {"floors": 4})
        tx.clear_buffer(["draft"])
    assert store.buffer() == {}
    assert store.integrity().problems == ()


def _nothing_by_equal_values(tx: Tx, site: str) -> None:
    tx.set("site", site, {"floors": 1})


def _nothing_by_deleting_twice(tx: Tx, site: str) -> None:
    tx.delete("site", site)
    tx.delete("site", site)


def _nothing_after_a_read(tx: Tx, site: str) -> None:
    assert tx.record("site", site) is not None
    tx.set("site", site, {"floors": 1})
    assert tx.record("site", site) is not None


def _refused_and_caught(tx: Tx, site: str) -> None:
    with pytest.raises(RuleError):
        tx.create("site", {"floors": 9}, site)
    with pytest.raises(RuleError):
        tx.set("site", "f" * 32, {"floors": 9})


def _nothing_after_an_act(tx: Tx, site: str) -> None:
    act = tx.act(ActKind.PRINT, "site", site, {"copies": 1})
    tx.set("site", site, {"floors": 1})
    assert [one.id for one in tx.acts(kind=ActKind.PRINT)] == [act.id]


@pytest.mark.parametrize(
    "end",
    [
        _nothing_by_equal_values,
        _nothing_by_deleting_twice,
        _nothing_after_a_read,
        _refused_and_caught,
        _nothing_after_an_act,
    ],
)
def test_a_transaction_ends_with_its_last_entry_though_nothing_came_after_it(
    store: Store, end: Callable[[Tx, str], None]
) -> None:
    """Torn there, the laptop's journal could never be handed in again."""
    own = store.meta.journal_id
    start = store.vector()[own][0]
    with store.transaction("wang") as tx:
        end(tx, tx.create("site", {"floors": 1}))
    make(store, floors=2)
    *former, last, after = [entry.header for entry in store.entries(own, start)]
    assert [header.tx_last for header in (*former, last, after)] == [False] * len(former) + [True, True]
    assert {header.tx for header in former} <= {last.tx} != {after.tx}
    assert store.replay_check().same
    assert store.integrity().problems == ()
    device = SigningKey.from_bytes(b"d" * 32)
    packed = list(store.lacking({}, device))
    assert sum(verify(one, {device.key_id: device.public}.get).n for one in packed) == after.seq


def test_one_transaction_shares_its_id_and_only_the_last_entry_says_so(store: Store) -> None:
    own = store.meta.journal_id
    start = store.vector()[own][0]
    with store.transaction("wang") as tx:
        site = tx.create("site", {"floors": 1})
        assert tx.record("site", site) is not None
        tx.set("site", site, {"floors": 2})
        made = tx.act(ActKind.PRINT, "site", site, {"copies": 1})
        assert tx.acts(kind=ActKind.PRINT)[0].content == {"copies": 1}
        tx.delete("site", site)
        assert tx.records("site") == []
    headers = [entry.header for entry in store.entries(own, start)]
    assert [header.op for header in headers] == ["create", "set", "act", "delete"]
    assert [header.tx_last for header in headers] == [False, False, False, True]
    assert len({header.tx for header in headers}) == 1
    assert [act.id for act in store.acts(kind=ActKind.PRINT)] == [made.id]
    assert store.replay_check().same
    assert store.integrity().problems == ()


def test_where_and_order(store: Store) -> None:
    site, other = make(store, name="甲"), make(store, name="乙")
    for number, place in ((3, site), (1, site), (2, other)):
        make(store, "finding", site=place, number=number, open=number != 3, tags=["a"])
    told = store.records("finding", where={"site": site}, order="number")
    assert [each.fields["number"] for each in told] == [1, 3]
    told = store.records("finding", where={"site": site, "open": True})
    assert [each.fields["number"] for each in told] == [1]
    assert len(store.records("finding", where={"missing": None})) == 3
    assert len(store.records("finding", where={"tags": ["a"]})) == 3
    assert store.records("finding", where={"number": "1"}) == []
    told = store.records("finding", order=["-number"])
    assert [each.fields["number"] for each in told] == [3, 2, 1]
    with store.transaction("wang") as tx:
        tx.set("finding", told[0].id, {"site": other})
    assert len(store.records("finding", where={"site": other})) == 2


def test_refusals_name_what_is_wrong(store: Store) -> None:
    site = make(store, floors=1)
    with pytest.raises(RuleError, match=r"store\.record_exists"), store.transaction("wang") as tx:
        tx.create("site", {}, id=site)
    with pytest.raises(RuleError, match=r"store\.record_unknown"), store.transaction("wang") as tx:
        tx.set("site", "0" * 32, {"floors": 1})
    with pytest.raises(RuleError, match=r"store\.record_unknown"), store.transaction("wang") as tx:
        tx.delete("site", "0" * 32)
    with pytest.raises(RuleError, match=r"store\.unsigned_act"), store.transaction("wang") as tx:
        tx.act(ActKind.VOID, "document", site, {})
    with pytest.raises(RuleError, match=r"store\.transaction_too_large"), store.transaction("wang") as tx:  # noqa: PT012
        for number in range(2001):
            tx.create("site", {"number": number})
    with pytest.raises(ValueError, match="no field"), store.transaction("wang") as tx:
        tx.create("site", {'a"b': 1})
    assert len(store.records("site")) == 1


def test_a_float_never_reaches_the_journal(store: Store) -> None:
    with pytest.raises(RuleError, match=r"journal\.float_value"), store.transaction("wang") as tx:
        tx.create("site", {"area": 1.5})
    assert store.records("site") == []


def test_a_stranger_s_signed_act_is_not_written(store: Store, world: World) -> None:
    world.officer = SigningKey.from_bytes(b"z" * 32)
    before = store.vector()
    with pytest.raises(SignInError, match=r"store\.no_right"), store.transaction("wang") as tx:
        world.issue(tx)
    assert store.vector() == before
    assert store.numbers().numbers == ()


def test_numbers_go_on_without_a_gap_and_keep_their_fate(store: Store, world: World) -> None:
    documents = []
    for _ in range(3):
        with store.transaction("wang") as tx:
            documents.append(world.issue(tx))
    with store.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, documents[1])
        world.end(tx, ActKind.REVOKE, documents[2])
        assert tx.next_serial("stop", 2026) == 4
        assert tx.next_serial("stop", 2027) == 1
        assert tx.next_serial("fix", 2026) == 1
    book = store.numbers()
    assert [each.serial for each in book.numbers] == [1, 2, 3]
    assert [each.fate for each in book.numbers] == ["issued", "void", "revoked"]
    assert (book.gaps, book.duplicates) == ((), ())
    assert store.next_serial("stop", 2026) == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"serial": 1}, "store.number_taken"),
        ({"serial": 3}, "store.number_skips"),
        ({"machine_code": 4}, "store.number_not_ours"),
        ({"serial": "2"}, "store.number_incomplete"),
        ({"year": True}, "store.number_incomplete"),
    ],
)
def test_a_wrong_number_is_refused(store: Store, world: World, change: dict[str, object], code: str) -> None:
    with store.transaction("wang") as tx:
        world.issue(tx)
    right = {"machine_code": 3, "kind": "stop", "year": 2026, "serial": 2, "number": "x"}
    with pytest.raises(RuleError) as caught, store.transaction("wang") as tx:
        tx.act(ActKind.ISSUE, "document", "d" * 32, right | change, world.officer)
    assert caught.value.code == code
    assert len(store.numbers().numbers) == 1


def test_threads_write_in_turn_and_lose_nothing(store: Store, world: World) -> None:
    site = make(store, floors=0)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(25):
                with store.transaction("wang") as tx:
                    record = tx.record("site", site)
                    assert record is not None
                    tx.set("site", site, {"floors": record.fields["floors"] + 1})
                    world.issue(tx)
                store.records("site")
                store.numbers()
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert shown(store, site).fields == {"floors": 100}
    assert [each.serial for each in store.numbers().numbers] == list(range(1, 101))
    assert store.replay_check().same


def test_a_transaction_in_a_transaction_is_a_bug_that_shows(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction("wang"), store.transaction("wang"):
        pass
    make(store, floors=1)


def test_a_transaction_is_dead_once_it_has_ended(store: Store) -> None:
    with store.transaction("wang") as tx:
        site = tx.create("site", {"floors": 1})
    before = store.vector()
    for use in (
        lambda: tx.set("site", site, {"floors": 2}),
        lambda: tx.record("site", site),
        lambda: tx.clear_buffer(["a"]),
    ):
        with pytest.raises(RuntimeError):
            use()
    assert store.vector() == before


def test_buffer_and_settings_outlive_a_restart(store: Store, world: World, tmp_path: Path) -> None:
    store.buffer_put("a", ["文"])
    store.buffer_put("b", "x")
    store.buffer_put("b", "y")
    store.set_setting("printer", "HP")
    store.set_setting("gone", "1")
    store.set_setting("gone", None)
    store.close()
    again = world.open(tmp_path / "data")
    assert again.buffer() == {"a": ["文"], "b": "y"}
    assert (again.setting("printer"), again.setting("gone")) == ("HP", None)
    again.buffer_drop("a")
    assert again.buffer() == {"b": "y"}
    again.close()
    again.close()


def test_everything_outlives_a_restart(store: Store, world: World, tmp_path: Path) -> None:
    with store.transaction("wang") as tx:
        world.issue(tx)
    told = (store.digest(), store.vector(), store.numbers(), store.acts(), store.meta)
    store.close()
    again = world.open(tmp_path / "data")
    assert (again.digest(), again.vector(), again.numbers(), again.acts(), again.meta) == told
    with again.transaction("wang") as tx:
        world.issue(tx)
    assert again.integrity().problems == ()
    again.close()


def test_a_second_store_and_a_second_creation_are_refused(store: Store, world: World, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"store\.in_use"):
        world.open(tmp_path / "data")
    store.close()
    with pytest.raises(RuleError, match=r"store\.already_there"):
        world.create(tmp_path / "data")


def test_newer_data_is_refused_by_name(store: Store, world: World, tmp_path: Path) -> None:
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
        connection.exec_driver_sql("COMMIT")
    store.close()
    with pytest.raises(UnavailableError, match=r"store\.newer_data") as caught:
        world.open(tmp_path / "data")
    assert caught.value.values["needs"] == 99


def test_another_fold_version_replays(store: Store, world: World, tmp_path: Path) -> None:
    site = make(store, floors=1)
    with store.transaction("wang") as tx:
        world.issue(tx)
    digest = store.digest()
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
        connection.exec_driver_sql("DROP TABLE head")
        connection.exec_driver_sql("UPDATE record SET fields = '{}'")
        connection.exec_driver_sql("COMMIT")
    store.close()
    again = world.open(tmp_path / "data")
    assert again.digest() == digest
    assert shown(again, site).fields == {"floors": 1}
    assert len(again.numbers().numbers) == 1
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET n = 9",
        "UPDATE head SET value = '2'",
        """UPDATE record SET fields = '{"floors":2}'""",
        "UPDATE record SET deleted = 1",
        "DELETE FROM record",
        "UPDATE act SET refusal = 'x'",
        "UPDATE act SET content = '{}' WHERE kind = 'issue'",
        "UPDATE number_book SET serial = 2",
        "UPDATE number_book SET fate = 'void'",
        "DELETE FROM number_book",
        "DELETE FROM act",
    ],
)
def test_a_projection_altered_by_sql_is_noticed(store: Store, world: World, statement: str) -> None:
    make(store, floors=1)
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert store.replay_check().same
    with store._writing() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
    assert not store.replay_check().same
    assert store.replay() > 0
    assert store.replay_check().same


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET raw = CAST(replace(raw, x'77616e67', x'6c697569') AS BLOB) WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE journal SET hash = zeroblob(32) WHERE seq = 2",
        "UPDATE journal SET raw = CAST(substr(raw, 1, 40) AS BLOB) WHERE seq = 2",
    ],
)
def test_a_journal_altered_by_sql_is_noticed(store: Store, statement: str) -> None:
    for floors in range(3):
        make(store, floors=floors)
    assert store.integrity().problems == ()
    with store._writing() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
    assert store.integrity().problems


class Impatient:
    """Tells how often it was asked, and gives up when told to."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.seen: list[tuple[int, int]] = []

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.seen.append((done, total))
        if len(self.seen) > self.patience:
            raise Cancelled


def test_long_work_tells_its_progress_and_can_be_stopped(store: Store) -> None:
    with store.transaction("wang") as tx:
        for number in range(1500):
            tx.create("finding", {"number": number})
    digest = store.digest()
    for work in (store.replay, store.replay_check, store.integrity):
        patient = Impatient(1000)
        work(patient)
        assert patient.seen[-1] == (1501, 1501)
        assert len(patient.seen) > 1
        with pytest.raises(Cancelled):
            work(Impatient(0))
        assert store.digest() == digest
    make(store, floors=1)
    assert store.replay_check().same


def test_blobs_are_swept_only_when_nothing_ever_named_them(
    store: Store, world: World, tmp_path: Path
) -> None:
    acted, field, buffered, orphan, replaced = (
        store.put_blob(name.encode()) for name in ("act", "field", "buffer", "orphan", "replaced")
    )
    site = make(store, photo=replaced)
    with store.transaction("wang") as tx:
        tx.set("site", site, {"photo": field})
        tx.act(ActKind.ATTACH, "site", site, {"sha256": acted})
    store.buffer_put("tray", {"photos": [buffered]})
    assert store.sweep() == 0
    store.close()
    again = world.open(tmp_path / "data")
    again.replay()
    assert again.sweep() == 1
    for digest in (acted, field, buffered, replaced):
        assert again.blob(digest)
    with pytest.raises(DamagedError, match=r"store\.blob_missing"):
        again.blob(orphan)
    again.close()
