"""The changes that the bench of exchange carries: findings that are written once and mended eleven times.

Ours writes them as entries of a laptop's journal; the peer gets the same fields with the same values.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

from inspector_app.store.store import Store

EACH = 12
"""Changes of one record: it is made, and set eleven times."""

TOGETHER = 20
"""Records of one visit: whoever is on site goes to and fro between them until all is written down."""

AT_ONCE = 500
"""Changes of one transaction, which a bundle never splits."""

_WORDS = (
    "钢筋间距不符合设计要求现场抽查三层楼板混凝土强度等级安全网破损未及时更换临边防护缺失施工用电配电箱未上锁"
    "脚手架连墙件数量不足塔吊限位器失灵消防通道堆放材料基坑支护变形监测数据超限模板支撑体系立杆间距过大"
)
_SHORT = ("location", "clause", "measure", "responsible", "progress")
_LONG = ("fact", "remark")
_STATE = ("severity", "status", "weather")
_STATES = ("general", "major", "open", "closed", "draft")
_NAMES = (*_SHORT, *_LONG, *_STATE, "due")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record; the first one makes it."""

    id: str
    made: bool
    fields: dict[str, str]


def changes(count: int, seed: int = 7) -> Iterator[Change]:
    """Yield so many changes, the same for the same seed: visit by visit, the records of each by turns."""
    random = Random(seed)  # noqa: S311 - a story, no secret
    made: set[str] = set()
    for n in range(count):
        if n % (TOGETHER * EACH) == 0:
            ids = [UUID(int=random.getrandbits(128), version=4).hex for _ in range(TOGETHER)]
            turns = ids * EACH
            random.shuffle(turns)
        one = turns[n % (TOGETHER * EACH)]
        first = one not in made
        made.add(one)
        names = random.sample(_NAMES, 6 if first else 3)
        yield Change(one, first, {name: _value(random, name, n) for name in names})


def _value(random: Random, name: str, n: int) -> str:
    if name in _STATE:
        return f"{random.choice(_STATES)}"
    if name == "due":
        return f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    low, high = (20, 45) if name in _LONG else (6, 14)
    return f"{_phrase(random, random.randint(low, high))}{n % 97}"


def _phrase(random: Random, length: int) -> str:
    told = ""
    while len(told) < length:
        at = random.randrange(len(_WORDS) - 8)
        told += _WORDS[at : at + random.randint(4, 8)]
    return told[:length]


def write(store: Store, user: str, count: int) -> int:
    """Write so many changes into a laptop's journal, and return how many entries they made.

    A value that is set again as it stands makes none, so there may be a few less.
    """
    before = sum(seq for ends in store.tips().values() for seq, _ in ends)
    told = changes(count)
    for _ in range(0, count, AT_ONCE):
        with store.transaction(user) as tx:
            for _, one in zip(range(AT_ONCE), told, strict=False):
                if one.made:
                    tx.create("finding", one.fields, one.id)
                else:
                    tx.set("finding", one.id, one.fields)
    return sum(seq for ends in store.tips().values() for seq, _ in ends) - before


def write_lines(path: Path, count: int) -> None:
    """Write the same changes for the peer: a document a line, with what our header says of a change too."""
    with path.open("w", encoding="utf-8") as file:
        for n, one in enumerate(changes(count)):
            told = {
                "_id": f"{n:08}",
                "entity": "finding",
                "entity_id": one.id,
                "op": "create" if one.made else "set",
                "seq": n + 1,
                "user": "u0001",
                "wall": "2026-11-26T17:30:00+08:00",
                "fields": one.fields,
            }
            file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
