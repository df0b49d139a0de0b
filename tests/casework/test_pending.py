"""Several requests wait side by side: each is found again, and none destroys another."""

from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.people import pending
from inspector_app.casework.people.pending import Pending
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError
from inspector_app.trust.keys import SigningKey
from tests.casework.conftest import CHEAP
from tests.casework.newcomers import PASSWORD, Newcomer, code_of, newcomer_at
from tests.casework.office_hub import Office

OTHER = "another password"


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return newcomer_at(tmp_path / "laptop")


def kept(newcomer: Newcomer, user: str = "", name: str = "", password: str = PASSWORD) -> Pending:
    """Keep one more request, a minute later than the one before."""
    newcomer.clock.moment += timedelta(minutes=1)
    told = pending.request(newcomer.clock, user, name)
    pending.keep(newcomer.folder, told, password, cost=CHEAP)
    return told


def test_requests_wait_side_by_side(newcomer: Newcomer) -> None:
    first = kept(newcomer, "wang", "王五")
    second, third = kept(newcomer, "li", "李四", OTHER), kept(newcomer)
    assert pending.waiting_all(newcomer.folder) == [first.request, second.request, third.request]
    assert pending.waiting(newcomer.folder) == second.request, "one that names somebody is shown"
    assert pending.kept(newcomer.folder, PASSWORD).request == third.request, "the newest"
    assert pending.kept(newcomer.folder, OTHER).request == second.request
    pending.drop(newcomer.folder, third.request)
    assert pending.kept(newcomer.folder, PASSWORD).request == first.request
    pending.drop(newcomer.folder)
    assert pending.waiting(newcomer.folder) is None


def test_a_grant_finds_the_request_that_it_answers(newcomer: Newcomer) -> None:
    office = Office()
    requests = [kept(newcomer, "wang", "王五"), kept(newcomer, "li", "李四", OTHER), kept(newcomer)]
    for told, password in zip(requests, (PASSWORD, OTHER, PASSWORD), strict=True):
        file = office.enrolled(told.request).sealed()
        found, grant = pending.answered(newcomer.folder, file, password)
        assert (found.request, grant.request) == (told.request, told.request.hash)
    with pytest.raises(DamagedError) as nobodys:
        pending.answered(newcomer.folder, office.enrolled(requests[1].request).sealed(), PASSWORD)
    assert code_of(nobodys) == "trust.box_damaged"
    with pytest.raises(SignInError) as wrong:
        pending.answered(newcomer.folder, office.enrolled(requests[0].request).sealed(), "no such one")
    assert code_of(wrong) == "trust.wrong_password"
    with pytest.raises(DamagedError) as no_grant:
        pending.answered(newcomer.folder, b"no grant", PASSWORD)
    assert code_of(no_grant) == "enrolment.damaged"


def test_the_same_laptops_grant_for_another_request_is_none(newcomer: Newcomer) -> None:
    device = SigningKey.new()
    first, second = (pending.request(newcomer.clock, user, user, device) for user in ("wang", "li"))
    pending.keep(newcomer.folder, first, PASSWORD, cost=CHEAP)
    with pytest.raises(RuleError) as refused:
        pending.answered(newcomer.folder, Office().enrolled(second.request).sealed(), PASSWORD)
    assert code_of(refused) == "enrolment.other_request"


def test_a_request_for_a_code_is_found_again(newcomer: Newcomer) -> None:
    assert pending.asked_by_code(newcomer.folder, PASSWORD) is None
    kept(newcomer, "wang", "王五")
    assert pending.asked_by_code(newcomer.folder, PASSWORD) is None, "that one goes by file"
    by_code = kept(newcomer)
    found = pending.asked_by_code(newcomer.folder, PASSWORD)
    assert found is not None
    assert (found.request, found.device.key_id) == (by_code.request, by_code.device.key_id)
    assert pending.asked_by_code(newcomer.folder, OTHER) is None
    here = SigningKey.new()
    assert pending.asked_by_code(newcomer.folder, PASSWORD, device=here.public.raw) is None
    beside = pending.request(newcomer.clock, device=here)
    renewal = pending.request(newcomer.clock, before=here)
    for each in (beside, renewal):
        pending.keep(newcomer.folder, each, PASSWORD, cost=CHEAP)
    more = pending.asked_by_code(newcomer.folder, PASSWORD, device=here.public.raw)
    again = pending.asked_by_code(newcomer.folder, PASSWORD, before=here.public.raw)
    assert (more and more.request, again and again.request) == (beside.request, renewal.request)


def test_one_takes_the_place_of_all_when_it_is_wished(newcomer: Newcomer) -> None:
    for number in range(pending.MOST_WAITING):
        kept(newcomer, f"u{number}", "某人")
    with pytest.raises(RuleError) as refused:
        kept(newcomer, "one", "more")
    assert (code_of(refused), refused.value.values["most"]) == ("joining.many_pending", pending.MOST_WAITING)
    told = pending.request(newcomer.clock, "one", "more")
    pending.keep(newcomer.folder, told, PASSWORD, instead=True, cost=CHEAP)
    assert pending.waiting_all(newcomer.folder) == [told.request]
    pending.keep(newcomer.folder, told, OTHER, instead=True, cost=CHEAP)
    assert pending.kept(newcomer.folder, OTHER).request == told.request


def test_the_one_file_of_an_older_version_is_read_and_dropped(newcomer: Newcomer) -> None:
    told = kept(newcomer, "wang", "王五")
    (file,) = pending.files(newcomer.folder)
    file.rename(newcomer.folder / pending.NAME)
    other = kept(newcomer, "li", "李四")
    assert pending.waiting_all(newcomer.folder) == [told.request, other.request]
    pending.drop(newcomer.folder, other.request)
    assert pending.kept(newcomer.folder, PASSWORD).request == told.request
    pending.drop(newcomer.folder, told.request)
    assert pending.files(newcomer.folder) == []


def test_a_damaged_one_is_told_and_replaced(newcomer: Newcomer) -> None:
    kept(newcomer, "wang", "王五")
    (file,) = pending.files(newcomer.folder)
    file.write_bytes(b"{}")
    with pytest.raises(InspectorError) as damaged:
        pending.waiting(newcomer.folder)
    assert code_of(damaged) == "joining.pending_damaged"
    told = pending.request(newcomer.clock)
    pending.keep(newcomer.folder, told, PASSWORD, instead=True, cost=CHEAP)
    assert pending.waiting(newcomer.folder) == told.request
