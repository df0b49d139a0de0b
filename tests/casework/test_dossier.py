"""案卷: what goes into the file of a target, and the export that is whole or not at all."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from inspector_app.casework.overview import archiving, binding, dossier_file
from inspector_app.casework.overview.dossier_file import BOUND, LIST_CSV, LIST_JSON, Exported
from inspector_app.casework.papers import countersigns, documents, issued, recheck, returns, service
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.play import main_job
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case
from inspector_app.catalog.messages import Messages
from inspector_app.documents.binding import PdfBinder
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.domain.dossier import Album
from inspector_app.domain.errors import Cancelled, DamagedError, InspectorError, RuleError, UnavailableError
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.casework.conftest import play
from tests.casework.dossiers import forged, kind_of, picture, target_of

ZH, EN = Messages("zh"), Messages("en")
LABELS = ("现场检查记录", "停工（整改）通知书", "限期整改通知书", "送达回证")


# ---- what goes into a file


@dataclass
class Whole:
    """A visit with everything that a file can hold."""

    played: Played
    target_id: str
    void: issued.Issued
    notice: issued.Issued
    scan: str
    photos: list[str]


def foreign_scan(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(842, 595)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def whole(bench: Bench, site_case: Case) -> Whole:
    played = play(bench, site_case, until="serve")
    desk, store = bench.desk, bench.desk.store
    void_id = main_job.another(desk, played, site_case)
    documents.issue(desk, void_id, date_confirmed=True)
    documents.void(desk, void_id, "日期有误")
    notice = kind_of(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    main = next(one.party_id for one in notice.recipients if one.main)
    scan = returns.take_in(desk, notice.id, foreign_scan(2), Return(main, True, True), name="签字件.pdf")
    returns.take_in(desk, notice.id, picture("white", (700, 1000)), Return(main, True, False))
    signer = Signer("骆远山", "项目经理", SignerRole.RECEIVER, main)
    countersigns.sign(desk, notice.id, signer, [[(0.1, 0.2, 0.0), (0.5, 0.6, 0.1)]])
    service.attach_photo(desk, notice.id, picture("blue"))
    forged(store, notice.id)
    photos = [str(one.fields["sha256"]) for one in store.records("photo")]
    after(bench, played)
    return Whole(
        played, target_of(store, played), issued.must_be_issued(store, void_id), notice, scan, photos
    )


def after(bench: Bench, played: Played) -> None:
    """A recheck with a photo of what became of the first finding, at a later visit."""
    bench.clock.moment += timedelta(days=3)
    desk = bench.desk
    later = inspections.begin(
        desk, target_of(desk.store, played), (), started=bench.clock.moment.isoformat(), source="复查"
    )
    told = {
        "inspection_id": later,
        "finding_id": played.finding_ids[0],
        "sha256": desk.store.put_blob(picture("green")),
        "caption": "连墙件已补齐",
        "stage": "after",
        "sort": 0,
    }
    with desk.store.transaction(desk.user) as tx:
        tx.create("photo", told)
    recheck.recheck(desk, desk.today(), (recheck.Result(played.finding_ids[0], "rectified"),), ("沈知远",))


def names(plan: binding.Plan) -> list[str]:
    return [entry.name for entry in plan.entries]


def test_the_file_is_laid_up_in_the_order_of_practice(bench: Bench, whole: Whole) -> None:
    plan = binding.plan(bench.desk, binding.scope_of(bench.desk, whole.target_id))
    assert names(plan) == [
        "现场检查记录",
        "现场检查照片",
        "停工（整改）通知书",
        "限期整改通知书",
        "限期整改通知书（签字件）",
        "限期整改通知书（签字件）",
        "限期整改通知书（签名页，骆远山）",
        "限期整改通知书",
        "送达回证",
        "送达回证",
        "送达影像",
        "整改前后对照照片",
        "无效操作记录",
    ]
    notes = {entry.number: entry.note for entry in plan.entries if entry.name == "限期整改通知书"}
    assert notes == {whole.notice.number: "", whole.void.number: "作废"}
    places = [list(binding.Part).index(entry.part) for entry in plan.entries]
    assert places == sorted(places)


def test_a_visit_is_filed_with_all_that_followed_from_its_findings(bench: Bench, site_case: Case) -> None:
    """A resumption that was begun at a later visit goes back to the visit of its stop-work."""
    played = play(bench, site_case)
    store, desk = bench.desk.store, bench.desk
    resumption = kind_of(bench, played, DocumentKind.RESUMPTION_NOTICE)
    target_id = target_of(store, played)
    other = inspections.begin(desk, target_id, (), started=bench.clock.moment.isoformat(), source="另一次")
    with store.transaction(desk.user) as tx:
        tx.set("document", resumption.id, {"inspection_id": other})
    mine = binding.plan(desk, binding.scope_of(desk, played.inspection_id))
    assert names(mine)[-1] == "复工通知书"
    assert {entry.visit_id for entry in mine.entries} == {played.inspection_id}
    assert mine.matters == ("建筑施工领域专项检查（第四季度）",)


def test_a_period_takes_what_was_done_in_it(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    target_id = target_of(bench.desk.store, played)
    resumed = kind_of(bench, played, DocumentKind.RESUMPTION_NOTICE)
    assert resumed.issued_on is not None
    plan = binding.plan(bench.desk, binding.scope_of(bench.desk, target_id, first=resumed.issued_on))
    assert [entry.number for entry in plan.entries] == [resumed.number]
    assert plan.first == resumed.issued_on


def test_a_recheck_in_the_period_shows_what_was_before_it(bench: Bench, whole: Whole) -> None:
    later = bench.desk.store.record("inspection", bench.desk.store.ids("inspection")[0])
    assert later is not None
    on = date.fromisoformat(str(later.fields["started"])[:10])
    plan = binding.plan(bench.desk, binding.scope_of(bench.desk, whole.target_id, first=on))
    (entry,) = (one for one in plan.entries if one.name == "整改前后对照照片")
    assert entry.visit_id == whole.played.inspection_id
    album = entry.body
    assert isinstance(album, Album)
    assert next(shot.sha256 for shot in album.rows[0].shots if shot) == whole.photos[0]


def test_the_ninth_number_lies_before_the_tenth(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    for _ in range(11):
        documents.issue(bench.desk, main_job.another(bench.desk, played, site_case), date_confirmed=True)
    plan = binding.plan(bench.desk, binding.scope_of(bench.desk, played.inspection_id))
    numbers = [entry.number for entry in plan.entries if entry.name == "限期整改通知书"]
    assert [one.split("-")[1] for one in numbers] == [f"{n}号" for n in range(1, 12)]


REFUSED: dict[str, tuple[Callable[[Bench, str, str], binding.Scope], str]] = {
    "no such record": (lambda b, *_: binding.scope_of(b.desk, "f" * 32), "dossier.no_subject"),
    "no id": (lambda b, *_: binding.scope_of(b.desk, ""), "dossier.no_subject"),
    "reversed": (
        lambda b, target, _: binding.scope_of(b.desk, target, date(2026, 2, 2), date(2026, 2, 1)),
        "dossier.period_reversed",
    ),
    "a period of one visit": (
        lambda b, _, visit: binding.scope_of(b.desk, visit, date(2026, 2, 2)),
        "dossier.period_of_matter",
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_cannot_be_a_file_is_refused(bench: Bench, played: Played, how: str) -> None:
    asked, code = REFUSED[how]
    with pytest.raises(RuleError) as caught:
        asked(bench, target_of(bench.desk.store, played), played.inspection_id)
    assert caught.value.code == code


# ---- the export


def export(bench: Bench, whole: Whole, out: Path, **more: Any) -> Exported:
    scope = binding.scope_of(bench.desk, whole.target_id)
    return dossier_file.export(bench.desk, PdfBinder(), scope, out, **more)


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            "".join(page.get_textpage().get_text_bounded().split()).replace("\u0002", "") for page in document
        ]
    finally:
        document.close()


def rows_of(folder: Path) -> list[dict[str, str]]:
    told = (folder / LIST_CSV).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(told, newline="")))


def test_the_originals_are_the_very_bytes_and_their_list_says_so(
    bench: Bench, whole: Whole, tmp_path: Path
) -> None:
    made = export(bench, whole, tmp_path / "out")
    store = bench.desk.store
    rows = rows_of(tmp_path / "out")
    told = json.loads((tmp_path / "out" / LIST_JSON).read_text("utf-8"))
    assert [one["sha256"] for one in told["files"]] == [one["SHA-256"] for one in rows]
    for row in rows:
        raw = (tmp_path / "out" / row["文件"]).read_bytes()
        assert sha256(raw).hexdigest() == row["SHA-256"]
        assert raw == store.blob(row["SHA-256"])
    kept = {row["SHA-256"] for row in rows}
    assert {whole.notice.pdf_sha256, whole.void.pdf_sha256, whole.scan, *whole.photos} <= kept
    for one in made.files:
        assert sha256(one.path.read_bytes()).hexdigest() == one.sha256
    assert {one.path for one in made.files} == {
        path for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert made.lacking == ()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_bound_file_numbers_its_pages_and_its_index_finds_them(
    bench: Bench, whole: Whole, tmp_path: Path
) -> None:
    archiving.set_retention(bench.desk, 30)
    made = export(bench, whole, tmp_path / "out", archive_number="A-7")
    pages = texts(tmp_path / "out" / BOUND)
    assert len(pages) == made.sheets == made.pages + 3
    assert all(part in pages[0] for part in ("案卷", "临江雅苑二期3标段", "A-7", "30年", f"{made.pages}页"))
    assert "卷内文件目录" in pages[1]
    assert "卷内备考表" in pages[-1]
    numbered = pages[2:-1]
    assert len(numbered) == made.pages
    for number, text in enumerate(numbered, start=1):
        assert str(number) in text, (number, text)
    for row in rows_of(tmp_path / "out"):
        first = int(row["页号"].split("–")[0])
        if row["文件名称"] in LABELS:
            assert row["文号"] in numbered[first - 1]
    void = next(row for row in rows_of(tmp_path / "out") if row["文号"] == whole.void.number)
    assert "作废" in numbered[int(void["页号"].split("–")[0]) - 1]
    assert "作废" in void["备注"]
    assert any("整改前" in text and "复查时" in text for text in numbered)
    assert any("无效操作记录" in text and "stranger" in text for text in numbered)
    assert f"作废文书1件：{whole.void.number}" in pages[-1]


def test_an_outline_leads_to_each_document(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    export(bench, whole, tmp_path / "out")
    document = pypdfium2.PdfDocument(tmp_path / "out" / BOUND)
    toc = [(one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    labels = [document.get_page_label(n) for n in range(len(document))]
    document.close()
    assert [one for one, _ in toc[:2]] == ["封面", "卷内文件目录"]
    assert toc[-1] == ("卷内备考表", len(labels) - 1)
    assert all(before[1] <= behind[1] for before, behind in pairwise(toc))
    assert labels[2:-1] == [str(n) for n in range(1, len(labels) - 2)]
    assert f"限期整改通知书　{whole.notice.number}" in [one for one, _ in toc]


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_photo_that_is_gone_is_named_on_its_page(
    bench: Bench, whole: Whole, tmp_path: Path, damage: str
) -> None:
    hurt(bench.desk.store, whole.photos[0], damage)
    made = export(bench, whole, tmp_path / "out")
    word = {"missing": "原件缺失", "damaged": "原件损坏"}[damage]
    assert len(made.lacking) == 1
    (row,) = (one for one in rows_of(tmp_path / "out") if one["SHA-256"] == whole.photos[0])
    assert (row["文件"], row["备注"]) == ("", word)
    pages = texts(tmp_path / "out" / BOUND)
    assert word in pages[2:-1][int(row["页号"]) - 1]
    assert word in pages[-1]


def test_a_scan_that_is_gone_gets_a_page_that_says_so(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    hurt(bench.desk.store, whole.scan, "missing")
    made = export(bench, whole, tmp_path / "out")
    (row,) = (one for one in rows_of(tmp_path / "out") if one["SHA-256"] == whole.scan)
    assert "限期整改通知书（签字件）" in made.lacking[0]
    page = texts(tmp_path / "out" / BOUND)[2:-1][int(row["页号"]) - 1]
    assert "原件缺失" in page
    assert whole.scan in page


def hurt(store: Store, digest: str, how: str) -> None:
    """Take a file out of the vault, or turn one of its bytes round."""
    name = store._vault.name(digest)
    path = store.folder.vault / name[:2] / name
    if how == "missing":
        path.unlink()
        return
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_document_that_is_not_what_was_issued_stops_everything(
    bench: Bench, whole: Whole, tmp_path: Path, damage: str
) -> None:
    hurt(bench.desk.store, whole.notice.pdf_sha256, damage)
    with pytest.raises(DamagedError) as caught:
        export(bench, whole, tmp_path / "out")
    assert (caught.value.code, caught.value.values["number"]) == ("dossier.file_altered", whole.notice.number)
    assert list(tmp_path.glob("*out*")) == list(tmp_path.glob(".*out*")) == []


def test_a_record_altered_by_sql_stops_everything(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    with bench.desk.store._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE act SET content = json_set(content, '$.pages', 9) WHERE kind = 'issue' AND entity_id = ?",
            (whole.notice.id,),
        )
    with pytest.raises(DamagedError) as caught:
        export(bench, whole, tmp_path / "out")
    assert (caught.value.code, caught.value.where) == ("dossier.record_altered", whole.notice.number)
    assert not (tmp_path / "out").exists()


class Stopping:
    """Progress that is cancelled at a step."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, list[tuple[int, int]]()

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.seen.append((done, total))
        if len(self.seen) == self.at:
            raise Cancelled


@pytest.mark.parametrize("at", [1, 5, 20, 30])
def test_cancelled_it_leaves_nothing(bench: Bench, whole: Whole, tmp_path: Path, at: int) -> None:
    out = tmp_path / "a" / "out"
    with pytest.raises(Cancelled):
        export(bench, whole, out, progress=Stopping(at))
    assert list((tmp_path / "a").iterdir()) == []
    export(bench, whole, out)
    assert (out / BOUND).exists()


def test_progress_goes_forward_to_its_end(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    watched = Stopping(0)
    export(bench, whole, tmp_path / "out", progress=watched)
    assert watched.seen == sorted(watched.seen)
    assert watched.seen[-1] == (1000, 1000)


def test_a_folder_with_something_in_it_is_left_alone(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(RuleError) as caught:
        export(bench, whole, out)
    assert caught.value.code == "dossier.folder_taken"
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    (out / "mine.txt").unlink()
    export(bench, whole, out)
    assert (out / BOUND).exists()


def test_a_place_that_is_no_folder_is_refused_in_words(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UnavailableError) as caught:
        export(bench, whole, tmp_path / "file" / "out")
    assert caught.value.code == "dossier.refused_place"
    assert ZH.knows(caught.value.code)


class FullDisk(PdfBinder):
    """A binder whose disk is full half-way."""

    def bind(self, volume: Any, out: Path, work: Path, progress: Any) -> Any:
        (work / "half.pdf").write_bytes(b"x")
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_half(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    scope = binding.scope_of(bench.desk, whole.target_id)
    with pytest.raises(UnavailableError) as caught:
        dossier_file.export(bench.desk, FullDisk(), scope, tmp_path / "out")
    assert caught.value.code == "dossier.disk_full"
    assert [path for path in tmp_path.iterdir() if "out" in path.name] == []


def test_a_target_without_anything_has_no_file(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    scope = binding.scope_of(bench.desk, whole.target_id, date(2001, 1, 1), date(2001, 1, 2))
    with pytest.raises(RuleError) as caught:
        dossier_file.export(bench.desk, PdfBinder(), scope, tmp_path / "out")
    assert caught.value.code == "dossier.empty"


def test_the_list_is_safe_for_a_spreadsheet(bench: Bench, whole: Whole, tmp_path: Path) -> None:
    store, desk = bench.desk.store, bench.desk
    photo = store.records("photo")[0]
    with store.transaction(desk.user) as tx:
        tx.set("photo", photo.id, {"caption": '=1+1"\n@x'})
        tx.set("finding", whole.played.finding_ids[0], {"location": "=cmd"})
    export(bench, whole, tmp_path / "out")
    raw = (tmp_path / "out" / LIST_CSV).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert all(len(row) == 9 for row in csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))
    cells = [cell for row in csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert '照片1　问题1　=1+1" @x' in cells


def test_only_whole_years_are_kept_and_not_by_everybody(bench: Bench) -> None:
    desk = bench.desk
    assert archiving.retention(desk.store) is None
    for years, code in ((-1, "dossier.retention_wrong"), (101, "dossier.retention_wrong")):
        with pytest.raises(InspectorError) as caught:
            archiving.set_retention(desk, years)
        assert caught.value.code == code
    archiving.set_retention(desk, 0)
    assert archiving.retention(desk.store) == 0
    with pytest.raises(InspectorError) as caught:
        archiving.set_retention(replace(desk, user="nobody"), 10)
    assert caught.value.code == "dossier.no_right"
