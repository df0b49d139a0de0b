"""Editions of forms travel with the act that puts them into use."""

import random
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.casework.people import editions, workspace
from inspector_app.catalog import office, packing
from inspector_app.catalog.load import load
from inspector_app.domain.errors import DamagedError
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.store.worlds import PlainKeys

FORMS = assets.folder("forms")


def forms(tmp_path: Path, days: int) -> Path:
    copy = tmp_path / f"forms-{days}"
    shutil.copytree(FORMS, copy)
    options = copy / "options.toml"
    options.write_text(options.read_text("utf-8").replace("reply_days = 3", f"reply_days = {days}"), "utf-8")
    return copy


@pytest.fixture
def there(bench: Bench, tmp_path: Path) -> Iterator[Store]:
    """Another laptop of the office, which heard nothing yet."""
    mine = bench.desk.store
    store = Store.create(
        DataFolder(tmp_path / "there"),
        PlainKeys(),
        workspace=mine.meta.workspace,
        machine_code=9,
        root=mine.keyring.root,
        clock=bench.clock,
        training=True,
    )
    yield store
    store.close()


def bring(bench: Bench, there: Store) -> None:
    there.merge(bench.desk.store.entries())


def bring_files(bench: Bench, there: Store) -> None:
    for digest in there.blobs_absent():
        if bench.desk.store.has_blob(digest):
            there.put_blob(bench.desk.store.blob(digest))


def test_an_edition_comes_into_use_on_the_other_laptop_with_its_files(
    bench: Bench, there: Store, tmp_path: Path
) -> None:
    editions.activate(bench.desk, forms(tmp_path, 5), bench.folder / workspace.FORMS)
    place = tmp_path / "there" / workspace.FORMS
    assert editions.in_use(there, place)[0].options.reply_days == 3
    bring(bench, there)
    rules, warning = editions.in_use(there, place)
    assert rules.options.reply_days == 3  # the act is here, its files are not yet
    assert warning is not None
    assert warning.code == "forms.edition_missing"
    bring_files(bench, there)
    rules, warning = editions.in_use(there, place)
    assert (rules.options.reply_days, warning) == (5, None)
    assert office.active(place, FORMS)[0].options.reply_days == 5  # without a sign-in too
    assert editions.in_use(there, place) == (rules, None)


def test_the_newest_of_several_is_used_and_the_older_ones_are_kept(
    bench: Bench, there: Store, tmp_path: Path
) -> None:
    told = [
        editions.activate(bench.desk, forms(tmp_path, days), bench.folder / workspace.FORMS)
        for days in (5, 7, 9)
    ]
    bring(bench, there)
    bring_files(bench, there)
    place = tmp_path / "there" / workspace.FORMS
    assert editions.in_use(there, place)[0].options.reply_days == 9
    for edition, days in zip(told, (5, 7, 9), strict=True):
        pinned = office.edition(place, FORMS, edition)
        assert pinned is not None
        assert pinned.options.reply_days == days


def test_both_laptops_use_the_same_after_two_administrators_chose_apart(
    bench: Bench, there: Store, tmp_path: Path
) -> None:
    """Neither knew of the other: whose act stands last in the order of acts is the same on both."""
    bring(bench, there)
    mine, place = bench.folder / workspace.FORMS, tmp_path / "there" / workspace.FORMS
    editions.activate(bench.desk, forms(tmp_path, 5), mine)
    editions.activate(replace(bench.desk, store=there), forms(tmp_path, 7), place)
    bring(bench, there)
    bring_files(bench, there)
    bench.desk.store.merge(there.entries())
    for digest in bench.desk.store.blobs_absent():
        if there.has_blob(digest):
            bench.desk.store.put_blob(there.blob(digest))
    here, far = editions.in_use(bench.desk.store, mine)[0], editions.in_use(there, place)[0]
    assert here.edition == far.edition
    assert here.options.reply_days in (5, 7)


def test_a_copy_that_somebody_changed_is_mended_from_what_was_signed(bench: Bench, tmp_path: Path) -> None:
    place = bench.folder / workspace.FORMS
    edition = editions.activate(bench.desk, forms(tmp_path, 5), place)
    changed = place / office.EDITIONS / edition / "options.toml"
    changed.write_text(changed.read_text("utf-8").replace("reply_days = 5", "reply_days = 4"), "utf-8")
    rules, warning = editions.in_use(bench.desk.store, place)
    assert (rules.options.reply_days, warning) == (5, None)
    assert len(list((place / office.EDITIONS).glob("damaged-*"))) == 1


def test_the_same_edition_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = forms(tmp_path, 5), tmp_path / "again"
    shutil.copytree(one, two)
    assert packing.pack(one) == packing.pack(two)
    files = packing.unpack(packing.pack(one), "x")
    assert {name: (one / name).read_bytes() for name in files} == dict(files)
    assert len(files) == len(list(one.rglob("*.toml")))


def refused(content: bytes, tmp_path: Path, edition: str = "0" * 64) -> None:
    with pytest.raises(DamagedError) as caught:
        office.receive(content, tmp_path / "office", edition)
    assert caught.value.code == "forms.edition_changed"
    assert not (tmp_path / "office" / office.EDITIONS / edition).exists()
    assert list((tmp_path / "office").rglob(".new-*")) == []


@pytest.mark.parametrize(
    "names",
    [
        ["../options.toml"],
        ["/options.toml"],
        ["a/../../options.toml"],
        ["options.exe"],
        ["a\\options.toml"],
        ["options.toml", "options.toml"],
        [".hidden/../x.toml"],
        [f"f{n}.toml" for n in range(packing.MOST_FILES + 1)],
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_no_edition_has_are_refused(names: list[str], tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    refused(packed.getvalue(), tmp_path)


def test_a_bomb_and_another_edition_are_refused(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("options.toml", b" " * (packing.MOST_BYTES + 1))
    refused(packed.getvalue(), tmp_path)
    refused(packing.pack(forms(tmp_path, 5)), tmp_path, load(FORMS).edition)


def test_damaged_files_are_refused_whatever_is_wrong_with_them(tmp_path: Path) -> None:
    chance, whole = random.Random(3), packing.pack(FORMS)
    edition = load(FORMS).edition
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 9)):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        content = bytes(broken[: chance.choice((len(broken), chance.randrange(len(broken))))])
        kept = tmp_path / "office" / office.EDITIONS / edition
        if received(content, tmp_path, edition):  # what was hit says nothing: a date, a flag
            assert load(kept).edition == edition
            shutil.rmtree(tmp_path / "office")
        else:
            assert not kept.exists()


def received(content: bytes, tmp_path: Path, edition: str) -> bool:
    try:
        office.receive(content, tmp_path / "office", edition)
    except DamagedError as problem:
        if problem.code != "forms.edition_changed":
            raise
        return False
    return True
