"""The filing workspace: shared by key, given without a password, taken away, and silent to all others."""

import shutil
from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from inspector_app.casework.followup import filing_papers, filings
from inspector_app.casework.papers import documents
from inspector_app.casework.people import (
    accounts,
    filing_acts,
    filing_codes,
    filing_members,
    filing_workspace,
    workspace,
)
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import Problem, RuleError, SignInError
from inspector_app.domain.filing import CaseState, Step, StepKind
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import Entry, act_message
from inspector_app.store.store import Store
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.sharing import ShareFile
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP

MARKER = "涉嫌玄武岩标记案"
PIN = "135790"


def sign_in(bench: Bench, user: str, password: str) -> Session:
    """Let somebody sign in where the trainee worked until now."""
    bench.session.close()
    bench.session = workspace.sign_in(bench.folder, user, password, bench.clock, PdfRenderer())
    return bench.session


def trainee(bench: Bench) -> Session:
    """Let the trainee sign in again and give the PIN."""
    session = sign_in(bench, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)
    bench.desk = session.sign(workspace.TRAINING_PIN)
    return session


def colleague(bench: Bench, user: str = "zhou", role: Role = Role.INSPECTOR) -> str:
    """Add an account and return its password."""
    password = f"{user}-password"
    new = accounts.NewAccount(user, "周砚", password, role)
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, new, cost=CHEAP)
    return password


def the_filing(bench: Bench) -> Store:
    store = bench.session.filing
    assert store is not None
    return store


def open_case(bench: Bench, played: Played) -> str:
    visit = inspections.inspection_of(bench.desk.store, played.inspection_id)
    target = registry.target_of(bench.desk.store, visit.target_id)
    party = next(one for one in target.parties if str(one.role) == "contractor")
    return filings.open_case(
        bench.desk,
        bench.session.filing_desk(bench.desk),
        played.finding_ids[:1],
        party.id,
        known_on=bench.desk.today(),
        matter=MARKER,
    )


def test_a_training_workspace_comes_with_it_and_the_trainee_has_the_key(bench: Bench) -> None:
    filing = the_filing(bench)
    main = bench.desk.store
    assert filing.meta.workspace != main.meta.workspace
    assert filing.meta.journal_id != main.meta.journal_id
    assert (filing.meta.machine_code, filing.meta.training) == (main.meta.machine_code, True)
    assert filing.folder.path == bench.folder / "filing"
    assert [(one.user, one.current) for one in filing_members.members(bench.desk)] == [("trainee", True)]


def test_a_colleague_without_the_key_sees_only_that_it_is_there(bench: Bench) -> None:
    session = sign_in(bench, "zhou", colleague(bench))
    assert (session.room.there, session.filing, session.room.problem) == (True, None, None)
    with pytest.raises(SignInError) as refused:
        session.filing_desk(session.desk)
    assert refused.value.code == "filing.no_access"


def test_a_colleague_is_let_in_without_a_password_and_works_there(bench: Bench, played: Played) -> None:
    password = colleague(bench)
    case_id = open_case(bench, played)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    session = sign_in(bench, "zhou", password)
    session.new_pin(password, PIN)
    filing = session.filing_desk(session.sign(PIN))
    assert [one.id for one in filings.cases(filing)] == [case_id]
    form = filing_papers.begin_form(filing, case_id, penalty="《某条例》第六十四条")
    documents.issue(filing, form, date_confirmed=True)
    step = Step(StepKind.FILED, filing.today(), document_id=form)
    with pytest.raises(SignInError) as refused:
        filings.take(session.desk, filing, case_id, step)
    assert refused.value.code == "store.no_right"  # an inspector does not approve a filing
    assert not filing.store.refused()


def test_a_supervisor_who_was_let_in_approves(bench: Bench, played: Played) -> None:
    password = colleague(bench, "lu", Role.SUPERVISOR)
    case_id = open_case(bench, played)
    filing_workspace.give(bench.desk, the_filing(bench), "lu")
    session = sign_in(bench, "lu", password)
    session.new_pin(password, PIN)
    desk = session.sign(PIN)
    step = Step(StepKind.NOT_FILED, desk.today(), reason="情节轻微")
    assert filings.take(desk, session.filing_desk(desk), case_id, step).course.outcome


def test_access_that_was_taken_away_opens_nothing_any_more(bench: Bench) -> None:
    password = colleague(bench)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    assert sign_in(bench, "zhou", password).filing is not None
    trainee(bench)
    filing_workspace.take(bench.desk, the_filing(bench), "zhou")
    assert "zhou" not in ShareFile.read(bench.folder / "filing" / "keys.json").people()
    session = sign_in(bench, "zhou", password)
    assert (session.room.there, session.filing) == (True, None)
    trainee(bench)
    with pytest.raises(RuleError) as refused:
        filing_workspace.take(bench.desk, the_filing(bench), "zhou")
    assert refused.value.code == "filing.not_in"


def test_a_box_put_back_does_not_open_what_was_taken_away(bench: Bench) -> None:
    password = colleague(bench)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    keys = bench.folder / "filing" / "keys.json"
    before = keys.read_bytes()
    filing_workspace.take(bench.desk, the_filing(bench), "zhou")
    keys.write_bytes(before)
    assert sign_in(bench, "zhou", password).filing is None


def test_nobody_ends_their_own_access(bench: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        filing_workspace.take(bench.desk, the_filing(bench), bench.desk.user)
    assert refused.value.code == "filing.own_access"


def test_who_is_no_administrator_lets_nobody_in(bench: Bench) -> None:
    password = colleague(bench)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    colleague(bench, "shen")
    session = sign_in(bench, "zhou", password)
    session.new_pin(password, PIN)
    desk = session.sign(PIN)
    assert session.filing is not None
    with pytest.raises(RuleError) as refused:
        filing_workspace.give(desk, session.filing, "shen")
    assert refused.value.code == "accounts.not_administrator"
    # What a changed program would try: the act itself is refused, and a forged one has no effect.
    with pytest.raises(SignInError), desk.store.transaction("zhou") as tx:
        tx.act(
            ActKind.SHARE,
            filing_acts.ENTITY,
            session.filing.meta.workspace,
            {"what": "given", "user": "shen"},
            desk.signer,
        )


def forged(
    store: Store,
    key: SigningKey,
    kind: str,
    entity: str,
    record: str,
    content: object,
    *,
    user: str = "zhou",
    wall: str = "2026-11-24T10:00:00+08:00",
) -> Entry:
    """Return what a changed program writes into a journal of its own: an act in the person's own name."""
    head = Head(uuid4().hex)
    message = act_message(kind, entity, record, content, head.hash)
    told = {
        "kind": kind,
        "content": content,
        "key": key.key_id,
        "sig": urlsafe_b64encode(key.sign("act", message)).rstrip(b"=").decode(),
    }
    return append(
        head,
        workspace=store.meta.workspace,
        wall=wall,
        user=user,
        tx=uuid4().hex,
        tx_last=True,
        entity=entity,
        entity_id=record,
        op="act",
        fields=told,
    )


def test_forged_acts_are_shown_and_have_no_effect(bench: Bench, played: Played) -> None:
    password = colleague(bench)
    case_id = open_case(bench, played)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    colleague(bench, "shen")
    session = sign_in(bench, "zhou", password)
    session.new_pin(password, PIN)
    desk = session.sign(PIN)
    filing = session.filing_desk(desk)
    assert desk.signer is not None

    told: dict[str, object] = {"step": "not_filed", "on": "2026-11-24", "reason": "算了"}
    filing.store.merge([forged(filing.store, desk.signer, "approve", "case", case_id, told)])
    assert filings.case_of(filing, case_id).course.state is CaseState.VERIFYING
    assert [code for _, code in filing.store.refused()] == ["journal.act_no_right"]

    given = {"what": "given", "user": "shen"}
    room = filing.store.meta.workspace
    desk.store.merge([forged(desk.store, desk.signer, "share", "workspace", room, given)])
    assert [code for _, code in desk.store.refused()] == ["journal.act_no_right"]
    assert "shen" not in [one.user for one in filing_members.members(desk)]
    assert sign_in(bench, "shen", "shen-password").filing is None


def test_a_nobody_is_not_let_in(bench: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        filing_workspace.give(bench.desk, the_filing(bench), "nobody")
    assert refused.value.code == "filing.nobody"


def test_a_new_key_must_be_let_in_again(bench: Bench) -> None:
    colleague(bench)
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    slots = SlotFile.read(bench.folder / "keys.json")
    opened = slots.open("trainee", workspace.TRAINING_PASSWORD, now=bench.clock.now())
    fresh = SigningKey.new()
    slots.reset(opened, "zhou", "another-password", fresh)
    session = sign_in(bench, "zhou", "another-password")
    assert session.filing is None
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.key_changed"
    trainee(bench)
    held = next(one for one in bench.desk.store.keyring.certificates() if one.user == "zhou")
    assert bench.desk.signer is not None
    renewed = certify(
        bench.desk.signer,
        workspace=bench.desk.store.meta.workspace,
        subject=fresh.public,
        user="zhou",
        name="周砚",
        roles=held.roles,
        valid_from=bench.desk.today(),
        valid_to=held.valid_to.replace(year=held.valid_to.year - 1),
    )
    assert filing_codes.after_exchange(bench.session) == ()
    workspace.appoint(bench.desk.store, renewed, bench.desk.signer, by="trainee")
    first = filing_members.members(bench.desk)[0]
    assert (first.user, first.waits) == ("zhou", True), "the old key is valid still, and not the one in use"
    told = Problem.of("filing.waits_again", "周砚", count=1)
    assert [filing_codes.after_exchange(bench.session) for _ in range(2)] == [(told,), ()]
    filing_workspace.give(bench.desk, the_filing(bench), "zhou")
    assert not any(one.waits for one in filing_members.members(bench.desk))
    assert filing_codes.after_exchange(bench.session) == ()
    assert sign_in(bench, "zhou", "another-password").filing is not None


def test_nothing_of_a_case_stands_in_the_main_workspace(bench: Bench, played: Played) -> None:
    case_id = open_case(bench, played)
    filing = bench.session.filing_desk(bench.desk)
    form = filing_papers.begin_form(filing, case_id, penalty=MARKER)
    documents.issue(filing, form, date_confirmed=True)
    filing.store.buffer_put("typing", MARKER)
    step = Step(StepKind.FILED, filing.today(), document_id=form, reason=MARKER)
    filings.take(bench.desk, filing, case_id, step)
    number = filing.store.numbers().numbers[0].number

    told = b"".join(entry.raw for entry in bench.desk.store.entries())
    there = b"".join(entry.raw for entry in filing.store.entries())
    for word in (MARKER, number, "filed"):
        assert word.encode() in there
        assert word.encode() not in told
    assert case_id.encode() in told
    assert not bench.desk.store.search(MARKER, ("target", "finding", "document"), 5)
    bench.session.close()
    files = [one for one in bench.folder.rglob("*") if one.is_file()]
    assert any("filing" in one.parts for one in files)
    for one in files:
        for word in (MARKER, number):
            assert word.encode() not in one.read_bytes()


def without_filing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on in a workspace of an office that has no filing workspace yet."""
    bench.session.close()
    shutil.rmtree(bench.folder)
    with monkeypatch.context() as patch:
        patch.setattr(filing_workspace, "make_beside", lambda *_: None)
        workspace.make_training(bench.folder, bench.clock, cost=CHEAP)
    session = trainee(bench)
    assert (session.room.there, session.filing) == (False, None)


def test_an_administrator_makes_it_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    without_filing(bench, monkeypatch)
    with pytest.raises(SignInError) as unsigned:
        filing_workspace.make(replace(bench.desk, signer=None))
    assert unsigned.value.code == "filing.not_signed"
    code = filing_workspace.make(bench.desk, cost=CHEAP)
    assert len(code.replace("-", "")) == 26
    bench.session = bench.session.with_filing(bench.desk)
    assert the_filing(bench).folder.path == bench.folder / "filing"
    with pytest.raises(RuleError) as refused:
        filing_workspace.make(bench.desk, cost=CHEAP)
    assert refused.value.code == "filing.already_made"
    assert trainee(bench).filing is not None


def test_an_inspector_does_not_make_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    without_filing(bench, monkeypatch)
    password = colleague(bench)
    session = sign_in(bench, "zhou", password)
    session.new_pin(password, PIN)
    with pytest.raises(RuleError) as refused:
        filing_workspace.make(session.sign(PIN), cost=CHEAP)
    assert refused.value.code == "accounts.not_administrator"
    assert not (bench.folder / "filing").exists()


class PowerCutError(Exception):
    """The plug was pulled."""


def test_a_making_that_was_cut_off_is_ended_by_the_next(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_filing(bench, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(filing_workspace, "_tell_made", _cut)
        with pytest.raises(PowerCutError):
            filing_workspace.make(bench.desk, cost=CHEAP)
    session = trainee(bench)
    assert (session.room.there, session.filing) == (False, None)
    filing_workspace.make(bench.desk, cost=CHEAP)
    assert trainee(bench).filing is not None


def _cut(*_: object) -> None:
    raise PowerCutError


def test_the_recovery_code_lets_an_administrator_in_again(bench: Bench) -> None:
    code = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    keys = bench.folder / "filing" / "keys.json"
    ShareFile.read(keys).take("trainee")
    session = trainee(bench)
    assert session.filing is None
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.key_changed"
    wrong = "00000-00000-00000-00000-00000-0"
    with pytest.raises(SignInError):
        filing_workspace.regain(bench.desk, wrong)
    filing_workspace.regain(bench.desk, code)
    bench.session = session.with_filing(bench.desk)
    assert bench.session.filing is not None
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))  # the root key came back with it


def test_a_folder_of_another_office_is_not_opened_and_the_main_one_is(bench: Bench, tmp_path: Path) -> None:
    workspace.make_training(tmp_path / "other", bench.clock, cost=CHEAP)
    bench.session.close()
    shutil.rmtree(bench.folder / "filing")
    shutil.copytree(tmp_path / "other" / "filing", bench.folder / "filing")
    session = trainee(bench)
    assert session.filing is None
    assert session.room.problem is not None
    assert session.room.problem.code == "filing.foreign"
    assert bench.desk.signer is not None


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("gone", "filing.elsewhere"),
        ("cut", "trust.shared_damaged"),
        ("altered", "trust.shared_damaged"),
        ("no_database", "store.database_missing"),
    ],
)
def test_a_damaged_filing_folder_keeps_nobody_out_of_the_main_one(bench: Bench, harm: str, code: str) -> None:
    bench.session.close()
    folder = bench.folder / "filing"
    keys = folder / "keys.json"
    if harm == "gone":
        shutil.rmtree(folder)
    elif harm == "cut":
        keys.write_bytes(keys.read_bytes()[:-40])
    elif harm == "altered":
        keys.write_bytes(keys.read_bytes().replace(b'"v": 1', b'"v": 0'))
    else:
        (folder / "inspector.db").unlink()
    session = trainee(bench)
    assert (session.room.there, session.filing) == (True, None)
    assert session.room.problem is not None
    assert session.room.problem.code == code
