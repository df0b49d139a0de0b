"""How many journals and branches a key may begin: more than any laptop does is refused to that key alone."""

import pytest

from inspector_app.hub import taking
from inspector_app.journal import bundle
from tests.hub.office import Member, Office
from tests.hub.test_founding import refusal
from tests.journal.writing import Laptop


def begun(member: Member, name: str) -> bytes:
    """Return the first bundle of one more journal of a laptop."""
    laptop = Laptop(name, member.user, workspace=member.office.workspace)
    laptop.write("set", "site", "5e" * 16, {})
    return bundle.pack(laptop.entries, member.device)


def test_one_key_begins_only_so_many_journals_a_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_BEGUN", 3)
    wang, li = office.enrol("wang"), office.enrol("li")
    raws = [begun(wang, f"journal {number}") for number in range(5)]
    wang.push(*raws[:3])
    told = refusal(wang.push, raws[3])
    assert (told.code, told.values["most"]) == ("hub.too_many_journals", 3)
    wang.push(*raws[:3])  # what is held is no new one
    li.write(2)
    wang.push(li.pack(0, 1))  # whoever brings it
    li.push(li.pack(1))
    office.clock.pass_(days=1)
    wang.push(raws[3])


def test_branches_count_as_journals_do(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_BEGUN", 3)
    wang = office.enrol("wang")
    wang.write(1)
    twins = [wang.clone() for _ in range(4)]
    for number, twin in enumerate(twins):
        twin.laptop.name = f"twin {number}"
    wang.write(1)
    wang.push(wang.pack())
    for twin in twins:
        twin.write(1)
    for twin in twins[:2]:
        wang.push(twin.pack(1))
    assert refusal(wang.push, twins[2].pack(1)).code == "hub.too_many_journals"
    assert len(office.hub.bundles.tips(office.workspace).tips[wang.journal]) == 3
    wang.write(5)
    wang.push(wang.pack(2))
