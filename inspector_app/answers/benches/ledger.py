"""`bench ledger`: the ledger of findings over ten years: opened, sorted, narrowed by a key, scrolled.

Beside it a plain SQLite table of the same rows, unencrypted, with one index: how such lists are mostly made.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from random import Random

from inspector_app.answers.benches import decade
from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.contest import Bound, Facts
from inspector_app.answers.benches.plays import Entrant, Peer, Work, room
from inspector_app.casework.base.desk import Desk, Renderer
from inspector_app.casework.ledgers import layouts, reading
from inspector_app.domain.ledgers import Ledger, Match, Narrowing, Question

OPEN_MS, SORT_MS, KEY_MS, WINDOW_MS = 100, 100, 60, 60
WINDOW, BATCH = 128, 5000
LEDGER = Ledger.FINDINGS
KEYS = 200

Run = Callable[[], object]


def works(extent: Extent, renderer: Callable[[], Renderer]) -> list[Work]:
    """Return the four looks at the ledger of findings, each beside the plain table."""
    desk = decade.of(extent, renderer)
    whole = reading.opened(desk, Question(LEDGER))
    layout = layouts.LAYOUTS[LEDGER]
    columns = [one.code for one in layout.columns]
    plain = _Plain(room() / "plain.db", columns, layout.sort)
    plain.fill(whole)
    keys = typed(desk)
    places = _places(whole.count)

    def facts() -> Facts:
        return {"rows": whole.count}

    def look(question: Question, first: int = 0) -> Sequence[reading.Row]:
        return reading.opened(desk, question).rows(first, WINDOW)

    def row(name: str, most: float, ours: Callable[[int], Run], peer: Callable[[int], Run]) -> Work:
        beside = Entrant(f"plain table, sqlite {sqlite3.sqlite_version}", peer, dict)
        return Work(f"ledger: {name}", Entrant("ours", ours, facts), (Bound(most, p95=True), Peer(beside, 1)))

    return [
        row(
            "open, count and first window",
            OPEN_MS,
            lambda _: partial(look, Question(LEDGER)),
            lambda _: plain.look,
        ),
        row(
            "sort by another column",
            SORT_MS,
            lambda n: partial(look, Question(LEDGER, sort=columns[n % len(columns)], descending=n % 2 == 0)),
            lambda n: partial(plain.look, sort=columns[n % len(columns)], down=n % 2 == 0),
        ),
        row(
            "a key typed into the search line or a filter",
            KEY_MS,
            lambda n: partial(look, keys[n % len(keys)]),
            lambda n: partial(plain.look, having=_having(keys[n % len(keys)])),
        ),
        row(
            "a window anywhere",
            WINDOW_MS,
            lambda n: partial(whole.rows, places[n % len(places)], WINDOW),
            lambda n: partial(plain.window, places[n % len(places)]),
        ),
    ]


def typed(desk: Desk, seed: int = 5) -> list[Question]:
    """Return questions as they stand after each key: words of facts, and filters on states and districts."""
    random = Random(seed)  # noqa: S311 - questions, not secrets
    facts = [one.fact for one in desk.rules.phrases]
    state = layouts.LAYOUTS[LEDGER].column("state")
    words = [word for word in (state.words if state is not None else ()) if word]
    told = []
    for n in range(KEYS):
        text = random.choice(facts)
        start = random.randrange(max(1, len(text) - 6))
        word = text[start : start + 1 + n % 6]
        narrowings = (Narrowing("state", Match.IS, random.choice(words)),) if n % 3 == 0 and words else ()
        told.append(Question(LEDGER, word, narrowings))
    return told


def _having(question: Question) -> str:
    return question.words


@cache
def _places(count: int) -> tuple[int, ...]:
    random = Random(3)  # noqa: S311 - places to look at
    return tuple(random.randrange(max(1, count - WINDOW)) for _ in range(KEYS))


class _Plain:
    """The peer: rows of text in one table with an index on the order in which it opens."""

    def __init__(self, path: Path, columns: Sequence[str], sort: str) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._columns, self._sort = columns, sort
        self._database.execute("PRAGMA journal_mode = OFF")
        named = ", ".join(f'"{one}" TEXT' for one in columns)
        self._database.execute(f"CREATE TABLE line (id TEXT, {named})")

    def fill(self, whole: reading.Opened) -> None:
        """Take in every row."""
        marks = ", ".join("?" * (len(self._columns) + 1))
        self._database.execute("BEGIN")
        for first in range(0, whole.count, BATCH):
            rows = [(one.id, *one.cells) for one in whole.rows(first, BATCH)]
            self._database.executemany(f"INSERT INTO line VALUES ({marks})", rows)  # noqa: S608 - marks alone
        self._database.execute("COMMIT")
        self._database.execute(f'CREATE INDEX opened ON line ("{self._sort}")')

    def look(self, sort: str = "", *, down: bool = True, having: str = "") -> object:
        """Count the rows, and read the first window of them."""
        named = " || ".join(f'"{one}"' for one in self._columns)
        where = f"WHERE {named} LIKE ?" if having else ""
        values = (f"%{having}%",) if having else ()
        count = self._database.execute(f"SELECT count(*) FROM line {where}", values).fetchone()  # noqa: S608
        order = f'ORDER BY "{sort or self._sort}" {"DESC" if down else "ASC"}'
        asked = f"SELECT * FROM line {where} {order} LIMIT {WINDOW}"  # noqa: S608 - own names
        return count, self._database.execute(asked, values).fetchall()

    def window(self, first: int) -> object:
        """Read a window from a place on, passing by all rows before it."""
        asked = f'SELECT * FROM line ORDER BY "{self._sort}" DESC LIMIT {WINDOW} OFFSET ?'  # noqa: S608
        return self._database.execute(asked, (first,)).fetchall()
