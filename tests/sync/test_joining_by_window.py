"""The window's doors of joining, as they really are: with a hub over TLS, and with files of an office."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.people import joining, pending, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import InspectorError, PeerError, RuleError, SignInError, UnavailableError
from inspector_app.sync import enrolling
from inspector_app.trust import check_digits
from inspector_app.trust.enrolment import Grant, Request
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.slots import SlotFile
from inspector_app.ui.exchange.real_joining import RealJoining
from inspector_app.ui.exchange.ways import NewPerson
from tests.casework.conftest import CHEAP, START
from tests.casework.office_hub import Office
from tests.sync.hubs import Bureau
from tests.sync.office import Steps

OWN, PASSWORD = workspace.TRAINING_PASSWORD, "三人行必有我师焉"
WANG = NewPerson("wang", "王五", PASSWORD)
JOINING = RealJoining()


def code_of(caught: pytest.ExceptionInfo[InspectorError]) -> str:
    return caught.value.code


# With a hub.


def test_a_slip_in_the_own_password_leaves_the_newcomers_code_unused(bureau: Bureau) -> None:
    session, typed = bureau.laptop("a"), bureau.code("李四").text()
    with pytest.raises(SignInError) as refused:
        JOINING.add_by_code(session, f"{OWN}!", typed, NewPerson("", "", PASSWORD), Steps())
    assert code_of(refused) == "trust.wrong_password"
    assert pending.files(session.desk.store.folder.path) == []
    told = JOINING.add_by_code(session, OWN, typed, NewPerson("", "", PASSWORD), Steps())
    assert told.name == "李四"
    assert pending.files(session.desk.store.folder.path) == []


def lose_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hub answer one request, and the answer be lost on its way."""
    really, lost = enrolling.enrol, [True]

    def enrol(code: EnrolmentCode, request: Request) -> Grant:
        grant = really(code, request)
        if lost.pop() if lost else False:
            raise PeerError("exchange.cut_off", where=code.url)
        return grant

    monkeypatch.setattr(enrolling, "enrol", enrol)


def test_a_lost_answer_for_one_person_more_is_asked_for_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, typed = bureau.laptop("a"), bureau.code("李四").text()
    lose_one(monkeypatch)
    who = NewPerson("", "", PASSWORD)
    with pytest.raises(PeerError):
        JOINING.add_by_code(session, OWN, typed, who, Steps())
    assert len(pending.files(session.desk.store.folder.path)) == 1
    assert JOINING.waiting(session.desk.store.folder.path) is None, "nothing is answered by file"
    assert JOINING.add_by_code(session, OWN, typed, who, Steps()).name == "李四"


def test_a_lost_answer_for_the_first_person_is_asked_for_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, typed = bureau.folder / "new", bureau.code("李四").text()
    lose_one(monkeypatch)
    who = NewPerson("", "", PASSWORD)
    with pytest.raises(PeerError):
        JOINING.by_code(folder, typed, who, SystemClock(), Steps())
    told = JOINING.by_code(folder, typed, who, SystemClock(), Steps())
    assert (told.name, told.machine_code > 0) == ("李四", True)
    assert pending.files(folder) == []


def test_a_code_that_the_hub_refuses_leaves_no_request(bureau: Bureau) -> None:
    session, typed = bureau.laptop("a"), bureau.code("李四").text()
    who = NewPerson("", "", PASSWORD)
    JOINING.add_by_code(session, OWN, typed, who, Steps())
    with pytest.raises(InspectorError) as refused:
        JOINING.add_by_code(session, OWN, typed, NewPerson("", "", "another password"), Steps())
    assert code_of(refused) == "hub.code_used"
    assert pending.files(session.desk.store.folder.path) == []


def test_the_laptop_is_certified_anew_with_a_code(bureau: Bureau) -> None:
    session = bureau.laptop("a")
    with pytest.raises(SignInError) as refused:
        JOINING.renew_by_code(session, f"{OWN}!", bureau.code(session.name).text(), Steps())
    assert code_of(refused) == "trust.wrong_password"
    told = JOINING.renew_by_code(session, OWN, bureau.code(session.name).text(), Steps())
    assert (told.name, told.machine_code) == (session.name, session.desk.store.meta.machine_code)
    assert pending.files(session.desk.store.folder.path) == []


# With files.


@pytest.fixture
def clock() -> PlayedClock:
    return PlayedClock(START)


@pytest.fixture
def office() -> Office:
    return Office("局")


def answered(office: Office, request: Path, to: Path, **more: object) -> str:
    """Let an office answer a request; return the check digits that it tells by telephone."""
    grant = office.enrolled(Request.from_bytes(request.read_bytes()), **more)  # type: ignore[arg-type]
    to.write_bytes(grant.sealed())
    return check_digits.of_grant(grant)


def test_both_sides_compare_digits_before_a_file_takes_effect(
    tmp_path: Path, clock: PlayedClock, office: Office
) -> None:
    folder, request, answer = tmp_path / "data", tmp_path / "wang.ijr", tmp_path / "answer"
    told = JOINING.ask_by_file(folder, request, WANG, clock)
    waiting = JOINING.waiting(folder)
    assert waiting is not None
    seen_there = check_digits.of_request(Request.from_bytes(request.read_bytes()))
    assert (waiting.name, waiting.check, told) == (WANG.name, seen_there, seen_there)
    digits = answered(office, request, answer)
    joined = JOINING.by_file(folder, answer, PASSWORD, digits.replace(" ", ""), clock, Steps())
    assert (joined.user, bool(joined.recovery_code)) == ("wang", True)
    assert JOINING.waiting(folder) is None


def test_an_office_of_somebodys_own_is_refused(tmp_path: Path, clock: PlayedClock, office: Office) -> None:
    folder, request, answer = tmp_path / "data", tmp_path / "wang.ijr", tmp_path / "answer"
    JOINING.ask_by_file(folder, request, WANG, clock)
    true = answered(office, request, tmp_path / "true")
    own = answered(Office("假局"), request, answer)
    assert own != true
    with pytest.raises(RuleError) as refused:
        JOINING.by_file(folder, answer, PASSWORD, true, clock, Steps())
    assert code_of(refused) == "enrolment.check_differs"
    assert not workspace.exists(folder)
    assert JOINING.by_file(folder, tmp_path / "true", PASSWORD, true, clock, Steps()).user == "wang"


def test_a_request_that_waits_outlives_a_try_with_a_code(
    tmp_path: Path, clock: PlayedClock, office: Office
) -> None:
    folder, request, answer = tmp_path / "data", tmp_path / "wang.ijr", tmp_path / "answer"
    JOINING.ask_by_file(folder, request, WANG, clock)
    away = EnrolmentCode(office.hub_id, b"f" * 32, b"s" * 16, "https://127.0.0.1:9").text()
    with pytest.raises(PeerError):
        JOINING.by_code(folder, away, NewPerson("", "", "another password"), clock, Steps())
    waiting = JOINING.waiting(folder)
    assert waiting is not None
    assert waiting.name == WANG.name
    digits = answered(office, request, answer)
    assert JOINING.by_file(folder, answer, PASSWORD, digits, clock, Steps()).user == "wang"
    assert pending.files(folder) == []


def test_a_request_that_could_not_be_written_does_not_wait(tmp_path: Path, clock: PlayedClock) -> None:
    with pytest.raises(UnavailableError):
        JOINING.ask_by_file(tmp_path / "data", tmp_path / "gone" / "wang.ijr", WANG, clock)
    assert JOINING.waiting(tmp_path / "data") is None


@pytest.fixture
def joined(tmp_path: Path, clock: PlayedClock, office: Office) -> Iterator[Session]:
    """A laptop of the office at which Wang is signed in."""
    told = pending.request(clock)
    joining.join(tmp_path / "data", told, office.enrolled(told.request), PASSWORD, clock, cost=CHEAP)
    session = workspace.sign_in(tmp_path / "data", "wang", PASSWORD, clock, PdfRenderer())
    yield session
    session.close()


def test_colleagues_requests_wait_side_by_side(tmp_path: Path, joined: Session, office: Office) -> None:
    zhou, shen = NewPerson("zhou", "周砚", "zhou's password"), NewPerson("shen", "沈知远", "shen's password")
    for one in (zhou, shen):
        JOINING.ask_beside(joined, tmp_path / f"{one.user}.ijr", one)
    for one in (zhou, shen):
        answer = tmp_path / f"{one.user}.answer"
        answered(office, tmp_path / f"{one.user}.ijr", answer, user=one.user, name=one.name, codes=1)
        told = JOINING.add_by_file(joined, PASSWORD, answer, one.password, Steps())
        assert (told.user, told.recovery_code) == (one.user, "")
    assert pending.files(joined.desk.store.folder.path) == []


def test_another_recovery_code_makes_the_old_one_worthless(
    tmp_path: Path, clock: PlayedClock, office: Office
) -> None:
    told = pending.request(clock)
    folder = tmp_path / "data"
    first = joining.join(folder, told, office.enrolled(told.request), PASSWORD, clock, cost=CHEAP)
    session = workspace.sign_in(folder, "wang", PASSWORD, clock, PdfRenderer())
    with pytest.raises(SignInError) as refused:
        JOINING.new_recovery(session, "not my password")
    assert code_of(refused) == "trust.wrong_password"
    second = JOINING.new_recovery(session, PASSWORD)
    session.close()
    slots = SlotFile.read(folder / "keys.json")
    slots.recover(second, now=clock.now())
    with pytest.raises(SignInError) as old:
        slots.recover(first.recovery_code, now=clock.now())
    assert code_of(old) == "trust.wrong_recovery"


def test_a_request_that_was_answered_is_forgotten_after_a_crash(
    tmp_path: Path, clock: PlayedClock, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, told = tmp_path / "data", pending.request(clock, "wang", "王五")
    pending.keep(folder, told, PASSWORD, cost=CHEAP)
    grant = office.enrolled(told.request)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pending, "drop", cut)
        with pytest.raises(KeyboardInterrupt):
            joining.join(folder, told, grant, PASSWORD, clock, cost=CHEAP)
    assert JOINING.waiting(folder) is not None
    other = pending.request(PlayedClock(datetime(2026, 11, 25, tzinfo=UTC)), "zhou", "周砚")
    pending.keep(folder, other, "zhou's password", cost=CHEAP)
    workspace.sign_in(folder, "wang", PASSWORD, clock, PdfRenderer()).close()
    assert pending.waiting_all(folder) == [other.request], "what waits for its answer goes on waiting"
    with monkeypatch.context() as patch:
        patch.setattr(pending, "waiting_all", cut)  # looked at once, not at every sign-in
        workspace.sign_in(folder, "wang", PASSWORD, clock, PdfRenderer()).close()
