"""An office that files: laptops on disk, the real books of a hub, sticks, and who may read what.

Each step is one that a person takes: sign in, let somebody in, end an access, replace the recovery code,
leave the office, write, exchange wholly or in part, hand a stick over. What is held for every push: nobody
who is out for the laptop that pushes can open it. At the end: whoever has access has everything, the code on
paper opens all of it, and nothing that anybody wrote is lost.
"""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

from inspector_app import assets
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import filing_acts, filing_keys, filing_workspace
from inspector_app.casework.people.filing_workspace import Room as Found
from inspector_app.catalog import office
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import Problem, UnverifiableError
from inspector_app.hub import founding, root_file
from inspector_app.hub.books import Hub
from inspector_app.journal import veil
from inspector_app.journal.receipt import Receipt
from inspector_app.store.folder import DataFolder
from inspector_app.store.searching import NOTHING
from inspector_app.store.store import Store
from inspector_app.sync import files, outcome
from inspector_app.sync.account import AccountApart
from inspector_app.sync.frames import Frame, Kind
from inspector_app.sync.pulling import Pulling
from inspector_app.sync.rooms import Apart, VeiledRoom
from inspector_app.sync.talk import Talk
from inspector_app.trust import content_keys
from inspector_app.trust.keys import key_id_of
from inspector_app.trust.recipients import opener_of
from inspector_app.trust.sharing import ShareFile
from inspector_app.trust.wrapping import Cost
from tests.simulation.enrolled import Enrolled, Hands, enrol, exchange, told_where

CHEAP = Cost(memory=64, time=1, lanes=1)
RULES, _ = office.active(None, assets.folder("forms"))
RENDERER = PdfRenderer()


class Quiet:
    """Progress that nobody looks at."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Go on."""


class AtTheBooks:
    """A talk about the filings with the hub's books, without a line between."""

    url = "books"

    def __init__(self, room: VeiledRoom, hub: Hub, account: AccountApart) -> None:
        self.room, self.account, self.progress, self.connection = room, account, Quiet(), self
        self._hub = hub
        self.news: list[Problem] = []

    def frames(self, what: str, told: dict[str, Any]) -> tuple[list[Frame], dict[str, Any]]:
        """Answer a pull with a small page."""
        assert what == "pull"
        page = self._hub.bundles.pull(self.room.workspace, told["no"], bytes.fromhex(told["log"]), 1500)
        end = {"no": page.no, "log": page.log.hex(), "more": page.more}
        return [Frame(Kind.BUNDLE, raw) for raw in page.bundles], end

    def tell(self, *news: Problem) -> None:
        self.news += news


@dataclass
class Member:
    """One laptop, whose it is, and what they find of the filings when they have signed in."""

    laptop: Enrolled
    administers: bool
    found: Found = field(default_factory=Found)
    codes: list[str] = field(default_factory=list)

    @property
    def user(self) -> str:
        return self.laptop.user

    @property
    def desk(self) -> Desk:
        one = self.laptop
        return Desk(one.store, RULES, one.clock, RENDERER, one.user, one.person)

    @property
    def apart(self) -> Apart | None:
        store, keys = self.found.store, self.found.keys
        return None if store is None or keys is None else Apart(store, keys)

    def sign_in(self) -> None:
        """Open the filings anew, as a sign-in does."""
        self.close()
        one = self.laptop
        self.found = filing_workspace.open_for(one.store, one.user, one.person, one.clock)

    def close(self) -> None:
        if self.found.store is not None:
            self.found.store.close()
        self.found = Found(there=True)


class FilingOffice:
    """One history."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.path, self.clock = chance, Path(tempfile.mkdtemp(prefix="filing")), Hands()
        made = founding.found(self.path / "hub", "办公室", clock=self.clock, cost=CHEAP)
        assert made.root_key is not None
        self.root = root_file.open_key(made.root_key.read_bytes(), made.root_code)
        self.hub = told_where(Hub.open(self.path / "hub", clock=self.clock))
        both = (Role.INSPECTOR, Role.ADMINISTRATOR)
        self.members = [
            self._enrol("a", both, root=True),
            self._enrol("b", both, root=True),
            self._enrol("c", (Role.INSPECTOR,)),
            self._enrol("d", (Role.INSPECTOR,)),
        ]
        self.happened: Counter[str] = Counter()
        self.written: set[str] = set()
        self.ended: Counter[str] = Counter()
        self.back: set[str] = set()
        self.gone: set[str] = set()
        self.pushed: list[tuple[bytes, frozenset[str]]] = []
        self.sticks: list[Path] = []
        self._begin()

    def _enrol(self, name: str, roles: tuple[Role, ...], *, root: bool = False) -> Member:
        laptop = enrol(self.hub, self.path / name, name, self.clock, roles, self.root if root else None)
        return Member(laptop, administers=root)

    def _begin(self) -> None:
        """The first makes the workspace and lets all others in; they know of it."""
        first, second = self.members[:2]
        for one in self.members:
            exchange(self.hub, one.laptop)
        for one in self.members:
            exchange(self.hub, one.laptop)
        first.codes.append(filing_workspace.make(first.desk, cost=CHEAP))
        first.sign_in()
        for one in (second, *self.members[2:]):
            self._give(first, one)
        for one in (first, *self.members):
            exchange(self.hub, one.laptop)
        for one in self.members:
            one.sign_in()

    # ---- steps

    def write(self, who: Member) -> None:
        store = who.found.store
        if store is not None:
            with store.transaction(who.user) as tx:
                self.written.add(tx.create("note", {"text": "x" * self.chance.randint(1, 300)}))

    def sign_in(self, who: Member) -> None:
        who.sign_in()

    def give(self, who: Member, whom: Member) -> None:
        if self._acts(who) and whom.user not in self.gone:
            self._give(who, whom)

    def _give(self, who: Member, whom: Member) -> None:
        assert who.found.store is not None
        filing_workspace.give(who.desk, who.found.store, whom.user)
        if self.ended[whom.user]:
            self.back.add(whom.user)

    def take(self, who: Member, whom: Member) -> None:
        if who is whom or not self._acts(who) or not self._let_in(who, whom.user):
            return
        assert who.found.store is not None
        filing_workspace.take(who.desk, who.found.store, whom.user)
        self.ended[whom.user] += 1

    def renew(self, who: Member) -> None:
        if self._acts(who):
            assert who.found.store is not None
            who.codes.append(filing_workspace.renew_recovery(who.desk, who.found.store))

    def leave(self, whom: Member) -> None:
        """The office withdraws a person: never an administrator, or nobody could let others in."""
        if not whom.administers and not self.gone:
            day = (self.clock.now() + timedelta(hours=8)).date()
            self.hub.devices.revoke(whom.laptop.person.key_id, reason="left", on=day)
            self.gone.add(whom.user)

    def sync(self, who: Member, part: str = "both") -> None:
        """Exchange, or break off before or after the filings."""
        if part != "filings":
            exchange(self.hub, who.laptop)
        if part != "main":
            self._filings(who)

    def stick(self, who: Member, to: Member) -> None:
        path = self.path / f"{len(self.sticks)}.ijx"
        told = files.write_out(who.laptop.store, path, self.clock.now(), Quiet(), filing=who.apart)
        assert {one.code for one in told.news} <= {"exchange.key_to_come"}, told.news
        self.sticks.append(path)
        try:
            told = files.read_in(to.laptop.store, path, Quiet(), filing=to.apart)
        except UnverifiableError as problem:
            if (
                problem.code != "store.journal_gap"
            ):  # it builds on what came to the hub, and not to this laptop
                raise
            return
        for one in told.news:
            if one.code == "exchange.filing_failed":
                assert dict(one.values)["reason"] == "store.journal_gap", told.news
            self.happened[f"stick: {one.code}"] += 1

    # ---- what each does

    def _acts(self, who: Member) -> bool:
        """Tell whether somebody is an administrator whom their own laptop takes for one who has access."""
        return who.administers and who.found.store is not None and self._let_in(who, who.user)

    def _let_in(self, who: Member, user: str) -> bool:
        return {one for (_, one), held in filing_acts.let_in(who.laptop.store).items() if held} >= {user}

    def _filings(self, who: Member) -> None:
        if who.apart is None:
            return
        told = self._pull(who, final=False)
        if told is not None:
            exchange(self.hub, who.laptop)
            assert self._pull(who, final=True) is None
        apart, store = who.apart, who.found.store
        assert apart is not None
        assert store is not None
        room = VeiledRoom(apart, who.laptop.store)
        if not room.may_send:
            self.happened["held back"] += 1
            return
        tips = self.hub.bundles.tips(room.workspace).tips
        ends = {name: [(int(n), digest) for n, digest in several] for name, several in tips.items()}
        raws = list(room.lacking(ends))
        done = self.hub.bundles.push(room.workspace, raws, who.laptop.device.key_id)
        assert done.refused is None, done.refused
        store.take_in((), receipts=[Receipt.read(one.receipt, self.hub.facts.key) for one in done.accepted])
        filing_keys.hand_on(keys_of(who))
        out = self._out_for(who)
        fresh = [raw for raw, one in zip(raws, done.accepted, strict=True) if not one.duplicate]
        self.pushed += [(raw, out) for raw in fresh]

    def _pull(self, who: Member, *, final: bool) -> object:
        apart = who.apart
        assert apart is not None
        room = VeiledRoom(apart, who.laptop.store, final=final)
        account = AccountApart(apart.store, outcome.HUB, who.laptop.store)
        talk = AtTheBooks(room, self.hub, account)
        pulling = Pulling(cast(Talk, talk))
        pulling.all()
        if pulling.stopped is None:
            pulling.tell_waiting()
        told = {one.code for one in talk.news}
        # Not unveiled is what went to the hub before the act about its key did: told, and waited for as well.
        assert told <= {"exchange.awaits_key", "exchange.not_unveiled"}, talk.news
        self.happened.update(told)
        return pulling.stopped

    def _regain(self) -> None:
        """Where no administrator has access, one comes back with the newest code on paper."""
        anybody = next(one.found.keys for one in self.members if one.found.keys is not None)
        if any(one.administers and one.found.keys is not None for one in self.members):
            return
        one = self.members[0]
        filing_workspace.regain(one.desk, self._paper(anybody.book()))
        self.happened["regained"] += 1
        self.back.add(one.user)

    def _paper(self, book: filing_keys.Book) -> str:
        papers = {
            key_id_of(content_keys.code_opener(book.workspace, one).public): one
            for who in self.members
            for one in who.codes
        }
        return papers[key_id_of(book.code)]

    def _out_for(self, who: Member) -> frozenset[str]:
        """Return who has no access, as the laptop that pushes knows, whatever is still owed for them."""
        keys = who.found.keys
        assert keys is not None
        if who.user not in keys.book().inside:
            return frozenset()  # their own last work, which they may hand over
        book, owed = keys.book(), keys.book().owes(keys().used)
        ended = {user for (_, user), held in filing_acts.let_in(who.laptop.store).items() if not held}
        return frozenset(ended if owed else book.ever - book.inside)

    # ---- what holds in the end

    def settle(self) -> None:
        """Let everybody sign in and exchange until nothing changes any more, and hold what must hold."""
        for n in range(5):
            if n == 2:
                self._regain()
            for who in self.members:
                exchange(self.hub, who.laptop)
                who.sign_in()
                self.sync(who)
        inside = [one for one in self.members if one.found.store is not None]
        assert inside
        for who in inside:
            assert who.found.store is not None
            assert who.found.keys is not None
            lost = {one for one in self.written if who.found.store.record("note", one) is None}
            left = self._left_behind()
            assert lost <= left, (who.laptop.name, len(lost), len(left))
            assert who.found.keys.later().keys() == {one.name for one in who.found.keys.book().made}
        halves = {note for note in self._left_behind() if any(_has(one, note) for one in inside)}
        digests = {one.found.store.digest() for one in inside if one.found.store is not None}
        assert len(digests) == 1 or halves
        self._nobody_reads_on(inside[0])
        self._the_code_opens_all(inside[0])

    def _left_behind(self) -> set[str]:
        """Return what a person wrote who lost access before the hub had it.

        A colleague may have it from a stick and not be able to hand it on: of a bundle that lies across what
        the hub has, the rest is its author's.
        """
        return {note for who in self.members if who.found.store is None for note in self._on_disk(who)}

    def _on_disk(self, who: Member) -> set[str]:
        """Return the notes without a receipt in the filing folder of who cannot open it any more."""
        folder = DataFolder(who.laptop.store.folder.filing)
        if not folder.slots.exists():
            return set()
        newest = next(one for one in self.members if one.found.store is not None)
        assert newest.found.keys is not None
        opened = ShareFile.read(newest.laptop.store.folder.filing / folder.slots.name).open(
            newest.user, newest.laptop.person
        )
        assert opened is not None
        store = Store.open(folder, opened, self.clock, searched=NOTHING)
        try:
            held = {one for one in self.written if store.record("note", one) is not None}
            return held - store.covered("note", held)
        finally:
            store.close()

    def _nobody_reads_on(self, who: Member) -> None:
        keys = who.found.keys
        assert keys is not None
        book = keys.book()
        for one in self.members:
            if one.user in book.inside or one.user in self.back or one.user not in book.ever:
                continue
            held = book.opened({one.laptop.person.key_id: opener_of(one.laptop.person)})
            for raw, out in self.pushed:
                if one.user in out:
                    self.happened["shut out"] += 1
                    assert not held.keys() >= set(veil.names_of(raw)), one.laptop.name

    def _the_code_opens_all(self, who: Member) -> None:
        """Hold the newest paper against all that lies at the hub."""
        main, keys = who.laptop.store, who.found.keys
        assert keys is not None
        book = keys.book()
        paper = self._paper(book)
        openers = filing_keys.openers(book.workspace, paper, None, who.laptop.person)
        coded = {name: one for name, one in openers.items() if name == key_id_of(book.code)}
        assert book.opened(coded).keys() == {one.name for one in book.made}
        assert main.meta.workspace != book.workspace

    def close(self) -> None:
        for one in self.members:
            one.close()
            one.laptop.store.close()
        self.hub.close()
        shutil.rmtree(self.path)


def keys_of(who: Member) -> filing_keys.HeldKeys:
    assert who.found.keys is not None
    return who.found.keys


def _has(who: Member, note: str) -> bool:
    return who.found.store is not None and who.found.store.record("note", note) is not None
