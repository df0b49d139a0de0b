"""The oracle: what must hold once everything was exchanged, whatever happened before."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from random import Random

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import log
from inspector_app.journal.branches import Tip, covered, tips_of
from inspector_app.journal.chain import check_chain
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import State, fold
from tests.journal.writing import ROOT
from tests.simulation.nodes import Laptop, Machine
from tests.simulation.rules import parsed
from tests.simulation.world import World

LOST, DIVERGED, BROKEN, UNTRUE = "lost", "diverged", "broken chain", "untrue receipt"
TWICE, UNSHOWN, FOR_EVER = "number twice", "number not shown", "numbers meet for ever"
_ROUNDS = 8


def settle(world: World) -> set[str]:
    """Let everybody exchange without faults, work on a little, and return what is wrong, in a word each."""
    live = {digest: entry for each in _machines(world) for digest, entry in each.entries.items()}
    acknowledged = set(world.acknowledged)
    found: set[str] = set()
    if world.seed % 4 == 0:
        found |= _by_file_alone(world)
    _exchange(world)
    found |= _number_on(world)
    live |= {digest: entry for each in _machines(world) for digest, entry in each.entries.items()}
    found |= {LOST for each in _machines(world) if not each.entries.keys() >= live.keys()}
    if not acknowledged <= world.hub.entries.keys():
        found.add(LOST)
    states = _states(world)
    return found | _same(world, states) | _sound(world) | _numbers(world, live, states)


def _machines(world: World) -> list[Machine]:
    return [world.hub, *world.laptops]


def _exchange(world: World) -> None:
    for _ in range(_ROUNDS):
        for laptop in world.laptops:
            world.sync(laptop, faults=False)
        have = world.hub.have()
        if all(laptop.have() == have for laptop in world.laptops):
            return


def _by_file_alone(world: World) -> set[str]:
    """Carry a whole file from laptop to laptop, twice around: without any hub they come to the same."""
    for writer, reader in pairwise([*world.laptops, *world.laptops]):
        world.take_file(reader, world.file_of(writer, {}))
    entries = [laptop.entries.keys() for laptop in world.laptops]
    return {DIVERGED for laptop in world.laptops if laptop.have() != world.laptops[0].have()} | {
        LOST for each in entries if each != entries[0]
    }


def _number_on(world: World) -> set[str]:
    """Let every laptop issue, until a round in which no two gave the same number."""
    for _ in range(_ROUNDS):
        before = _twice(world)
        for laptop in world.laptops:
            world.issue(laptop)
        _exchange(world)
        if _twice(world) == before:
            return set()
    return {FOR_EVER}


def _twice(world: World) -> set[tuple[int, int]]:
    numbers = Counter(
        (content["machine_code"], content["serial"])
        for content in map(_number, world.hub.entries.values())
        if content
    )
    return {number for number, times in numbers.items() if times > 1}


def _same(world: World, states: list[State]) -> set[str]:
    """Compare digests, folded states, tips, and what is shown, on all machines."""
    shown = [_shown(each, state) for each, state in zip(_machines(world), states, strict=True)]
    tips = [
        {j: frozenset(tips_of(tree.links)) for j, tree in each.trees.items()} for each in _machines(world)
    ]
    same = (
        len({state.digest() for state in states}) == 1
        and all(state == states[0] for state in states)
        and all(told == shown[0] for told in shown)
        and all(told == tips[0] for told in tips)
    )
    if world.rules.stable:
        assert shown[0] == {key: folded.fields for key, folded in states[0].entities.items()}
    return set() if same else {DIVERGED}


def _states(world: World) -> list[State]:
    """Fold what each machine holds; of machines that hold the same bytes two do it, each in its own order."""
    done: dict[frozenset[bytes], list[State]] = {}
    told = []
    for machine in _machines(world):
        states = done.setdefault(frozenset(entry.raw for entry in machine.entries.values()), [])
        if len(states) < 2:
            states.append(fold(_some_order(machine), ROOT))
        told.append(states[-1])
    return told


def _some_order(machine: Machine) -> list[Entry]:
    entries = list(machine.entries.values())
    Random(len(machine.trees)).shuffle(entries)
    return entries


def _shown(machine: Machine, state: State) -> Mapping[tuple[str, str], dict[str, object]]:
    arrived = {digest: place for place, digest in enumerate(machine.entries)}
    return {
        key: {name: machine.rules.shown(heads, arrived) for name, heads in folded.heads.items() if name}
        for key, folded in state.entities.items()
    }


def _sound(world: World) -> set[str]:
    """Prove every chain from its first entry to each tip, the hub's log, and the receipts."""
    found: set[str] = set()
    for machine in _machines(world):
        for tree in machine.trees.values():
            if sorted(tree.tips.values()) != tips_of(tree.links):
                found.add(BROKEN)
            found |= {BROKEN for tip in tree.tips.values() if not _chained(machine, tip)}
    assert world.hub.hashes[-1] == log.log_of(parcel.digest() for parcel in world.hub.log)
    for laptop in world.laptops:
        for hashes in laptop.receipts.values():
            if not hashes <= laptop.entries.keys():
                found.add(UNTRUE)
    return found


def _chained(machine: Machine, tip: Tip) -> bool:
    tree = next(each for each in machine.trees.values() if tip.hash in each.links)
    held = sorted(covered(tree.links, [tip.hash]), key=tree.places.__getitem__)
    try:
        check_chain([parsed(machine.entries[each].raw) for each in held])
    except DamagedError:
        return False
    return len(held) == tip.seq


def _numbers(world: World, live: Mapping[bytes, Entry], states: list[State]) -> set[str]:
    """Ask who gave a number twice, and whether every number ever given shows on every machine."""
    found: set[str] = set()
    given: dict[tuple[int, int], list[bytes]] = {}
    for digest, entry in live.items():
        content = _number(entry)
        if content:
            given.setdefault((content["machine_code"], content["serial"]), []).append(digest)
    for several in given.values():
        if len(several) > 1 and any(world.author[each] not in world.in_parallel for each in several):
            found.add(TWICE)
    issued = {digest.hex() for several in given.values() for digest in several}
    for state in states:
        if {act.id for act in state.acts if act.kind == "issue" and act.valid} != issued:
            found.add(UNSHOWN)
    found |= {TWICE for laptop in world.laptops if _alone(world, laptop) and _reused(laptop)}
    return found


def _alone(world: World, laptop: Laptop) -> bool:
    return laptop.name not in world.in_parallel


def _reused(laptop: Laptop) -> bool:
    """Tell whether one of the journals that this laptop wrote bears a number twice."""
    mine = [
        (content["machine_code"], content["serial"])
        for entry in laptop.entries.values()
        if entry.header.journal_id in laptop.own and (content := _number(entry))
    ]
    return len(mine) != len(set(mine))


def _number(entry: Entry) -> dict[str, int]:
    content: dict[str, int] = entry.fields["content"] if entry.fields.get("kind") == "issue" else {}
    return content
