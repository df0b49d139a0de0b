"""A period counted, its lists, and saved reports: kept as they were, told what came and went since."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]

from inspector_app.answers.statistics import sources_of
from inspector_app.casework.papers import documents, issued
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError
from inspector_app.domain.statistics import By, Counts, figures
from inspector_app.reports import absent, half_year, papers, saved
from inspector_app.reports.counting import Counted, Sources, counted
from inspector_app.reports.entries import entries
from inspector_app.reports.figures import facts_of, whole
from tests.casework.bench import Bench
from tests.reports.world import FIRST, LAST, HalfYear

OFFICE = "望江区住房和城乡建设局"


@pytest.fixture(scope="module")
def sources(half_year: HalfYear) -> Sources:
    return sources_of(half_year.bench.session)


@pytest.fixture
def told(sources: Sources) -> Counted:
    # Counted for each test: one of them voids a paper, and the order is the workers' own.
    return counted(sources, FIRST, LAST)


def test_what_is_read_for_a_period_counts_as_everything_does(sources: Sources) -> None:
    everything = facts_of(sources.store)
    for first, last in ((FIRST, LAST), (FIRST, FIRST), (LAST, LAST), (date(2026, 2, 1), date(2026, 4, 30))):
        narrow = whole(sources.store, first, last)
        for one, other in zip(
            figures(narrow, first, last, (), sources.definitions),
            figures(everything, first, last, (), sources.definitions),
            strict=True,
        ):
            assert set(one.ids) == set(other.ids), one.code


@pytest.mark.parametrize("by", [one for one in By if one is not By.NONE])
def test_slices_hold_the_whole_and_nothing_else(sources: Sources, told: Counted, by: By) -> None:
    parts = counted(sources, FIRST, LAST, by).slices
    assert len({one.code for one in parts}) == len(parts) > 0
    for definition in sources.definitions:
        of = told.figure(definition.code)
        assert of is not None
        ids = [one for part in parts for one in part.figure(definition.code).ids]  # type: ignore[union-attr]
        assert set(ids) == set(of.ids), definition.code
        if by is not By.OFFICER and definition.counts is not Counts.TARGETS:
            assert len(ids) == of.value, definition.code
    if by is By.MONTH:
        assert [one.code for one in parts] == [f"2026-0{n}" for n in range(1, 7)]


def test_every_figure_opens_its_list(sources: Sources, told: Counted) -> None:
    for one in told.figures:
        lines = entries(sources, one)
        assert len(lines) == one.value
        assert all(line.title for line in lines), one.code
        heads = {line.opens.partition(":")[0] for line in lines}
        assert heads <= {one.opens}
        if one.code == "filings":
            # Not the days of their forms, which came before.
            assert {line.on for line in lines} == {FIRST, date(2026, 5, 21), LAST}
        if one.opens != "target":
            assert all(line.on is not None for line in lines)


def test_what_was_put_right_on_the_spot_is_closed_that_day_and_in_time(told: Counted) -> None:
    known = {one.code: set(one.ids) for one in told.figures}
    spot = known["findings_on_the_spot"]
    assert len(spot) == 8
    assert spot <= known["findings_closed"] & known["findings_closed_on_time"] & known["findings"]
    assert spot <= known["findings_closed_in_period"]
    assert spot < known["findings_closed"]  # and what rechecks passed


def test_what_is_due_after_the_day_of_counting_is_not_due_yet(sources: Sources, told: Counted) -> None:
    def due(at: date, last: date) -> set[str]:
        when = replace(sources, at=datetime.combine(at, time(9), CHINA))
        found = counted(when, FIRST, last).figure("findings_due")
        assert found is not None
        return set(found.ids)

    whole, running = due(LAST, LAST), due(date(2026, 5, 20), LAST)
    assert running == due(LAST, date(2026, 5, 20))
    assert running < whole <= set(told.figure("findings_due").ids)  # type: ignore[union-attr]


def test_a_period_that_ends_before_it_begins_is_refused(sources: Sources) -> None:
    with pytest.raises(RuleError, match=r"figures\.period_reversed"):
        counted(sources, LAST, FIRST)


def test_a_saved_report_stays_and_tells_what_came_and_went(half_year: HalfYear, sources: Sources) -> None:
    bench, store = half_year.bench, sources.store
    before = counted(sources, FIRST, LAST)
    sentence = half_year_sentence(sources, before)
    report = saved.save(sources, before, sentence, half_year_code())
    kept = saved.saved(store, report)
    assert (kept.figures, kept.rates, kept.sentence) == (before.figures, before.rates, sentence)
    assert saved.differences(kept, before) == saved.Differences((), (), ())
    fallen = next(
        one
        for one in reversed(list(issued.all_documents(store)))
        if one.kind == "plant_order" and one.fate == "issued" and FIRST <= (one.issued_on or FIRST) <= LAST
    )
    documents.void(bench.desk, fallen.id, "写错")
    now = saved.recounted(sources_of(bench.session), kept)
    told = {one.code: one for one in saved.differences(kept, now).figures}
    order = told["plant_orders"]
    assert (order.was, order.now, order.came, order.went) == (
        before.figure("plant_orders").value,  # type: ignore[union-attr]
        order.was - 1,  # type: ignore[operator]
        (),
        (fallen.id,),
    )
    assert told["documents_void"].came == (fallen.id,)
    assert saved.saved(store, report).figures == before.figures
    assert saved.reports(store)[0].id == report
    made = papers.paper(sources_of(bench.session), now, OFFICE, half_year_code(), kept)
    assert "保存后的变化" in made.text()
    assert made.opening == sentence


def half_year_code() -> str:
    return half_year.HALF_YEAR


def half_year_sentence(sources: Sources, told: Counted) -> str:
    return half_year.sentence(told, sources.rules, OFFICE)


def test_one_that_was_altered_is_never_shown(half_year: HalfYear, sources: Sources) -> None:
    report = saved.save(sources, counted(sources, FIRST, FIRST), "", half_year_code())
    part = next(
        one for one in sources.store.records(saved.PART, where={"report_id": report}) if one.fields["ids"]
    )
    with sources.store.transaction("somebody") as tx:
        tx.set(saved.PART, part.id, {"ids": part.fields["ids"][:-1]})
    with pytest.raises(DamagedError, match=r"figures\.saved_altered"):
        saved.saved(sources.store, report)
    with pytest.raises(RuleError, match=r"figures\.saved_unknown"):
        saved.saved(sources.store, "0" * 32)


def test_long_lists_are_kept_in_parts_and_come_back_in_order(sources: Sources, told: Counted) -> None:
    ids = tuple(f"{n:032x}" for n in range(2 * saved.IDS_A_RECORD + 1))
    long = replace(told.figures[0], ids=ids, late=ids[5:9])
    report = saved.save(sources, replace(told, figures=(long, *told.figures[1:])), "", half_year_code())
    assert saved.saved(sources.store, report).figures[0] == long


@pytest.mark.parametrize("report", [half_year.HALF_YEAR, half_year.PLANTS])
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_papers_tell_the_sentence_and_every_figure(
    half_year: HalfYear, sources: Sources, told: Counted, tmp_path: Path, report: str, suffix: str
) -> None:
    out = papers.write(sources, told, OFFICE, report, tmp_path / f"r{suffix}", half_year.bench.desk.renderer)
    words = "".join(_words(out).split())
    assert half_year_words(sources, told, report) in words
    shown = sources.rules.reports[report].shown
    for one in told.figures:
        if one.value and (not shown or one.code in shown):
            assert one.label in words, one.code
    assert OFFICE in words
    assert list(tmp_path.iterdir()) == [out]


def half_year_words(sources: Sources, told: Counted, report: str) -> str:
    return half_year.sentence(told, sources.rules, OFFICE, report)


def _words(path: Path) -> str:
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        try:
            return "".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()
    opened: Any = Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "".join([*(one.text for one in opened.paragraphs), *cells])


def _table(book: Any, sheet: str, head: str) -> dict[Any, dict[Any, Any]]:
    """Return the rows of a sheet by their first cell, each by its heads."""
    heads, *rows = book[sheet].iter_rows(min_row=_top(book[sheet], head), values_only=True)
    return {row[0]: dict(zip(heads, row, strict=True)) for row in rows}


def _top(sheet: Any, head: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == head)


def test_the_workbook_tells_every_figure_and_what_it_is_made_of(
    half_year: HalfYear, sources: Sources, told: Counted, tmp_path: Path
) -> None:
    out = tmp_path / "r.xlsx"
    papers.write(sources, told, OFFICE, half_year_code(), out, half_year.bench.desk.renderer)
    book = load_workbook(out)
    assert book.sheetnames == ["统计指标", "比率", "分月", "分镇街", "分执法人员", "分专项检查"]
    rows = _table(book, "统计指标", "指标")
    assert {label: (row["数量"], row["其中补录"] or 0, row["统计口径"]) for label, row in rows.items()} == {
        one.label: (one.value, len(one.late), one.rule) for one in told.figures
    }
    for sheet, head, by in (("分月", "月份", By.MONTH), ("分执法人员", "执法人员", By.OFFICER)):
        parts = counted(sources, FIRST, LAST, by).slices
        # Two people may bear one name: rows are compared in their order.
        heads, *lines = (
            row for row in book[sheet].iter_rows(min_row=_top(book[sheet], head), values_only=True)
        )
        assert [row[0] for row in lines] == [*(one.label for one in parts), "合计"]
        for part, row in zip(parts, lines, strict=False):
            known = {one.label: one.value for one in part.figures if one.value}
            assert {k: v for k, v in zip(heads[1:], row[1:], strict=True) if v is not None} == known
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert list(tmp_path.iterdir()) == [out]


def test_the_workbook_of_plants_and_of_a_kept_report(sources: Sources, told: Counted, tmp_path: Path) -> None:
    drawer = PdfRenderer()
    papers.write(sources, told, OFFICE, half_year.PLANTS, tmp_path / "p.xlsx", drawer)
    book = load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["统计指标", "各企业检查情况", "分季度"]
    shown = sources.rules.reports[half_year.PLANTS].shown
    assert list(_table(book, "统计指标", "指标")) == [one.label for one in told.figures if one.code in shown]
    report = saved.save(sources, replace(told, figures=told.figures[:3], rates=()), "", half_year_code())
    kept = saved.saved(sources.store, report)
    papers.write(sources, told, OFFICE, half_year_code(), tmp_path / "k.xlsx", drawer, kept)
    book = load_workbook(tmp_path / "k.xlsx")
    assert list(_table(book, "统计指标", "指标")) == [one.label for one in kept.figures]
    rows = _table(book, "保存后的变化", "指标")
    assert {row["保存时"] for row in rows.values()} == {"未统计"}
    assert len(rows) == len(told.figures) - 3


def test_months_stand_in_the_paper_however_the_page_takes_its_figures_apart(sources: Sources) -> None:
    by_district = counted(sources, FIRST, LAST, By.DISTRICT)
    made = papers.paper(sources, by_district, OFFICE, half_year_code())
    assert "分月情况" in [one.title for one in made.chapters]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "figures.disk_full"),
        (errno.EBUSY, "figures.file_open"),
        (errno.EACCES, "export.refused"),
    ],
)
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_disk_that_refuses_leaves_the_old_file(
    sources: Sources, told: Counted, tmp_path: Path, number: int, code: str, suffix: str
) -> None:
    class Refusing:
        def digest(self, _: object) -> bytes:
            raise OSError(number, "no")

        word = digest

    out = tmp_path / f"r{suffix}"
    out.write_bytes(b"as it was")
    with pytest.raises(UnavailableError, match=code.replace(".", r"\.")):
        papers.write(sources, told, OFFICE, half_year_code(), out, Refusing())
    assert out.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_and_a_name_that_says_nothing(
    half_year: HalfYear, sources: Sources, told: Counted, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    drawer = half_year.bench.desk.renderer
    with pytest.raises(UnavailableError, match=r"export\.refused"):
        papers.write(sources, told, OFFICE, half_year_code(), tmp_path / "file" / "r.docx", drawer)
    with pytest.raises(RuleError, match=r"figures\.unknown_paper"):
        papers.write(sources, told, OFFICE, half_year_code(), tmp_path / "r.txt", drawer)
    with pytest.raises(RuleError, match=r"figures\.no_report"):
        papers.write(sources, told, OFFICE, "yearly", tmp_path / "r.pdf", drawer)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


class _Header:
    def __init__(self, wall: str, user: str) -> None:
        self.wall, self.user = wall, user


class _Entry:
    def __init__(self, day: date, user: str) -> None:
        self.header = _Header(f"{day.isoformat()}T10:00:00+08:00", user)


class _Machine:
    def __init__(self, key: str, name: str, role: Role = Role.DEVICE) -> None:
        self.key_id, self.name, self.roles, self.user = key, name, frozenset({role}), name


class Laptops:
    """Journals as a store knows them, without a store: a fake of what `absent` asks."""

    def __init__(self, ends: dict[str, tuple[str, date]], gone: dict[str, date] | None = None) -> None:
        self._ends, self._gone = ends, gone or {}
        self.machines = [_Machine(key, f"{key}号机") for key in ("a", "b", "c", "own")]
        self.machines.append(_Machine("hub", "中心", Role.HUB))

    @property
    def keyring(self) -> "Laptops":
        return self

    def people(self) -> Iterator[_Machine]:
        yield _Machine("u", "李工", Role.INSPECTOR)

    def certificates(self) -> list[_Machine]:
        return self.machines

    def certificate(self, key: str) -> _Machine | None:
        return next((one for one in self.machines if one.key_id == key), None)

    def withdrawals(self) -> dict[str, date]:
        return self._gone

    def own_journals(self) -> set[str]:
        return {"j-own"}

    def device_key(self) -> _Machine:
        return self.machines[3]

    def first_key(self, journal: str) -> str:
        return self._ends[journal][0]

    def journal_ends(self) -> dict[str, _Entry]:
        return {journal: _Entry(day, "李工") for journal, (_, day) in self._ends.items()}


def missing(store: Laptops, at: date = date(2026, 7, 10)) -> list[tuple[str, date | None]]:
    fake: Any = store
    moment = datetime(at.year, at.month, at.day, 9, tzinfo=CHINA)
    return [(one.machine, one.last) for one in absent.not_handed_in(fake, LAST, moment)]


def test_laptops_that_told_nothing_of_the_periods_end_are_named() -> None:
    day = timedelta(days=1)
    ends = {
        "j-own": ("own", FIRST),
        "j-a": ("a", LAST - 20 * day),
        "j-b": ("b", LAST),
        "j-hub": ("hub", FIRST),
    }
    assert missing(Laptops(ends)) == [("c号机", None), ("a号机", LAST - 20 * day)]
    # A laptop that began a second journal is one laptop: its newest entry counts.
    assert missing(Laptops({**ends, "j-a2": ("a", LAST + day)})) == [("c号机", None)]
    assert missing(Laptops(ends, {"a": FIRST, "c": LAST})) == []
    # Of a period that is not over, what came since yesterday is enough.
    early = LAST - 19 * day
    assert missing(Laptops(ends), early)[:1] == [("c号机", None)]
    assert ("a号机", LAST - 20 * day) not in missing(Laptops(ends), early)


def test_the_bench_that_counts_is_never_missing(half_year: HalfYear, told: Counted) -> None:
    bench: Bench = half_year.bench
    assert told.not_handed_in == ()
    assert set(told.as_of.vector) <= bench.desk.store.own_journals()
