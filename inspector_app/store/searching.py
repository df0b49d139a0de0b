"""The search index: any characters or initials of what records and acts say find them at once.

Every character and every two and three neighbours ("gram") of a record's words are tokens of a contentless
FTS5 table; a question is the AND of its own grams, and what it finds is compared with the words themselves.
The trigram tokenizer of SQLite could not find two characters, and the other ones know no Chinese.

Tokens are letters and digits of our own making, so nothing that a person types is ever read as FTS5 syntax.
What is found by which words is told from above as functions (`Searched`): this room knows no word of the
office. Triggers note which records changed, whoever changed them and how, so no path can forget it; the
store takes them in before the next search, and some before a commit when many wait. The index is a function
of records and acts alone.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import Progress

from .engine import rows, run
from .reading import Json

LAYOUT = 2
"""Of the tables and tokens below; an index of another layout is built anew at the next start."""

MOST_ASKED = 64
"""Characters of a question that count."""

MOST_KEPT = 2000
"""Characters of one text that are found; a longer one is found by its beginning."""

MOST_GRAM = 3
"""Characters of the longest gram. Two would find the same; three spare comparing what only looks alike."""

MOST_BEGUN = 6
"""Characters of a beginning that are one token: a beginning is found without comparing all that go on so."""

MOST_BEHIND, BITE = 60, 12
"""Changes that may wait for the next search, and how many old ones a change takes in when more do."""

MANY = 200
"""Records that are taken in together: asked for one by one, a first exchange would wait for them."""

_EDGE = "\n"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = 1000


class Words(NamedTuple):
    """What finds a record: its texts, by any of their characters, and initials of its names."""

    texts: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()


Reader = Callable[[Mapping[str, Json]], Words]
"""Returns what finds a record of these fields or an act of this content; it never raises."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What is found, and by which words.

    Attributes:
        version: another one builds the index anew at the next start.
        records: reader of a record's fields by entity.
        acts: reader of a valid act's content by (entity, kind); its words find the record it is about.
    """

    version: str = ""
    records: Mapping[str, Reader] = field(default_factory=dict)
    acts: Mapping[tuple[str, str], Reader] = field(default_factory=dict)

    @property
    def entities(self) -> list[str]:
        """All entities that can be found, in order."""
        return sorted({*self.records, *(entity for entity, _ in self.acts)})

    @property
    def print(self) -> str:
        """What tells one index from another."""
        return f"{LAYOUT} {self.version} {' '.join(self.entities)}"


NOTHING = Searched()


class Hit(NamedTuple):
    """A record that was found.

    Attributes:
        rank: 0 the whole of a text, 1 the beginning of one, 2 somewhere within; initials count as texts.
        no: greater for what came later.
    """

    entity: str
    id: str
    rank: int
    no: int


def folded(told: str) -> str:
    """Return a text as it is compared: no case, full-width as half-width, no spaces or controls."""
    return "".join(map(fold_char, told))


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """Return what one character is compared as: nothing, itself or several."""
    plain = unicodedata.normalize("NFKC", char).casefold()
    return "".join(one for one in plain if not one.isspace() and unicodedata.category(one)[0] != "C")


def parts_of(told: str) -> list[str]:
    """Return the words of a question, each of which must be found, at most MOST_ASKED characters in all."""
    parts, left = [], MOST_ASKED
    # A person pastes what they like: no more is looked at than can count, spaces included.
    for word in told[: 20 * MOST_ASKED].split():
        part = folded(word)[:left]
        if part:
            parts.append(part)
            left -= len(part)
    return parts


def rebuild(connection: Connection, searched: Searched, progress: Progress | None = None) -> None:
    """Drop the index and make it anew from the records and acts as they stand."""
    for drop in _DROP:
        connection.exec_driver_sql(drop)
    for create in _CREATE:
        connection.exec_driver_sql(create)
    if searched.entities:
        _fill(connection, searched, progress)
        _watch(connection, searched)


def behind(connection: Connection) -> int:
    """Return how many changes the index has not taken in yet."""
    # Rows are added at the end and taken away from the beginning: their places tell their number.
    return int(rows(connection, _BEHIND)[0][0])


def catch_up(connection: Connection, searched: Searched, most: int = -1) -> None:
    """Bring the index up to what changed since the last time.

    Args:
        most: so many changes, the oldest; all of them when negative.
    """
    stale = rows(connection, _OLDEST, (most,))
    if not stale:
        return
    if len(stale) > MANY:
        _renew_many(connection, searched, [(entity, record_id) for entity, record_id, _ in stale])
    else:
        for entity, record_id, _ in stale:
            _renew(connection, searched, entity, record_id)
    run(connection, "DELETE FROM sought_stale WHERE rowid <= ?", (max(each[2] for each in stale),))


def keep_up(connection: Connection, searched: Searched) -> None:
    """Let what waits for the next search not grow: a commit takes in a few, and all of them when very many.

    No edit may hold the window up, and no search may have thousands before it.
    """
    waiting = behind(connection)
    if waiting > MOST_BEHIND:
        catch_up(connection, searched, -1 if waiting > 10 * MOST_BEHIND else BITE)


def search(
    connection: Connection, searched: Searched, told: str, entities: Sequence[str], most: int
) -> list[Hit]:
    """Return what these words find, of each entity at most `most`: best rank first, then the newest."""
    parts = parts_of(told)
    if not parts:
        return []
    codes = {entity: _code(searched, entity) for entity in entities if entity in searched.entities}
    hits: list[Hit] = []
    for entity, code in codes.items():
        hits += _of_entity(connection, entity, code, parts, most)
    return hits


def contents(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Return (entity, id, texts, initials) of everything that can be found; for proofs."""
    rows = connection.exec_driver_sql("SELECT entity, id, texts, initials FROM sought ORDER BY entity, id")
    return [(row[0], row[1], row[2], row[3]) for row in rows]


_DROP = (
    "DROP TRIGGER IF EXISTS sought_record_new",
    "DROP TRIGGER IF EXISTS sought_record_changed",
    "DROP TRIGGER IF EXISTS sought_act_new",
    "DROP TRIGGER IF EXISTS sought_act_changed",
    "DROP TRIGGER IF EXISTS sought_act_gone",
    "DROP TABLE IF EXISTS sought_gram",
    "DROP TABLE IF EXISTS sought",
    "DROP TABLE IF EXISTS sought_stale",
)
_CREATE = (
    "CREATE TABLE sought (no INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL,"
    " texts TEXT NOT NULL, initials TEXT NOT NULL, UNIQUE (entity, id)) STRICT",
    "CREATE VIRTUAL TABLE sought_gram USING fts5(grams, content='', contentless_delete=1, detail=none,"
    " tokenize='ascii')",
    # No key: what changes twice is noted twice, and read once.
    "CREATE TABLE sought_stale (entity TEXT NOT NULL, id TEXT NOT NULL) STRICT",
)
_TRIGGERS = (
    "CREATE TRIGGER sought_record_new AFTER INSERT ON record WHEN NEW.entity IN ({entities})"
    " BEGIN INSERT INTO sought_stale VALUES (NEW.entity, NEW.id); END",
    # Who types in one record changes it again and again: what was noted last is not noted once more.
    "CREATE TRIGGER sought_record_changed AFTER UPDATE ON record WHEN NEW.entity IN ({entities})"
    " AND NOT EXISTS (SELECT 1 FROM sought_stale WHERE rowid = (SELECT max(rowid) FROM sought_stale)"
    " AND entity = NEW.entity AND id = NEW.id)"
    " BEGIN INSERT INTO sought_stale VALUES (NEW.entity, NEW.id); END",
    "CREATE TRIGGER sought_act_new AFTER INSERT ON act WHEN NEW.kind IN ({kinds})"
    " BEGIN INSERT INTO sought_stale VALUES (NEW.entity, NEW.entity_id); END",
    "CREATE TRIGGER sought_act_changed AFTER UPDATE OF refusal ON act WHEN NEW.kind IN ({kinds})"
    " BEGIN INSERT INTO sought_stale VALUES (NEW.entity, NEW.entity_id); END",
    "CREATE TRIGGER sought_act_gone AFTER DELETE ON act WHEN OLD.kind IN ({kinds})"
    " BEGIN INSERT INTO sought_stale VALUES (OLD.entity, OLD.entity_id); END",
)
_BEHIND = (
    "SELECT coalesce((SELECT max(rowid) FROM sought_stale) - (SELECT min(rowid) FROM sought_stale) + 1, 0)"
)
_OLDEST = (
    "SELECT entity, id, max(rowid) FROM"
    " (SELECT rowid, entity, id FROM sought_stale ORDER BY rowid LIMIT ?)"
    " GROUP BY entity, id ORDER BY min(rowid)"  # what came later gets the greater number
)
_FIND = (
    "SELECT s.id, s.no FROM sought_gram JOIN sought s ON s.no = sought_gram.rowid"
    " WHERE sought_gram MATCH ?{tests} ORDER BY sought_gram.rowid DESC LIMIT ?"
)
_ALL = "FROM record WHERE entity IN (SELECT value FROM json_each(?))"
_PAIRS = "SELECT value ->> 0, value ->> 1 FROM json_each(?)"
_TEST = " AND (instr(s.texts, ?) OR instr(s.initials, ?))"


def _watch(connection: Connection, searched: Searched) -> None:
    """Note from now on what changes."""
    names = {"entities": sorted(searched.records), "kinds": sorted({kind for _, kind in searched.acts})}
    told = {name: ", ".join(f"'{_plain(one)}'" for one in ones) for name, ones in names.items()}
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger.format(**told))


def _plain(name: str) -> str:
    if not name.replace("_", "").isalnum():
        raise ValueError(f"nothing of this name can be searched: {name!r}")
    return name


def _of_entity(
    connection: Connection, entity: str, code: str, parts: Sequence[str], most: int
) -> Iterator[Hit]:
    first, *others = parts
    seen: set[int] = set()
    asked = [(1, f"{_EDGE}{first}"), (2, first)]
    if not others:
        asked.insert(0, (0, f"{_EDGE}{first}{_EDGE}"))
    for rank, wanted in asked:
        room = most - len(seen)
        if room <= 0:
            return
        # What ranked higher is found again: leave room for it.
        for record_id, no in _found(connection, code, (wanted, *others), room + len(seen)):
            if no not in seen and len(seen) < most:
                seen.add(no)
                yield Hit(entity, record_id, rank, no)


def _found(connection: Connection, code: str, parts: Sequence[str], most: int) -> list[tuple[str, int]]:
    match = " AND ".join(_either(code, part) for part in parts)
    values = [match, *(part for part in parts for _ in range(2)), most]
    rows = connection.exec_driver_sql(_FIND.format(tests=_TEST * len(parts)), tuple(values))
    return [(row[0], row[1]) for row in rows]


def _either(code: str, part: str) -> str:
    words = _all_of(code, "w", part)
    # Initials are Latin letters and digits.
    return f"({words} OR {_all_of(code, 'l', part)})" if part.isascii() else words


def _all_of(code: str, kind: str, told: str) -> str:
    return f"({' AND '.join(f'{code}{kind}{gram}' for gram in sorted(_asked(told)))})"


def _asked(told: str) -> set[str]:
    """Return the grams that a text must have to contain this one; an edge in it is an edge of the text."""
    plain = told.strip(_EDGE)
    if told.startswith(_EDGE) and len(plain) <= MOST_BEGUN:
        return {coded(told)}
    size = min(len(plain), MOST_GRAM)
    last = len(plain) - size
    # Every other gram and the last one hold every character; the words themselves are compared anyway.
    grams = {coded(plain[n : n + size]) for n in (*range(0, last, 2), last)}
    if told.startswith(_EDGE):
        grams.add(coded(_EDGE + plain[:MOST_BEGUN]))
    return grams


def _kept(told: str) -> set[str]:
    """Return all grams of texts joined by edges: characters, pairs, beginnings, and short ones whole."""
    grams = set()
    for text in told.strip(_EDGE).split(_EDGE):
        for size in range(1, MOST_GRAM + 1):
            grams |= {coded(text[n : n + size]) for n in range(len(text) - size + 1)}
        grams |= {coded(_EDGE + text[:n]) for n in range(1, min(len(text), MOST_BEGUN) + 1)}
        if len(text) <= MOST_BEGUN:
            grams.add(coded(_EDGE + text + _EDGE))
    return grams


@lru_cache(maxsize=65536)
def coded(told: str) -> str:
    """Return characters as letters and digits, four each."""
    return "".join(
        _DIGITS[n // 46656] + _DIGITS[n // 1296 % 36] + _DIGITS[n // 36 % 36] + _DIGITS[n % 36]
        for n in map(ord, told)
    )


def _code(searched: Searched, entity: str) -> str:
    """Return the letter that the tokens of an entity begin with, so that one is searched without another."""
    return chr(ord("a") + searched.entities.index(entity))


class _Row(NamedTuple):
    """A record's line of the index: joined texts and initials, each with an edge on both sides."""

    texts: str
    initials: str

    def grams(self, code: str) -> str:
        """Return the tokens."""
        words = [f"{code}w{gram}" for gram in _kept(self.texts)] if self.texts else []
        letters = [f"{code}l{gram}" for gram in _kept(self.initials)] if self.initials else []
        return " ".join(words + letters)


def _row(words: Iterable[Words]) -> _Row:
    told = list(words)
    # Sorted and once each: the order of acts is that of arrival here, and must not matter.
    texts = sorted({text for one in told for each in one.texts if (text := folded(each[:MOST_KEPT]))})
    initials = sorted({text for one in told for each in one.initials if (text := folded(each[:MOST_KEPT]))})
    return _Row(_edged(texts), _edged(initials))


def _edged(texts: Sequence[str]) -> str:
    return _EDGE + _EDGE.join(texts) + _EDGE if texts else ""


def _renew(connection: Connection, searched: Searched, entity: str, record_id: str) -> None:
    row = _row(_told(connection, searched, entity, record_id))
    key = (entity, record_id)
    held = connection.exec_driver_sql(
        "SELECT no, texts, initials FROM sought WHERE entity = ? AND id = ?", key
    ).fetchone()
    if held is not None and tuple(held[1:]) == row:
        return
    if held is not None:
        connection.exec_driver_sql("DELETE FROM sought_gram WHERE rowid = ?", (held[0],))
    if not row.texts and not row.initials:
        connection.exec_driver_sql("DELETE FROM sought WHERE entity = ? AND id = ?", key)
        return
    no = connection.exec_driver_sql(
        "INSERT INTO sought (entity, id, texts, initials) VALUES (?, ?, ?, ?) ON CONFLICT (entity, id)"
        " DO UPDATE SET texts = excluded.texts, initials = excluded.initials RETURNING no",
        (*key, *row),
    ).scalar()
    connection.exec_driver_sql(
        "INSERT INTO sought_gram (rowid, grams) VALUES (?, ?)", (no, row.grams(_code(searched, entity)))
    )


def _renew_many(connection: Connection, searched: Searched, keys: Sequence[tuple[str, str]]) -> None:
    """Take in many records; those that the index does not know yet are put all at once."""
    for start in range(0, len(keys), _STEP):
        some = keys[start : start + _STEP]
        known = _known(connection, some)
        new = [key for key in some if key not in known]
        _put(connection, searched, _told_many(connection, searched, new))
        for entity, record_id in some:
            if (entity, record_id) in known:
                _renew(connection, searched, entity, record_id)


def _known(connection: Connection, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    asked = f"SELECT entity, id FROM sought WHERE (entity, id) IN ({_PAIRS})"  # noqa: S608 - fixed words
    return {(row[0], row[1]) for row in rows(connection, asked, (orjson.dumps(keys).decode(),))}


def _told_many(
    connection: Connection, searched: Searched, keys: Sequence[tuple[str, str]]
) -> list[tuple[str, str, list[Words]]]:
    """Return what finds each of these records, in their order."""
    told: dict[tuple[str, str], list[Words]] = {key: [] for key in keys}
    asked = orjson.dumps(keys).decode()
    records = f"SELECT entity, id, fields FROM record WHERE (entity, id) IN ({_PAIRS}) AND deleted = 0"  # noqa: S608
    for entity, record_id, fields in rows(connection, records, (asked,)):
        if (reader := searched.records.get(entity)) is not None:
            told[entity, record_id].append(reader(orjson.loads(fields)))
    acts = (
        "SELECT entity, entity_id, kind, content FROM act"  # noqa: S608
        f" WHERE (entity, entity_id) IN ({_PAIRS}) AND refusal IS NULL"
    )
    for entity, record_id, kind, content in rows(connection, acts, (asked,)):
        if (act_reader := searched.acts.get((entity, kind))) is not None:
            told[entity, record_id].append(act_reader(orjson.loads(content)))
    return [(*key, words) for key, words in told.items()]


def _told(connection: Connection, searched: Searched, entity: str, record_id: str) -> Iterator[Words]:
    if (reader := searched.records.get(entity)) is not None:
        row = connection.exec_driver_sql(
            "SELECT fields FROM record WHERE entity = ? AND id = ? AND deleted = 0", (entity, record_id)
        ).fetchone()
        if row is not None:
            yield reader(orjson.loads(row[0]))
    kinds = [kind for one, kind in searched.acts if one == entity]
    if kinds:
        rows = connection.exec_driver_sql(
            "SELECT kind, content FROM act WHERE entity = ? AND entity_id = ? AND refusal IS NULL",
            (entity, record_id),
        )
        yield from (searched.acts[entity, row[0]](orjson.loads(row[1])) for row in rows if row[0] in kinds)


def _fill(connection: Connection, searched: Searched, progress: Progress | None) -> None:
    acted = _acted(connection, searched)
    entities = orjson.dumps(searched.entities).decode()
    total = connection.exec_driver_sql(f"SELECT count(*) {_ALL}", (entities,)).scalar()
    rows = connection.exec_driver_sql(
        f"SELECT entity, id, fields, deleted {_ALL} ORDER BY made, place, id", (entities,)
    )
    batch: list[tuple[str, str, list[Words]]] = []
    for done, (entity, record_id, fields, deleted) in enumerate(rows, 1):
        words = acted.pop((entity, record_id), [])
        if not deleted and entity in searched.records:
            words.append(searched.records[entity](orjson.loads(fields)))
        batch.append((entity, record_id, words))
        if len(batch) >= _STEP:
            _put(connection, searched, batch)
            batch.clear()
            if progress is not None:
                progress.step(done, total or done)
    _put(connection, searched, batch + [(*key, words) for key, words in sorted(acted.items())])


def _acted(connection: Connection, searched: Searched) -> dict[tuple[str, str], list[Words]]:
    """Return what the valid acts say of each record."""
    told: dict[tuple[str, str], list[Words]] = {}
    for (entity, kind), reader in searched.acts.items():
        rows = connection.exec_driver_sql(
            "SELECT entity_id, content FROM act WHERE kind = ? AND entity = ? AND refusal IS NULL",
            (kind, entity),
        )
        for record_id, content in rows:
            told.setdefault((entity, record_id), []).append(reader(orjson.loads(content)))
    return told


def _put(connection: Connection, searched: Searched, batch: Sequence[tuple[str, str, list[Words]]]) -> None:
    last = connection.exec_driver_sql("SELECT coalesce(max(no), 0) FROM sought").scalar() or 0
    rows = [(entity, record_id, _row(words)) for entity, record_id, words in batch]
    held = [(n, one) for n, one in enumerate((each for each in rows if any(each[2])), last + 1)]
    if not held:
        return
    connection.exec_driver_sql(
        "INSERT INTO sought VALUES (?, ?, ?, ?, ?)", [(n, one[0], one[1], *one[2]) for n, one in held]
    )
    connection.exec_driver_sql(
        "INSERT INTO sought_gram (rowid, grams) VALUES (?, ?)",
        [(n, one[2].grams(_code(searched, one[0]))) for n, one in held],
    )
