"""Several officers on one laptop: added with a key of their own, removed, and what an id means for ever."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.casework.papers import documents, issued
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, SignInError
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP

HELANXI = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN = "135791"


def add(bench: Bench, new: NewAccount = HELANXI) -> None:
    accounts.add(bench.desk, workspace.TRAINING_PASSWORD, new, cost=CHEAP)


def sign_in(bench: Bench, new: NewAccount = HELANXI) -> Session:
    bench.session.close()
    return workspace.sign_in(bench.folder, new.user, new.password, bench.clock, PdfRenderer())


def test_a_second_person_signs_in_with_a_key_that_chains_to_the_root(bench: Bench) -> None:
    add(bench)
    (own, other) = sorted(accounts.accounts(bench.desk), key=lambda one: not one.own)
    assert (own.user, own.own) == (workspace.TRAINING_USER, True)
    assert (other.name, other.roles, other.own) == ("贺兰溪", {Role.INSPECTOR}, False)
    assert other.valid_from == date(2026, 11, 24)
    assert other.valid_to == own.valid_to
    session = sign_in(bench)
    try:
        told = accounts.own(session.desk)
        assert (session.name, told.user) == ("贺兰溪", "helanxi")
        assert not accounts.may_manage(session.desk)
        with pytest.raises(SignInError) as refused:
            session.sign(PIN)
        assert refused.value.code == "workspace.no_pin"
        session.new_pin(HELANXI.password, PIN)
        assert session.sign(PIN).signer is not None
    finally:
        session.close()


def test_whoever_bears_a_name_alone_is_found_by_it(bench: Bench) -> None:
    add(bench)
    assert workspace.user_named(bench.folder, "贺兰溪") == "helanxi"
    assert workspace.user_named(bench.folder, "helanxi") == "helanxi"
    add(bench, replace(HELANXI, user="helan2"))
    assert workspace.user_named(bench.folder, "贺兰溪") == "贺兰溪", "two bear it: nobody is guessed"
    assert workspace.user_named(bench.folder / "nothing", "贺兰溪") == "贺兰溪"


def test_the_journal_says_who_let_somebody_in(bench: Bench) -> None:
    add(bench)
    (act,) = [
        one
        for one in bench.desk.store.acts("certificate", valid_only=True)
        if one.content["user"] == "helanxi"
    ]
    assert act.user == workspace.TRAINING_USER, "the administrator did it, not the newcomer"


def test_each_act_carries_the_signature_of_the_person_who_did_it(bench: Bench, played: Played) -> None:
    add(bench)
    document = next(iter(issued.all_documents(bench.desk.store)))
    session = sign_in(bench)
    try:
        session.new_pin(HELANXI.password, PIN)
        documents.void(session.sign(PIN), document.id, "写错对象")
        acts = session.desk.store.acts("document", document.id, valid_only=True)
        assert [one.user for one in acts if one.kind in ("issue", "void")] == ["trainee", "helanxi"]
    finally:
        session.close()


def test_who_was_removed_has_no_way_in_and_what_they_signed_stands(bench: Bench) -> None:
    add(bench)
    session = sign_in(bench)
    session.new_pin(HELANXI.password, PIN)
    session.close()
    again = workspace.sign_in(
        bench.folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, bench.clock, PdfRenderer()
    )
    try:
        accounts.remove(again.desk, "helanxi")
        assert [one.user for one in accounts.accounts(again.desk)] == [workspace.TRAINING_USER]
        assert again.desk.store.setting("pin.helanxi") is None
        certificates = [one for one in again.desk.store.keyring.certificates() if one.user == "helanxi"]
        assert len(certificates) == 1, "what was signed with it still verifies"
        with pytest.raises(SignInError) as refused:
            workspace.sign_in(bench.folder, "helanxi", HELANXI.password, bench.clock, PdfRenderer())
        assert refused.value.code == "trust.unknown_user"
    finally:
        again.close()


def test_an_id_means_one_person_for_ever(bench: Bench) -> None:
    add(bench)
    accounts.remove(bench.desk, "helanxi")
    with pytest.raises(RuleError) as refused:
        add(bench, replace(HELANXI, name="别人"))
    assert refused.value.code == "accounts.user_belonged_to"
    add(bench)
    assert len(accounts.accounts(bench.desk)) == 2


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (replace(HELANXI, user=workspace.TRAINING_USER), "trust.user_exists"),
        (replace(HELANXI, password="short"), "trust.weak_password"),
        (replace(HELANXI, name=" "), "trust.certificate_unfit"),
        (replace(HELANXI, user=""), "trust.certificate_unfit"),
        (replace(HELANXI, user="a\nb"), "trust.certificate_unfit"),
        (replace(HELANXI, user="root"), "accounts.user_belonged_to"),
        (replace(HELANXI, role=Role.ADMINISTRATOR), "accounts.role_of_root"),
        (replace(HELANXI, role=Role.ROOT), "accounts.role_of_root"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(bench: Bench, new: NewAccount, code: str) -> None:
    before = len(bench.desk.store.keyring.certificates())
    with pytest.raises(RuleError) as refused:
        add(bench, new)
    assert refused.value.code == code
    assert len(bench.desk.store.keyring.certificates()) == before
    assert len(accounts.accounts(bench.desk)) == 1


def test_only_an_administrator_with_the_right_password_manages_accounts(bench: Bench) -> None:
    with pytest.raises(SignInError):
        accounts.add(bench.desk, "not the password", HELANXI, cost=CHEAP)
    add(bench)
    with pytest.raises(RuleError) as own:
        accounts.remove(bench.desk, workspace.TRAINING_USER)
    assert own.value.code == "accounts.own_account"
    session = sign_in(bench)
    try:
        for act in (
            lambda: accounts.remove(session.desk, workspace.TRAINING_USER),
            lambda: accounts.add(session.desk, HELANXI.password, replace(HELANXI, user="x"), cost=CHEAP),
        ):
            with pytest.raises(RuleError) as refused:
                act()
            assert refused.value.code == "accounts.not_administrator"
    finally:
        session.close()


def test_a_certificate_that_ended_yesterday_signs_in_and_signs_nothing(bench: Bench) -> None:
    add(bench, replace(HELANXI, valid_to=date(2026, 11, 24)))
    session = sign_in(bench)
    try:
        session.new_pin(HELANXI.password, PIN)
        assert session.sign(PIN).signer is not None, "the last day is included"
        bench.clock.moment += timedelta(days=1)
        with pytest.raises(SignInError) as refused:
            session.sign("000000")
        assert refused.value.code == "workspace.certificate_over"
        assert refused.value.values["day"] == "2026-11-24"
        assert session.desk.store.setting("pin.failures.helanxi") == "0", "no try is counted"
    finally:
        session.close()


def test_a_changed_password_opens_and_the_old_one_does_not(bench: Bench) -> None:
    with pytest.raises(SignInError):
        accounts.change_password(bench.desk, "wrong", "another password")
    with pytest.raises(RuleError):
        accounts.change_password(bench.desk, workspace.TRAINING_PASSWORD, "short")
    accounts.change_password(bench.desk, workspace.TRAINING_PASSWORD, "another password")
    bench.session.close()
    with pytest.raises(SignInError):
        workspace.sign_in(
            bench.folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, bench.clock, PdfRenderer()
        )
    workspace.sign_in(
        bench.folder, workspace.TRAINING_USER, "another password", bench.clock, PdfRenderer()
    ).close()


def test_the_laptop_tells_what_it_is(bench: Bench) -> None:
    told = accounts.laptop(bench.desk)
    assert told.folder == bench.folder
    assert (told.machine_code, told.training) == (workspace.TRAINING_MACHINE, True)
    assert tuple(map(int, told.database.split("."))) >= (3, 51, 3)
    assert told.program
