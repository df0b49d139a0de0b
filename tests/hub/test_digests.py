"""Digests: the hub compares what laptops came to, and notes where equal entries gave unequal tables."""

from tests.hub.office import Office

TIPS, OTHER_TIPS = b"t" * 32, b"u" * 32
ONE, TWO = b"1" * 32, b"2" * 32


def test_laptops_with_equal_tips_are_compared(office: Office) -> None:
    compare, room = office.hub.digests.compare, office.workspace
    assert compare(room, "a", TIPS, ONE, 5) == (0, 0, ())
    assert compare(room, "b", TIPS, ONE, 5) == (1, 0, ())
    assert compare(room, "c", OTHER_TIPS, TWO, 5) == (0, 0, ())
    assert compare(room, "d", TIPS, TWO, 5) == (0, 2, (("a", ""), ("b", "")))
    assert compare(room, "a", TIPS, ONE, 5) == (1, 1, (("d", ""),))
    (first, *_) = (line for line in office.hub.audit.read() if line.what == "digests_differ")
    assert (first.device, first.told["others"]) == ("d", ["a", "b"])


def test_a_laptop_counts_with_what_it_told_last(office: Office) -> None:
    compare, room = office.hub.digests.compare, office.workspace
    compare(room, "a", TIPS, TWO, 5)
    compare(room, "a", TIPS, ONE, 6)
    office.restart()
    assert office.hub.digests.compare(room, "b", TIPS, ONE, 6) == (1, 0, ())
    office.hub.digests.compare(room, "a", OTHER_TIPS, ONE, 7)
    assert office.hub.digests.compare(room, "b", TIPS, ONE, 6) == (0, 0, ())


def test_workspaces_are_compared_apart(office: Office) -> None:
    office.share("fe" * 16)
    office.hub.digests.compare(office.workspace, "a", TIPS, ONE, 5)
    assert office.hub.digests.compare("fe" * 16, "b", TIPS, TWO, 5) == (0, 0, ())
    assert office.hub.digests.compare("fe" * 16, "a", TIPS, TWO, 5) == (1, 0, ())


def test_who_was_shut_out_counts_no_more_and_the_others_are_named(office: Office) -> None:
    compare, room = office.hub.digests.compare, office.workspace
    wang, li, zhao = (office.enrol(name) for name in ("wang", "li", "zhao"))
    compare(room, wang.device.key_id, TIPS, ONE, 5)
    compare(room, li.device.key_id, TIPS, ONE, 5)
    told = compare(room, zhao.device.key_id, TIPS, TWO, 5)
    named = {(each.device.key_id, name) for each, name in ((wang, "wang"), (li, "li"))}
    assert (told.same, told.differ, set(told.others)) == (0, 2, named)
    office.hub.devices.revoke(zhao.device.key_id)
    assert compare(room, wang.device.key_id, TIPS, ONE, 5) == (1, 0, ())
    assert compare(room, li.device.key_id, TIPS, ONE, 5) == (1, 0, ())


def test_the_same_difference_told_at_each_sync_is_noted_once(office: Office) -> None:
    compare, room = office.hub.digests.compare, office.workspace
    compare(room, "a", TIPS, ONE, 5)
    for _ in range(5):
        compare(room, "b", TIPS, TWO, 5)
    assert office.hub.audit.count("digests_differ") == 1
    compare(room, "b", OTHER_TIPS, TWO, 5)
    compare(room, "b", TIPS, TWO, 5)
    assert office.hub.audit.count("digests_differ") == 2
