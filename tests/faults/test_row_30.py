"""Row 30: a colleague's sign-in stands open on the desk. Without their PIN nothing is signed as theirs.

Whoever sits down there can neither sign without the PIN, nor try PINs for long, nor put their own signature
under the colleague's name; and a journal in which somebody did that by force is without effect everywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest

from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import InspectorError, RuleError, SignInError
from inspector_app.domain.templates import DocumentKind
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP, bench, played  # noqa: F401 - fixtures

SEED, GUESSES = 30, 60
COLLEAGUE = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN = "135791"
REPEAT = "python -m pytest tests/faults/test_row_30.py -n 0 -s"
Attempt = tuple[str, str]


@contextmanager
def signed_in(bench: Bench) -> Iterator[Session]:  # noqa: F811
    """The colleague's sign-in, as a start of the program gives it."""
    session = workspace.sign_in(bench.folder, COLLEAGUE.user, COLLEAGUE.password, bench.clock, PdfRenderer())
    try:
        yield session
    finally:
        session.close()


@pytest.fixture
def own_key(bench: Bench, played: Played) -> SigningKey:  # noqa: F811
    """The key of whoever sits down at the colleague's desk; the colleague has an account and a PIN."""
    assert bench.desk.signer is not None
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, COLLEAGUE, cost=CHEAP)
    bench.session.close()
    with signed_in(bench) as session:
        session.new_pin(COLLEAGUE.password, PIN)
    return bench.desk.signer


def a_draft(session: Session, played: Played) -> str:  # noqa: F811
    ids = issued.must_be_issued(session.desk.store, played.document_ids[-1]).finding_ids
    return drafts.begin(
        session.desk, played.inspection_id, DocumentKind.RECTIFICATION_NOTICE, ids, reply_due="2026-12-07"
    )


def test_without_the_pin_nothing_is_signed(bench: Bench, played: Played, own_key: SigningKey) -> None:  # noqa: F811
    told: list[Attempt] = []
    with signed_in(bench) as session:
        store, draft = session.desk.store, a_draft(session, played)
        assert drafts.gate(session.desk, draft) == ()
        before = store.digest(), store.numbers()
        forged = replace(session.desk, signer=own_key)
        other = replace(session.desk, signer=SigningKey.new())
        attempts: dict[str, Callable[[], object]] = {
            "no signature": lambda: documents.issue(session.desk, draft, date_confirmed=True),
            "own signature": lambda: documents.issue(forged, draft, date_confirmed=True),
            "made-up key": lambda: documents.issue(other, draft, date_confirmed=True),
            "void, none": lambda: documents.void(session.desk, played.document_ids[-1], "写错"),
            "void, own": lambda: documents.void(forged, played.document_ids[-1], "写错"),
            "own PIN": lambda: session.sign(workspace.TRAINING_PIN),
            "new PIN": lambda: session.new_pin(workspace.TRAINING_PASSWORD, "111111"),
        }
        for name, attempt in attempts.items():
            with pytest.raises(InspectorError) as refused:
                attempt()
            told.append((name, refused.value.code))
            assert (store.digest(), store.numbers()) == before, name
        assert issued.issue_act(store, draft) is None
        made = documents.issue(session.sign(PIN), draft, date_confirmed=True)
        (act,) = store.acts("document", made.id, "issue", valid_only=True)
        assert act.user == COLLEAGUE.user
    print(f"\nrow 30: {len(told)} ways to sign for a colleague refused: {dict(told)}; repeat: {REPEAT}")


def test_pins_are_tried_five_times_and_no_restart_gives_more(
    bench: Bench,  # noqa: F811
    own_key: SigningKey,
) -> None:
    del own_key
    chance, told = Random(SEED), Counter[str]()
    guesses = [f"{chance.randrange(10**6):06d}" for _ in range(GUESSES)]
    assert PIN not in guesses
    for guess in guesses:
        with signed_in(bench) as session, pytest.raises(SignInError) as refused:
            session.sign(guess)
        told[refused.value.code] += 1
    assert told == {
        "workspace.wrong_pin": workspace.MOST_PIN_TRIES,
        "workspace.pin_locked": GUESSES - workspace.MOST_PIN_TRIES,
    }
    with signed_in(bench) as session:
        with pytest.raises(SignInError, match=r"workspace\.pin_locked"):
            session.sign(PIN)
        session.new_pin(COLLEAGUE.password, PIN)
        assert session.sign(PIN).signer is not None
    print(f"\nrow 30: seed {SEED}, {GUESSES} PINs, a restart before each: {dict(told)}; repeat: {REPEAT}")


def test_a_forced_entry_is_without_effect(bench: Bench, played: Played, own_key: SigningKey) -> None:  # noqa: F811
    """Written past the program's own refusals, as by a changed program: everybody's judgement refuses it."""
    with signed_in(bench) as session:
        store, paper = session.desk.store, played.document_ids[-1]
        slots = SlotFile.read(store.folder.slots)
        own = slots.open(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, now=bench.clock.now())
        assert own.signing_key is not None
        assert own.signing_key.key_id == own_key.key_id
        content = {"number": issued.must_be_issued(store, paper).number, "reason": uuid4().hex}
        for signer in (own_key, SigningKey.new()):
            with pytest.raises(InspectorError) as refused, store.transaction(COLLEAGUE.user) as tx:
                tx.act(ActKind.VOID, "document", paper, content, signer)
            assert refused.value.code == "store.no_right"
        with pytest.raises(RuleError, match=r"store\.unsigned_act"), store.transaction(COLLEAGUE.user) as tx:
            tx.act(ActKind.VOID, "document", paper, content)
        assert issued.must_be_issued(store, paper).fate == "issued"
        assert store.replay_check().same
