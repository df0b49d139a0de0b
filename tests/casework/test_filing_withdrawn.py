"""Whom the office withdrew: no rights in the filing workspace either, no way in, and listed as gone."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from inspector_app.casework.overview import readiness
from inspector_app.casework.people import filing_acts, filing_members, filing_workspace
from inspector_app.casework.play.stage import Played
from inspector_app.domain.acts import ActKind, Role
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.test_filing_workspace import colleague, forged, open_case, the_filing, trainee


def withdrawn(bench: Bench, user: str, day: date) -> None:
    """Take a person's keys back, as the office's act would arrive."""
    desk = bench.desk
    assert desk.signer is not None
    for held in [one for one in desk.store.keyring.people() if one.user == user]:
        content = {"withdrawn": held.key_id, "from": day.isoformat()}
        with desk.store.transaction(desk.user) as tx:
            tx.act(ActKind.ROLE, "certificate", held.key_id, content, desk.signer)


def test_whom_the_office_withdrew_signs_nothing_in_the_filing_workspace(bench: Bench, played: Played) -> None:
    password = colleague(bench, "wei", Role.SUPERVISOR)
    filing_workspace.give(bench.desk, the_filing(bench), "wei")
    case_id = open_case(bench, played)
    slots = SlotFile.read(bench.folder / "keys.json")
    key = slots.open("wei", password, now=bench.clock.now()).signing_key
    today = bench.desk.today()
    withdrawn(bench, "wei", today + timedelta(days=1))
    trainee(bench)
    filing = the_filing(bench)
    assert filing.keyring.withdrawals() == {key.key_id: today + timedelta(days=1)}
    before = approval(filing, key, case_id, bench.clock.moment)
    after = approval(filing, key, case_id, bench.clock.moment + timedelta(days=1))
    filing.merge([before])
    filing.merge([after])
    told = {one.id: one.valid for one in filing.acts("case", case_id, ActKind.APPROVE)}
    assert told[before.hash.hex()], "what was signed before the office's day stands"
    assert not told[after.hash.hex()]
    refused = [(one.id, code) for one, code in filing.refused_of("case", [case_id])]
    assert refused == [(after.hash.hex(), "journal.act_no_right")]


def approval(store: Store, key: SigningKey, case_id: str, at: datetime) -> Entry:
    content = {"approved": True}
    return forged(store, key, "approve", "case", case_id, content, user="wei", wall=at.isoformat())


def test_a_withdrawal_is_written_once(bench: Bench) -> None:
    colleague(bench, "wei")
    filing_workspace.give(bench.desk, the_filing(bench), "wei")
    withdrawn(bench, "wei", bench.desk.today())
    trainee(bench)
    length = the_filing(bench).place
    trainee(bench)
    assert the_filing(bench).place == length


def test_whom_the_office_withdrew_opens_no_filings_and_is_listed_as_gone(bench: Bench) -> None:
    password = colleague(bench, "wei")
    filing_workspace.give(bench.desk, the_filing(bench), "wei")
    withdrawn(bench, "wei", bench.desk.today() + timedelta(days=1))
    assert [one.gone for one in filing_members.members(bench.desk) if one.user == "wei"] == [False]
    bench.clock.moment += timedelta(days=1)
    members = {one.user: one for one in filing_members.members(bench.desk)}
    assert (members["wei"].current, members["wei"].gone) == (False, True)
    assert (members["trainee"].current, members["trainee"].gone) == (True, False)
    slots = SlotFile.read(bench.folder / "keys.json")
    key = slots.open("wei", password, now=bench.clock.now()).signing_key
    room = filing_workspace.open_for(bench.desk.store, "wei", key, bench.clock)
    assert (room.there, room.store) == (True, None)
    assert room.problem is not None
    assert room.problem.code == "filing.key_withdrawn"
    filing_workspace.take(bench.desk, the_filing(bench), "wei")
    assert [one.user for one in filing_members.members(bench.desk)] == ["trainee"]


def test_two_workspaces_made_apart_are_said(bench: Bench) -> None:
    assert len(filing_acts.made(bench.desk.store)) == 1
    assert bench.desk.signer is not None
    with bench.desk.store.transaction(bench.desk.user) as tx:
        told = {"what": filing_acts.MADE, "root": "0" * 16}
        tx.act(ActKind.SHARE, filing_acts.ENTITY, uuid4().hex, told, bench.desk.signer)
    check = next(one for one in readiness.look(bench.session, bench.folder) if one.id == "exchange")
    assert check.note.code == "ready.two_filings"
    assert dict(check.note.values)["count"] == 2
