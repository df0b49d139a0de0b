"""Machine codes: each is given once, also when an answer was lost or the hub was put back."""

import shutil
from pathlib import Path

import pytest

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.hub import putting_back, restored, settings
from inspector_app.hub.books import Hub
from inspector_app.hub.machine_codes import LEFT_OUT, left_out
from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.journal.log import START
from inspector_app.trust import code_slip, recovery_key
from inspector_app.trust.certificates import Keyring
from inspector_app.trust.enrolment import GREATEST_CODE, Request
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office
from tests.hub.test_enrolling import code_of, refusal, ring_of
from tests.journal.writing import id_of


def slips(office: Office) -> list[code_slip.CodeSlip]:
    """Return what the log tells of machine codes, as any laptop reads it."""
    page = office.hub.bundles.pull(office.workspace, 0, START, 10**9)
    entries = [Entry.parse(raw) for one in page.bundles for raw in bundle.contents(one)[1]]
    told = [each.fields["content"] for each in entries if each.fields.get("kind") == code_slip.KIND]
    found = [code_slip.read(each) for each in told]
    assert None not in found
    return [each for each in found if each is not None]


def copied(office: Office, goal: Path) -> None:
    """Copy the hub's folder as an administrator would who stopped it for that."""
    office.hub.close()
    shutil.copytree(office.folder, goal)
    office.hub = office.opened()


def put_back(office: Office, copy: Path) -> None:
    office.hub.close()
    shutil.rmtree(office.folder)
    shutil.copytree(copy, office.folder)
    office.hub = office.opened()


def had(office: Office, member: Member) -> tuple[int, ...]:
    """Return the machine codes that the hub shows for a laptop."""
    return next(
        one.machine_codes for one in office.hub.devices.devices() if one.key_id == member.device.key_id
    )


def issue(member: Member, machine_code: int) -> bytes:
    """Return a bundle with a paper that was issued under a machine code."""
    content = {"machine_code": machine_code, "code": "ABCDEFGH2345"}
    member.laptop.act(ActKind.ISSUE, content, member.person, id_of("document", machine_code))
    return member.pack(-1)


def test_codes_are_told_in_the_journal_and_signed_by_the_office(office: Office) -> None:
    wang = office.enrol("wang", codes=2)
    li = office.enrol("li", codes=3)
    told = slips(office)
    assert [(one.device, one.machine_codes, one.more) for one in told] == [
        (wang.device.key_id, (1, 2), False),
        (li.device.key_id, (3, 4, 5), False),
    ]
    ring = ring_of(li.grant)
    assert all(one.is_the_offices(ring) for one in told)
    forged = code_slip.make(wang.person, office.workspace, wang.device.key_id, (9,), more=True)
    assert not forged.is_the_offices(ring)
    other = Keyring.found(Office(office.folder.parent / "other").made.facts.root)
    assert not told[0].is_the_offices(other)


def test_a_hub_put_back_from_an_old_copy_gives_other_codes_once_a_laptop_came(
    small: Office, tmp_path: Path
) -> None:
    wang = small.enrol("wang")
    copied(small, tmp_path / "copy")
    li = small.enrol("li")
    brought = small.hub.bundles.pull(small.workspace, 0, START, 10**9).bundles
    put_back(small, tmp_path / "copy")
    wang.push(*brought)  # what every laptop does that had pulled: the hub's own journal first
    zhao = small.enrol("zhao")
    codes = [one.grant.machine_codes for one in (wang, li, zhao)]
    assert codes == [(1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12)]


def test_codes_are_heard_on_a_branch_of_the_hubs_own_journal_too(small: Office, tmp_path: Path) -> None:
    wang = small.enrol("wang")
    copied(small, tmp_path / "copy")
    small.enrol("li", codes=9)
    brought = small.hub.bundles.pull(small.workspace, 0, START, 10**9).bundles
    put_back(small, tmp_path / "copy")
    small.enrol("qian", codes=1)  # before any laptop came: the journal forks here
    wang.push(*brought)
    assert small.enrol("zhao", codes=1).grant.machine_codes == (14,)


def test_a_code_that_some_paper_bears_is_never_given(office: Office) -> None:
    wang = office.enrol("wang", codes=2)
    wang.push(issue(wang, 4))  # under a code that this hub does not know of
    wang.push(issue(wang, GREATEST_CODE))  # and what anybody may claim shuts nobody out
    assert office.enrol("li", codes=3).grant.machine_codes == (3, 5, 6)
    assert had(office, wang) == (1, 2)


def test_once_a_putting_back_is_known_a_stretch_is_left_out(office: Office) -> None:
    wang = office.enrol("wang", codes=2)
    wang.push(issue(wang, GREATEST_CODE - 1))
    with office.hub.devices._base.database.writing() as connection:
        least = left_out(connection)
        settings.put(office.hub.devices._base.database, connection, settings.LEAST_CODE, str(least))
    assert office.enrol("li", codes=2).grant.machine_codes == (2 + LEFT_OUT, 3 + LEFT_OUT)
    assert office.enrol("zhao", codes=1).grant.machine_codes == (4 + LEFT_OUT,)


def test_codes_given_before_they_were_told_are_told_with_the_next(small: Office) -> None:
    wang = small.enrol("wang", codes=2)
    base = small.hub.devices._base
    with base.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO machine_code VALUES (7, ?, '')", (wang.device.key_id,))
    small.enrol("li", codes=1)
    assert [one.machine_codes for one in slips(small)] == [(1, 2), (7,), (8,)]


def test_the_codes_of_the_office_end(small: Office) -> None:
    base = small.hub.devices._base
    with base.database.writing() as connection:
        settings.put(base.database, connection, settings.LEAST_CODE, str(GREATEST_CODE - 1))
    assert small.enrol("wang", codes=1).grant.machine_codes == (GREATEST_CODE - 1,)
    request, _, _ = small.ask("li")
    told = refusal(small.hub.devices.enrol, code_of(small, "li", codes=2).secret, request)
    assert (told.code, told.where) == ("hub.codes_over", str(GREATEST_CODE + 1))
    assert len(small.hub.devices.devices()) == 1, "nothing of it was kept"


def test_a_laptop_is_given_more_codes(office: Office) -> None:
    wang = office.enrol("wang", codes=2)
    assert office.hub.devices.more_codes(wang.device.key_id, 3) == (3, 4, 5)
    slip = slips(office)[-1]
    assert (slip.device, slip.machine_codes, slip.more) == (wang.device.key_id, (3, 4, 5), True)
    assert office.enrol("li", codes=1).grant.machine_codes == (6,)
    assert had(office, wang) == (1, 2, 3, 4, 5)
    (line,) = (one for one in office.hub.audit.read() if one.what == "codes_given")
    assert (line.device, line.told["machine_codes"]) == (wang.device.key_id, [3, 4, 5])


def test_who_is_no_laptop_of_the_office_gets_no_codes(office: Office) -> None:
    wang = office.enrol("wang")
    for key in (SigningKey.new().key_id, wang.person.key_id, office.hub.facts.key.key_id):
        assert refusal(office.hub.devices.more_codes, key, 1).code == "hub.key_unknown"
    assert refusal(office.hub.devices.more_codes, wang.device.key_id, 0).code == "hub.code_unfit"
    office.hub.devices.revoke(wang.device.key_id)
    told = refusal(office.hub.devices.more_codes, wang.device.key_id, 1)
    assert isinstance(told, SignInError)
    assert told.code == "hub.device_revoked"
    assert len(slips(office)) == 1


def test_a_request_by_file_is_answered_again_with_the_same_codes(office: Office) -> None:
    asked = Request.from_bytes(office.ask("wang")[0].to_bytes())
    first = office.hub.devices.grant_for(asked, "王", user="wang")
    office.restart()
    office.enrol("li")
    second = office.hub.devices.grant_for(asked, "王", user="wang")
    second.checked(asked)
    assert (second.machine_codes, first.machine_codes) == ((1, 2, 3, 4), (1, 2, 3, 4))
    assert second.person(asked) == first.person(asked)
    assert office.enrol("zhao").grant.machine_codes == (9, 10, 11, 12)


def test_a_lost_reply_costs_nothing_under_another_code_either(office: Office) -> None:
    request, _, _ = office.ask("wang")
    first = office.hub.devices.enrol(code_of(office, "wang").secret, request)
    other = code_of(office, "wang", [Role.SUPERVISOR])
    second = office.hub.devices.enrol(other.secret, request)
    second.checked(request)
    assert second.machine_codes == first.machine_codes
    assert second.person(request).roles == {Role.SUPERVISOR}
    assert second.person(request).user == first.person(request).user
    assert refusal(office.hub.devices.enrol, other.secret, office.ask("li")[0]).code == "hub.code_used"
    by_file = office.hub.devices.grant_for(request, "wang", user=first.person(request).user)
    assert by_file.machine_codes == first.machine_codes


def test_another_request_of_a_laptop_that_is_known_gets_none(office: Office) -> None:
    wang = office.enrol("wang")
    code = EnrolmentCode.parse(office.hub.devices.make_code("wang", user=wang.user))
    office.clock.pass_(seconds=1)
    again, _, _ = office.ask("wang")  # the same keys, another moment: it has its codes
    assert again.hash != wang.request.hash
    assert office.hub.devices.enrol(code.secret, again).machine_codes == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("machine_codes", []),
        ("machine_codes", [1, 1]),
        ("machine_codes", [0]),
        ("machine_codes", [GREATEST_CODE + 1]),
        ("machine_codes", [True]),
        ("more", 1),
        ("device", "x"),
        ("workspace", ""),
        ("issuer", None),
        ("signature", "AA"),
        ("else", 1),
    ],
)
def test_what_is_no_slip_is_passed_over(name: str, value: object) -> None:
    slip = code_slip.make(SigningKey.new(), "0" * 32, "1" * 16, (5, 6), more=True)
    assert code_slip.read(slip.to_content()) == slip
    assert code_slip.read({**slip.to_content(), name: value}) is None
    assert code_slip.read("codes") is None


def test_a_paper_is_told_by_its_act_alone(office: Office) -> None:
    wang = office.enrol("wang", codes=1)
    odd: list[dict[str, object]] = [{"machine_code": one} for one in ("2", True, 10**6, 0, None)]
    for number, content in enumerate(odd):
        wang.laptop.act(ActKind.ISSUE, content, wang.person, id_of("document", number))
    wang.push(wang.pack())
    assert office.enrol("li", codes=2).grant.machine_codes == (2, 3)


def test_a_request_that_was_refused_keeps_no_codes(office: Office) -> None:
    wang = office.enrol("wang")
    request, _, _ = office.ask("li")
    with pytest.raises(RuleError):
        office.hub.devices.grant_for(request, "li", user=wang.user)
    assert office.hub.devices.grant_for(request, "li").machine_codes == (5, 6, 7, 8)


def test_one_copy_put_back_twice_gives_no_code_twice(small: Office, tmp_path: Path) -> None:
    """No laptop comes in between that could tell the second hub what the first one gave."""
    small.enrol("wang")
    out = tmp_path / "stick"
    out.mkdir()
    file = small.hub.backup(out).books.file
    key = recovery_key.open_key(small.made.recovery_key.read_bytes(), small.made.recovery_code)
    given: list[tuple[int, ...]] = []
    for number in range(3):
        told = putting_back.put_back(file, tmp_path / f"new{number}", key, clock=small.clock)
        assert told.marked
        hub = Hub.open(tmp_path / f"new{number}", clock=small.clock)
        given.append(hub.devices.grant_for(small.ask(f"li{number}")[0], "li").machine_codes)
        hub.close()
    assert len({code for codes in given for code in codes}) == 12, given
    restored.beside(file).write_bytes(b"\xff 9999999")  # whatever stands there
    assert restored.least_of(file) == 0


def test_a_mark_that_cannot_be_written_is_told(small: Office, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    file = small.hub.backup(out).books.file
    restored.beside(file).mkdir()
    key = recovery_key.open_key(small.made.recovery_key.read_bytes(), small.made.recovery_code)
    assert not putting_back.put_back(file, tmp_path / "new", key, clock=small.clock).marked
