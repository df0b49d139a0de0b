"""A backup: made while people write, reopened, thinned; what is put back is what was there."""

import random
import shutil
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from inspector_app.domain.errors import Cancelled, DamagedError, RuleError, UnavailableError
from inspector_app.store import backup, backup_form, backup_places, backup_restore, backup_source
from inspector_app.store.backup_form import Boxes, Header, Kind, told_part
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.store.worlds import WORKSPACE, World

MADE = "2026-03-02T08:30:00+08:00"


@dataclass
class Heard:
    """Remembers what it was told, and stops the work when it is asked to."""

    stop_at: str = ""
    stages: list[str] = field(default_factory=list)
    overrun: bool = False

    def step(self, done: int, total: int, doing: str = "") -> None:
        if doing not in self.stages:
            self.stages.append(doing)
        self.overrun = self.overrun or done > total
        if doing == self.stop_at:
            raise Cancelled


def fill(world: World, path: Path, sites: int = 5) -> Store:
    store = world.create(path)
    store.folder.slots.write_text('{"slots": "as they are"}', "utf-8")
    for number in range(sites):
        digest = store.put_blob(f"photo {number}".encode() * 50)
        with store.transaction("wang") as tx:
            site = tx.create("site", {"name": f"工地{number}", "photo": digest})
            tx.act("attach", "site", site, {"sha256": digest})
            world.issue(tx)
    store.buffer_put("draft", {"text": "写了一半"})
    return store


def order(goal: Path, *, everything: bool = False) -> backup.Order:
    return backup.Order(backup_places.Place(goal, "x", thinned=False), MADE, "1", everything=everything)


def put_back(world: World, file: Path, folder: Path) -> backup_restore.Unpacked:
    with backup_restore.opened(file) as told:
        return backup_restore.unpack(told, backup.unboxed(told.header, world.keys), DataFolder(folder))


@pytest.fixture
def full(world: World, tmp_path: Path) -> Store:
    return fill(world, tmp_path / "data")


def test_what_is_put_back_is_what_was_there(world: World, full: Store, tmp_path: Path) -> None:
    heard = Heard()
    made = backup.make(full, None, order(tmp_path / "b.ijk"), heard)
    assert (made.facts.digest, made.blobs, made.left_out) == (full.digest(), 5, 0)
    assert made.facts.entries == sum(int(n) for n, _ in full.vector().values())
    assert heard.stages == [backup.COPYING, backup.WRITING, backup.CHECKING]
    assert not heard.overrun
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.ijk", "data"]
    assert [one.name for one in (tmp_path / "data" / backup.WORK).iterdir()] == ["lock"]
    unpacked = put_back(world, made.file, tmp_path / "new")
    assert unpacked.facts == made.facts
    backup_restore.prove(DataFolder(tmp_path / "new"), world.keys.data_key, unpacked.facts)
    store = world.open(tmp_path / "new", adopt_restored=7)
    assert store.digest() == full.digest()
    assert store.buffer() == full.buffer()
    assert store.sweep() == 0
    photos = [act.content["sha256"] for act in store.acts("site", None, "attach")]
    assert [store.blob(str(one)) for one in photos] == [f"photo {n}".encode() * 50 for n in range(5)]
    assert store.integrity().problems == ()
    store.close()
    full.close()


class Writing:
    """Somebody who writes on and on; each stage of a backup is held until something was written in it."""

    def __init__(self, world: World, store: Store) -> None:
        self._world, self._store = world, store
        self._done, self._more = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.stages: list[str] = []

    def __enter__(self) -> "Writing":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def step(self, done: int, total: int, doing: str = "") -> None:
        if self.stages[-1:] != [doing]:
            self.stages.append(doing)
            self._more.clear()
            self._await()  # it may have been written before the stage began
            self._more.clear()
            self._await()

    def _await(self) -> None:
        assert self._more.wait(60), "a backup keeps others from writing"

    def _write(self) -> None:
        while not self._done.is_set():
            with self._store.transaction("wang") as tx:
                self._world.issue(tx)
            self._more.set()


def test_it_is_made_while_others_write(world: World, full: Store, tmp_path: Path) -> None:
    with Writing(world, full) as writing:
        many = [backup.make(full, None, order(tmp_path / f"{n}.ijk"), writing) for n in range(3)]
    counts = [one.facts.entries for one in many]
    assert counts == sorted(set(counts)), "what was written during one is in the next"
    assert writing.stages == [backup.COPYING, backup.WRITING, backup.CHECKING] * 3
    for number, made in enumerate(many):
        unpacked = put_back(world, made.file, tmp_path / f"new{number}")
        backup_restore.prove(DataFolder(tmp_path / f"new{number}"), world.keys.data_key, unpacked.facts)
    assert full.integrity().problems == ()
    full.close()


def test_what_the_hub_holds_is_left_to_it(world: World, full: Store, tmp_path: Path) -> None:
    photos = [str(act.content["sha256"]) for act in full.acts("site", None, "attach")]
    with full._writing() as connection:
        for each in photos[:2]:
            connection.exec_driver_sql("INSERT INTO blob_state VALUES (?, NULL, ?, 0)", (each, MADE))
        full._commit(connection)
    small = backup.make(full, None, order(tmp_path / "small.ijk"))
    whole = backup.make(full, None, order(tmp_path / "whole.ijk", everything=True))
    assert (small.blobs, small.left_out, whole.blobs, whole.left_out) == (3, 2, 5, 0)
    full.close()
    unpacked = put_back(world, small.file, tmp_path / "new")
    store = world.open(tmp_path / "new", adopt_restored=7)
    assert backup_restore.missing_blobs(store, unpacked.left_out) == tuple(sorted(photos[:2]))
    store.close()


def test_forms_and_fonts_come_along_and_hidden_files_do_not(
    world: World, full: Store, tmp_path: Path
) -> None:
    for name in ("forms/editions/ab/a.toml", "forms/active.txt", "fonts/仿宋.ttf", "forms/.new-1/a.toml"):
        place = tmp_path / "data" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(name, "utf-8")
    made = backup.make(full, None, order(tmp_path / "b.ijk"))
    put_back(world, made.file, tmp_path / "new")
    assert (tmp_path / "new/forms/editions/ab/a.toml").read_text("utf-8") == "forms/editions/ab/a.toml"
    assert (tmp_path / "new/fonts/仿宋.ttf").exists()
    assert not (tmp_path / "new/forms/.new-1").exists()
    full.close()


def test_one_backup_at_a_time(full: Store, tmp_path: Path) -> None:
    work = DataFolder(tmp_path / "data" / backup.WORK)
    work.path.mkdir()
    work.lock()
    with pytest.raises(UnavailableError, match=r"backup\.under_way"):
        backup.make(full, None, order(tmp_path / "b.ijk"))
    work.unlock()
    assert backup.make(full, None, order(tmp_path / "b.ijk")).blobs == 5
    full.close()


@pytest.mark.parametrize("stage", [backup.COPYING, backup.WRITING, backup.CHECKING])
def test_stopped_at_any_stage_it_leaves_the_old_one_and_nothing_else(
    full: Store, tmp_path: Path, stage: str
) -> None:
    old = backup.make(full, None, order(tmp_path / "b.ijk"))
    with pytest.raises(Cancelled):
        backup.make(full, None, order(tmp_path / "b.ijk"), Heard(stop_at=stage))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.ijk", "data"]
    assert [one.name for one in (tmp_path / "data" / backup.WORK).iterdir()] == ["lock"]
    assert old.file.stat().st_size == old.size
    full.close()


def test_the_leftovers_of_one_that_was_killed_go_with_the_next(full: Store, tmp_path: Path) -> None:
    shelf = tmp_path / "stick"
    shelf.mkdir()
    (shelf / ".inspector-5a5a5a5a-3-20260301-080000.ijk.part").write_bytes(b"half")
    (shelf / ".inspector-5a5a5a5a-4-20260301-080000.ijk.part").write_bytes(b"of another laptop")
    (tmp_path / "data" / backup.WORK / "again").mkdir(parents=True)
    (tmp_path / "data" / backup.WORK / "inspector.db").write_bytes(b"half")
    laptop = backup_places.laptop_of(WORKSPACE, 3)
    place = backup_places.place_of(shelf, tmp_path / "data", laptop, full._clock.now())
    made = backup.make(full, None, backup.Order(place, MADE, "1"))
    assert sorted(one.name for one in shelf.iterdir()) == [
        ".inspector-5a5a5a5a-4-20260301-080000.ijk.part",
        made.file.name,
    ]
    full.close()


def test_a_place_that_does_not_keep_its_bytes_is_found_out(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = backup.make(full, None, order(tmp_path / "b.ijk")).sha256

    def forget(file: object) -> None:
        raw = bytearray((tmp_path / ".b.ijk.part").read_bytes())
        raw[len(raw) // 2] ^= 1
        (tmp_path / ".b.ijk.part").write_bytes(raw)

    monkeypatch.setattr(backup, "harden", forget)
    with pytest.raises(DamagedError, match=r"backup\.not_as_written"):
        backup.make(full, None, order(tmp_path / "b.ijk"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.ijk", "data"]
    assert sha256((tmp_path / "b.ijk").read_bytes()).hexdigest() == old
    full.close()


def test_a_database_with_a_damaged_page_is_not_backed_up_over_the_good_one(
    world: World, tmp_path: Path
) -> None:
    store = fill(world, tmp_path / "data", 60)
    good = backup.make(store, None, order(tmp_path / "b.ijk"))
    store.close()
    raw = bytearray((tmp_path / "data/inspector.db").read_bytes())
    for page in range(8, len(raw) // 4096):
        raw[page * 4096 + 200] ^= 1
    (tmp_path / "data/inspector.db").write_bytes(raw)
    with pytest.raises(DamagedError):
        backup.make(world.open(tmp_path / "data"), None, order(tmp_path / "b.ijk"))
    assert good.file.stat().st_size == good.size


# The file's form.


def header(**changes: object) -> Header:
    whole = {
        "workspace": WORKSPACE,
        "journal_id": "1a" * 16,
        "machine_code": 3,
        "training": True,
        "made": MADE,
        "program": "1",
        "slots": "{}",
        "boxes": Boxes(b"box"),
    }
    return Header(**{**whole, **changes})  # type: ignore[arg-type]


def written(*parts: backup_form.Part) -> bytes:
    file = BytesIO()
    backup_form.write(file, header(), b"k" * 32, parts)
    return file.getvalue()


def items(raw: bytes) -> list[tuple[Kind, str, bytes]]:
    file = BytesIO(raw)
    found, bound = backup_form.read_header(file.read, "f")
    assert found == header()
    return [(one.kind, one.name, one.whole()) for one in backup_form.read(file.read, b"k" * 32, bound)]


def test_items_come_back_whatever_their_size_and_also_when_nobody_reads_them() -> None:
    parts = [told_part(Kind.FILE, f"{n}", bytes([n % 7]) * n) for n in (0, 1, 17, 999_970, 2_500_000)]
    raw = written(*parts, backup_form.end_part({"n": 5}))
    assert items(raw)[:-1] == [(one.kind, one.name, b"".join(one.content)) for one in parts]
    file = BytesIO(raw)
    _, bound = backup_form.read_header(file.read, "f")
    assert len(list(backup_form.read(file.read, b"k" * 32, bound))) == 6


def test_every_prefix_and_every_flip_of_a_form_is_refused() -> None:
    raw = written(told_part(Kind.FILE, "a", b"content"), backup_form.end_part({}))
    chance = random.Random(7)
    spoilt = [raw[:cut] for cut in range(len(raw))] + [raw + b"x"]
    for place in range(len(raw)):
        flipped = bytearray(raw)
        flipped[place] ^= 1 << chance.randrange(8)
        spoilt.append(bytes(flipped))
    for each in spoilt:
        with pytest.raises(DamagedError):
            items(each)


def test_what_comes_after_the_end_is_refused() -> None:
    with pytest.raises(DamagedError, match=r"backup\.damaged"):
        items(written(backup_form.end_part({}), told_part(Kind.FILE, "more", b"x")))


def test_a_newer_form_is_named_with_both_versions() -> None:
    raw = written(backup_form.end_part({}))
    length = int.from_bytes(raw[4:8], "big")

    front = raw[:3] + b"\x02" + raw[4 : 8 + length]
    with pytest.raises(UnavailableError, match=r"backup\.newer") as caught:
        backup_form.read_header(BytesIO(front + sha256(front).digest()).read, "f")
    assert (caught.value.values["have"], caught.value.values["needs"]) == (1, 2)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "forms/../../x",
        "forms/.hidden",
        "forms",
        "fonts/a\\b",
        "keys.json",
        "anchor.json",
        "filing/anchor.json",
        "vault/ab/" + "cd" * 32,
        "vault/ab/" + "ab" * 31,
        "inspector.db/x",
        "",
    ],
)
def test_names_that_are_none_of_ours_are_never_written(tmp_path: Path, name: str) -> None:
    raw = written(told_part(Kind.FILE, name, b"x"), backup_form.end_part({}))
    (tmp_path / "b.ijk").write_bytes(raw)
    with (
        backup_restore.opened(tmp_path / "b.ijk") as told,
        pytest.raises(DamagedError, match=r"backup\.damaged"),
    ):
        backup_restore.unpack(told, b"k" * 32, DataFolder(tmp_path / "in/new"))
    assert not (tmp_path / "x").exists()


def test_another_laptops_keys_do_not_open_it(world: World, full: Store, tmp_path: Path) -> None:
    made = backup.make(full, None, order(tmp_path / "b.ijk"))
    full.close()
    world.keys.vault_key = bytes(32)
    with pytest.raises(DamagedError, match=r"backup\.foreign"):
        put_back(world, made.file, tmp_path / "new")


def test_a_folder_that_is_used_is_refused(tmp_path: Path) -> None:
    backup_restore.refuse_used(tmp_path / "none")
    (tmp_path / "lock").touch()
    backup_restore.refuse_used(tmp_path)
    (tmp_path / "note.txt").touch()
    with pytest.raises(RuleError, match=r"backup\.folder_used"):
        backup_restore.refuse_used(tmp_path)
    with pytest.raises(RuleError, match=r"backup\.folder_used"):
        backup_restore.refuse_used(tmp_path / "note.txt")


def test_a_copy_is_keyed_like_the_database(world: World, full: Store, tmp_path: Path) -> None:
    backup_source.copy_database(full, tmp_path / "copy.db")
    assert "工地".encode() not in (tmp_path / "copy.db").read_bytes()
    facts = backup_source.facts_of(tmp_path / "copy.db", world.keys.data_key, deep=True)
    assert (facts.digest, facts.pages_damaged) == (full.digest(), ())
    shutil.copy(tmp_path / "copy.db", tmp_path / "flipped.db")
    raw = bytearray((tmp_path / "flipped.db").read_bytes())
    raw[-100] ^= 1
    (tmp_path / "flipped.db").write_bytes(raw)
    with pytest.raises(DamagedError, match=r"store\.database_damaged"):
        backup_source.facts_of(tmp_path / "flipped.db", world.keys.data_key, deep=True)
    full.close()
