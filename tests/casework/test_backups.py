"""A laptop's backup as people make it, and another laptop made of it: by password, code or office key."""

import json
import random
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.answers import demos
from inspector_app.casework.overview import readiness
from inspector_app.casework.overview.readiness import Ready
from inspector_app.casework.papers import issued
from inspector_app.casework.people import (
    accounts,
    backup_keys,
    backup_rounds,
    backups,
    filing_opening,
    filing_workspace,
    restored,
    restores,
    workspace,
)
from inspector_app.casework.people.filing_workspace import Room
from inspector_app.casework.people.hub_backups import Way
from inspector_app.casework.people.restores import ByCode, ByOffice, ByPassword, Outcome
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError, UnavailableError
from inspector_app.store import backup, making
from inspector_app.store.backup import Made
from inspector_app.store.folder import DataFolder
from inspector_app.trust import machine, recovery_key
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP, play

TRAINEE = ByPassword()


def _no_hub(*_: object) -> int:
    raise AssertionError("nobody chose the hub")


NO_HUB = Way(lambda: None, _no_hub)


def made(bench: Bench, goal: Path, *, everything: bool = False) -> Made:
    return backups.run(bench.session, goal, everything=everything)


def again(bench: Bench, folder: Path, user: str = workspace.TRAINING_USER, password: str = "") -> Session:
    return workspace.sign_in(
        folder, user, password or workspace.TRAINING_PASSWORD, bench.clock, PdfRenderer()
    )


def restore(
    bench: Bench, file: Path, into: Path, way: restores.Way = TRAINEE, code: int | None = None
) -> Outcome:
    return restores.restore(file, into, way, bench.clock, machine_code=code)


def test_a_laptop_made_of_a_backup_is_the_one_that_was_lost(
    bench: Bench, played: Played, tmp_path: Path
) -> None:
    store, filing = bench.desk.store, bench.session.filing
    assert filing is not None
    before = (store.digest(), filing.digest(), store.meta, store.numbers().numbers)
    told = made(bench, tmp_path / "b.ijk")
    assert told.filing is not None
    assert not told.filing_closed
    outcome = restore(bench, told.file, tmp_path / "new")
    assert (outcome.digest, told.facts.digest) == (before[0], before[0])
    assert (outcome.old_journal, outcome.machine_code) == (before[2].journal_id, 4)
    assert outcome.new_journal not in store.vector()
    assert (outcome.missing_blobs, outcome.filing) == ((), None)
    assert sorted(one.name for one in (tmp_path / "new").iterdir()) == [
        "anchor.json",
        "filing",
        "inspector.db",
        "keys.json",
        "lock",
        "vault",
    ]
    with_it = again(bench, tmp_path / "new")
    desk = with_it.sign(workspace.TRAINING_PIN)
    assert with_it.desk.store.digest() == before[0]
    assert with_it.filing is not None
    assert with_it.filing.digest() == before[1]
    assert with_it.filing.meta.machine_code == 4
    assert with_it.filing.meta.journal_id != filing.meta.journal_id
    assert desk.store.numbers().numbers == before[3]
    assert desk.store.spares() == [5, 6, 7]
    for document_id in played.document_ids:
        assert issued.pdf(desk.store, document_id) == issued.pdf(store, document_id)
    assert desk.store.integrity().problems == ()
    kinds = {one.kind for one in before[3]}
    assert all(desk.store.next_serial(kind, 2026) == 1 for kind in kinds)
    with_it.close()


def test_what_was_issued_after_it_is_named_as_a_range(bench: Bench, played: Played, tmp_path: Path) -> None:
    told = made(bench, tmp_path / "b.ijk")
    outcome = restore(bench, told.file, tmp_path / "new")
    last = {(one.kind, one.year): one for one in bench.desk.store.numbers().numbers}
    named = {(one.kind, one.year): one for one in outcome.missing_numbers if not one.filing}
    assert set(last) == set(named) - {(restored.ANY, 0)}
    for place, number in last.items():
        assert (named[place].first, named[place].after) == (number.serial + 1, number.number)
    assert named[restored.ANY, 0].first == 1
    words = restored.ranges(outcome.missing_numbers, "其他")
    assert words[-1] == "其他 3-1 →"
    session = again(bench, tmp_path / "new")
    assert restored.unknown_now(session.desk.store) == outcome.missing_numbers
    assert not restored.brought_back(session.desk.store)
    session.close()


def test_what_an_exchange_brings_back_moves_the_range_on(
    bench: Bench, played: Played, tmp_path: Path
) -> None:
    early = made(bench, tmp_path / "b.ijk")
    main = bench.desk.store
    play(bench, read_case(demos.shipped_cases()[0]), until="issue")
    outcome = restore(bench, early.file, tmp_path / "new")
    session = again(bench, tmp_path / "new")
    store = session.desk.store
    store.merge(list(main.entries(main.meta.journal_id)))
    assert store.digest() == main.digest()
    before = {one.kind: one for one in outcome.missing_numbers}
    now = {one.kind: one for one in restored.unknown_now(store)}
    moved = [kind for kind in now if now[kind].first > before[kind].first]
    assert {"rectification_notice", "stop_work_notice"} & set(moved)
    assert store.numbers().duplicates == ()
    store.note_exchange("hub", "done", {})
    bench.clock.moment += timedelta(minutes=5)
    store.note_exchange("hub", "done", {})
    assert restored.brought_back(store)
    session.close()


def test_the_next_restore_of_the_same_laptop_takes_the_next_code(bench: Bench, tmp_path: Path) -> None:
    first = restore(bench, made(bench, tmp_path / "a.ijk").file, tmp_path / "one")
    session = again(bench, tmp_path / "one")
    told = backups.run(session, tmp_path / "b.ijk")
    session.close()
    second = restore(bench, told.file, tmp_path / "two")
    assert (first.machine_code, second.machine_code) == (4, 5)


def test_without_a_spare_code_one_must_be_named(bench: Bench, played: Played, tmp_path: Path) -> None:
    bench.desk.store.set_spares(())
    file = made(bench, tmp_path / "b.ijk").file
    with pytest.raises(RuleError, match=r"backup\.no_spare_code"):
        restore(bench, file, tmp_path / "new")
    for wrong in (0, -1, 10**9):
        with pytest.raises(RuleError, match=r"backup\.bad_machine_code"):
            restore(bench, file, tmp_path / "new", code=wrong)
    with pytest.raises(RuleError, match=r"store\.machine_code_used"):
        restore(bench, file, tmp_path / "new", code=3)
    assert not (tmp_path / "new").exists()
    assert restore(bench, file, tmp_path / "new", code=21).machine_code == 21


def test_a_colleague_without_the_key_to_filings_backs_them_up_as_they_are(
    bench: Bench, tmp_path: Path
) -> None:
    new = accounts.NewAccount("zhou", "周砚", "zhou-password", Role.INSPECTOR)
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, new, cost=CHEAP)
    filing = bench.session.filing
    assert filing is not None
    digest = filing.digest()
    bench.session.close()
    theirs = again(bench, bench.folder, "zhou", "zhou-password")
    assert theirs.filing is None
    told = backups.run(theirs, tmp_path / "b.ijk")
    theirs.close()
    assert (told.filing, told.filing_closed) == (None, True)
    outcome = restore(bench, told.file, tmp_path / "new", ByPassword("zhou", "zhou-password"))
    assert outcome.filing is None
    mine = again(bench, tmp_path / "new")
    assert mine.filing is not None
    assert (mine.filing.digest(), mine.filing.meta.machine_code) == (digest, outcome.machine_code)
    assert mine.desk.store.setting(filing_opening.ADOPT) is None
    mine.close()
    bench.session = again(bench, bench.folder)


def test_a_filing_workspace_that_somebody_holds_is_not_copied_half(bench: Bench, tmp_path: Path) -> None:
    """Its files are copied raw only while nobody has them open."""
    session = bench.session
    closed = workspace.Session(
        session.desk, session.user, session.name, session.training, None, filing_workspace.Room(there=True)
    )
    with pytest.raises(UnavailableError, match=r"store\.in_use"):
        backups.run(closed, tmp_path / "b.ijk")
    assert not (tmp_path / "b.ijk").exists()


def test_adoption_that_was_cut_off_takes_the_next_spare_code(bench: Bench, tmp_path: Path) -> None:
    restore(bench, made(bench, tmp_path / "b.ijk").file, tmp_path / "new")
    session = again(bench, tmp_path / "new")
    filing_workspace.adopt_next(session.desk.store, 4)
    session.close()
    (tmp_path / "new/filing/anchor.json").unlink()  # the code was written, the anchor was not
    session = again(bench, tmp_path / "new")
    assert session.filing is not None
    assert (session.filing.meta.machine_code, session.desk.store.spares()) == (5, [6, 7])
    session.close()


def test_the_offices_recovery_key_opens_it_when_no_password_is_left(bench: Bench, tmp_path: Path) -> None:
    content, public, code = recovery_key.make(bench.desk.store.meta.workspace, CHEAP)
    bench.desk.store.set_setting(machine.RECOVERY, machine.key_text(public))
    bench.session.close()
    bench.session = again(bench, bench.folder)
    file = made(bench, tmp_path / "b.ijk").file
    outcome = restore(bench, file, tmp_path / "new", ByOffice(content, code.lower(), "office.key"))
    session = again(bench, tmp_path / "new")
    assert session.desk.store.digest() == outcome.digest
    assert session.filing is not None
    assert session.filing.meta.machine_code == 4
    session.close()
    other, _, other_code = recovery_key.make(session.desk.store.meta.workspace, CHEAP)
    with pytest.raises(SignInError, match=r"backup\.other_office"):
        restore(bench, file, tmp_path / "no", ByOffice(other, other_code))
    with pytest.raises(SignInError, match=r"trust\.wrong_recovery"):
        restore(bench, file, tmp_path / "no", ByOffice(content, other_code))
    with pytest.raises(SignInError, match=r"trust\.recovery_mistyped"):
        restore(bench, file, tmp_path / "no", ByOffice(content, "7K3QD"))
    for spoilt in (b"", b"{}", content[:-20], content.replace(b'"v": 1', b'"v": 2'), b"x" * 20_000):
        with pytest.raises(DamagedError, match=r"trust\.recovery_key_damaged"):
            restore(bench, file, tmp_path / "no", ByOffice(spoilt, code))
    assert not (tmp_path / "no").exists()


def test_a_training_laptop_is_sealed_for_the_password_that_everybody_knows(
    bench: Bench, tmp_path: Path
) -> None:
    kept = backup_keys.recovery(bench.desk.store)
    assert kept is not None
    key = backup_keys.training_key(workspace.TRAINING_PASSWORD)
    assert kept.public == key.public
    bench.session.close()
    bench.session = again(bench, bench.folder)
    assert backup_keys.recovery(bench.session.desk.store) == kept


def test_the_laptops_own_recovery_code_opens_it(bench: Bench, tmp_path: Path) -> None:
    slots = SlotFile.read(DataFolder(bench.folder).slots)
    unlocked = slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=bench.clock.now())
    code = slots.renew_recovery(unlocked)
    file = made(bench, tmp_path / "b.ijk").file
    assert restore(bench, file, tmp_path / "new", ByCode(code)).machine_code == 4


def test_a_wrong_password_opens_nothing_and_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    file = made(bench, tmp_path / "b.ijk").file
    for way in (ByPassword(workspace.TRAINING_USER, "wrong"), ByPassword("nobody", "training")):
        with pytest.raises(SignInError):
            restore(bench, file, tmp_path / "new", way)
    assert not (tmp_path / "new").exists()


def test_only_an_empty_folder_is_taken(bench: Bench, tmp_path: Path) -> None:
    file = made(bench, tmp_path / "b.ijk").file
    with pytest.raises(RuleError, match=r"backup\.folder_used"):
        restore(bench, file, bench.folder)
    (tmp_path / "empty").mkdir()
    restore(bench, file, tmp_path / "empty")
    with pytest.raises(RuleError, match=r"backup\.folder_used"):
        restore(bench, file, tmp_path / "empty")


def test_a_restore_that_was_killed_begins_anew_or_is_ended(bench: Bench, tmp_path: Path) -> None:
    file = made(bench, tmp_path / "b.ijk").file
    into = tmp_path / "new"
    corner = into / making.CORNER
    corner.mkdir(parents=True)
    (corner / "inspector.db").write_bytes(b"half")
    outcome = restore(bench, file, into)
    corner.mkdir()
    for name in ("keys.json", "anchor.json"):
        shutil.move(into / name, corner / name)
    (corner / making.READY).touch()
    with pytest.raises(RuleError, match=r"backup\.already_restored"):
        restore(bench, file, into)
    session = again(bench, into)
    assert session.desk.store.digest() == outcome.digest
    session.close()


SEED, FLIPS = 77, 500


def test_every_part_of_a_backup_that_was_cut_or_altered_is_refused(bench: Bench, tmp_path: Path) -> None:
    file = made(bench, tmp_path / "b.ijk").file
    raw, chance = file.read_bytes(), random.Random(SEED)
    header = raw.index(b"}", raw.rindex(b'"workspace"')) + 40
    cuts = {*range(0, header, 97), *(chance.randrange(header, len(raw)) for _ in range(40)), len(raw) - 1}
    spoilt = [raw[:cut] for cut in sorted(cuts)] + [raw + b"\0"]
    places = [chance.randrange(header) for _ in range(FLIPS // 2)]
    places += [chance.randrange(len(raw)) for _ in range(FLIPS - len(places))]
    for place in places:
        flipped = bytearray(raw)
        flipped[place] ^= 1 << chance.randrange(8)
        spoilt.append(bytes(flipped))
    for number, each in enumerate(spoilt):
        file.write_bytes(each)
        with pytest.raises(DamagedError):
            restore(bench, file, tmp_path / f"new{number}")
        assert not (tmp_path / f"new{number}").exists()
    print(f"\nrestore: seed {SEED}, {len(cuts)} prefixes and {FLIPS} flipped bytes, all refused")
    file.write_bytes(raw)
    restore(bench, file, tmp_path / "new")


# When one is due, and what is remembered of it.


def test_a_backup_is_due_once_a_day_and_owed_when_something_was_written(bench: Bench, tmp_path: Path) -> None:
    store = bench.desk.store
    assert backups.last(store) is None
    assert backups.overdue(bench.desk)
    assert backups.owed(bench.session)
    assert not backups.due(bench.session)  # nobody said where to
    shelf = tmp_path / "stick"
    shelf.mkdir()
    backups.set_target(store, shelf)
    assert backups.due(bench.session)
    told = made(bench, shelf)
    kept = backups.last(store)
    assert kept is not None
    assert (kept.file, kept.digest, kept.entries) == (str(told.file), told.facts.digest, told.facts.entries)
    asked = (backups.due(bench.session), backups.owed(bench.session), backups.overdue(bench.desk))
    assert asked == (False, False, False)
    with store.transaction("trainee") as tx:
        tx.create("note", {"text": "新"})
    assert backups.owed(bench.session)
    assert not backups.due(bench.session)
    bench.clock.moment += timedelta(days=1)
    assert backups.due(bench.session)
    assert not backups.overdue(bench.desk)
    bench.clock.moment += timedelta(days=3)
    assert backups.overdue(bench.desk)
    backups.set_target(store, None)
    assert backups.target(store) is None
    with pytest.raises(RuleError, match=r"backup\.inside_data"):
        backups.set_target(store, bench.folder / "vault")
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"):
        backups.set_target(store, tmp_path / "none")
    backups.set_target(store, shelf)
    assert store.setting(backups.APART) is None
    store.set_setting(backups.APART, "1")  # as it is with a stick; now only its folder is there
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"):
        made(bench, shelf)


def test_what_came_from_others_and_what_was_filed_make_one_owed(bench: Bench, tmp_path: Path) -> None:
    """A day of filings, or of a colleague's stick read in, is work like any other."""
    filing = bench.session.filing
    assert filing is not None
    backups.set_target(bench.desk.store, tmp_path)
    made(bench, tmp_path)
    assert not backup_rounds.owing(bench.session)
    with filing.transaction("trainee") as tx:
        tx.create("note", {"text": "立案的"})
    assert backups.owed(bench.session)
    bench.clock.moment += timedelta(days=1)
    assert backups.due(bench.session)
    before = set(tmp_path.glob("*.ijk"))
    assert backup_rounds.run(bench.session, NO_HUB).in_folder
    (file,) = set(tmp_path.glob("*.ijk")) - before
    restore(bench, file, tmp_path / "new")
    mine = again(bench, tmp_path / "new")
    assert mine.filing is not None
    assert mine.filing.digest() == filing.digest()
    mine.close()
    assert not backup_rounds.run(bench.session, NO_HUB).in_folder, "nothing new since"
    closed = replace(bench.session, room=Room())
    assert not backups.owed(closed)


def test_the_copies_from_before_an_upgrade_go_once_a_backup_holds_what_they_hold(
    bench: Bench, tmp_path: Path
) -> None:
    folder = bench.desk.store.folder
    shutil.copy(folder.database, folder.older_copy(3))
    with pytest.raises(UnavailableError):
        made(bench, tmp_path / "none" / "b.ijk")
    assert len(folder.older()) == 1
    made(bench, tmp_path / "b.ijk")
    assert folder.older() == []


def test_a_note_of_a_version_before_counts_as_the_last_one(bench: Bench) -> None:
    store = bench.desk.store
    told = {"at": bench.clock.moment.isoformat(), "file": "b.ijk", "digest": "", "entries": 1, "blobs": 0}
    store.set_setting(backups.LAST, json.dumps(told | {"journal": store.meta.journal_id, "place": 1}))
    assert not backups.overdue(bench.desk)
    assert backups.owed(bench.session)


def test_no_file_takes_the_name_of_the_folder_of_a_stick_that_is_gone(bench: Bench, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_target(bench.desk.store, stick)
    assert backups.within_reach(bench.desk.store)
    stick.rmdir()
    told = backup_rounds.run(bench.session, NO_HUB)
    assert ([one.code for one in told.troubles], told.failures) == (["backup.target_gone"], ())
    assert not stick.exists()
    assert not backups.within_reach(bench.desk.store)


def test_a_full_disk_here_does_not_hide_why_the_backup_failed(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnavailableError("store.disk_full", where=str(bench.folder))

    monkeypatch.setattr(type(bench.desk.store), "note_exchange", full)
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"):
        backups.run(bench.session, tmp_path / "none" / "b.ijk")


def test_what_became_of_it_stands_in_the_exchange_log(bench: Bench, tmp_path: Path) -> None:
    made(bench, tmp_path / "b.ijk")
    with pytest.raises(UnavailableError, match=r"backup\.target_gone"):
        made(bench, tmp_path / "stick/b.ijk")
    told = bench.desk.store.exchanges(5)
    assert [(one.way, one.outcome) for one in told[:2]] == [
        ("backup", "backup.target_gone"),
        ("backup", "done"),
    ]


@pytest.mark.parametrize("told", ["", "{}", "[]", "null", '{"at": "2026"}', '{"at": 3}', "nonsense"])
def test_a_damaged_note_of_the_last_backup_counts_as_never(bench: Bench, told: str) -> None:
    bench.desk.store.set_setting(backups.LAST, told)
    assert backups.last(bench.desk.store) is None


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"unknown": [[1]]}'])
def test_a_damaged_note_of_a_restore_is_named(bench: Bench, told: str) -> None:
    bench.desk.store.set_setting(restored.SETTING, told)
    with pytest.raises(InspectorError, match=r"trust\.setting_damaged"):
        restored.of(bench.desk.store)


def test_the_morning_strip_tells_of_the_backup(bench: Bench, tmp_path: Path) -> None:
    def look() -> tuple[Ready, str]:
        told = {one.id: one for one in readiness.look(bench.session, bench.folder)}["backup"]
        return told.state, told.note.code

    assert look() == (Ready.WARN, "ready.never_backed_up")
    made(bench, tmp_path / "b.ijk")
    assert look() == (Ready.OK, "ready.backed_up")
    bench.clock.moment += timedelta(days=3, minutes=1)
    assert look() == (Ready.BAD, "ready.backup_old")


def test_old_ones_in_a_folder_go(bench: Bench, tmp_path: Path) -> None:
    for _ in range(10):
        bench.clock.moment += timedelta(days=1)
        last = made(bench, tmp_path / ".." / tmp_path.name)
    there = sorted(one.name for one in tmp_path.glob("*.ijk"))
    assert last.file.name == there[-1]
    assert len(there) <= 8
    assert backup.WORK in {one.name for one in bench.folder.iterdir()}
