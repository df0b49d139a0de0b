"""What came of a thief's laptop before it was shut out is told: journal and places."""

from inspector_app.catalog.messages import Messages
from inspector_app.hub import commands, status_words
from inspector_app.hub.beyond import Beyond, beyond
from inspector_app.journal import bundle
from tests.hub.office import Member, Office
from tests.journal.writing import Laptop, id_of, value


def told(office: Office, one: Member) -> list[Beyond]:
    with office.hub.bundles._base.database.reading() as connection:
        return beyond(connection, office.workspace, one.device.key_id)


def test_what_is_held_beyond_the_point_is_told(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    wang.write(6)
    wang.push(wang.pack(0, 3), wang.pack(3))
    other = Laptop("another", "wang", wang.laptop.wall, office.workspace)
    other.write("create", "site", id_of(1), {"name": value("x")})
    wang.push(bundle.pack(other.entries, wang.device))
    li.write(2)
    li.push(li.pack())
    assert told(office, wang) == []
    office.hub.devices.revoke(wang.device.key_id, (wang.journal, 4), "stolen")
    journals = {wang.journal: (5, 6), other.head.journal_id: (1, 1)}
    assert told(office, wang) == [Beyond(name, *journals[name]) for name in sorted(journals)]
    assert sum(one.entries for one in told(office, wang)) == 3


def test_nothing_is_in_doubt_without_a_point_or_up_to_it(office: Office) -> None:
    wang, li = office.enrol("wang"), office.enrol("li")
    for one in (wang, li):
        one.write(4)
        one.push(one.pack())
    office.hub.devices.revoke(wang.device.key_id)
    office.hub.devices.revoke(li.device.key_id, (li.journal, 4))
    assert told(office, wang) == told(office, li) == []


def test_the_status_lists_it_behind_the_laptops(small: Office) -> None:
    wang = small.enrol("wang")
    wang.write(6)
    wang.push(wang.pack())
    assert commands.status(small.folder, database=None)["beyond"] == {}
    small.hub.devices.revoke(wang.device.key_id, (wang.journal, 4))
    found = commands.status(small.folder, database=None)
    held = {"journal": wang.journal, "first": 5, "last": 6}
    assert found["beyond"] == {wang.device.key_id: [held]}
    lines = status_words.status_lines(found, Messages("zh"))
    told = f"wang（{wang.device.key_id}）停用点之后的 {wang.journal} 第 5—6 条还在中心，请核实。"
    assert told in lines
