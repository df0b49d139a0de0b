"""Branches: what a journal's chains are to each other, and what of them somebody lacks.

A journal is a chain, unless somebody wrote on from an older copy of it: then it is a tree. Nothing of a tree
is refused and nothing of it is lost; every end that no other entry follows is a tip. The chain that was here
first is the trunk, named ""; each other one is a branch, named by the hash of its first entry that the trunk
does not have. Entries are told apart by hash alone, never by their place.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain.errors import DamagedError

from .form import START

TRUNK = ""


class Tip(NamedTuple):
    """An entry that no other one here follows: its place and its hash (32 bytes)."""

    seq: int
    hash: bytes


class Link(NamedTuple):
    """Where an entry stands: the hash of the one before it (zeros for the first) and its place, from 1."""

    prev: bytes
    seq: int


class Chain(NamedTuple):
    """Entries of one journal that follow each other.

    Attributes:
        first: place of the first one, from 1.
        prev: hash of the entry before it; zeros when there is none.
        hashes: of the entries, in order.
    """

    first: int
    prev: bytes
    hashes: Sequence[bytes]

    @property
    def last(self) -> int:
        """Place of its last entry."""
        return self.first + len(self.hashes) - 1

    @property
    def tip(self) -> Tip:
        """Its last entry."""
        return Tip(self.last, self.hashes[-1])


class Came(StrEnum):
    """What a chain that comes is to what is known."""

    DUPLICATE = "duplicate"
    EXTENDS = "extends"
    DIVERGES = "diverges"
    GAP = "gap"


class Judged(NamedTuple):
    """The verdict on a chain that comes.

    Attributes:
        came: what it is.
        new: how many of its entries, from its first, are known already; the rest is new.
        branch: the branch whose tip moves, or the new one's name; "" is the trunk. Nothing for a duplicate
            or a gap.
    """

    came: Came
    new: int
    branch: str = TRUNK


def judge(chain: Chain, known: Mapping[bytes, int], tips: Mapping[str, Tip]) -> Judged:
    """Tell what a chain that comes is to one journal's known entries.

    Args:
        chain: at least one entry, each one's hash over the one before already checked.
        known: place by hash of every known entry from the place before the chain's first up to its last one;
            more does no harm.
        tips: every branch's tip, by name.

    Raises:
        DamagedError: `journal.chain_broken`: it follows an entry that stands at another place.
    """
    before = 0 if chain.prev == START else known.get(chain.prev)
    if before is None:
        return Judged(Came.GAP, 0)
    if before != chain.first - 1:
        raise DamagedError("journal.chain_broken", where=str(chain.first))
    new = next((at for at, each in enumerate(chain.hashes) if each not in known), len(chain.hashes))
    if new == len(chain.hashes):
        return Judged(Came.DUPLICATE, new)
    base = chain.hashes[new - 1] if new else chain.prev
    if base == START and not tips:
        return Judged(Came.EXTENDS, new)
    for branch, tip in tips.items():
        if tip.hash == base:
            return Judged(Came.EXTENDS, new, branch)
    return Judged(Came.DIVERGES, new, chain.hashes[new].hex())


def moved(tips: Mapping[str, Tip], chain: Chain, judged: Judged) -> dict[str, Tip]:
    """Return one journal's tips once a judged chain was taken in."""
    if judged.came in {Came.DUPLICATE, Came.GAP}:
        return dict(tips)
    return {**tips, judged.branch: chain.tip}


def tips_of(tree: Mapping[bytes, Link]) -> list[Tip]:
    """Return the tips of one journal's entries, the lowest place first.

    Args:
        tree: every entry of the journal by its hash.
    """
    followed = {link.prev for link in tree.values()}
    return sorted(Tip(link.seq, each) for each, link in tree.items() if each not in followed)


def covered(tree: Mapping[bytes, Link], tips: Iterable[bytes]) -> set[bytes]:
    """Return the entries that somebody with these tips has: each tip known here and all before it."""
    held: set[bytes] = set()
    for tip in tips:
        at = tip
        while at in tree and at not in held:
            held.add(at)
            at = tree[at].prev
    return held


def lacking(tree: Mapping[bytes, Link], tips: Iterable[bytes]) -> list[Chain]:
    """Return what somebody with these tips lacks of one journal, as chains to be taken in in this order.

    A chain ends where the tree branches or ends. Tips that are not known here are passed over: what somebody
    has beyond us is theirs to send.

    Args:
        tree: every entry of the journal by its hash.
        tips: hashes; none for somebody who has nothing of the journal.
    """
    held = covered(tree, tips)
    after: dict[bytes, list[bytes]] = {}
    for each, link in tree.items():
        if each not in held:
            after.setdefault(link.prev, []).append(each)
    starts = [each for each, link in tree.items() if each not in held and _opens(link, held, after)]
    return [
        _chain_from(start, tree, after) for start in sorted(starts, key=lambda each: (tree[each].seq, each))
    ]


def gives_way(journal_id: str, users: Iterable[str]) -> bool:
    """Tell whether a laptop must take another machine code because another one issues under the same.

    Clones come to the same spare code out of the same list. Of two that find each other out exactly one gives
    way, so they do not meet again at the next spare. A laptop takes a new code whenever it takes a new
    journal, so no other journal under its present code is its own.

    Args:
        journal_id: the journal that the laptop writes now.
        users: journals with an issue act under the laptop's present machine code.
    """
    return any(each < journal_id for each in users)


def branch_id(journal_id: str, branch: str) -> str:
    """Return what a branch is called in words and answers: the journal's own id for its trunk."""
    return f"{journal_id}~{branch}" if branch else journal_id


def _opens(link: Link, held: set[bytes], after: Mapping[bytes, list[bytes]]) -> bool:
    """Tell whether a lacking entry begins a chain: it follows something held, nothing, or a parting."""
    return link.prev == START or link.prev in held or len(after[link.prev]) > 1


def _chain_from(start: bytes, tree: Mapping[bytes, Link], after: Mapping[bytes, list[bytes]]) -> Chain:
    hashes = [start]
    while len(following := after.get(hashes[-1], [])) == 1:
        hashes += following
    return Chain(tree[start].seq, tree[start].prev, tuple(hashes))
