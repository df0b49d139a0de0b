"""What is owed and what is torn, over real stores: gathered as people know it, settled once for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.overview import conflicts, exchange_board
from inspector_app.casework.overview.exchange_board import Owes, Stage
from inspector_app.casework.people import workspace
from inspector_app.casework.people.filing_workspace import Room
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.journal.entry import Entry
from inspector_app.screenplay import exchange
from inspector_app.store.store import Store
from inspector_app.trust import machine
from tests.casework.receipts import received
from tests.journal.writing import Laptop, value
from tests.stories import office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop with a visit, in which a finding was written that nothing orders yet."""
    office.found(tmp_path / "data", furnished=True)
    session = signed_in(tmp_path / "data")
    desk = session.desk
    target = next(one for one in registry.targets(desk.store) if one.name == office.SITE)
    visit = inspections.begin(desk, target.id, [], started=office.MORNING.isoformat(), place="现场")
    findings.add(desk, visit, findings.NewFinding("3#楼14层", "临边无防护。", seen_on=desk.today()))
    session.close()
    return tmp_path / "data"


def signed_in(folder: Path) -> Session:
    return workspace.sign_in(
        folder,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        PlayedClock(office.MORNING),
        PdfRenderer(),
    )


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    one = signed_in(folder)
    yield one
    one.close()


@pytest.fixture
def torn(folder: Path) -> Iterator[Session]:
    """The same laptop after another one wrote the fact differently."""
    exchange.leave(folder)
    one = signed_in(folder)
    yield one
    one.close()


def test_a_visit_is_one_line_with_all_that_belongs_to_it(session: Session) -> None:
    board = exchange_board.read(session.desk)
    visit = board.owed[0]
    assert (visit.kind, visit.title, visit.stage) == (Owes.VISIT, office.SITE, Stage.HERE)
    assert dict(visit.parts) == {"问题": 1}
    assert visit.started == office.MORNING
    assert [one.kind for one in board.owed] == sorted((one.kind for one in board.owed), key=list(Owes).index)
    assert sum(one.entries for one in board.owed) == board.entries.owed == board.entries.here
    assert not board.whole
    assert board.hub is None


def test_what_has_a_name_of_its_own_comes_before_the_rest(session: Session) -> None:
    desk = session.desk
    visit = exchange_board.read(desk).owed[0].id
    with desk.store.transaction(desk.user) as tx:
        for _ in range(3):
            tx.create("whatever", {"inspection_id": visit})
    told = exchange_board.read(desk).owed[0].parts
    assert told == (("问题", 1), ("其他登记", 3)), "a line is cut at its end"


def test_two_values_are_told_with_who_and_where(torn: Session) -> None:
    (one,) = conflicts.conflicts(torn.desk, torn.desk.store.conflicts())
    assert (one.kind, one.label, one.title) == ("问题", "事实", f"{office.SITE} 1")
    assert {each.words: each.here for each in one.values} == {exchange.HERE: True, exchange.THERE: False}
    assert all(each.name == workspace.TRAINING_NAME and each.at is not None for each in one.values)
    assert one.typed
    shown = torn.desk.store.record("finding", one.record_id)
    assert shown is not None
    assert shown.fields["fact"] == one.values[0].words


@pytest.mark.parametrize("value", [exchange.HERE, exchange.THERE, "两处都缺，共四米。"])
def test_whichever_is_chosen_holds_alone(torn: Session, value: str) -> None:
    desk = torn.desk
    (one,) = conflicts.conflicts(desk, desk.store.conflicts())
    conflicts.resolve(desk, one, value)
    assert desk.store.conflicts() == []
    record = desk.store.record("finding", one.record_id)
    assert record is not None
    assert record.fields["fact"] == value
    assert record.conflicts == {}
    with pytest.raises(RuleError, match=r"conflict\.settled"):
        conflicts.resolve(desk, one, value)


@dataclass(frozen=True)
class Said:
    value: object
    user: str = "wang"
    wall: str = "2026-03-02T09:00:00+08:00"
    journal_id: str = "0" * 32


@dataclass(frozen=True)
class Apart:
    entity: str
    id: str
    field: str
    values: tuple[Said, ...]


@pytest.mark.parametrize(
    ("entity", "field", "free"),
    [
        ("finding", "fact", True),
        ("person", "name", True),
        ("person", "valid_to", False),
        ("finding", "severity", False),
        ("obligation", "due", False),
        ("finding", "clause", False),
    ],
)
def test_a_third_value_is_written_only_where_any_text_will_do(
    torn: Session, entity: str, field: str, free: bool
) -> None:
    desk = torn.desk
    (known,) = conflicts.conflicts(desk, desk.store.conflicts())
    told = Apart(entity, known.record_id, field, (Said("2026-12-31"), Said("2027-12-31")))
    (one,) = conflicts.conflicts(desk, [told])
    assert one.typed is free
    if not free:
        with pytest.raises(RuleError, match=r"conflict\.not_a_value"):
            conflicts.resolve(desk, one, "明年年底")
        assert len(desk.store.conflicts()) == 1


def test_nothing_is_no_choice(torn: Session) -> None:
    desk = torn.desk
    (one,) = conflicts.conflicts(desk, desk.store.conflicts())
    with pytest.raises(RuleError, match=r"conflict\.empty"):
        conflicts.resolve(desk, one, "  ")
    assert len(desk.store.conflicts()) == 1


def from_elsewhere(folder: Path, store: Store, name: str, value: str) -> list[Entry]:
    """Return what another laptop wrote over the value that this one wrote, in a journal of its own."""
    (torn,) = store.conflicts()
    own = next(one for one in torn.values if one.value == exchange.HERE)
    laptop = Laptop(name, workspace=store.meta.workspace)
    stamp = next(
        (entry.fields["fact"]["base"], entry.hash)
        for entry in store.entries_of(torn.id)
        if entry.hash.hex() == own.hash
    )
    n = 1 + max(each[0] for each in stamp[0])
    laptop.write("set", "finding", torn.id, {"fact": {"value": value, "base": [[n, stamp[1].hex()]]}})
    return laptop.entries


def test_what_nobody_saw_is_not_replaced(torn: Session, folder: Path) -> None:
    desk = torn.desk
    (seen,) = conflicts.conflicts(desk, desk.store.conflicts())
    desk.store.merge(from_elsewhere(folder, desk.store, "third", "第三个值。"))
    with pytest.raises(RuleError) as refused:
        conflicts.resolve(desk, seen, exchange.HERE)
    assert refused.value.code == "conflict.changed"
    (now,) = desk.store.conflicts()
    assert {one.value for one in now.values} == {"第三个值。", exchange.THERE}
    (anew,) = conflicts.conflicts(desk, desk.store.conflicts())
    conflicts.resolve(desk, anew, exchange.THERE)
    assert desk.store.conflicts() == []


def test_a_record_that_was_deleted_meanwhile_stays_deleted(torn: Session) -> None:
    desk = torn.desk
    (seen,) = conflicts.conflicts(desk, desk.store.conflicts())
    with desk.store.transaction(desk.user) as tx:
        tx.delete("finding", seen.record_id)
    with pytest.raises(RuleError) as refused:
        conflicts.resolve(desk, seen, exchange.HERE)
    assert refused.value.code == "conflict.settled"
    record = desk.store.record("finding", seen.record_id)
    assert record is not None
    assert record.deleted


# The filing workspace.


def a_case(session: Session, matter: str = "涉嫌某案") -> str:
    filing = session.filing
    assert filing is not None
    with filing.transaction(session.user) as tx:
        return tx.create("case", {"matter": matter})


def test_filings_that_are_only_here_are_owed(session: Session) -> None:
    a_case(session)
    received(session.desk.store)
    board = exchange_board.read(session.desk, session.room)
    assert not board.whole
    filing = [one for one in board.owed if one.kind is Owes.FILING]
    assert [(one.id, one.stage) for one in filing] == [("filing", Stage.HERE)]
    assert sum(one.entries for one in board.owed) == board.entries.owed
    assert session.filing is not None
    received(session.filing)
    board = exchange_board.read(session.desk, session.room)
    assert not [one for one in board.owed if one.kind is Owes.FILING]
    assert board.entries.owed == 0


def test_filings_that_nobody_here_can_open_are_said_to_be_uncounted(session: Session) -> None:
    assert not exchange_board.read(session.desk, session.room).uncounted
    assert exchange_board.read(session.desk, Room(there=True)).uncounted
    assert not exchange_board.read(session.desk, Room()).uncounted


def test_a_conflict_in_the_filing_workspace_is_told_and_settled_there(session: Session) -> None:
    case_id, filing = a_case(session), session.filing
    assert filing is not None
    first = next(one for one in filing.entries_of(case_id))
    stamp = [[1, first.hash.hex()]]
    laptop = Laptop("elsewhere", workspace=filing.meta.workspace)
    laptop.write("set", "case", case_id, {"matter": {"value": "涉嫌乙案", "base": stamp}})
    with filing.transaction(session.user) as tx:
        tx.set("case", case_id, {"matter": "涉嫌甲案"})
    filing.merge(laptop.entries)
    desk = session.filing_desk(session.desk)
    (one,) = conflicts.conflicts(desk, filing.conflicts(), filing=True)
    assert (one.kind, one.label, one.filing, one.typed) == ("案件", "案由", True, True)
    conflicts.resolve(desk, one, "涉嫌乙案")
    assert filing.conflicts() == []


def test_receipts_that_count_no_longer_are_told_by_when_it_was_found_out(session: Session) -> None:
    store, filing = session.desk.store, session.filing
    assert filing is not None
    assert exchange_board.read(session.desk, session.room).doubted == ()
    for each in (store, filing):
        a_case(session)
        received(each)
        each.doubt(each.promises())
    main, beside = exchange_board.read(session.desk, session.room).doubted
    assert (main.receipts, main.no, main.filing) == (1, 1, False)
    assert (beside.filing, beside.found) == (True, office.MORNING)
    assert not exchange_board.read(session.desk, session.room).whole, "the hub must say so again"


def test_who_wrote_in_a_branch_is_told_by_name(session: Session) -> None:
    store, laptop = session.desk.store, Laptop("strange", workspace=session.desk.store.meta.workspace)
    laptop.user = session.user
    laptop.write("create", "person", f"{1:032x}", {"name": value("甲")})
    twin = laptop.fork("twin")
    twin.user = "zhao"
    for each in (laptop, twin):
        each.write("set", "person", f"{1:032x}", {"name": value(each.name)})
        store.merge(each.entries)
    (branch,) = exchange_board.read(session.desk).branches
    assert (branch.users, branch.entries, branch.filing) == (("zhao",), 1, False)


def test_a_damaged_setting_of_the_hub_is_said(session: Session) -> None:
    session.desk.store.set_setting(machine.HUB, "{")
    with pytest.raises(DamagedError) as damaged:
        exchange_board.hub_of(session.desk.store)
    assert damaged.value.code == "trust.setting_damaged"
