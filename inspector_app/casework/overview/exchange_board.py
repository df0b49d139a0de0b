"""Exchange at a glance: what lies here, what was handed to the office, what it holds, and what is still owed.

A laptop's day is shown as people know it: visits with all that belongs to them, papers with their numbers,
targets, and the rest in one line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.people import filing_workspace
from inspector_app.casework.people.filing_workspace import Room
from inspector_app.casework.people.names import Names
from inspector_app.store.handing import Exchanged, ExchangeState
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.trust import machine

MOST_OWED = 500
"""Records that are looked at for the list; a laptop that owes more says so."""
MOST_PAST = 60


class Stage(StrEnum):
    """How far something is on its way, in the three words that stand everywhere."""

    HERE = "已存本机"
    HANDED = "已交中心"
    RECEIVED = "中心已收"


class Owes(StrEnum):
    """What is owed to the office."""

    VISIT = "检查"
    PAPER = "文书"
    TARGET = "对象"
    PERSON = "人员"
    OTHER = "其他登记"
    FILING = "立案"


PARTS = {
    "finding": "问题",
    "photo": "照片",
    "check": "检查项",
    "check_sheet": "检查表",
    "document": "文书草稿",
    "present": "在场人员",
    "attendance": "执法人员",
    "obligation": "责任",
    "party": "责任单位",
}
"""What belongs to a visit or a target, in the words of its line; the rest counts as 其他登记."""

_PARENTS = (
    ("inspection_id", "inspection"),
    ("finding_id", "finding"),
    ("document_id", "document"),
    ("sheet_id", "check_sheet"),
    ("target_id", "target"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many lie here, were handed over (with those that were received), and were received."""

    here: int = 0
    handed: int = 0
    received: int = 0

    @property
    def owed(self) -> int:
        """How many the office does not hold for certain."""
        return max(self.here - self.received, 0)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.here + other.here, self.handed + other.handed, self.received + other.received)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that the office does not hold for certain.

    Attributes:
        id: of the visit, document, target or person; of the rest `other`, of the filing workspace `filing`.
        started: when the visit began, None for all else.
        parts: what belongs to it and is owed too, by the words of PARTS.
        stage: HERE or HANDED; HANDED only when all of it was handed over.
        entries: changes of it that have no receipt.
        photos: files of it that the office does not hold for certain.
    """

    id: str
    kind: Owes
    title: str
    stage: Stage
    entries: int
    note: str = ""
    started: datetime | None = None
    parts: tuple[tuple[str, int], ...] = ()
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """An exchange that was tried.

    Attributes:
        way: `hub`, `file out`, `file in` or `backup`.
        outcome: `done`, `decide`, `cancelled`, or the code of what stood in the way.
        told: what it came to: counts by name (sent, received, acknowledged, files_sent, files_received,
            conflicts), the `place` of its file, and `where` and `values` of what stood in the way.
    """

    no: int
    at: datetime
    way: str
    outcome: str
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branched:
    """A journal that two machines wrote on with: all of it is kept, side by side.

    Attributes:
        entries: in the branch; own: it was this laptop's journal.
        users: who wrote in it.
        filing: it is a journal of the filing workspace.
    """

    journal_id: str
    branch: str
    entries: int
    own: bool
    users: tuple[str, ...] = ()
    filing: bool = False


@dataclass(frozen=True, slots=True)
class Doubted:
    """Receipts that the hub's log contradicted, found out at one time: they count no longer and are kept.

    Attributes:
        found: by this laptop's clock.
        receipts: how many.
        no, at: place in the hub's log and time, as the earliest of them says.
        filing: they are of the filing workspace.
    """

    found: datetime
    receipts: int
    no: int
    at: datetime
    filing: bool = False


@dataclass(frozen=True, slots=True)
class Hub:
    """The office's hub as this laptop knows it."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the page of exchange shows.

    Attributes:
        entries, files: of this laptop, those of the filing workspace with them where it is open.
        more: more is owed than the lines in `owed`.
        hub: None on a laptop that belongs to no office yet.
        synced: when an exchange with the hub was last done.
        code_spent: no number can be taken, here or in the filing workspace.
        uncounted: filings lie here that this person cannot open: what of them is owed is not known.
    """

    entries: Count
    files: Count
    owed: tuple[Owed, ...] = ()
    more: bool = False
    past: tuple[Past, ...] = ()
    branches: tuple[Branched, ...] = ()
    hub: Hub | None = None
    training: bool = False
    synced: datetime | None = None
    code_spent: bool = False
    uncounted: bool = False
    doubted: tuple[Doubted, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the office holds everything that was counted."""
        return not self.owed and not self.entries.owed and not self.files.owed


class Waiting(Protocol):
    """A record of whose changes some have no receipt."""

    @property
    def entity(self) -> str:
        """Its kind."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def entries(self) -> int:
        """How many changes."""

    @property
    def handed(self) -> bool:
        """Whether all of them were handed over."""


@dataclass(slots=True)
class _Heap:
    """What is owed of one line, while it is being gathered."""

    kind: Owes
    entity: str
    entries: int = 0
    photos: int = 0
    handed: bool = True
    parts: Counter[str] = field(default_factory=Counter)


FILING = "filing"
"""What names the line of the filing workspace."""


def read(desk: Desk, room: Room | None = None) -> Board:
    """Return how exchange stands on this laptop now.

    Args:
        room: what there is of the filing workspace; left out, there is none.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    store, filing = desk.store, room.store if room is not None else None
    state, waiting = store.state(), store.pending(MOST_OWED)
    told = owed(desk, waiting.records, dict(waiting.digests))
    entries, files = _counts(state)
    if filing is not None:
        beside = filing.state()
        entries, files = (one + other for one, other in zip((entries, files), _counts(beside), strict=True))
        told += _filings(beside)
    return Board(
        entries,
        files,
        told,
        len(waiting.records) >= MOST_OWED,
        tuple(_past(one) for one in store.exchanges(MOST_PAST)),
        (*_branches(store), *(_branches(filing, filing=True) if filing is not None else ())),
        hub_of(store),
        training=store.meta.training,
        synced=datetime.fromisoformat(state.last_hub) if state.last_hub else None,
        code_spent=store.meta.code_spent or (filing is not None and filing.meta.code_spent),
        uncounted=room is not None and filing_workspace.hidden(store, room),
        doubted=(*_doubted(store), *(_doubted(filing, filing=True) if filing is not None else ())),
    )


def hub_of(store: Store) -> Hub | None:
    """Return the hub that this laptop was enrolled at, None for none.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told = store.setting(machine.HUB)
    if told is None:
        return None
    known = machine.known_hub(told).hub
    return Hub(known.id, known.url)


def _doubted(store: Store, *, filing: bool = False) -> list[Doubted]:
    """Return what was found out at each time, the newest first."""
    told = []
    for found, each in groupby(store.doubted(), key=lambda one: one.found):
        those = list(each)
        first = min(those, key=lambda one: one.no)
        at = datetime.fromisoformat(first.at)
        told.append(Doubted(datetime.fromisoformat(found), len(those), first.no, at, filing))
    return told


def _counts(state: ExchangeState) -> tuple[Count, Count]:
    return (
        Count(state.entries, state.handed, state.received),
        Count(state.blobs, state.blobs_handed, state.blobs_received),
    )


def _filings(state: ExchangeState) -> tuple[Owed, ...]:
    """Return the one line of the filing workspace, nothing when the office holds all of it."""
    entries, files = _counts(state)
    if not entries.owed and not files.owed:
        return ()
    handed = entries.handed >= entries.here and files.handed >= files.here
    stage = Stage.HANDED if handed else Stage.HERE
    return (Owed(FILING, Owes.FILING, "", stage, entries.owed, photos=files.owed),)


def _past(one: Exchanged) -> Past:
    told = dict(one.told)
    for name in ("sent", "received", "acknowledged"):
        amount = told.get(name)
        if isinstance(amount, list) and len(amount) == 3:
            told[name] = amount[0]
            if name != "acknowledged":
                told[f"files_{name}"] = amount[2]
    return Past(one.no, datetime.fromisoformat(one.at), one.way, one.outcome, told)


def _branches(store: Store, *, filing: bool = False) -> tuple[Branched, ...]:
    names = {each.user: each.name for each in store.keyring.certificates()}
    return tuple(
        Branched(
            one.journal_id,
            one.branch,
            one.entries,
            one.own,
            tuple(sorted(names.get(user, user) for user in one.users)),
            filing,
        )
        for one in store.branches()
        if one.branch
    )


def owed(desk: Desk, waiting: Iterable[Waiting], files: Mapping[str, bool] | None = None) -> tuple[Owed, ...]:
    """Return what is owed, gathered into lines: visits first, the newest of them at the head.

    Args:
        files: by sha256 the files that the office does not hold, and whether each was handed over.
    """
    heaps: dict[str, _Heap] = {}
    known = _Known(desk)
    left = dict(files or {})
    for one in waiting:
        record = known.record(one.entity, one.id)
        root = known.root(one.entity, one.id, record)
        heap = heaps.setdefault(root[1], _Heap(_kind(root[0]), root[0]))
        heap.entries += one.entries
        heap.handed = heap.handed and one.handed
        if (one.entity, one.id) != root:
            heap.parts[PARTS.get(one.entity, Owes.OTHER.value)] += 1
        if record is not None and (told := values.text(record.fields, "sha256")) in left:
            heap.photos += 1
            heap.handed = left.pop(told) and heap.handed
    if left:
        heap = heaps.setdefault("other", _Heap(Owes.OTHER, ""))
        heap.photos += len(left)
        heap.handed = heap.handed and all(left.values())
    names = Names(desk.store)
    told_lines = [_line(desk, names, root, heap) for root, heap in heaps.items()]
    order = list(Owes)
    return tuple(sorted(told_lines, key=lambda one: (order.index(one.kind), _late_first(one), one.title)))


def _late_first(one: Owed) -> float:
    return -one.started.timestamp() if one.started is not None else 0.0


def _kind(entity: str) -> Owes:
    told = {
        "inspection": Owes.VISIT,
        "document": Owes.PAPER,
        "target": Owes.TARGET,
        "person": Owes.PERSON,
    }
    return told.get(entity, Owes.OTHER)


class _Known:
    """Records read once, and what each of them belongs to."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._records: dict[tuple[str, str], Record | None] = {}

    def record(self, entity: str, record_id: str) -> Record | None:
        key = (entity, record_id)
        if key not in self._records:
            self._records[key] = self._store.record(entity, record_id)
        return self._records[key]

    def root(self, entity: str, record_id: str, record: Record | None) -> tuple[str, str]:
        """Return what a record belongs to in the end: a visit, an issued paper, a target or a person."""
        for _ in range(len(_PARENTS)):
            if _kind(entity) is Owes.PAPER and issued.issue_act(self._store, record_id) is not None:
                return entity, record_id
            if entity in ("inspection", "target", "person"):
                return entity, record_id
            up = self._above(record)
            if up is None:
                break
            entity, record_id = up
            record = self.record(entity, record_id)
        return ("", "other") if _kind(entity) in (Owes.OTHER, Owes.PAPER) else (entity, record_id)

    @staticmethod
    def _above(record: Record | None) -> tuple[str, str] | None:
        for name, entity in _PARENTS:
            told = values.text(record.fields, name) if record is not None else ""
            if told:
                return entity, told
        return None


def _line(desk: Desk, names: Names, root: str, heap: _Heap) -> Owed:
    title, note, started = "", "", None
    if heap.kind is Owes.VISIT:
        record = desk.store.record("inspection", root)
        fields = record.fields if record is not None else {}
        title = names.of("target", values.text(fields, "target_id"))
        started = values.moment(fields, "started")
    elif heap.kind is Owes.PAPER:
        told = issued.document(desk.store, root)
        title, note = (told.number, f"{told.label} · {told.addressee}") if told is not None else ("", "")
    elif heap.kind in (Owes.TARGET, Owes.PERSON):
        title = names.of(heap.entity, root)
    # What has a name of its own comes first: a line may be cut at its end.
    parts = tuple(sorted(heap.parts.most_common(), key=lambda one: one[0] == Owes.OTHER))
    stage = Stage.HANDED if heap.handed else Stage.HERE
    return Owed(root, heap.kind, title, stage, heap.entries, note, started, parts, heap.photos)
