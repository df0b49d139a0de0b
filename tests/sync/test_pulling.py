"""Reading the hub's log: in small parts, and whatever cannot be read keeps nothing at home."""

from hashlib import sha256
from typing import Any

import pytest

from inspector_app.domain.errors import Cancelled, InspectorError, RuleError, UnavailableError
from inspector_app.journal import bundle
from inspector_app.journal.log import log_of
from inspector_app.store import projection
from inspector_app.sync import awaiting, exchange, pulling, talk, trusting, wire
from inspector_app.sync.awaiting import Awaiting
from inspector_app.sync.frames import Kind, frame, read_all, run_of
from inspector_app.sync.rooms import Room
from inspector_app.sync.transport import Connection, RefusedByHubError
from tests.sync.hubs import Bureau, in_step, now, synced, writes
from tests.sync.office import Steps
from tests.sync.test_pushing import Between


class Refusing:
    """Reads bundles as ever, but those of one journal: a later program wrote them."""

    def __init__(self, journal: str) -> None:
        self._journal, self._real = journal, bundle.unpack

    def __call__(self, raw: bytes, *rest: Any) -> Any:
        if bundle.open_header(raw).journal_id == self._journal:
            raise UnavailableError("journal.newer_bundle", needs="9", have="1")
        return self._real(raw, *rest)


def test_what_cannot_be_read_keeps_no_own_work_at_home(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    writes(b)
    synced(b)
    writes(a, 2, b"own photo")
    store = a.desk.store
    own = store.meta.journal_id
    monkeypatch.setattr(trusting.bundle, "unpack", Refusing(b.desk.store.meta.journal_id))
    with pytest.raises(InspectorError) as problem:
        synced(a)
    assert (problem.value.code, problem.value.exit_code) == ("journal.newer_bundle", 7)
    assert store.receipted()[own] == store.tips()[own], "the receipt is here"
    assert not store.blobs_owed()
    hub = bureau.books()
    try:
        held = hub.bundles.tips(store.meta.workspace).tips
    finally:
        hub.close()
    assert sorted(map(tuple, held[own])) == sorted(store.tips()[own]), "and the hub has it"
    assert store.exchanges(1)[0].outcome == "journal.newer_bundle"
    monkeypatch.undo()
    in_step(bureau, a, b)


class Meanwhile:
    """Progress during which somebody else hands over, once, right before this laptop does."""

    def __init__(self, other: Any, connection: type[Connection], monkeypatch: pytest.MonkeyPatch) -> None:
        self.pushed: list[str] = []
        self._other = other
        real_ask, real_exchange = connection.ask, connection.exchange

        def ask(one: Connection, path: str, *rest: Any, **named: Any) -> Any:
            if path.endswith("/have") and self._other is not None:
                session, self._other = self._other, None
                synced(session)
                self.pushed.clear()
            return real_ask(one, path, *rest, **named)

        def exchanged(
            one: Connection, method: str, path: str, content: bytes = b"", *rest: Any, **named: Any
        ) -> Any:
            if path.endswith("/push"):
                frames, _ = read_all(content)
                heads = [bundle.open_header(each.content) for each in frames if each.kind is Kind.BUNDLE]
                self.pushed += [each.journal_id for each in heads]
            return real_exchange(one, method, path, content, *rest, **named)

        monkeypatch.setattr(connection, "ask", ask)
        monkeypatch.setattr(connection, "exchange", exchanged)


def test_who_hands_over_in_between_does_not_get_all_of_it_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    for _ in range(3):
        writes(b)
        in_step(bureau, a, b)
    writes(a)
    writes(b)
    seen = Meanwhile(b, Connection, monkeypatch)
    told = synced(a)
    assert set(seen.pushed) == {a.desk.store.meta.journal_id}
    assert told.received.entries == 2
    monkeypatch.undo()
    in_step(bureau, a, b)


def test_a_page_is_taken_in_by_small_parts(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    for _ in range(6):
        writes(b, 10)
        synced(b)
    monkeypatch.setattr(pulling, "PART_ENTRIES", 25)
    store = a.desk.store
    real, sizes = store.take_in, []

    def taken(bundles: Any, **named: Any) -> Any:
        some = list(bundles)
        sizes.append(sum(len(entries) for _, entries in some))
        return real(some, **named)

    monkeypatch.setattr(store, "take_in", taken)
    assert synced(a).received.entries == 60
    assert max(sizes) <= 25
    assert sum(sizes) == 60
    monkeypatch.undo()
    in_step(bureau, a, b)


def test_a_person_who_stops_between_two_parts_goes_on_behind_them(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    for _ in range(4):
        writes(b, 10)
        synced(b)
    monkeypatch.setattr(pulling, "PART_ENTRIES", 10)
    store = a.desk.store
    before, _ = store.cursor(store.meta.workspace)
    stopped = 0
    for n in range(40):
        try:
            exchange.run(store, now(), Steps(stop_after=n))
        except Cancelled:
            stopped += 1
            at, _ = store.cursor(store.meta.workspace)
            if at > before:
                break
    assert stopped
    monkeypatch.undo()
    in_step(bureau, a, b)


def test_ends_of_journals_are_asked_about_in_parts() -> None:
    tips = {f"{n:032x}": [(1, bytes((n % 256,)) * 32), (2, b"x" * 32)] for n in range(1_300)}
    parts = list(talk.parts_of(tips))
    assert [sum(len(ends) for ends in one.values()) for one in parts] == [1_000, 1_000, 600]
    together: dict[str, list[tuple[int, bytes]]] = {}
    for one in parts:
        for journal, ends in one.items():
            together.setdefault(journal, []).extend(ends)
    assert together == tips
    assert all(len(wire.dump({"tips": wire.told_tips(one)})) < wire.MOST_JSON for one in parts)


def test_ends_and_digest_are_of_one_moment(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window commits a field while the digest of years is counted."""
    a, b = bureau.laptop("a"), bureau.laptop("b")
    writes(a)
    in_step(bureau, a, b)
    store = b.desk.store
    before = (store.tips(), store.digest())
    counted = projection.digest

    def late(connection: Any) -> str:
        writes(b)
        return str(counted(connection))

    monkeypatch.setattr(projection, "digest", late)
    assert store.compared() == before
    monkeypatch.undo()
    assert store.compared() == (store.tips(), store.digest()) != before
    in_step(bureau, a, b)


def test_a_place_that_waits_never_lets_the_reading_jump_ahead(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between noting what waits and taking in what lies before it; then the key came."""
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    store = a.desk.store
    no, log = store.cursor(store.meta.workspace)
    for _ in range(3):
        writes(b)
        synced(b)
    hub = bureau.books()
    try:
        told = hub.bundles.pull(store.meta.workspace, no, log, 10**7).bundles
    finally:
        hub.close()
    ahead = log_of([sha256(raw).digest() for raw in told[:2]], log)
    awaiting.keep(store, Awaiting(no + 2, ahead, frozenset(), sure=True))
    monkeypatch.setattr(Room, "held", frozenset({"a key that came"}))
    assert synced(a).received.entries == 6
    assert awaiting.read(store) is None
    monkeypatch.undo()
    in_step(bureau, a, b)


class Changing(Between):
    """Says that more is to come, and then that its log is another one."""

    asked_for = 0

    def at_pull(self, one: Connection, path: str, content: bytes) -> bytes:
        self.asked_for += 1
        if wire.load(content)["no"]:
            raise RefusedByHubError(409, {"code": "sync.log_differs", "where": "", "values": {}})
        frames, end = read_all(self._real(one, "POST", path, content))
        told = {"no": end["no"], "log": end["log"], "more": True}
        return b"".join(run_of((frame(each.kind, each.content) for each in frames), **told))


def test_a_hub_whose_log_is_another_one_at_each_look_is_left_alone(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    writes(b)
    in_step(bureau, a, b)
    hub = Changing(monkeypatch)
    with pytest.raises(RuleError, match=r"sync\.log_differs"):
        exchange.run(a.desk.store, now(), Steps(stop_after=2_000))
    assert hub.asked_for < 10
    monkeypatch.undo()
    in_step(bureau, a, b)
