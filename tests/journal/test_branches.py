"""The rules of branches, case by case, and against trees drawn at random."""

import random

import pytest

from inspector_app.domain.errors import DamagedError
from inspector_app.journal.branches import (
    TRUNK,
    Came,
    Chain,
    Judged,
    Link,
    Tip,
    branch_id,
    covered,
    gives_way,
    judge,
    lacking,
    moved,
    tips_of,
)
from inspector_app.journal.form import START


def h(name: str) -> bytes:
    return name.encode().ljust(32, b".")


def chain(first: int, prev: str, names: str) -> Chain:
    return Chain(first, h(prev) if prev else START, tuple(h(name) for name in names))


def grown(*chains: Chain) -> tuple[dict[bytes, Link], dict[str, Tip]]:
    """Take chains in one after the other, as hub and laptop do."""
    tree: dict[bytes, Link] = {}
    tips: dict[str, Tip] = {}
    for each in chains:
        judged = judge(each, places(tree), tips)
        assert judged.came is not Came.GAP
        tips = moved(tips, each, judged)
        tree |= links(each)
    return tree, tips


def links(chain: Chain) -> dict[bytes, Link]:
    before = (chain.prev, *chain.hashes)
    return {
        each: Link(prev, seq)
        for seq, (prev, each) in enumerate(zip(before, chain.hashes, strict=False), chain.first)
    }


def places(tree: dict[bytes, Link]) -> dict[bytes, int]:
    return {each: link.seq for each, link in tree.items()}


TRUNK_OF_FIVE = chain(1, "", "abcde")


CASES = {
    "the first chain is the trunk": ((), chain(1, "", "ab"), Judged(Came.EXTENDS, 0)),
    "nothing before it": ((), chain(2, "a", "b"), Judged(Came.GAP, 0)),
    "one missing": ((TRUNK_OF_FIVE,), chain(7, "f", "g"), Judged(Came.GAP, 0)),
    "the same again": ((TRUNK_OF_FIVE,), TRUNK_OF_FIVE, Judged(Came.DUPLICATE, 5)),
    "a middle piece again": ((TRUNK_OF_FIVE,), chain(3, "b", "cd"), Judged(Came.DUPLICATE, 2)),
    "the next": ((TRUNK_OF_FIVE,), chain(6, "e", "fg"), Judged(Came.EXTENDS, 0)),
    "overlapping, and further": ((TRUNK_OF_FIVE,), chain(4, "c", "defg"), Judged(Came.EXTENDS, 2)),
    "from the start, and further": ((TRUNK_OF_FIVE,), chain(1, "", "abcdef"), Judged(Came.EXTENDS, 5)),
    "another after the fourth": (
        (TRUNK_OF_FIVE,),
        chain(5, "d", "xy"),
        Judged(Came.DIVERGES, 0, h("x").hex()),
    ),
    "another in its middle": ((TRUNK_OF_FIVE,), chain(2, "a", "bcx"), Judged(Came.DIVERGES, 2, h("x").hex())),
    "another from the first on": (
        (TRUNK_OF_FIVE,),
        chain(1, "", "xy"),
        Judged(Came.DIVERGES, 0, h("x").hex()),
    ),
    "the branch goes on": (
        (TRUNK_OF_FIVE, chain(5, "d", "xy")),
        chain(7, "y", "z"),
        Judged(Came.EXTENDS, 0, h("x").hex()),
    ),
    "the trunk goes on beside it": (
        (TRUNK_OF_FIVE, chain(5, "d", "xy")),
        chain(6, "e", "f"),
        Judged(Came.EXTENDS, 0, TRUNK),
    ),
    "a branch of the branch": (
        (TRUNK_OF_FIVE, chain(5, "d", "xy")),
        chain(5, "d", "xz"),
        Judged(Came.DIVERGES, 1, h("z").hex()),
    ),
    "a third at the same place": (
        (TRUNK_OF_FIVE, chain(5, "d", "xy")),
        chain(5, "d", "w"),
        Judged(Came.DIVERGES, 0, h("w").hex()),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_chain_is(case: str) -> None:
    before, comes, expected = CASES[case]
    tree, tips = grown(*before)
    assert judge(comes, places(tree), tips) == expected


def test_a_chain_that_claims_another_place_is_broken() -> None:
    tree, tips = grown(TRUNK_OF_FIVE)
    with pytest.raises(DamagedError, match=r"journal\.chain_broken"):
        judge(chain(7, "e", "f"), places(tree), tips)
    with pytest.raises(DamagedError, match=r"journal\.chain_broken"):
        judge(Chain(4, START, (h("f"),)), places(tree), tips)


def test_only_the_places_around_the_chain_need_be_known() -> None:
    tree, tips = grown(TRUNK_OF_FIVE, chain(5, "d", "xy"))
    near = {each: seq for each, seq in places(tree).items() if seq >= 3}
    assert judge(chain(4, "c", "defg"), near, tips) == Judged(Came.EXTENDS, 2)
    assert judge(chain(6, "x", "q"), near, tips) == Judged(Came.DIVERGES, 0, h("q").hex())


def test_tips_move_and_branches_keep_their_names() -> None:
    tree, tips = grown(TRUNK_OF_FIVE, chain(5, "d", "xy"), chain(7, "y", "z"), chain(6, "e", "f"))
    assert tips == {TRUNK: Tip(6, h("f")), h("x").hex(): Tip(7, h("z"))}
    assert tips_of(tree) == [Tip(6, h("f")), Tip(7, h("z"))]
    again = chain(5, "d", "xy")
    assert moved(tips, again, judge(again, places(tree), tips)) == tips
    gap = chain(9, "q", "r")
    assert moved(tips, gap, judge(gap, places(tree), tips)) == tips


def test_tips_of_nothing() -> None:
    assert tips_of({}) == []
    assert lacking({}, [h("a")]) == []


def test_what_a_peer_lacks() -> None:
    tree, _ = grown(TRUNK_OF_FIVE, chain(5, "d", "xy"), chain(6, "x", "w"))
    assert lacking(tree, [h("e"), h("y"), h("w")]) == []
    assert lacking(tree, [h("c")]) == [
        chain(4, "c", "d"),
        chain(5, "d", "e"),
        chain(5, "d", "x"),
        chain(6, "x", "w"),
        chain(6, "x", "y"),
    ]
    assert lacking(tree, [h("e")]) == [chain(5, "d", "x"), chain(6, "x", "w"), chain(6, "x", "y")]
    # One branch is missing: what stands before it is held.
    assert lacking(tree, [h("e"), h("y")]) == [chain(6, "x", "w")]
    # The peer is ahead of us, and has one that we never saw.
    assert lacking(tree, [h("unknown"), h("e"), h("y"), h("w")]) == []
    straight, _ = grown(TRUNK_OF_FIVE)
    assert lacking(straight, []) == [TRUNK_OF_FIVE]
    assert lacking(straight, [h("unknown")]) == [TRUNK_OF_FIVE]


def test_two_beginnings_of_one_journal() -> None:
    tree, tips = grown(chain(1, "", "ab"), chain(1, "", "xy"))
    assert tips == {TRUNK: Tip(2, h("b")), h("x").hex(): Tip(2, h("y"))}
    assert lacking(tree, []) == [chain(1, "", "ab"), chain(1, "", "xy")]
    assert lacking(tree, [h("b")]) == [chain(1, "", "xy")]


def test_what_is_covered() -> None:
    tree, _ = grown(TRUNK_OF_FIVE, chain(5, "d", "xy"))
    assert covered(tree, [h("c"), h("unknown")]) == {h("a"), h("b"), h("c")}
    assert covered(tree, [h("x")]) == {h(name) for name in "abcdx"}


def test_of_two_under_one_machine_code_exactly_one_gives_way() -> None:
    assert gives_way("b", ["a"])
    assert not gives_way("a", ["b"])
    assert gives_way("b", ["c", "a", "b"])
    assert not gives_way("b", ["b"])
    assert not gives_way("b", [])


def test_what_branches_are_called() -> None:
    assert branch_id("ab" * 16, TRUNK) == "ab" * 16
    assert branch_id("ab" * 16, h("x").hex()) == "ab" * 16 + "~" + h("x").hex()


@pytest.mark.parametrize("seed", range(200))
def test_a_tree_drawn_at_random_is_the_same_after_any_way_of_carrying_it(seed: int) -> None:
    chance = random.Random(seed)
    tree: dict[bytes, Link] = {}
    for number in range(chance.randint(1, 40)):
        prev = chance.choice([START, *tree]) if chance.random() < 0.15 else next(reversed(tree), START)
        tree[h(f"{number}")] = Link(prev, tree[prev].seq + 1 if prev in tree else 1)
    have: dict[bytes, Link] = {}
    tips: dict[str, Tip] = {}
    while have != tree:
        for whole in lacking(tree, [tip.hash for tip in tips.values()]):
            piece = whole._replace(hashes=whole.hashes[: chance.randint(1, len(whole.hashes))])
            judged = judge(piece, places(have), tips)
            if judged.came is Came.GAP:
                continue  # the chain before it was cut short: it comes again in the next round
            assert judged.new == 0
            tips, have = moved(tips, piece, judged), have | links(piece)
            again = judge(piece, places(have), tips)
            assert again == Judged(Came.DUPLICATE, len(piece.hashes))
    assert sorted(tips.values()) == tips_of(tree)
    assert covered(tree, [tip.hash for tip in tips.values()]) == set(tree)
    assert all(tree[bytes.fromhex(branch)] for branch in tips if branch)
