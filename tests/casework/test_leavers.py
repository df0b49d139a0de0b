"""Who leaves: reads until a colleague signs in, signs nothing more, and what they signed stands."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from inspector_app.casework.papers import documents, issued
from inspector_app.casework.people import accounts, exchanged, leavers, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import SignInError
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP

HELANXI = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN, TODAY = "135791", date(2026, 11, 24)
SignIn = Callable[[str, str], Session]


@pytest.fixture
def sign_in(bench: Bench) -> Iterator[SignIn]:
    """Signs one person out and another one in."""
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, HELANXI, cost=CHEAP)
    open_now = [bench.session]

    def signed(user: str, password: str) -> Session:
        while open_now:
            open_now.pop().close()
        open_now.append(workspace.sign_in(bench.folder, user, password, bench.clock, PdfRenderer()))
        return open_now[-1]

    yield signed
    while open_now:
        open_now.pop().close()


def trainee(sign_in: SignIn) -> Session:
    return sign_in(workspace.TRAINING_USER, workspace.TRAINING_PASSWORD)


def helanxi(sign_in: SignIn) -> Session:
    return sign_in(HELANXI.user, HELANXI.password)


def withdraw(session: Session, day: date, key_id: str = "") -> None:
    """Take the key of 贺兰溪 back, as the office's act would arrive."""
    desk = session.sign(workspace.TRAINING_PIN)
    assert desk.signer is not None
    key_id = key_id or next(one.key_id for one in desk.store.keyring.people() if one.user == HELANXI.user)
    content = {"withdrawn": key_id, "from": day.isoformat()}
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ROLE, "certificate", key_id, content, desk.signer)


def test_who_was_withdrawn_loses_the_way_in_and_what_they_signed_stands(
    bench: Bench, played: Played, sign_in: SignIn
) -> None:
    session = helanxi(sign_in)
    session.new_pin(HELANXI.password, PIN)
    document = next(iter(issued.all_documents(session.desk.store)))
    documents.void(session.sign(PIN), document.id, "写错对象")
    session = trainee(sign_in)
    withdraw(session, TODAY + timedelta(days=1))
    bench.clock.moment += timedelta(days=1)
    session = trainee(sign_in)
    store = session.desk.store
    assert [one.user for one in accounts.accounts(session.desk)] == [workspace.TRAINING_USER]
    assert store.setting(f"pin.{HELANXI.user}") is None
    kinds = [(one.kind, one.user) for one in store.acts("document", document.id, valid_only=True)]
    assert ("void", HELANXI.user) in kinds
    (held,) = [one for one in store.keyring.people() if one.user == HELANXI.user]
    assert store.keyring.key(held.key_id) is not None, "old signatures still verify"
    with pytest.raises(SignInError) as refused:
        helanxi(sign_in)
    assert refused.value.code == "trust.unknown_user"
    assert trainee(sign_in).sign(workspace.TRAINING_PIN).signer is not None


def test_a_leaver_reads_and_signs_nothing(sign_in: SignIn) -> None:
    session = helanxi(sign_in)
    session.new_pin(HELANXI.password, PIN)
    session = trainee(sign_in)
    withdraw(session, TODAY)
    session = helanxi(sign_in)
    assert session.desk.store.acts("certificate")
    with pytest.raises(SignInError) as refused:
        session.sign("000000")
    assert (refused.value.code, refused.value.values["day"]) == (
        "workspace.certificate_withdrawn",
        "2026-11-24",
    )
    assert session.desk.store.setting(f"pin.failures.{HELANXI.user}") == "0", "no try is counted"
    assert accounts.own(session.desk).roles == frozenset()


def test_a_withdrawal_of_tomorrow_takes_nothing_today(sign_in: SignIn) -> None:
    withdraw(trainee(sign_in), TODAY + timedelta(days=1))
    session = trainee(sign_in)
    assert len(accounts.accounts(session.desk)) == 2
    assert leavers.of(session.desk.store, [HELANXI.user], TODAY + timedelta(days=1)) == (HELANXI.user,)
    session = helanxi(sign_in)
    session.new_pin(HELANXI.password, PIN)
    assert session.sign(PIN).signer is not None


def test_who_got_a_new_key_did_not_leave_but_the_old_one_signs_nothing(sign_in: SignIn) -> None:
    session = helanxi(sign_in)
    session.new_pin(HELANXI.password, PIN)
    session = trainee(sign_in)
    desk = session.sign(workspace.TRAINING_PIN)
    assert desk.signer is not None
    (old,) = [one for one in desk.store.keyring.people() if one.user == HELANXI.user]
    new = certify(
        desk.signer,
        workspace=old.workspace,
        subject=SigningKey.new().public,
        user=old.user,
        name=old.name,
        roles=old.roles,
        valid_from=old.valid_from,
        valid_to=old.valid_to,
    )
    workspace.appoint(desk.store, new, desk.signer, by=desk.user)
    withdraw(session, TODAY, old.key_id)
    assert leavers.of(desk.store, [HELANXI.user, workspace.TRAINING_USER, "nobody"], TODAY) == ()
    session = helanxi(sign_in)
    with pytest.raises(SignInError) as refused:
        session.sign(PIN)
    assert refused.value.code == "workspace.certificate_withdrawn"


def test_a_withdrawal_that_comes_with_an_exchange_takes_the_way_in_at_once(sign_in: SignIn) -> None:
    session = trainee(sign_in)
    assert leavers.drop_after_exchange(session.desk) == ()
    withdraw(session, TODAY)
    # What every exchange ends with, by hub, by file, and with a renewed key.
    assert exchanged.settle(session) == exchanged.Settled((), ())
    assert leavers.drop_after_exchange(session.desk) == ()
    with pytest.raises(SignInError) as refused:
        helanxi(sign_in)
    assert refused.value.code == "trust.unknown_user"
