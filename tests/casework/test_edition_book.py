"""A new edition looked at before it is used: faults, examples, differences; packs and who signed them."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import edition_book, editions, form_packs, proofs, workspace
from inspector_app.casework.people.edition_book import Candidate
from inspector_app.catalog.comparing import compared
from inspector_app.catalog.unproven import unproven
from inspector_app.domain.errors import InspectorError
from tests.casework.bench import Bench
from tests.casework.bureau import bureau_of
from tests.casework.conftest import CHEAP, START, at_work

FORMS = assets.folder("forms")


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return shutil.copytree(FORMS, tmp_path / "forms")


@pytest.fixture
def room(bench: Bench) -> Path:
    return bench.folder / workspace.FORMS


def change(forms: Path, name: str, old: str, new: str) -> None:
    path = forms / name
    told = path.read_text("utf-8")
    assert old in told
    path.write_text(told.replace(old, new, 1), "utf-8")


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(InspectorError) as caught:
        action()
    return caught.value.code


def in_use(bench: Bench, room: Path) -> str:
    return editions.in_use(bench.desk.store, room)[0].edition


def test_what_differs_is_told_by_file_entry_and_field(forms: Path) -> None:
    change(forms, "options.toml", "reply_days = 3", "reply_days = 5")
    change(forms, "clauses/decree37.toml", "施工前组织编制专项施工方案", "施工前编审专项施工方案")
    change(forms, "documents/stop_work_notice.toml", "{机号}-{流水}", "{机号}第{流水}")
    text = (forms / "calendars/2026.toml").read_text("utf-8").replace("2026", "2027")
    (forms / "calendars/2027.toml").write_text(text, "utf-8")
    (forms / "conduct/local.toml").unlink()
    told = compared(FORMS, forms)
    rows = {(one.file, one.field): (one.old, one.new) for one in told}
    assert rows["options.toml", "reply_days"] == ("3", "5")
    assert rows["clauses/decree37.toml", "power"] == ("施工前组织编制专项施工方案", "施工前编审专项施工方案")
    assert next(one.item for one in told if one.field == "power").endswith("（decree37-10）")
    assert rows["documents/stop_work_notice.toml", "number"][1] == "{代字}{文种}〔{年}〕{机号}第{流水}号"
    assert rows["calendars/2027.toml", ""] == (None, "calendars/2027.toml")
    assert rows["conduct/local.toml", ""] == ("conduct/local.toml", None)
    assert len(told) == 5


def test_entries_that_came_and_went_are_told_as_such(forms: Path) -> None:
    change(forms, "clauses/decree37.toml", 'id = "decree37-12"', 'id = "decree37-12b"')
    told = compared(FORMS, forms)
    assert [(one.old is None, one.new is None) for one in told] == [(False, True), (True, False)]
    assert compared(forms, forms) == ()


def test_an_edition_is_looked_at_compared_and_signed_into_use(bench: Bench, room: Path, forms: Path) -> None:
    change(forms, "options.toml", "reply_days = 3", "reply_days = 5")
    change(forms, "edition.toml", 'name = "', 'name = "试行·')
    before = bench.desk.store.digest()
    told = edition_book.look_at(bench.desk, forms, room)
    assert (told.fit, told.errors, told.failed, len(told.changes)) == (True, (), (), 2)
    assert told.passed > 100
    assert bench.desk.store.digest() == before
    used = edition_book.put_into_use(bench.desk, told, room)
    assert in_use(bench, room) == used == told.edition
    first, last = edition_book.history(bench.desk, room)
    assert (first.edition, first.by, first.in_use, first.next) == (used, "培训员", False, True)
    assert (last.since, last.in_use, last.next) == (None, True, False)
    assert last.edition == bench.desk.rules.edition
    again = edition_book.look_at(bench.desk, edition_book.folder_of(room, last.edition), room)
    assert refused(lambda: edition_book.put_into_use(bench.desk, again, room)) == (
        "administration.edition_same"
    )
    assert edition_book.use_again(bench.desk, again, room) == last.edition
    assert in_use(bench, room) == last.edition


def not_used(bench: Bench, room: Path, told: Candidate) -> str:
    before, now = bench.desk.store.digest(), in_use(bench, room)
    code = refused(lambda: edition_book.put_into_use(bench.desk, told, room))
    assert (bench.desk.store.digest(), in_use(bench, room)) == (before, now)
    return code


def test_one_whose_example_fails_is_not_used_and_the_example_is_shown(
    bench: Bench, room: Path, forms: Path
) -> None:
    change(forms, "calendars/2026.toml", "2026-10-01, ", "")
    told = edition_book.look_at(bench.desk, forms, room)
    assert not told.fit
    (failed,) = told.failed
    assert (failed["file"], failed["expected"], failed["got"]) == ("calendars/2026.toml", "False", "True")
    assert [(one.file, one.field) for one in told.changes] == [("calendars/2026.toml", "holidays")]
    assert not_used(bench, room, told) == "forms.examples_failed"


def test_one_with_faults_names_file_line_and_field(bench: Bench, room: Path, forms: Path) -> None:
    change(forms, "options.toml", "reply_days = 3", "reply_days = 300")
    told = edition_book.look_at(bench.desk, forms, room)
    (fault,) = told.errors
    text = (forms / "options.toml").read_text("utf-8").split("\n")
    assert (fault.file, fault.field) == ("options.toml", "reply_days")
    assert text[fault.line - 1].startswith("reply_days = 300")
    assert told.changes == ()
    assert not_used(bench, room, told) == "forms.faulty"


def test_who_is_no_administrator_uses_none_and_packs_none(
    bench: Bench, room: Path, forms: Path, tmp_path: Path
) -> None:
    change(forms, "options.toml", "reply_days = 3", "reply_days = 5")
    told = edition_book.look_at(bench.desk, forms, room)
    supervisor = bureau_of(bench).supervisor
    before = bench.desk.store.digest()
    assert refused(lambda: edition_book.put_into_use(supervisor, told, room)) == "store.no_right"
    out = tmp_path / "x.zip"
    assert refused(lambda: form_packs.write(supervisor, FORMS, out)) == "administration.no_right"
    unsigned = replace(bench.desk, signer=None)
    assert refused(lambda: edition_book.put_into_use(unsigned, told, room)) == "edition.not_signed"
    assert refused(lambda: form_packs.write(unsigned, FORMS, out)) == "administration.not_signed"
    assert (bench.desk.store.digest(), out.exists()) == (before, False)


# Packs.


@pytest.fixture
def pack(bench: Bench, forms: Path, tmp_path: Path) -> Path:
    change(forms, "options.toml", "reply_days = 3", "reply_days = 5")
    out = tmp_path / "表单包.zip"
    form_packs.write(bench.desk, forms, out)
    return out


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Bench]:
    """Another office, with a root of its own."""
    folder = tmp_path / "stranger" / "data"
    workspace.make_training(folder, PlayedClock(START), cost=CHEAP)
    there = at_work(folder, START)
    yield there
    there.session.close()


def test_a_pack_says_who_signed_it_and_is_the_same_edition(
    bench: Bench, room: Path, forms: Path, pack: Path
) -> None:
    told = edition_book.look_at(bench.desk, pack, room)
    assert told.pack.signed == form_packs.Signed("培训员", bench.desk.today())
    assert told.edition == edition_book.look_at(bench.desk, forms, room).edition
    assert told.fit
    assert refused(lambda: form_packs.write(bench.desk, forms, pack)) == "form_pack.there_already"


def test_a_pack_of_another_office_is_refused(bench: Bench, pack: Path, stranger: Bench) -> None:
    assert refused(lambda: form_packs.read(stranger.desk.store, pack)) == "form_pack.other_office"
    assert form_packs.read(bench.desk.store, pack).signed is not None


def rewritten(pack: Path, out: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(pack) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out


def test_an_altered_pack_is_refused(bench: Bench, pack: Path, tmp_path: Path) -> None:
    store = bench.desk.store
    held = store.keyring.root.key_id

    def manifest(**changed: object) -> Callable[[dict[str, bytes]], None]:
        def alter(parts: dict[str, bytes]) -> None:
            told = json.loads(parts[form_packs.MANIFEST]) | changed
            parts[form_packs.MANIFEST] = json.dumps(told).encode()

        return alter

    def forms_changed(parts: dict[str, bytes]) -> None:
        with zipfile.ZipFile(BytesIO(parts[form_packs.FORMS])) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        files["options.toml"] += b"\n# one line more\n"
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        parts[form_packs.FORMS] = made.getvalue()

    for n, (alter, code) in enumerate(
        (
            (forms_changed, "form_pack.altered"),
            (manifest(on="2020-01-01"), "form_pack.altered"),
            (manifest(on="yesterday"), "form_pack.altered"),
            (manifest(signature="!!!"), "form_pack.altered"),
            (manifest(key="0" * 16), "form_pack.unknown_signer"),
            (manifest(key=held), "form_pack.altered"),
            (manifest(root="0" * 16), "form_pack.other_office"),
            (manifest(workspace="0" * 32), "form_pack.other_office"),
            (lambda parts: parts.pop(form_packs.FORMS), "form_pack.altered"),
            (lambda parts: parts.update({form_packs.MANIFEST: b"[]"}), "form_pack.altered"),
            (lambda parts: parts.update({form_packs.MANIFEST: b"{"}), "form_pack.no_forms"),
            (lambda parts: parts.update({form_packs.MANIFEST: b" " * 70_000}), "form_pack.altered"),
        )
    ):
        bad = rewritten(pack, tmp_path / f"bad-{n}.zip", alter)
        assert refused(lambda: form_packs.read(store, bad)) == code, n  # noqa: B023


def test_a_supervisors_signature_makes_no_pack(bench: Bench, pack: Path, tmp_path: Path) -> None:
    supervisor = bureau_of(bench).supervisor
    assert supervisor.signer is not None
    forms = packed_forms(pack)
    content = form_packs._packed(supervisor, supervisor.signer, forms)
    bad = tmp_path / "s.zip"
    bad.write_bytes(content)
    assert refused(lambda: form_packs.read(bench.desk.store, bad)) == "form_pack.unknown_signer"


def packed_forms(pack: Path) -> bytes:
    with zipfile.ZipFile(pack) as archive:
        return archive.read(form_packs.FORMS)


def test_a_plain_archive_is_a_draft_also_with_its_folder_inside(bench: Bench, tmp_path: Path) -> None:
    for head in ("", "forms/", "我的表单/forms/"):
        out = tmp_path / "plain.zip"
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(f"{head}readme.txt", "x")
            for path in sorted(FORMS.rglob("*.toml")):
                archive.write(path, head + path.relative_to(FORMS).as_posix())
        told = form_packs.read(bench.desk.store, out)
        assert told.signed is None
        assert told.files == {
            path.relative_to(FORMS).as_posix(): path.read_bytes() for path in FORMS.rglob("*.toml")
        }


@pytest.mark.parametrize("name", ["none.zip", "text.zip", "empty", "photo.zip"])
def test_what_holds_no_forms_is_refused(bench: Bench, tmp_path: Path, name: str) -> None:
    (tmp_path / "text.zip").write_text("no archive", "utf-8")
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "photo.zip", "w") as archive:
        archive.writestr("a.jpg", b"x")
    code = refused(lambda: form_packs.read(bench.desk.store, tmp_path / name))
    assert code == ("form_pack.unreadable" if name == "none.zip" else "form_pack.no_forms")


def test_a_pack_is_written_whole_or_not_at_all(bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "no" / "such" / "x.zip"
    assert refused(lambda: form_packs.write(bench.desk, FORMS, out)) == "form_pack.not_written"
    assert not out.parent.exists()


# Marks.


def test_every_unproven_mark_of_the_shipped_forms_is_found() -> None:
    told = unproven(FORMS)
    marked = {path.relative_to(FORMS).as_posix() for path in FORMS.rglob("*.toml") if marks(path)}
    assert {one.file for one in told} == marked
    assert len({one.digest for one in told}) == len(told)
    text = (FORMS / "clauses/decree37.toml").read_text("utf-8").split("\n")
    ten = next(one for one in told if one.id == "decree37-10")
    assert text[ten.line - 1] == "[[clause]]"
    assert (ten.title, ten.says) == ("《危大工程规定》第十条", "施工前组织编制专项施工方案")
    assert ten.provenance == "凭记忆录入，可信度中等，未逐字核对"


def marks(path: Path) -> bool:
    return any(
        one.lstrip().startswith("proofed = false") or "proofed = false," in one
        for one in path.read_text("utf-8").split("\n")
    )


def test_a_tick_holds_until_a_word_is_changed(bench: Bench, forms: Path) -> None:
    clauses = [one for one in unproven(forms) if one.file == "clauses/decree37.toml"]
    assert proofs.tick(bench.desk, [one.digest for one in clauses], "国家法规库 2026-11") == len(clauses)
    change(forms, "clauses/decree37.toml", "施工前组织编制专项施工方案", "施工前编审专项施工方案")
    change(forms, "clauses/decree37.toml", "可信度中等", "可信度较高")  # of the source only
    told = proofs.proofs(bench.desk.store)
    left = [one.id for one in unproven(forms) if one.file == clauses[0].file and one.digest not in told]
    assert left == ["decree37-10"]
    held = told[clauses[1].digest]
    assert (held.by, held.on, held.source) == ("培训员", bench.desk.today(), "国家法规库 2026-11")
    proofs.withdraw(bench.desk, [clauses[1].digest])
    assert clauses[1].digest not in proofs.proofs(bench.desk.store)
    assert proofs.tick(bench.desk, [clauses[1].digest], "再核") == 1


def test_who_may_not_and_what_is_missing_ticks_nothing(bench: Bench) -> None:
    inspector = bureau_of(bench).inspector
    before = bench.desk.store.digest()
    assert refused(lambda: proofs.tick(inspector, ["a" * 64], "x")) == "administration.no_right"
    assert refused(lambda: proofs.tick(bench.desk, ["a" * 64], " ")) == "administration.source_missing"
    assert refused(lambda: proofs.tick(bench.desk, [], "x")) == "administration.nothing_ticked"
    assert bench.desk.store.digest() == before
