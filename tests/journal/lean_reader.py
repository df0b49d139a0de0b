"""A second reader of the lean form, written from its description: slow, and sharing nothing with the first.

It makes every header of its values and reads entries back with `Entry.parse`; what it says is what the quick
way must say.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from inspector_app.domain.errors import InspectorError
from inspector_app.journal.bundle import Place
from inspector_app.journal.chain import Head, check_chain
from inspector_app.journal.entry import Entry, frame


@dataclass(frozen=True)
class Body:
    """A lean body taken apart; `texts` bear the byte 1 where a hash stands."""

    head: bytes
    columns: bytes
    texts: list[bytes]

    @staticmethod
    def read(body: bytes) -> "Body":
        size = int.from_bytes(body[:4])
        head = body[4 : 4 + size]
        told = json.loads(head)
        n = sum(run[0] for run in told["runs"])
        length = 16 * len(told["runs"]) + 19 * n + 16 * told["hexes"]
        length += 2 * told["references"] + 32 * told["foreign"]
        rest = body[4 + size :]
        return Body(head, rest[:length], rest[length:].split(b"\n"))

    def to_bytes(self) -> bytes:
        return len(self.head).to_bytes(4) + self.head + self.columns + b"\n".join(self.texts)


def raws_of(body: Body, place: Place) -> list[bytes]:
    """Return the entries' bytes that a body stands for, whatever they are.

    Raises:
        ValueError, IndexError: it stands for none.
    """
    told = json.loads(body.head)
    runs, n = told["runs"], len(body.texts)
    if n != sum(run[0] for run in runs):
        raise ValueError("other entries than the runs hold")
    columns = iter([body.columns[at : at + 1] for at in range(len(body.columns))])

    def take(size: int) -> bytes:
        return b"".join(next(columns) for _ in range(size))

    txs = [take(16).hex() for _ in runs]
    kinds = [told["kinds"][take(1)[0]] for _ in range(n)]
    numbers = [int.from_bytes(take(2)) for _ in range(n)]
    ids = [*told["ids"], *(take(16).hex() for _ in range(told["hexes"]))]
    salts = [take(16).hex().encode() for _ in range(n)]
    references = [int.from_bytes(take(2)) for _ in range(told["references"])]
    foreign = [take(32).hex() for _ in range(told["foreign"])]
    spread = [(run, tx, at == run[0] - 1) for run, tx in zip(runs, txs, strict=True) for at in range(run[0])]
    raws: list[bytes] = []
    hashes: list[str] = []
    prev = place.prev.hex()
    for at, ((_, user, wall, ends), tx, last) in enumerate(spread):
        text = body.texts[at]
        while b"\x01" in text:
            number = references.pop(0)
            if number < 0x8000 and not 0 < number <= at:
                raise ValueError("a reference leads nowhere")
            name = foreign[number - 0x8000] if number >= 0x8000 else hashes[at - number]
            text = text.replace(b"\x01", b'"' + name.encode() + b'"', 1)
        payload = b'{"fields":' + text + b',"salt":"' + salts[at] + b'"}'
        header = {
            "alg": 1,
            "v": 1,
            "min_reader": 1,
            "workspace": place.workspace,
            "journal_id": place.journal_id,
            "seq": place.first + at,
            "prev": prev,
            "wall": wall,
            "user": user,
            "tx": tx,
            "tx_last": last and ends,
            "entity": kinds[at][0],
            "entity_id": ids[numbers[at]],
            "op": kinds[at][1],
            "payload_hash": sha256(b"payload1" + payload).hexdigest(),
        }
        head = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        prev = sha256(b"entry1" + bytes.fromhex(prev) + head).hexdigest()
        hashes.append(prev)
        raws.append(frame(head, payload))
    if references:
        raise ValueError("a reference too many")
    return raws


def sound(raws: Sequence[bytes], place: Place) -> list[Entry] | None:
    """Return the entries if the careful way has nothing against them, one after the other."""
    try:
        entries = [Entry.parse(raw) for raw in raws]
        check_chain(entries, Head(place.journal_id, place.first - 1, place.prev))
    except InspectorError:
        return None
    open_tx = ""
    for entry in entries:
        if open_tx and entry.header.tx != open_tx:
            return None
        open_tx = "" if entry.header.tx_last else entry.header.tx
    return None if open_tx else entries
