"""When kept bundles are unpacked: before the log is held, and each once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, update
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError
from inspector_app.hub import kept, log_book, papers, receipting, refusing
from inspector_app.hub.database import Database
from inspector_app.hub.tables import bundle as bundles
from inspector_app.hub.tables import paper_act
from inspector_app.journal.envelope import BundleHeader
from tests.hub.office import Member, Office
from tests.hub.test_papers import CODE, DOCUMENT, issue

Contents = tuple[BundleHeader, list[bytes], list[bytes]]


class Watch:
    """Counts what is unpacked, and what of it while somebody writes."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.calls, self.held, self.writing = 0, 0, False
        for module in (log_book, receipting, papers):
            patched.setattr(module, "contents", self._contents)
        before = Database.writing

        @contextmanager
        def writing(database: Database, *, lasting: bool = True) -> Iterator[Connection]:
            with before(database, lasting=lasting) as connection:
                self.writing = True
                try:
                    yield connection
                finally:
                    self.writing = False

        patched.setattr(Database, "writing", writing)

    def _contents(self, raw: bytes) -> Contents:
        self.calls += 1
        self.held += self.writing
        return kept.contents(raw)


@pytest.fixture
def wang(office: Office) -> Member:
    made = office.enrol()
    made.write(20)
    made.push(*(made.pack(at, at + 5) for at in range(0, 20, 5)))
    return made


def test_what_overlaps_is_unpacked_before_the_log_is_held(
    wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(monkeypatch)
    wang.write(2)
    (taken,) = wang.push(wang.pack(3, 22))
    assert not taken.duplicate
    assert (watch.calls, watch.held) == (4, 0)


def test_one_kept_bundle_is_unpacked_once_for_all_that_overlap_it(
    wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a push of thousands of tiny bundles costs as many large ones unpacked."""
    watch = Watch(monkeypatch)
    told = wang.push(*(wang.pack(at, end) for at in range(1, 5) for end in range(at + 1, 5)))
    assert all(one.duplicate for one in told)
    assert (len(told), watch.calls) == (6, 1)


def test_bundles_of_one_push_that_overlap_are_not_unpacked_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = office.enrol("li")
    li.write(12)
    watch = Watch(monkeypatch)
    told = li.push(*(li.pack(max(0, at - 3), at + 2) for at in range(0, 12, 2)))
    assert [one.duplicate for one in told] == [False] * 6
    assert watch.calls == 0
    assert office.hub.bundles.tips(office.workspace).tips[li.journal] == [(12, li.laptop.head.hash)]


def test_what_came_between_the_look_and_the_lock_is_seen(
    office: Office, wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker takes the very same entries, cut otherwise, while this one looks."""
    wang.write(6)
    before, other = log_book.looked_up, office.opened()

    def slow(connection: Connection, room: str, ready: list[log_book.Ready]) -> list[log_book.Ready]:
        found = before(connection, room, ready)
        monkeypatch.setattr(log_book, "looked_up", before)
        other.bundles.push(office.workspace, [wang.pack(20, 24), wang.pack(24)])
        return found

    monkeypatch.setattr(log_book, "looked_up", slow)
    try:
        (taken,) = wang.push(wang.pack(17, 26))
    finally:
        other.close()
    assert taken.duplicate
    assert office.hub.bundles.tips(office.workspace).tips[wang.journal] == [(26, wang.laptop.head.hash)]


def test_a_question_for_many_receipts_unpacks_each_bundle_once(
    wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, hub = Watch(monkeypatch), wang.office.hub
    ends = [(place, entry.hash) for place, entry in enumerate(wang.laptop.entries, 1)]
    wrong = [(place, bytes(32)) for place in range(1, 25)]
    told = hub.bundles.receipts(wang.office.workspace, {wang.journal: ends + wrong})
    assert len(told) == 20
    assert watch.calls == 4
    assert len(hub.bundles.receipts(wang.office.workspace, {wang.journal: ends[4::5]})) == 4
    assert watch.calls == 4, "the ends of bundles are known without"


def test_one_question_for_receipts_unpacks_so_many_bundles_and_no_more(
    wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it leaves open is asked for again with the next exchange, when the rest is known."""
    monkeypatch.setattr(receipting, "MOST_UNPACKED", 3)
    watch, hub = Watch(monkeypatch), wang.office.hub
    ends = [(place, entry.hash) for place, entry in enumerate(wang.laptop.entries, 1)]
    told = hub.bundles.receipts(wang.office.workspace, {wang.journal: ends})
    assert watch.calls == 3
    assert len(told) == 16, "four ends, and all in three bundles"
    rest = [end for at, end in enumerate(ends) if at >= 15]
    assert len(hub.bundles.receipts(wang.office.workspace, {wang.journal: rest})) == 5


def test_who_reads_a_code_out_has_no_bundle_unpacked(wang: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may ask, and anybody's acts about a paper stand in bundles of any size and number."""
    issue(wang)
    wang.push(wang.pack(20))
    for _ in range(5):
        wang.laptop.act("serve", {"recipient_id": "p", "reached": True}, None, DOCUMENT)
        wang.push(wang.pack(len(wang.laptop.entries) - 1))
    watch, find = Watch(monkeypatch), wang.office.hub.papers.find
    told = find(CODE)
    assert told is not None
    assert watch.calls == 0
    served, last = wang.laptop.entries[-5:], wang.office.hub.bundles.tips(wang.office.workspace).no
    with wang.office.hub.bundles._base.database.writing() as connection:  # as an older program kept them
        connection.execute(delete(paper_act).where(paper_act.c.code == ""))
        rows = [
            {"hash": one.hash, "document_id": DOCUMENT, "code": "", "signer": "", "no": last - 4 + at}
            for at, one in enumerate(served)
        ]
        connection.execute(paper_act.insert(), rows)
        connection.execute(update(paper_act).values(raw=None))
    assert find(CODE) == told
    assert watch.calls == 6


def test_damage_of_the_hubs_own_disk_is_nobody_elses_fault(wang: Member) -> None:
    """Told as a bad bundle it would never be sent again, and others' journals would be passed over."""
    office = wang.office
    issue(wang)
    wang.push(wang.pack(20))
    with office.hub.bundles._base.database.writing() as connection:
        connection.execute(update(paper_act).values(raw=None))
        spoilt = wang.pack(0, 5)[:-4] + bytes(4)
        connection.execute(
            update(bundles)
            .where(bundles.c.journal_id == wang.journal)
            .values(raw=spoilt, last_hash=bytes(32))
        )
    ends = {wang.journal: [(2, wang.laptop.entries[1].hash)]}
    for ask in (
        lambda: wang.push(wang.pack(2, 4)),
        lambda: office.hub.bundles.receipts(office.workspace, ends),
        lambda: office.hub.papers.find(CODE),
    ):
        with pytest.raises(DamagedError) as caught:
            ask()
        assert caught.value.code == "hub.database_damaged"
        assert refusing.status_of(caught.value) == 503
