"""What somebody with a laptop can add to what everybody looks up: bounded, and never a verdict."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import RuleError
from inspector_app.hub import lookups
from inspector_app.hub.tables import paper_act, share_act
from inspector_app.trust.keys import SigningKey
from tests.hub.office import Member, Office
from tests.hub.test_papers import CODE, DOCUMENT, bring, issue
from tests.journal.writing import id_of

MANY = 3 * lookups.MOST_OF_ONE


def rows(office: Office, document: str = DOCUMENT) -> int:
    def asked(connection: Connection) -> int:
        about = select(func.count()).select_from(paper_act).where(paper_act.c.document_id == document)
        return int(connection.execute(about).scalar_one())

    with office.hub.bundles._base.database.reading() as connection:
        return asked(connection)


def fate(office: Office) -> str:
    found = office.hub.papers.find(CODE)
    assert found is not None
    return found.fate


def act(one: Member, kind: str, signer: SigningKey | None, **content: object) -> None:
    one.laptop.act(kind, content, signer, DOCUMENT)


def test_of_any_number_of_services_one_is_kept_and_counts(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    issue(wang)
    bring(wang)
    for _ in range(MANY):
        act(li, "serve", None, recipient_id="p", reached=False)
    bring(li)
    assert rows(office) == 1, "they end nothing"
    for _ in range(MANY):
        act(li, "serve", None, recipient_id="p", reached=True)
    bring(li, MANY)
    assert rows(office) == 2
    act(wang, "void", wang.person, reason="x")
    bring(wang, 1)
    assert fate(office) == "valid", "it was served"


def test_what_nobody_signed_is_not_kept(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    issue(wang)
    bring(wang)
    for number in range(MANY):
        act(li, ("revoke", "void", "correct")[number % 3], None, by="x")
        li.laptop.write(
            "act",
            "document",
            DOCUMENT,
            {"kind": "revoke", "content": {"by": "x"}, "n": 1, "key": wang.person.key_id, "sig": "A" * 86},
        )
    bring(li)
    assert rows(office) == 1
    assert fate(office) == "valid"


def test_one_key_crowds_out_nobody_elses_acts(office: Office) -> None:
    """It has no right to them, and may be given it yet: so some of them are kept."""
    wang, li, chief = office.enrol("wang"), office.enrol("li"), office.enrol("chief", [Role.SUPERVISOR])
    for _ in range(MANY):
        act(li, "revoke", li.person, by="x", number="1")
    for number in range(MANY):
        issue(li, number=f"假{number}号", record=id_of("other", number))
    bring(li)
    assert rows(office) == lookups.MOST_OF_ONE
    issue(wang)
    bring(wang)
    assert rows(office) == lookups.MOST_OF_ONE + 1
    found = office.hub.papers.find(CODE)
    assert found is not None
    assert (found.fate, found.several) == ("valid", True)
    act(chief, "revoke", chief.person, by="x", number="2")
    bring(chief)
    assert fate(office) == "revoked"


def test_strangers_acts_are_bounded_together(small: Office) -> None:
    li = small.enrol("li")
    for _ in range(lookups.MOST_OF_UNKNOWN + 20):
        act(li, "revoke", SigningKey.new(), by="x")
    bring(li)
    assert rows(small) == lookups.MOST_OF_UNKNOWN


def test_papers_that_one_laptop_brings_use_up_few_machine_codes(office: Office) -> None:
    """Else who has a laptop could use up all 99,999 of them, and nobody would be enrolled any more."""
    wang = office.enrol("wang", codes=1)
    for code in range(2, 2 + 3 * lookups.MOST_CODES_SEEN):
        wang.laptop.act(ActKind.ISSUE, {"machine_code": code}, wang.person, id_of("document", code))
    wang.push(wang.pack(0, 500), wang.pack(500))
    first = lookups.MOST_CODES_SEEN + 2
    assert office.enrol("li", codes=2).grant.machine_codes == (first, first + 1)


def test_nobody_makes_the_question_for_a_workspace_dear(office: Office) -> None:
    """Each act that names it is read in its bundle before the workspace is opened."""
    li, room = office.enrol("li"), "cd" * 16
    for number in range(3 * lookups.MOST_SHARES):
        at = len(li.laptop.entries)
        li.laptop.act("share", {"what": "made"}, li.person if number % 3 else None, room, "workspace")
        li.push(li.pack(at))
    with office.hub.bundles._base.database.reading() as connection:
        about = select(func.count()).select_from(share_act).where(share_act.c.room == room)
        assert connection.execute(about).scalar_one() == lookups.MOST_SHARES
    with pytest.raises(RuleError, match=r"hub\.workspace_unknown"):
        office.hub.bundles._base.rooms.admit(room)
    office.share(room)
    office.hub.bundles._base.rooms.admit(room)
