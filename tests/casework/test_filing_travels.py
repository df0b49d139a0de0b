"""The box for a colleague travels in the act that lets them in: their laptop makes the folder from it."""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.casework.people import (
    filing_acts,
    filing_members,
    filing_travels,
    filing_workspace,
    workspace,
)
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import DamagedError, DecisionNeededError, SignInError
from inspector_app.journal.entry import Entry
from inspector_app.store import making
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.sharing import ShareFile
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.test_filing_workspace import colleague, the_filing

SPARE = workspace.TRAINING_SPARES[0]


def let_in(bench: Bench, user: str = "zhou") -> str:
    """Add a colleague, let them in, and return their password."""
    password = colleague(bench, user)
    filing_workspace.give(bench.desk, the_filing(bench), user)
    return password


def laptop(bench: Bench, folder: Path, *, held: bool = False) -> Path:
    """Return a folder with the main workspace alone, as a colleague's laptop has it.

    Args:
        held: the filing folder was here once and is gone.
    """
    bench.session.close()
    shutil.copytree(bench.folder, folder, ignore=shutil.ignore_patterns("filing"))
    if not held:
        session = sign_in(bench, folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
        session.desk.store.set_setting(filing_travels.HELD, None)
        session.close()
    return folder


def sign_in(bench: Bench, folder: Path, user: str, password: str) -> Session:
    return workspace.sign_in(folder, user, password, bench.clock, PdfRenderer())


def opened(session: Session) -> Store:
    assert session.filing is not None, session.room
    return session.filing


def first_of(session: Session) -> bytes:
    assert session.room.keys is not None
    return session.room.keys.first


def test_the_colleagues_laptop_makes_the_folder(bench: Bench, tmp_path: Path) -> None:
    password, there = let_in(bench), the_filing(bench).meta
    secret = first_of(bench.session)
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "zhou", password)
    store = opened(session)
    assert (store.meta.workspace, store.meta.training) == (there.workspace, True)
    assert store.meta.journal_id != there.journal_id
    assert store.meta.machine_code == session.desk.store.meta.machine_code
    assert first_of(session) == secret
    assert len(secret) == 32
    assert list(store.entries()) == []
    assert ShareFile.read(store.folder.slots).people().keys() == {"zhou"}
    session.close()
    again = sign_in(bench, folder, "zhou", password)
    assert opened(again).meta.journal_id == store.meta.journal_id
    again.close()


def test_who_was_not_let_in_makes_nothing(bench: Bench, tmp_path: Path) -> None:
    let_in(bench)
    password = colleague(bench, "shen")
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "shen", password)
    assert (session.room.there, session.filing, session.room.problem) == (True, None, None)
    assert session.room.keys is None
    assert not (folder / "filing").exists()
    session.close()


def test_an_access_that_was_ended_makes_nothing(bench: Bench, tmp_path: Path) -> None:
    password = let_in(bench)
    filing_workspace.take(bench.desk, the_filing(bench), "zhou")
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "zhou", password)
    assert (session.room.there, session.filing) == (True, None)
    assert not (folder / "filing").exists()
    session.close()


def test_an_act_of_before_without_a_box_works_as_before(bench: Bench, tmp_path: Path) -> None:
    password = colleague(bench)
    room, signer = the_filing(bench).meta.workspace, bench.desk.signer
    with bench.desk.store.transaction("trainee") as tx:
        content = {"what": "given", "user": "zhou"}
        tx.act(ActKind.SHARE, filing_acts.ENTITY, room, content, signer)
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "zhou", password)
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.elsewhere"
    assert not (folder / "filing").exists()
    session.close()


def test_a_folder_that_is_gone_comes_back_under_a_spare_code(bench: Bench, tmp_path: Path) -> None:
    password = let_in(bench)
    folder = laptop(bench, tmp_path / "other", held=True)
    session = sign_in(bench, folder, "zhou", password)
    assert opened(session).meta.machine_code == SPARE
    assert SPARE not in session.desk.store.spares()
    session.close()
    shutil.rmtree(folder / "filing")
    session = sign_in(bench, folder, "zhou", password)
    assert opened(session).meta.machine_code == workspace.TRAINING_SPARES[1]
    session.close()


class PowerCutError(Exception):
    """The plug was pulled."""


def cut(*_: object, **__: object) -> None:
    raise PowerCutError


@pytest.mark.parametrize(
    ("owner", "name"),
    [(filing_travels, "write_carried"), (Store, "create"), (making, "_move")],
)
def test_cut_off_on_the_way_it_is_whole_at_the_next_sign_in(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    password = let_in(bench)
    folder = laptop(bench, tmp_path / "other")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, cut)
        with pytest.raises(PowerCutError):
            sign_in(bench, folder, "zhou", password)
    assert not (folder / "filing" / "keys.json").exists()
    session = sign_in(bench, folder, "zhou", password)
    assert opened(session).keyring.root == the_root(bench)
    assert not (folder / "filing" / making.CORNER).exists()
    session.close()


def the_root(bench: Bench) -> object:
    session = sign_in(bench, bench.folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    bench.session = session
    return the_filing(bench).keyring.root


def test_a_box_for_a_new_key_is_taken_from_the_act(bench: Bench) -> None:
    password = let_in(bench)
    keys = bench.folder / "filing" / "keys.json"
    ShareFile.read(keys).take("zhou")  # as on a laptop whose folder somebody else brought
    assert [one.current for one in filing_members.members(bench.desk)] == [True, True]
    bench.session.close()
    session = sign_in(bench, bench.folder, "zhou", password)
    assert session.filing is not None
    assert "zhou" in ShareFile.read(keys).people()
    session.close()


def test_a_key_that_the_box_was_not_sealed_for_opens_nothing(bench: Bench, tmp_path: Path) -> None:
    let_in(bench)
    slots = SlotFile.read(bench.folder / "keys.json")
    unlocked = slots.open("trainee", workspace.TRAINING_PASSWORD, now=bench.clock.now())
    slots.reset(unlocked, "zhou", "another-password", SigningKey.new())
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "zhou", "another-password")
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.elsewhere"
    session.close()


def test_the_recovery_code_opens_on_every_laptop(bench: Bench, tmp_path: Path) -> None:
    password = let_in(bench)
    code = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, "zhou", password)
    keys, here = ShareFile.read(opened(session).folder.slots), the_keys(bench)
    assert keys.recovery == here.recovery
    assert (
        keys.recover(code, now=bench.clock.now()).master == here.recover(code, now=bench.clock.now()).master
    )
    session.close()


def the_keys(bench: Bench) -> ShareFile:
    return ShareFile.read(bench.folder / "filing" / "keys.json")


def test_a_new_code_makes_the_old_one_worthless_on_other_laptops_too(bench: Bench, tmp_path: Path) -> None:
    password = let_in(bench)
    first = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    folder = laptop(bench, tmp_path / "other")
    sign_in(bench, folder, "zhou", password).close()
    bench.session = sign_in(bench, bench.folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    bench.desk = bench.session.sign(workspace.TRAINING_PIN)
    second = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    brought = list(bench.desk.store.entries())
    session = sign_in(bench, folder, "zhou", password)
    forked(session.desk.store, brought)
    session.close()
    session = sign_in(bench, folder, "zhou", password)
    keys = ShareFile.read(opened(session).folder.slots)
    keys.recover(second, now=bench.clock.now())
    with pytest.raises(SignInError) as refused:
        keys.recover(first, now=bench.clock.now())
    assert refused.value.code == "trust.wrong_recovery"
    session.close()


def forked(store: Store, entries: list[Entry]) -> None:
    """Take in what the other folder wrote; the copy wrote nothing itself, so it goes on in a new journal."""
    with suppress(DecisionNeededError):
        store.merge(entries)


def test_with_the_code_an_administrator_enters_on_a_laptop_that_never_had_it(
    bench: Bench, tmp_path: Path
) -> None:
    there = the_filing(bench).meta.workspace
    code = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.elsewhere"
    desk = session.sign(workspace.TRAINING_PIN)
    with pytest.raises(SignInError) as mistyped:
        filing_workspace.regain(desk, code[:-1])
    assert mistyped.value.code == "trust.recovery_mistyped"
    filing_workspace.regain(desk, code)
    session = session.with_filing(desk)
    assert opened(session).meta.workspace == there
    assert {one.header.op for one in opened(session).entries()} == {"act"}, "the cases come by exchange"
    session.close()
    again = sign_in(bench, folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    assert opened(again).meta.workspace == there
    again.close()


def test_a_code_that_is_not_the_newest_is_told_as_such(bench: Bench, tmp_path: Path) -> None:
    old = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    folder = laptop(bench, tmp_path / "other")
    session = sign_in(bench, folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    with pytest.raises(SignInError) as refused:
        filing_workspace.regain(session.sign(workspace.TRAINING_PIN), old)
    assert refused.value.code == "filing.wrong_recovery"
    assert not (folder / "filing" / "keys.json").exists()
    session.close()


def test_a_malformed_newest_act_hides_no_older_box(bench: Bench) -> None:
    password = let_in(bench)
    act = bench.desk.store.acts(filing_acts.ENTITY, None, ActKind.SHARE)[-1]
    slots = SlotFile.read(bench.folder / "keys.json")
    key = slots.open("zhou", password, now=bench.clock.now()).signing_key
    for wrong in ({"box": "no base64!"}, {"root": {}}, {"box": "AAAA"}):
        newest = replace(act, content={**act.content, **wrong})
        assert filing_travels.newest([act, newest], "zhou", key) == filing_travels.newest([act], "zhou", key)
        with pytest.raises(DamagedError):
            filing_travels.newest([newest], "zhou", key)


def test_a_malformed_act_about_the_code_hides_no_older_one(bench: Bench) -> None:
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    act = bench.desk.store.acts(filing_acts.ENTITY, None, ActKind.SHARE)[-2]
    told = filing_travels.newest_recovery([act])
    assert told is not None
    assert told.recovery == the_keys(bench).recovery
    for wrong in ({"root": {}}, {"wrapped": {}}, {"wrapped": "x"}, {"wrapped": None}):
        newest = replace(act, content={**act.content, **wrong})
        assert filing_travels.newest_recovery([act, newest]) == told
        assert filing_travels.newest_recovery([newest]) is None


def test_what_an_act_carries_is_read_strictly(bench: Bench) -> None:
    password = let_in(bench)
    act = bench.desk.store.acts(filing_acts.ENTITY, None, ActKind.SHARE)[-1]
    slots = SlotFile.read(bench.folder / "keys.json")
    key = slots.open("zhou", password, now=bench.clock.now()).signing_key
    brought = filing_travels.newest([act], "zhou", key)
    assert brought is not None
    brought.open(key)
    assert filing_travels.newest([act], "shen", key) is None
    for field, wrong, code in (
        ("box", "no base64!", "trust.box_damaged"),
        ("root", {}, "trust.certificate_damaged"),
    ):
        act.content[field], before = wrong, act.content[field]
        with pytest.raises(DamagedError) as damaged:
            filing_travels.newest([act], "zhou", key)
        assert damaged.value.code == code
        act.content[field] = before
    with pytest.raises(DamagedError) as foreign:
        filing_travels.take_up(bench.desk.store, brought, key, "another root", bench.clock)
    assert foreign.value.code == "filing.foreign"
