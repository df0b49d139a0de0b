"""The real door of joining: which request waits for whom, and what becomes of one that is not written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.casework.people import pending
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import UnavailableError
from inspector_app.trust.check_digits import of_request
from inspector_app.trust.enrolment import Request
from inspector_app.ui.exchange.real_joining import RealJoining
from inspector_app.ui.exchange.ways import NewPerson
from tests.casework.newcomers import PASSWORD, newcomer_at
from tests.casework.office_hub import Office

LI = NewPerson("li", "李四", "李四自己选的密码")


class Steps:
    """Takes what is told of the progress."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Go on."""


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def session(office: Office, tmp_path: Path) -> Iterator[Session]:
    newcomer = newcomer_at(tmp_path / "laptop")
    newcomer.join(office.enrolled(newcomer.told.request))
    made = newcomer.sign_in()
    yield made
    made.close()


def asked_in(path: Path) -> Request:
    return Request.from_bytes(path.read_bytes())


def test_a_request_on_its_way_is_kept_when_a_second_copy_of_it_cannot_be_written(
    office: Office, session: Session, tmp_path: Path
) -> None:
    door, answer = RealJoining(), tmp_path / "answer"
    check = door.ask_again(session, PASSWORD, tmp_path / "first.ijr")
    with pytest.raises(UnavailableError):  # the stick was pulled out
        door.ask_again(session, PASSWORD, tmp_path / "no stick" / "second.ijr")
    assert door.waiting_again(session) is not None, "the office has the first copy"
    assert of_request(asked_in(tmp_path / "first.ijr")) == check
    answer.write_bytes(office.enrolled(asked_in(tmp_path / "first.ijr")).sealed())
    assert door.renew_by_file(session, PASSWORD, answer, Steps()).name == "王五"


def test_a_request_that_was_never_written_does_not_wait(session: Session, tmp_path: Path) -> None:
    door = RealJoining()
    with pytest.raises(UnavailableError):
        door.ask_beside(session, tmp_path / "no stick" / "li.ijr", LI)
    assert pending.waiting_all(session.desk.store.folder.path) == []


def test_who_comes_new_and_the_laptop_anew_wait_for_answers_of_their_own(
    session: Session, tmp_path: Path
) -> None:
    door = RealJoining()
    assert (door.waiting_beside(session), door.waiting_again(session)) == (None, None)
    check = door.ask_beside(session, tmp_path / "li.ijr", LI)
    beside = door.waiting_beside(session)
    assert beside is not None
    assert (beside.name, beside.check) == ("李四", check)
    assert door.waiting_again(session) is None, "the own password does not open the newcomer's request"
    check = door.ask_again(session, PASSWORD, tmp_path / "again.ijr")
    again = door.waiting_again(session)
    assert again is not None
    assert (again.name, again.check) == ("王五", check)
    assert door.waiting_beside(session) == beside
