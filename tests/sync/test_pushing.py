"""Handing over: what the hub says of somebody else's work, or says badly, does not hold the own work up."""

from base64 import b64encode
from typing import Any

import pytest

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import bundle
from inspector_app.sync import files, pushing, wire
from inspector_app.sync.frames import Frame, Kind, frame, read_all, run_of
from inspector_app.sync.transport import Connection, RefusedByHubError
from tests.sync.hubs import Bureau, in_step, now, synced, writes
from tests.sync.office import Steps


class Between:
    """Stands between a laptop and the hub and answers in its place where it likes; all else goes through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = Connection.exchange
        between = self

        def asked(one: Connection, *told: Any, **more: Any) -> bytes:
            return between.asked(one, *told, **more)

        monkeypatch.setattr(Connection, "exchange", asked)

    def asked(
        self, one: Connection, method: str, path: str, content: bytes = b"", *rest: Any, **more: Any
    ) -> bytes:
        answer = getattr(self, f"at_{path.rsplit('/', 1)[1]}", None)
        told = None if answer is None else answer(one, path, content)
        return self._real(one, method, path, content, *rest, **more) if told is None else bytes(told)


class Gapping(Between):
    """Says at every push that it lacks what one journal's bundles follow; what stands before it takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, journal: str, rubbish: object = "") -> None:
        super().__init__(monkeypatch)
        self.said = 0
        self._journal, self._rubbish = journal, rubbish

    def at_push(self, one: Connection, path: str, content: bytes) -> None:
        frames, _ = read_all(content)
        index = next((n for n, each in enumerate(frames) if self._of_journal(each)), None)
        if index is None:
            return
        receipts = []
        if before := frames[:index]:
            body = b"".join(run_of(frame(each.kind, each.content) for each in before))
            receipts = [
                each.content for each in read_all(self._real(one, "POST", path, body, wire.FRAMES))[0]
            ]
        self.said += 1
        told = [
            self._rubbish or b64encode(raw).decode() for raw in receipts or [b"none"][: bool(self._rubbish)]
        ]
        values = {"index": index, "receipts": told}
        raise RefusedByHubError(409, {"code": "hub.gap", "where": self._journal, "values": values})

    def _of_journal(self, one: Frame) -> bool:
        return one.kind is Kind.BUNDLE and bundle.open_header(one.content).journal_id == self._journal


def carried(bureau: Bureau, *names: str) -> list[Any]:
    """Return laptops; what all but the first have written came to the first by file alone."""
    laptops = [bureau.laptop(name) for name in names]
    in_step(bureau, *laptops)
    for one in laptops[1:]:
        writes(one)
        path = bureau.folder / f"{one.user}.ijx"
        files.write_out(one.desk.store, path, now(), Steps())
        files.read_in(laptops[0].desk.store, path, Steps())
    return laptops


def test_a_gap_in_another_s_journal_is_passed_over_at_the_last_round_and_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = carried(bureau, "a", "b", "c")
    writes(a, 2, b"a photo")
    store, lost = a.desk.store, b.desk.store.meta.journal_id
    hub = Gapping(monkeypatch, lost)
    told = synced(a)
    refused = [(one.where, dict(one.values)) for one in told.news if one.code == "exchange.journal_refused"]
    assert refused == [(lost, {"reason": "hub.gap"})]
    assert hub.said == pushing.MOST_ROUNDS
    for journal in (store.meta.journal_id, c.desk.store.meta.journal_id):
        assert store.receipted()[journal] == store.tips()[journal], "every other journal reached the hub"
    assert store.receipted().get(lost) != store.tips()[lost]
    assert (store.blobs_owed(), told.decide) == ([], False)
    assert store.exchanges(1)[0].outcome == "done"
    monkeypatch.undo()
    in_step(bureau, a, b, c)


def test_a_gap_in_the_own_journal_is_never_passed_over(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a,) = carried(bureau, "a")
    writes(a)
    Gapping(monkeypatch, a.desk.store.meta.journal_id)
    with pytest.raises(Exception, match=r"hub\.gap"):
        synced(a)
    monkeypatch.undo()
    in_step(bureau, a)


@pytest.mark.parametrize("rubbish", ["%%%", "AAA", "é", "AA==A", 7])
def test_a_receipt_that_is_no_base64_is_told_in_words(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, rubbish: object
) -> None:
    a, b = carried(bureau, "a", "b")
    Gapping(monkeypatch, b.desk.store.meta.journal_id, rubbish)
    with pytest.raises(DamagedError, match=r"exchange\.unreadable"):
        synced(a)
    monkeypatch.undo()
    in_step(bureau, a, b)


class Babbling(Between):
    """Answers every reading of the log with something else."""

    def at_pull(self, *_: object) -> bytes:
        return b"rubbish"


def test_an_answer_that_cannot_be_read_keeps_no_own_work_at_home(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a,) = carried(bureau, "a")
    writes(a, 2, b"own photo of a")
    store = a.desk.store
    Babbling(monkeypatch)
    with pytest.raises(DamagedError, match=r"exchange\.frame_damaged"):
        synced(a)
    assert store.receipted()[store.meta.journal_id] == store.tips()[store.meta.journal_id]
    assert not store.blobs_owed()
    monkeypatch.undo()
    in_step(bureau, a)
