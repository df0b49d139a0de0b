"""What the public page may tell of a document, judged by rights and signatures whatever came first."""

import itertools
from dataclasses import asdict, replace

import pytest

from inspector_app.domain.acts import Role
from inspector_app.hub.papers import Paper, last_came
from inspector_app.trust.certificates import Certificate, certify
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office
from tests.journal.writing import id_of

CODE = "7K3M-9QXF-2H5T"
DOCUMENT = id_of("document")
NAMES = ("王建国", "宏业建筑", "滨海路1号", "91120116MA05")


def issue(
    one: Member, *, code: str = CODE, number: str = "津滨住建责改字〔2026〕1号", record: str = DOCUMENT
) -> None:
    content = {
        "number": number,
        "code": code,
        "kind": "rectification_notice",
        "label": "责令改正通知书",
        "issued_on": "2026-03-02",
        "machine_code": 1,
        "addressee": {"name": NAMES[1], "address": NAMES[2], "credit_code": NAMES[3]},
        "content": f"经 {NAMES[0]} 检查",
    }
    one.laptop.act("issue", content, one.person, record)


def bring(one: Member, start: int = 0) -> None:
    one.push(one.pack(start))


def test_a_document_is_told_without_names(office: Office) -> None:
    wang = office.enrol()
    wang.write(3)
    issue(wang)
    bring(wang)
    told = office.hub.papers.find(CODE)
    assert told == Paper(
        "津滨住建责改字〔2026〕1号", "rectification_notice", "责令改正通知书", "2026-03-02", "valid"
    )
    assert not any(name in str(asdict(told)) for name in NAMES)
    assert office.hub.papers.find("7k3m 9qxf-2h5t") == told
    for other in ("", "7K3M-9QXF-2H5U", "7K3M-9QXF-2H5", CODE * 2, "'; DROP TABLE bundle; --"):
        assert office.hub.papers.find(other) is None


def test_as_of_is_when_the_last_bundle_came(office: Office) -> None:
    wang = office.enrol()
    office.clock.pass_(hours=5)
    wang.write()
    bring(wang)
    assert office.hub.papers.as_of() == "2026-03-02T05:00:00Z"


def test_what_ends_a_document(office: Office) -> None:
    wang, chief = office.enrol("wang"), office.enrol("chief", [Role.SUPERVISOR])
    issue(wang)
    bring(wang)
    wang.laptop.act("void", {"number": "1", "reason": "错"}, wang.person, DOCUMENT)
    bring(wang)
    told = office.hub.papers.find(CODE)
    assert told is not None
    assert (told.fate, told.ended_on) == ("void", "2026-03-02")
    wang.laptop.act("serve", {"recipient_id": "p", "reached": True}, None, DOCUMENT)
    bring(wang)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"
    office.clock.pass_(days=3)
    chief.laptop.wall = office.clock.now().isoformat()
    chief.laptop.act("revoke", {"by": "x", "number": "2"}, chief.person, DOCUMENT)
    bring(chief)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert (found.fate, found.ended_on) == ("revoked", "2026-03-05")


def test_the_order_of_arrival_changes_nothing(training: Office) -> None:
    members = [training.enrol(name) for name in ("a", "b", "c")]
    issue(members[0])
    members[1].laptop.act("void", {"reason": "x"}, members[1].person, DOCUMENT)
    members[2].laptop.act("serve", {"reached_on": "2026-03-02"}, None, DOCUMENT)
    for one in members:
        bring(one)
    assert (found := training.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_of_void_serve_and_issue_is_told_alike(small: Office, order: tuple[int, ...]) -> None:
    members = [small.enrol(name) for name in ("a", "b", "c")]
    issue(members[0])
    members[1].laptop.act("void", {"reason": "x"}, members[1].person, DOCUMENT)
    members[2].laptop.act("serve", {"reached": True}, None, DOCUMENT)
    for place in order:
        bring(members[place])
    assert (found := small.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"


def test_a_correction_counts_while_its_decision_stands(office: Office) -> None:
    chief = office.enrol("chief", [Role.SUPERVISOR, Role.INSPECTOR])
    decision = id_of("decision")
    issue(chief)
    chief.laptop.act("correct", {"by": decision, "text": "x"}, chief.person, DOCUMENT)
    bring(chief)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"  # its decision has not come yet
    issue(chief, code="AAAA-BBBB-CCCC", number="2号", record=decision)
    bring(chief)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert (found.fate, found.ended_on) == ("corrected", "2026-03-02")
    chief.laptop.act("void", {"reason": "x"}, chief.person, decision)
    bring(chief)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"


def test_who_had_no_right_issues_and_ends_nothing(office: Office) -> None:
    wang, clerk = office.enrol("wang"), office.enrol("clerk", [Role.CLERK])
    issue(clerk)
    bring(clerk)
    assert office.hub.papers.find(CODE) is None
    issue(wang)
    wang.laptop.act("revoke", {"by": "x"}, wang.person, DOCUMENT)
    clerk.laptop.act("void", {"reason": "x"}, clerk.person, DOCUMENT)
    clerk.laptop.act("void", {"reason": "x"}, wang.person, DOCUMENT)
    clerk.laptop.act("void", {"reason": "x"}, SigningKey.new(), DOCUMENT)
    bring(wang)
    bring(clerk)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found.fate == "valid"


def test_a_right_that_comes_to_be_known_later_counts_then(training: Office) -> None:
    """The paper came before the role act of who signed it: the same page tells it afterwards."""
    chief, wang = training.enrol("chief"), training.enrol("wang")
    stranger = SigningKey.new()
    wang.laptop.act("issue", {"number": "9", "code": CODE, "issued_on": "2026-03-02"}, stranger, DOCUMENT)
    bring(wang)
    assert training.hub.papers.find(CODE) is None
    chief.laptop.appoint(certificate(training, chief, stranger, wang.user), chief.person)
    bring(chief)
    assert (found := training.hub.papers.find(CODE)) is not None
    assert found.number == "9"


def certificate(office: Office, chief: Member, key: SigningKey, user: str) -> Certificate:
    day = office.clock.now().date()
    return certify(
        chief.person,
        workspace=office.workspace,
        subject=key.public,
        user=user,
        name="x",
        roles={Role.INSPECTOR},
        valid_from=day,
        valid_to=day,
    )


def test_another_paper_under_its_code_does_not_make_a_revoked_one_valid(office: Office) -> None:
    wang, chief = office.enrol("wang"), office.enrol("chief", [Role.SUPERVISOR])
    issue(wang)
    chief.laptop.act("revoke", {"by": "x", "number": "2"}, chief.person, DOCUMENT)
    bring(wang)
    bring(chief)
    assert (alone := office.hub.papers.find(CODE)) is not None
    assert (alone.fate, alone.several) == ("revoked", False)
    for place in range(4):  # whichever comes first by its id
        issue(wang, record=id_of("again", place))
    bring(wang)
    assert office.hub.papers.find(CODE) == replace(alone, several=True)


@pytest.mark.parametrize("first", ["void", "valid"])
def test_of_several_the_worst_is_told(office: Office, first: str) -> None:
    wang = office.enrol()
    ended = id_of(1) if first == "void" else id_of(2)
    for number, record in (("1", id_of(1)), ("2", id_of(2))):
        issue(wang, number=number, record=record)
    wang.laptop.act("void", {"reason": "x"}, wang.person, ended)
    bring(wang)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert (found.fate, found.several) == ("void", True)


def test_when_the_last_bundle_came_is_found_by_keys(office: Office) -> None:
    """Whoever reads a code asks it: it must not take longer with the years."""
    database = office.hub.bundles._base.database
    if database.postgres:
        pytest.skip("its planner reads small tables whole")
    with database.reading() as connection:
        asked = str(last_came(office.workspace).compile(compile_kwargs={"literal_binds": True}))
        plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]
    assert not [step for step in plan if step.startswith("SCAN")], plan
    assert sum("SEARCH" in step for step in plan) == 2


def test_acts_in_overlapping_bundles_and_branches_are_found(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    issue(wang)
    twin = wang.clone()
    wang.write(2)
    wang.push(wang.pack(0, 4), wang.pack(2))
    twin.laptop.act("void", {"reason": "x"}, twin.person, DOCUMENT)
    bring(twin)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found.fate == "void"


def test_an_odd_content_is_no_paper_and_no_harm(office: Office) -> None:
    wang = office.enrol()
    for code in (None, 5, ["x"], "short", CODE * 3):
        wang.laptop.act("issue", {"code": code, "number": {"x": 1}}, wang.person, DOCUMENT)
    wang.laptop.act("issue", {"code": CODE}, wang.person, id_of("bare"))
    wang.laptop.act("issue", {"code": CODE}, wang.person, DOCUMENT, entity="site")
    wang.write()
    bring(wang)
    assert (found := office.hub.papers.find(CODE)) is not None
    assert found == Paper("", "", "", "", "valid")
