"""Row 33: a password is lost, somebody leaves, a colleague unlocks: what was signed still verifies."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from inspector_app.answers import verdicts
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.papers.verification import Witnesses
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.messages import Messages
from inspector_app.documents.proof.qr import parse_qr
from inspector_app.documents.proof.verify import examine
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import SignInError
from inspector_app.domain.templates import DocumentKind
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP, bench, played  # noqa: F401 - fixtures

SEED, CODES = 33, 40
COLLEAGUE = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN, NEW = "135791", "another password"
EYES = verdicts.Eyes(examine, parse_qr)
REPEAT = "python -m pytest tests/faults/test_row_33.py -n 0 -s"


def enter(bench: Bench, user: str, password: str) -> Session:  # noqa: F811
    return workspace.sign_in(bench.folder, user, password, bench.clock, PdfRenderer())


def trainee(bench: Bench) -> Session:  # noqa: F811
    return enter(bench, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)


def verdict(session: Session, document_id: str, path: Path) -> str:
    path.write_bytes(issued.pdf(session.desk.store, document_id))
    witnesses = Witnesses(session.desk.store, (session.desk.store.keyring,))
    told = verdicts.answer([path], None, EYES, witnesses, "now", Messages("zh")).data["results"]
    assert isinstance(told, list)
    return str(told[0]["verdict"])


@pytest.fixture
def paper(bench: Bench, played: Played) -> str:  # noqa: F811
    """A paper that the colleague signed; afterwards nobody is signed in."""
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, COLLEAGUE, cost=CHEAP)
    ids = issued.must_be_issued(bench.desk.store, played.document_ids[-1]).finding_ids
    bench.session.close()
    session = enter(bench, COLLEAGUE.user, COLLEAGUE.password)
    try:
        session.new_pin(COLLEAGUE.password, PIN)
        draft = drafts.begin(
            session.desk, played.inspection_id, DocumentKind.RECTIFICATION_NOTICE, ids, reply_due="2026-12-07"
        )
        return documents.issue(session.sign(PIN), draft, date_confirmed=True).id
    finally:
        session.close()


def slots_of(bench: Bench) -> SlotFile:  # noqa: F811
    return SlotFile.read(bench.folder / "keys.json")


def certify_again(session: Session, key: SigningKey) -> None:
    """Give a colleague's new key what their old one had, and take the old one back from today on."""
    desk = session.sign(workspace.TRAINING_PIN)
    assert desk.signer is not None
    (old,) = [one for one in desk.store.keyring.people() if one.user == COLLEAGUE.user]
    new = certify(
        desk.signer,
        workspace=old.workspace,
        subject=key.public,
        user=old.user,
        name=old.name,
        roles=old.roles,
        valid_from=old.valid_from,
        valid_to=old.valid_to,
    )
    workspace.appoint(desk.store, new, desk.signer, by=desk.user)
    content = {"withdrawn": old.key_id, "from": desk.today().isoformat()}
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ROLE, "certificate", old.key_id, content, desk.signer)


def by_code(bench: Bench, key: SigningKey) -> None:  # noqa: F811
    """The laptop's recovery code from paper, when nobody who could sign in is there."""
    slots = slots_of(bench)
    code = slots.renew_recovery(
        slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=bench.clock.now())
    )
    again = slots_of(bench)
    again.reset(again.recover(code.lower(), now=bench.clock.now()), COLLEAGUE.user, NEW, key)


def by_colleague(bench: Bench, key: SigningKey) -> None:  # noqa: F811
    """A supervisor who signs in with their own password."""
    slots = slots_of(bench)
    opened = slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=bench.clock.now())
    slots.reset(opened, COLLEAGUE.user, NEW, key)


@pytest.mark.parametrize("way", [by_code, by_colleague])
def test_who_lost_the_password_goes_on_with_a_new_key_and_the_old_paper_stands(
    bench: Bench,  # noqa: F811
    paper: str,
    tmp_path: Path,
    way: Callable[[Bench, SigningKey], None],
) -> None:
    bench.clock.moment += timedelta(days=1)
    key = SigningKey.new()
    way(bench, key)
    with pytest.raises(SignInError, match=r"trust\.wrong_password"):
        enter(bench, COLLEAGUE.user, COLLEAGUE.password)
    session = trainee(bench)
    try:
        certify_again(session, key)
    finally:
        session.close()
    session = enter(bench, COLLEAGUE.user, NEW)
    try:
        with pytest.raises(SignInError):
            session.sign(PIN)  # the PIN opens the old key, which signs nothing any more
        session.new_pin(NEW, "864209")
        desk = session.sign("864209")
        assert desk.signer is not None
        assert desk.signer.key_id == key.key_id
        assert verdict(session, paper, tmp_path / "x.pdf") == "valid"
        documents.void(desk, paper, "写错对象")
        kinds = [one.kind for one in session.desk.store.acts("document", paper, valid_only=True)]
        assert ActKind.VOID in kinds, "the new key signs for the same person"
        assert verdict(session, paper, tmp_path / "x.pdf") == "void"
        assert session.desk.store.replay_check().same
    finally:
        session.close()
    print(f"\nrow 33: back in {way.__name__}; the paper of the old key: valid; repeat: {REPEAT}")


def test_what_a_leaver_signed_stands(bench: Bench, paper: str, tmp_path: Path) -> None:  # noqa: F811
    bench.clock.moment += timedelta(days=1)
    session = trainee(bench)
    desk = session.sign(workspace.TRAINING_PIN)
    (held,) = [one for one in desk.store.keyring.people() if one.user == COLLEAGUE.user]
    content = {"withdrawn": held.key_id, "from": desk.today().isoformat()}
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ROLE, "certificate", held.key_id, content, desk.signer)
    session.close()
    session = trainee(bench)
    try:
        assert [user for user, _ in slots_of(bench).people()] == [workspace.TRAINING_USER]
        assert verdict(session, paper, tmp_path / "x.pdf") == "valid"
        assert session.desk.store.integrity().problems == ()
        assert session.desk.store.replay_check().same
    finally:
        session.close()
    with pytest.raises(SignInError, match=r"trust\.unknown_user"):
        enter(bench, COLLEAGUE.user, COLLEAGUE.password)


def test_no_other_code_opens_and_each_try_is_slowed(bench: Bench, paper: str) -> None:  # noqa: F811
    del paper
    slots, chance, told = slots_of(bench), Random(SEED), Counter[str]()
    opened = slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=bench.clock.now())
    code = slots.renew_recovery(opened)
    signs = code.replace("-", "")
    for _ in range(CODES):
        guess = list(signs)
        for _ in range(chance.randint(1, 3)):
            guess[chance.randrange(len(guess))] = chance.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        if "".join(guess) == signs:
            continue
        with pytest.raises(SignInError) as refused:
            slots_of(bench).recover("".join(guess), now=bench.clock.now())
        told[refused.value.code] += 1
    bench.clock.moment += timedelta(hours=1)
    assert slots_of(bench).recover(code, now=bench.clock.now()).data_key == opened.data_key
    print(f"\nrow 33: seed {SEED}, {told.total()} codes beside the right one: {dict(told)}; {REPEAT}")
    assert set(told) <= {"trust.recovery_mistyped", "trust.wrong_recovery", "trust.wait"}
    assert told["trust.recovery_mistyped"] > CODES // 2, "a slip of the pen costs no try"
