"""Whatever is written, wherever from, is found by any of its characters; what is asked is never syntax."""

import random
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import quantiles

import pytest

from inspector_app.domain.acts import ActKind
from inspector_app.store.folder import DataFolder
from inspector_app.store.reading import Json
from inspector_app.store.searching import (
    BITE,
    MANY,
    MOST_BEHIND,
    NOTHING,
    Searched,
    Words,
    contents,
    folded,
    parts_of,
)
from inspector_app.store.store import Store
from tests.store.worlds import World


def words_of(fields: Mapping[str, Json]) -> Words:
    name, letters = fields.get("name"), fields.get("letters")
    return Words(
        (name, str(fields.get("more", ""))) if isinstance(name, str) else (),
        tuple(letters.split()) if isinstance(letters, str) else (),
    )


def number_of(content: Mapping[str, Json]) -> Words:
    return Words((str(content.get("number", "")),))


SEARCHED = Searched("t1", {"site": words_of, "finding": words_of}, {("document", "issue"): number_of})


@pytest.fixture
def world() -> World:
    return World(searched=SEARCHED)


@pytest.fixture
def store(world: World, tmp_path: Path) -> Iterator[Store]:
    made = world.create(tmp_path / "data")
    yield made
    made.close()


def enter(store: Store, name: object, entity: str = "site", **fields: object) -> str:
    with store.transaction("wang") as tx:
        return tx.create(entity, {"name": name, **fields})


def found(store: Store, told: str, entity: str = "site", most: int = 50) -> list[str]:
    return [hit.id for hit in store.search(told, [entity], most)]


NAME = "临江雅苑二期3#楼（A区）ＧＢ５０３４　重庆路"


def test_any_characters_of_a_name_find_it(store: Store) -> None:
    site, other = enter(store, NAME), enter(store, "望川大厦")
    for start in range(len(NAME)):
        for end in range(start + 1, len(NAME) + 1):
            asked = NAME[start:end]
            if asked.strip():
                assert site in found(store, asked), asked
    assert found(store, "大厦") == [other]
    assert found(store, "江临") == []
    assert found(store, "gb50") == found(store, "(a区)") == found(store, "雅苑 3# 重庆") == [site]
    assert found(store, "雅苑 大厦") == []


def test_pairs_that_all_stand_somewhere_do_not_make_a_word(store: Store) -> None:
    enter(store, "甲乙 丁乙")
    assert len(found(store, "乙丁")) == 1, "spaces do not count"
    enter(store, "甲乙，乙丙，丙甲")
    assert found(store, "甲乙丙") == []


HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "临*",
    "NEAR",
    "NEAR(临 江)",
    "OR",
    "'OR' 1=1 --",
    "AND NOT",
    "-临",
    "^临",
    "grams:临",
    "{grams} : 临",
    "(",
    ")",
    "%",
    "_",
    "\\",
    "?",
    ":x",
    "\x00临",
    "a\x00",
    "\ud800",
    "𠮷",
    "\U000311ff",
    "é",
    "\u200b",
    "\n",
]


@pytest.mark.parametrize("told", HOSTILE)
def test_what_is_asked_is_taken_by_the_letter(store: Store, told: str) -> None:
    plain = enter(store, "临江雅苑")
    if not folded(told):
        assert found(store, told) == []
        return
    expected = all(part in "临江雅苑" for part in parts_of(told))
    assert found(store, told) == ([plain] if expected else [])
    if not any("\ud800" <= char <= "\udfff" for char in told):
        named = enter(store, f"前{told}后")
        assert named in found(store, told)


def test_the_whole_text_comes_first_then_its_beginning_then_the_rest(store: Store) -> None:
    within = enter(store, "新临江")
    begins = enter(store, "临江雅苑")
    whole = enter(store, "临江")
    later = enter(store, "老临江")
    assert found(store, "临江") == [whole, begins, later, within]
    assert found(store, "临江", most=2) == [whole, begins]
    assert [hit.rank for hit in store.search("临江", ["site"], 9)] == [0, 1, 2, 2]


def test_initials_find_and_begin(store: Store) -> None:
    road = enter(store, "重庆路", letters="cql zql")
    other = enter(store, "大重庆", letters="dcq dzq")
    assert found(store, "cq") == [road, other]
    assert found(store, "ZQL") == [road]
    assert found(store, "lz") == found(store, "cqlzql") == []


def test_one_entity_is_searched_without_another(store: Store) -> None:
    site = enter(store, "临边")
    finding = enter(store, "临边无防护", "finding")
    assert [(hit.entity, hit.id) for hit in store.search("临边", ["site", "finding", "none"], 9)] == [
        ("site", site),
        ("finding", finding),
    ]


def test_what_changes_is_found_by_its_new_words_only(store: Store) -> None:
    site = enter(store, "旧名称")
    with store.transaction("wang") as tx:
        tx.set("site", site, {"name": "新名称"})
    assert (found(store, "旧"), found(store, "新")) == ([], [site])
    with store.transaction("wang") as tx:
        tx.delete("site", site)
    assert found(store, "名称") == []
    with store.transaction("wang") as tx:
        tx.set("site", site, {"more": "又来"})
    assert found(store, "名称") == found(store, "又来") == [site]
    with pytest.raises(ZeroDivisionError), store.transaction("wang") as tx:  # noqa: PT012
        tx.set("site", site, {"name": "没有写成"})
        raise ZeroDivisionError
    assert found(store, "写成") == []


class Readings:
    """Counts how often the index reads a record's words."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, fields: Mapping[str, Json]) -> Words:
        self.count += 1
        return words_of(fields)

    def taken(self) -> int:
        """Return how many there were since the last time."""
        count, self.count = self.count, 0
        return count


def test_no_change_and_no_search_takes_in_many_at_once(tmp_path: Path) -> None:
    read = Readings()
    store = World(searched=Searched("t2", {"site": read}, {})).create(tmp_path / "data")
    taken = []
    for n in range(300):
        enter(store, f"{n}号工地")
        taken.append(read.taken())
    assert max(taken[: MOST_BEHIND - 1]) == 0, "an edit pays for no index while few wait"
    assert 0 < max(taken) <= BITE
    assert len(found(store, "号工地", most=400)) == 300
    assert read.taken() <= MOST_BEHIND + 1
    store.close()


def test_typing_in_one_record_waits_as_one_change(tmp_path: Path) -> None:
    read = Readings()
    store = World(searched=Searched("t2", {"site": read}, {})).create(tmp_path / "data")
    site = enter(store, "起名")
    for n in range(300):
        with store.transaction("wang") as tx:
            tx.set("site", site, {"name": f"改名{n}"})
    assert found(store, "改名299") == [site]
    assert read.taken() == 1
    store.close()


def test_very_many_changes_at_once_are_taken_in_with_them(tmp_path: Path) -> None:
    read = Readings()
    store = World(searched=Searched("t2", {"site": read}, {})).create(tmp_path / "data")
    with store.transaction("wang") as tx:
        for n in range(11 * MOST_BEHIND):
            tx.create("site", {"name": f"{n}号工地"})
    assert read.taken() == 11 * MOST_BEHIND
    assert len(found(store, "号工地", most=1000)) == 11 * MOST_BEHIND
    assert read.taken() == 0
    store.close()


def test_many_taken_in_together_are_found_as_one_by_one(world: World, store: Store) -> None:
    sites = [enter(store, f"{n}号工地", letters=f"{n}hgd") for n in range(MANY)]
    papers = []
    assert len(found(store, "号工地", most=1000)) == MANY
    with store.transaction("wang") as tx:
        for n, site in enumerate(sites):
            if n % 3 == 0:
                tx.set("site", site, {"name": f"改{n}"})
            elif n % 3 == 1:
                tx.delete("site", site)
        for n in range(10 * MOST_BEHIND):
            tx.create("site", {"name": f"新{n}"})
        for _ in range(5):
            papers.append(world.issue(tx))
    with store.transaction("wang") as tx:
        tx.create("site", {"name": "最后"})
    together = indexed(store)
    assert len(together) > MANY
    assert {one[1] for one in together} >= {*papers, *sites[::3], *sites[2::3]}
    assert not {one[1] for one in together} & set(sites[1::3])
    assert found(store, f"{MANY - 2}hgd") == [sites[MANY - 2]]
    store.replay()
    assert indexed(store) == together


def indexed(store: Store) -> list[tuple[str, str, str, str]]:
    """Return what the index holds once nothing waits any more."""
    found(store, "无")
    with store._reading() as connection:
        return contents(connection)


def test_a_number_is_found_once_it_counts(world: World, tmp_path: Path, store: Store) -> None:
    with store.transaction("wang") as tx:
        paper = world.issue(tx)
    assert found(store, "3-1", "document") == found(store, "stop", "document") == [paper]
    # Another office's laptop gets the act before the certificate that gives it effect.
    other = world.create(tmp_path / "other", 4, appointed=False)
    entries = list(store.entries())
    late = [one for one in entries if one.fields.get("kind") == ActKind.ROLE]
    assert late
    other.merge(entries)
    assert found(other, "3-1", "document") == [paper]
    with store.transaction("wang") as tx:
        key = world.officer.public
        told = {"withdrawn": key.key_id, "from": "2026-03-02"}
        tx.act(ActKind.ROLE, "certificate", key.key_id, told, world.root_key)
    assert found(store, "3-1", "document") == [], "without right the act has no effect"
    other.close()


def test_what_arrives_and_what_is_replayed_is_found_alike(world: World, store: Store, tmp_path: Path) -> None:
    for n in range(30):
        enter(store, f"{n}号工地", letters=f"{n}hgd")
    other = world.create(tmp_path / "other", 4, appointed=False)
    other.merge(list(store.entries()))
    told = found(store, "号工")
    assert len(told) == 30
    assert sorted(found(other, "号工")) == sorted(told)
    store.replay()
    assert found(store, "号工") == told
    assert store.integrity().problems == ()
    other.close()


def test_another_set_of_words_builds_the_index_anew(world: World, tmp_path: Path) -> None:
    place = tmp_path / "data"
    world.create(place).close()
    searched = (NOTHING, SEARCHED, Searched("t2", {"site": lambda _: Words(("总是",))}))
    name = ""
    for one in searched:
        store = Store.open(DataFolder(place), world.keys, world.clock, searched=one)
        name = name or enter(store, "临江")
        assert bool(found(store, "临江")) is (one is SEARCHED)
        assert bool(found(store, "总是")) is (one is searched[2])
        store.close()


def test_a_hundred_thousand_pasted_characters_are_nothing_to_wait_for(store: Store) -> None:
    long = "".join(chr(0x4E00 + n % 20000) if n % 7 else "\x07" for n in range(100_000))
    site = enter(store, long)
    begun = time.monotonic()
    assert found(store, long) == [site]
    assert found(store, long[50_000:50_010]) == [], "only the beginning of such a text is found"
    print(f"search by 100,000 pasted characters: {1000 * (time.monotonic() - begun):.1f} ms")
    assert sum(map(len, parts_of(long))) == 64


PARTS = [
    "临边",
    "洞口",
    "脚手架",
    "连墙件",
    "配电箱",
    "塔机",
    "附着",
    "模板",
    "支架",
    "基坑",
    "吊篮",
    "安全锁",
]
RECORDS = 20_000
FAULTS = ["未设防护栏杆", "缺失", "未上锁", "松动", "间距过大", "未验收", "变形", "堆载超限", "无标识"]


def test_any_characters_among_many_thousand_findings(world: World, tmp_path: Path) -> None:
    """Prints the times of searching, of RECORDS; -s shows them. Asserts only that what is there is found."""
    place = tmp_path / "data"
    world.create(place).close()
    store = Store.open(DataFolder(place), world.keys, world.clock)
    chance = random.Random(7)
    rows = []
    for n in range(RECORDS):
        fact = f"{chance.randint(1, 40)}#楼{chance.randint(1, 33)}层" + "，".join(
            chance.choice(PARTS) + chance.choice(FAULTS) + str(chance.randint(1, 99)) + "处"
            for _ in range(chance.randint(1, 3))
        )
        made = f"2026-{1 + n % 12:02}-01T08:00:00+08:00"
        told = f'{{"name": "{fact}"}}' if n % 100 else f'{{"name": "{fact}", "letters": "{letters(chance)}"}}'
        rows.append(("finding" if n % 100 else "site", f"{n:032x}", told, None, 0, made, n))
    with store._writing() as connection:
        connection.exec_driver_sql("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.exec_driver_sql("COMMIT")
    store.close()
    begun = time.monotonic()
    store = Store.open(DataFolder(place), world.keys, world.clock, searched=SEARCHED)
    print(f"\nindex of {RECORDS:,} records built in {time.monotonic() - begun:.1f} s")
    for size in range(1, 7):
        measure(store, f"{size} characters", [asked(chance, rows, size) for _ in range(400)])
    measure(store, "initials", [letters(chance)[:3] for _ in range(400)])
    measure(
        store, "pairs that stand apart", ["处临边处" + chance.choice(PARTS) for _ in range(100)], there=False
    )
    begun = time.monotonic()
    for n in range(50):
        enter(store, f"新写的事实{n}临边无防护", "finding")
    print(f"one finding written: {20 * (time.monotonic() - begun):.2f} ms")
    assert len(found(store, "新写的事实", "finding")) == 50
    store.close()


def letters(chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghjklmnpqrstwxyz") for _ in range(8))


def asked(chance: random.Random, rows: list[tuple[object, ...]], size: int) -> str:
    name = str(chance.choice(rows)[2]).split('"')[3]
    at = chance.randint(0, max(len(name) - size, 0))
    return name[at : at + size]


def measure(store: Store, words: str, questions: list[str], *, there: bool = True) -> None:
    times, hits = [], 0
    for told in questions:
        begun = time.perf_counter()
        hit = store.search(told, ["site", "finding", "document"], 20)
        times.append(1000 * (time.perf_counter() - begun))
        hits += bool(hit)
        assert hit or not there or words == "initials", told
    cuts = quantiles(times, n=100)
    print(f"{words}: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms, worst {max(times):.2f} ms, {hits} found")


def test_several_records_are_read_at_once_and_children_by_their_parents(store: Store) -> None:
    one, two, other = (enter(store, name) for name in ("甲", "乙", "丙"))
    for n, site in enumerate((two, one, one, other)):
        enter(store, f"{n}", "finding", site=site, day=f"2026-01-0{n + 1}")
    assert [each.id for each in store.several("site", [two, "none", one])] == [one, two]
    told = store.several("finding", [one, two], "site", "-day")
    assert [each.fields["name"] for each in told] == ["2", "1", "0"]
    assert store.several("finding", [], "site") == store.several("site", []) == []
    with store.transaction("wang") as tx:
        tx.delete("site", one)
    assert [each.id for each in store.several("site", [one, two])] == [two]
    assert store.ids("site") == [other, two]
    assert store.ids("site", 1) == [other]
    assert store.newest("finding", "site", 2) == [other, one]
