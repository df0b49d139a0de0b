"""Row 28: whoever administers the hub rewrites its log: an earlier receipt proves it, and is kept."""

import random
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from inspector_app.casework.people.workspace import Session
from inspector_app.journal import bundle as bundle_form
from inspector_app.journal.chain import Head, append
from inspector_app.journal.log import START, log_after
from inspector_app.journal.receipt import Receipt
from inspector_app.store.doubting import Promise
from inspector_app.sync.outcome import Outcome
from inspector_app.sync.pulling import MOST_NAMED
from inspector_app.trust.keys import SigningKey, VerifyKey
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, synced, writes

SEED, ROUNDS = 28, 30
DROP, SWAP, EDIT = "an entry dropped", "two swapped", "one edited"
REPEAT = "python -m pytest tests/faults/test_row_28.py -n 0 -s"

Row = dict[str, Any]


class Rewriter:
    """Has the hub's database in its hands, and a colleague's laptop to sign what it likes."""

    def __init__(self, data: Path, room: str, accomplice: Session) -> None:
        self._database, self._room = data / "hub.db", room
        device = accomplice.desk.store.device_key()
        assert device is not None
        self._device: SigningKey = device
        self._user = accomplice.user

    def rows(self) -> list[Row]:
        with closing(sqlite3.connect(self._database)) as connection:
            connection.row_factory = sqlite3.Row
            asked = "SELECT * FROM bundle WHERE workspace = ? ORDER BY no"
            return [dict(one) for one in connection.execute(asked, (self._room,))]

    def rewrite(self, how: str, rng: random.Random) -> int:
        """Rewrite the log in one of three ways, hashes and all; return the first place that differs."""
        rows = self.rows()
        ours = [at for at, row in enumerate(rows) if row["key"] == self._device.key_id]
        if how == DROP:
            at = ours[-1]
            rows.pop(at)
        elif how == SWAP:
            apart = [n for n in range(1, len(rows)) if rows[n]["journal_id"] != rows[n - 1]["journal_id"]]
            at = rng.choice(apart[len(apart) // 2 :]) - 1
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
        else:
            at = ours[-1]
            rows[at] = self._edited(rows[at])
        self._write(rows)
        return at + 1

    def _edited(self, row: Row) -> Row:
        """Return a bundle of the same journal and place that tells something else, soundly signed."""
        head = bundle_form.open_header(row["raw"])
        first = bundle_form.unpack(row["raw"], {self._device.key_id: self._device.public}.get)[0]
        other = append(
            Head(head.journal_id, first.header.seq - 1, first.header.prev),
            workspace=self._room,
            wall=first.header.wall,
            user=self._user,
            tx="ab" * 16,
            tx_last=True,
            entity="site",
            entity_id="cd" * 16,
            op="create",
            fields={"name": {"value": "改写", "base": []}},
        )
        raw = bundle_form.pack([other], self._device)
        last = {"last": other.header.seq, "last_hash": other.hash}
        return {**row, **last, "raw": raw, "size": len(raw), "sha256": sha256(raw).digest()}

    def _write(self, rows: list[Row]) -> None:
        log = START
        with closing(sqlite3.connect(self._database, timeout=30)) as connection, connection:
            connection.execute("DELETE FROM bundle WHERE workspace = ?", (self._room,))
            for no, row in enumerate(rows, 1):
                log = log_after(log, row["sha256"])
                told = {**row, "no": no, "log": log}
                marks = ", ".join("?" * len(told))
                names = ", ".join(told)
                connection.execute(f"INSERT INTO bundle ({names}) VALUES ({marks})", tuple(told.values()))
                tip = (row["last"], row["last_hash"], self._room, row["journal_id"])
                connection.execute(
                    "UPDATE tip SET seq = ?, hash = ? WHERE workspace = ? AND journal_id = ? AND branch = ''",
                    tip,
                )
            connection.execute(
                "UPDATE workspace SET no = ?, log = ? WHERE id = ?", (len(rows), log, self._room)
            )


def news(told: Outcome, code: str) -> list[dict[str, Any]]:
    return [dict(one.values) for one in told.news if one.code == code]


def test_a_log_cut_off_behind_what_was_read_is_found_out_too(bureau: Bureau) -> None:  # noqa: F811
    """A laptop that handed over and did not read on knows a place of the log that it never saw."""
    a, b = bureau.laptop("a"), bureau.laptop("b")
    store = a.desk.store
    writes(b)
    synced(b)
    no, log = store.cursor(store.meta.workspace)
    writes(a)
    synced(a)
    (mine,) = [one for one in store.promises() if one.journal_id == store.meta.journal_id]
    assert mine.no > no
    # Back to where the cursor stood: the log that it knows is whole, and yet too short for the receipt.
    with store._writing() as connection:
        store._put_cursor(connection, (no, log))
        store._commit(connection)
    rewriter = Rewriter(bureau.running.data, store.meta.workspace, a)
    rewriter._write(rewriter.rows()[:no])
    told = synced(a)
    assert mine.name in names_of(told)
    assert mine.name not in {one.name for one in store.promises()}


def test_an_earlier_receipt_proves_a_rewritten_log(bureau: Bureau) -> None:  # noqa: F811
    rng = random.Random(SEED)
    honest, other = bureau.laptop("honest"), bureau.laptop("other")
    store = honest.desk.store
    rewriter = Rewriter(bureau.running.data, store.meta.workspace, other)
    hub_key = next(one for one in honest.desk.store.keyring.certificates() if "hub" in one.roles)
    counted = dict.fromkeys((DROP, SWAP, EDIT), 0)
    proven = silent = 0
    for n in range(ROUNDS):
        for session in rng.sample([honest, other, other], 3):
            writes(session, rng.randint(1, 3))
            synced(session)
        synced(honest)
        held, before = store.promises(), {one.raw for one in store.doubted()}
        how = (DROP, SWAP, EDIT)[n % 3]
        place = rewriter.rewrite(how, rng)
        logs = logs_of(rewriter.rows())
        told = synced(honest)
        broken = [one for one in held if one.no >= place]
        assert names_of(told) == sorted(one.name for one in broken[:MOST_NAMED]), (n, how, place)
        assert [one["count"] for one in news(told, "exchange.log_rewritten")] == [len(broken)] * bool(broken)
        assert news(told, "exchange.log_differs"), (n, how)
        assert told.decide
        fresh = [one for one in store.doubted() if one.raw not in before]
        named = [f"{one.no}:{one.journal_id}:{one.seq}" for one in fresh]
        assert sorted(named) == sorted(one.name for one in broken)
        for one in fresh:
            proof = Receipt.read(one.raw, VerifyKey(hub_key.key))
            assert logs.get(proof.no) != proof.log, "the hub's own signature against the hub's own log"
        logs = logs_of(rewriter.rows())  # what was handed over again stands in it
        assert [one for one in store.promises() if not stands(one, logs)] == []
        counted[how] += 1
        proven += bool(fresh)
        silent += not fresh
        assert not news(synced(honest), "exchange.log_rewritten"), "told once"
    assert proven >= ROUNDS * 3 // 4
    print(
        f"\nrow 28: seed {SEED}, {ROUNDS} rewritten logs {counted}: all told, {proven} proven by a receipt, "
        f"{silent} older than every receipt here; {len(store.doubted())} kept as evidence; repeat: {REPEAT}"
    )


def names_of(told: Outcome) -> list[str]:
    return sorted(name for one in news(told, "exchange.log_rewritten") for name in one["receipts"])


def logs_of(rows: list[Row]) -> dict[int, bytes]:
    return {row["no"]: row["log"] for row in rows}


def stands(one: Promise, logs: dict[int, bytes]) -> bool:
    return logs.get(one.no) == one.log
