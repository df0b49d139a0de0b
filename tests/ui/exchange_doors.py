"""The doors of exchange, made by hand for tests: the test says what is true and what comes of a wish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.conflicts import Conflict, Value
from inspector_app.casework.overview.exchange_board import (
    Board,
    Branched,
    Count,
    Hub,
    Owed,
    Owes,
    Past,
    Stage,
)
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import InspectorError, PeerError, Problem, Progress
from inspector_app.ui.exchange.ways import (
    Again,
    Amount,
    AtHub,
    Backup,
    Doors,
    Member,
    NewPerson,
    Outcome,
    Picture,
    Waiting,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)
HUB = Hub("ab" * 16, "https://10.1.2.3:8443")
VISIT = Owed(
    "11" * 16,
    Owes.VISIT,
    "望川大厦",
    Stage.HERE,
    58,
    "",
    NOON - timedelta(hours=3),
    (("问题", 3), ("照片", 5)),
    5,
)
PAPER = Owed(
    "22" * 16, Owes.PAPER, "×住建限改〔2026〕3-0012号", Stage.HANDED, 2, "限期整改通知书 · 启恒建筑", None
)
OTHER = Owed("other", Owes.OTHER, "", Stage.HERE, 4)
VALUES = (
    Value(
        "3#楼14层南侧临边无防护",
        "3#楼14层南侧临边无防护",
        "shen",
        "沈知远",
        NOON - timedelta(hours=1),
        here=True,
    ),
    Value("3号楼14层南侧防护缺失2处", "3号楼14层南侧防护缺失2处", "ji", "纪闻笛", NOON, here=False),
)
TORN = Conflict(
    "finding", "33" * 16, "fact", "问题", "事实", "望川大厦", VALUES, typed=True, inspection_id="11" * 16
)
BRANCH = Branched("cd" * 16, "ef" * 32, 12, own=False, users=("纪闻笛",))
PAST = (
    Past(3, NOON - timedelta(minutes=20), "hub", "exchange.unreachable", {"where": "https://10.1.2.3:8443"}),
    Past(2, NOON - timedelta(days=1), "file out", "done", {"sent": 64, "files_sent": 5}),
    Past(1, NOON - timedelta(days=2), "hub", "done", {"received": 3, "sent": 12, "acknowledged": 12}),
)
BOARD = Board(
    Count(64, 6, 4),
    Count(5, 0, 0),
    (VISIT, PAPER, OTHER),
    False,
    PAST,
    (),
    HUB,
    synced=NOON - timedelta(days=2),
)
SETTLED = Board(Count(64, 64, 64), Count(5, 5, 5), (), False, PAST, (), HUB, synced=NOON)
KEPT = Backup(NOON - timedelta(days=1), "/media/u", overdue=False, due=False)
CHECK = "4821 0937 5512 6640"
MEMBER = Member("zj-0042", "沈知远", 12, "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ")

Does = Callable[[Progress], Outcome]


@dataclass
class FakeExchanging:
    """Says what the test told it to say; remembers what was wished."""

    told: Picture = field(default_factory=lambda: Picture(BOARD, (), KEPT))
    online: bool = True
    silent: Does | None = None
    does: Does = field(default=lambda _: Outcome(Amount(12, 5), Amount(3, 0), Amount(12, 5), same=True))
    wished: list[tuple[str, str]] = field(default_factory=list)
    written_for: list[str] = field(default_factory=list)

    def picture(self, session: Session) -> Picture:
        del session
        return self.told

    def reach(self, desk: Desk, progress: Progress) -> bool:
        del desk
        if self.silent is not None:
            self.silent(progress)
        return self.online

    def by_hub(self, session: Session, progress: Progress) -> Outcome:
        self.wished.append(("hub", session.user))
        return self.does(progress)

    def fetch(self, session: Session, digests: Sequence[str], progress: Progress) -> tuple[Problem, ...]:
        self.wished += [("fetch", one) for one in digests]
        return self.does(progress).news

    def write(self, session: Session, path: Path, progress: Progress, to: str = "") -> Outcome:
        self.wished.append(("write", str(path)))
        self.written_for.append(to)
        return replace(self.does(progress), place=str(path))

    def read(self, session: Session, path: Path, progress: Progress) -> Outcome:
        self.wished.append(("read", str(path)))
        return replace(self.does(progress), place=str(path))

    def back_up(self, session: Session, place: Path, progress: Progress) -> Backup:
        self.wished.append(("backup", str(place)))
        self.does(progress)
        kept = Backup(session.desk.clock.now(), str(place), overdue=False, due=False)
        self.told = replace(self.told, backup=kept)
        return kept

    def back_up_chosen(self, session: Session, progress: Progress, *, asked: bool = False) -> Round:
        self.wished.append(("backups", "asked" if asked else "due"))
        self.does(progress)
        before = self.told.backup
        at_hub = before.hub is not None and before.hub.chosen and self.online
        now = session.desk.clock.now()
        hub = AtHub(True, now, overdue=False) if at_hub else before.hub
        kept = replace(before, at=now, due=False, overdue=False, hub=hub)
        self.told = replace(self.told, backup=kept if before.place else replace(before, hub=hub))
        away = before.at_hub and not self.online
        troubles = (PeerError("exchange.unreachable", where=HUB.url, reason="away"),) if away else ()
        return Round(bool(before.place), at_hub, troubles, asked)

    def keep_at_hub(self, session: Session, *, keeps: bool) -> None:
        self.wished.append(("keep at hub", str(keeps)))
        hub = replace(self.told.backup.hub or AtHub(), chosen=keeps)
        self.told = replace(self.told, backup=replace(self.told.backup, hub=hub))


@dataclass
class FakeJoining:
    """Lets everybody in once the gate, if there is one, stands open, or refuses with the test's error."""

    refuses: InspectorError | None = None
    name: str = ""
    new_person: bool = False
    gate: Event | None = None
    wished: list[tuple[str, ...]] = field(default_factory=list)

    def _answer(self, *wish: str) -> Member:
        self.wished.append(wish)
        if self.gate is not None:
            self.gate.wait(60)
        if self.refuses is not None:
            raise self.refuses
        return MEMBER

    def by_code(self, folder: Path, code: str, who: NewPerson, clock: Clock, progress: Progress) -> Member:
        return self._answer("code", code, who.password)

    def ask_by_file(self, folder: Path, path: Path, who: NewPerson, clock: Clock) -> str:
        self._answer("ask", str(path), who.user, who.name)
        return CHECK

    def by_file(
        self, folder: Path, path: Path, password: str, check: str, clock: Clock, progress: Progress
    ) -> Member:
        return self._answer("file", str(path), password, check)

    def waiting(self, folder: Path) -> Waiting | None:
        return Waiting(self.name, CHECK) if self.name else None

    def waiting_beside(self, session: Session) -> Waiting | None:
        return self.waiting(session.desk.store.folder.path)

    def waiting_again(self, session: Session) -> Waiting | None:
        return self.waiting(session.desk.store.folder.path)

    def add_by_code(
        self, session: Session, own: str, code: str, who: NewPerson, progress: Progress
    ) -> Member:
        return replace(self._answer("add", code, own), recovery_code="")

    def ask_beside(self, session: Session, path: Path, who: NewPerson) -> str:
        self._answer("ask beside", str(path), who.user, who.name)
        return CHECK

    def add_by_file(
        self, session: Session, own: str, path: Path, password: str, progress: Progress
    ) -> Member:
        return replace(self._answer("add file", str(path), password, own), recovery_code="")

    def renew_by_code(self, session: Session, own: str, code: str, progress: Progress) -> Again:
        self._answer("renew", code, own)
        return Again(MEMBER.name, MEMBER.machine_code, new_person=self.new_person)

    def ask_again(self, session: Session, own: str, path: Path) -> str:
        self._answer("ask again", str(path), own)
        return CHECK

    def renew_by_file(self, session: Session, own: str, path: Path, progress: Progress) -> Again:
        self._answer("renew file", str(path), own)
        return Again(MEMBER.name, MEMBER.machine_code, new_person=self.new_person)

    def new_recovery(self, session: Session, own: str) -> str:
        self._answer("recovery", own)
        return MEMBER.recovery_code


class Held:
    """Work that goes on until the test lets it, or until somebody stops it."""

    def __init__(self, doing: str = "正在接收", done: int = 3, total: int = 12) -> None:
        self.gate, self.told = Event(), (done, total, doing)

    def __call__(self, progress: Progress) -> Outcome:
        while not self.gate.wait(0.01):
            progress.step(*self.told)
        return Outcome(Amount(12, 5), Amount(3, 0), Amount(12, 5), same=True)


def doors(exchanging: FakeExchanging | None = None, joining: FakeJoining | None = None) -> Doors:
    return Doors(exchanging or FakeExchanging(), joining or FakeJoining())
