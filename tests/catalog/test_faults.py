"""Broken forms are refused with file, line, field, code and remedy; each fault is made in a shipped file."""

import re
import shutil
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog.load import load
from tests.catalog.broken import Broken, assert_named_with_its_place, assert_speaks, errors_of, named

FORMS = assets.folder("forms")

NOTICE = "documents/rectification_notice.toml"
RECORD = "documents/site_record.toml"
STOP = "documents/stop_work_notice.toml"
ELECTRIC = "checklists/jgj59/b14_electric.toml"
STANDARD = "checklists/jgj59/standard.toml"
LISTS = '["jgj59", "major_hazards_2024", "campaign_crane", "campaign_restart", "campaign_flood"]'
PLANT = "checklists/concrete_plant.toml"
HAZARDS = "checklists/major_hazards_2024.toml"
SCAFFOLD = "phrases/scaffold.toml"
SITE = "targets/construction_site.toml"
LAW = "clauses/reg393.toml"
OLD = "clauses/mh2022.toml"
YEAR = "calendars/2026.toml"


SIMPLE = (
    Broken(SITE, 'label = "在建工程"', 'lable = "在建工程"', "forms.field_unknown", "lable"),
    Broken(SITE, 'code = "construction_site"\n', "", "forms.field_missing", "code"),
    Broken(SITE, 'main_role = "contractor"', 'main_role = "builder"', "forms.field_choice", "main_role"),
    Broken(SITE, 'main_role = "contractor"', 'main_role = "plant"', "forms.main_role_absent", "main_role"),
    Broken(
        SITE,
        'report_signers = ["contractor"',
        'report_signers = ["plant"',
        "forms.signer_absent",
        "report_signers.1",
    ),
    Broken(SITE, '"jgj59", ', '"jgj99", ', "forms.unknown_checklist", "checklists.1"),
    Broken(SITE, LISTS, "[]", "forms.target_without_checklist", "checklists"),
    Broken(SITE, '"stop_work_notice"', '"stop_notice"', "forms.unknown_document", "documents.3"),
    Broken("options.toml", "reply_days = 3 ", 'reply_days = "3" ', "forms.field_type", "reply_days"),
    Broken("options.toml", "reply_days = 3 ", "reply_days = true ", "forms.field_type", "reply_days"),
    Broken("options.toml", "reply_days = 3 ", "reply_days = 61 ", "forms.field_range", "reply_days"),
    Broken("edition.toml", "date = 2026-11-24", 'date = "2026-11-24"', "forms.field_type", "date"),
    Broken(
        LAW,
        "valid_from = 2004-02-01",
        "valid_from = 2004-02-01\nvalid_to = 2003-01-01",
        "forms.ends_before_it_begins",
        "valid_to",
    ),
    Broken(LAW, 'id = "reg393-28"\nat', 'id = "reg393-27"\nat', "forms.duplicate", "clause.13.id"),
    Broken(LAW, 'id = "reg393-28"\nat', 'id = "条例 28"\nat', "forms.field_pattern", "clause.13.id"),
    Broken(
        SCAFFOLD, 'clause = "reg393-26"', 'clause = "reg393-260"', "forms.unknown_clause", "phrase.1.clause"
    ),
    Broken(SCAFFOLD, "days = 3\n", "days = 4000\n", "forms.field_range", "phrase.1.days"),
    Broken(SCAFFOLD, "days = 3\n", "days = -1\n", "forms.field_range", "phrase.1.days"),
    Broken(SCAFFOLD, '"MH24-07-02"', '"MH24-07-20"', "forms.unknown_criterion", "phrase.1.criterion"),
    Broken(SCAFFOLD, "major = true\n", "", "forms.major_without_criterion", "phrase.1.major", "[[phrase]]"),
    Broken(SCAFFOLD, "连墙件整层缺失。", "连墙件整层缺失，处罚。", "forms.penalty_word", "phrase.1.fact"),
    Broken(SCAFFOLD, 'target = "construction_site"', 'target = "site"', "forms.unknown_target", "target"),
    Broken(SCAFFOLD, 'fact = "外脚手架连墙件整层缺失。"', 'fact = ""', "forms.field_length", "phrase.1.fact"),
    Broken(YEAR, "2026-05-01, ", "2027-05-03, ", "forms.day_of_other_year", "holidays.10"),
    Broken(YEAR, "2026-05-01, ", "2026-05-02, ", "forms.day_needless", "holidays.10"),
    Broken(YEAR, "2026-05-01, ", "2026-05-04, ", "forms.duplicate", "holidays.11"),
    Broken(NOTICE, "{检查日期}", "{检察日期}", "forms.unknown_placeholder", "element.1.sentence"),
    Broken(NOTICE, '"{期限}"', '"{整改期限}"', "forms.unknown_placeholder", "table.cells.5"),
    Broken(NOTICE, "{印发日期}", "{印发日}", "forms.unknown_placeholder", "imprint"),
    Broken(NOTICE, 'code = "remedies"', 'code = "remedy"', "forms.element_missing", "element"),
    Broken(
        NOTICE,
        'code = "order"\nrequired = true',
        'code = "order"\nrequired = false',
        "forms.element_not_required",
        "element.3.required",
    ),
    Broken(
        NOTICE,
        'sentence = "逾期未整改或者整改不合格的，依法处理。"',
        'sentence = ""',
        "forms.element_empty",
        "element.6",
        "[[element]]",
    ),
    Broken(NOTICE, "依法处理。", "依法处以罚款。", "forms.penalty_word", "element.6.sentence"),
    Broken(NOTICE, "{机号}-{流水}", "{机号}-0", "forms.number_lacks_part", "number"),
    Broken(NOTICE, "{机号}-{流水}", "-{流水}", "forms.number_lacks_part", "number"),
    Broken(NOTICE, "{机号}-{流水}", "{机号}{流水}", "forms.number_runs_together", "number"),
    Broken(NOTICE, "{机号}-{流水}", "{机号}-{流水}{月}", "forms.number_unknown_part", "number"),
    Broken(NOTICE, "[11, 27, 57, 28, 33]", "[11, 27, 57, 28, 34]", "forms.widths_sum", "table.widths"),
    Broken(NOTICE, "[11, 27, 57, 28, 33]", "[11, 27, 57, 61]", "forms.columns_differ", "table.widths"),
    Broken(
        NOTICE,
        '"awl2021-65", "reg393-43-3"',
        '"awl2014-62", "reg393-43-3"',
        "forms.basis_not_in_force",
        "basis.1",
    ),
    Broken(
        NOTICE,
        '"awl2021-65", "reg393-43-3"',
        '"awl2021-650", "reg393-43-3"',
        "forms.unknown_clause",
        "basis.1",
    ),
    Broken(
        NOTICE,
        '["awl2021-65", "reg393-43-3", "arl2023-20-24"]',
        '["awl2021-65"]',
        "forms.basis_too_few",
        "element.3.sentence",
    ),
    Broken(NOTICE, 'layout = "letter"', 'layout = "form"', "forms.layout_and_rows", "layout"),
    Broken(
        NOTICE,
        'kind = "rectification_notice"',
        'kind = "stop_work_notice"',
        "forms.duplicate",
        "kind",
        told_in=STOP,
    ),
    Broken(RECORD, "[24, 62, 22, 48]", "[24, 62, 22, 47]", "forms.widths_sum", "row.2.widths"),
    Broken(
        RECORD,
        'cells = ["检查时间", "{检查时间}"]',
        'cells = ["检查时间"]',
        "forms.columns_differ",
        "row.4.cells",
    ),
    Broken(
        RECORD,
        'cells = ["处理意见", "{处理意见}"]',
        'cells = ["处理意见", ""]',
        "forms.element_not_on_form",
        "element.7.sentence",
    ),
    Broken(STOP, "[annex]", "[annexe]", "forms.field_unknown", "annexe"),
    Broken(ELECTRIC, "= [10, 10]", "= [10, 21]", "forms.field_range", "item.1.criteria.1.points.2"),
    Broken(ELECTRIC, "full = 20", "full = 19", "forms.table_sum", "item"),
    Broken(ELECTRIC, "guarantee = true", "guarantee = false", "forms.guarantee_sum", "item"),
    Broken(
        ELECTRIC,
        "category = 7",
        "category = 6",
        "forms.table_of_other_category",
        "category.7.tables.1",
        'tables = ["B.14"]',
        STANDARD,
    ),
    Broken(STANDARD, "full = 15", "full = 14", "forms.summary_sum", "category", "[[category]]"),
    Broken(STANDARD, 'tables = ["B.14"]', 'tables = ["B.41"]', "forms.unknown_table", "category.7.tables.1"),
    Broken(STANDARD, "passing = 70", "passing = 85", "forms.grades_order", "rules", "[rules]"),
    Broken(STANDARD, 'instances = "sheets"', 'instances = "sheet"', "forms.field_choice", "rules.instances"),
    Broken(PLANT, 'id = "RMC-A02"', 'id = "RMC-A01"', "forms.duplicate", "item.2.id"),
    Broken(PLANT, 'section = "B"', 'section = "Z"', "forms.unknown_section", "item.8.section"),
    Broken(PLANT, 'kind = "list"', 'kind = "lists"', "forms.unknown_kind", "kind"),
    Broken(HAZARDS, 'id = "MH24-04-02"', 'id = "MH24-04-01"', "forms.duplicate", "criterion.2.id"),
    Broken(HAZARDS, 'id = "MH24-04-02"', 'id = "reg393-28"', "forms.duplicate", "criterion.2.id"),
    Broken(HAZARDS, "article = 4", "article = 4.5", "forms.field_type", "criterion.1.article"),
    Broken(OLD, "[[clause]]", "[[clause]", "forms.syntax", ""),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "forms"
    shutil.copytree(FORMS, copy)
    return copy


@pytest.mark.parametrize("broken", SIMPLE, ids=str)
def test_each_fault_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)


def test_not_utf8_names_the_line(folder: Path) -> None:
    path = folder / SITE
    raw = path.read_bytes().split(b"\n")
    raw[3] = "label = 在建".encode("gb18030")
    path.write_bytes(b"\n".join(raw))
    error = named(errors_of(folder), "forms.not_utf8", SITE)
    assert error.line == 4
    assert_speaks(error)


def test_syntax_names_the_line(folder: Path) -> None:
    path = folder / SITE
    lines = path.read_text("utf-8").split("\n")
    lines[2] = 'main_role = "contractor'
    path.write_text("\n".join(lines), "utf-8")
    error = named(errors_of(folder), "forms.syntax", SITE)
    assert error.line == 3
    assert_speaks(error)


def test_too_large_is_not_read(folder: Path) -> None:
    path = folder / SITE
    path.write_bytes(path.read_bytes() + b"#" * 1_000_000)
    assert_speaks(named(errors_of(folder), "forms.file_too_large", SITE))


def test_bottomless_nesting_is_refused(folder: Path) -> None:
    (folder / SITE).write_text("a = " + "[" * 100_000, "utf-8")
    error = errors_of(folder)[0]
    assert error.code in ("forms.too_deep", "forms.syntax")
    assert_speaks(error)


@pytest.mark.parametrize(
    ("name", "code"),
    [("notes.toml", "forms.unknown_file"), ("letters/one.toml", "forms.unknown_file")],
)
def test_files_in_no_known_place(folder: Path, name: str, code: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("a = 1\n", "utf-8")
    assert_speaks(named(errors_of(folder), code, name))


@pytest.mark.parametrize("name", ["edition.toml", "options.toml", "checklists/jgj59/standard.toml"])
def test_missing_file_isnamed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    codes = {one.code for one in errors_of(folder)}
    assert "forms.file_missing" in codes
    for error in errors_of(folder):
        assert_speaks(error)


def test_table_that_no_category_counts(folder: Path) -> None:
    path = folder / STANDARD
    path.write_text(path.read_text("utf-8").replace('["B.15", "B.16"]', '["B.15"]'), "utf-8")
    error = named(errors_of(folder), "forms.table_uncounted", "checklists/jgj59/b16_elevator.toml")
    assert error.field == "id"
    assert_speaks(error)


def test_points_the_wrong_way_round(folder: Path) -> None:
    path = folder / ELECTRIC
    path.write_text(
        re.sub(r"points = \[\d+, \d+\]", "points = [9, 8]", path.read_text("utf-8"), count=1), "utf-8"
    )
    error = named(errors_of(folder), "forms.points_order", ELECTRIC)
    assert error.field == "item.1.criteria.1.points"
    assert_speaks(error)


def test_element_for_a_table_that_is_not_there(folder: Path) -> None:
    path = folder / NOTICE
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("[table]")], "utf-8")
    assert_speaks(named(errors_of(folder), "forms.table_missing", NOTICE))


def test_no_folder(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path / "none")
    assert error.code == "forms.no_folder"
    assert_speaks(error)


def test_several_faults_are_told_at_once(folder: Path) -> None:
    for file, old, new in (
        (SITE, '"jgj59", ', '"x", '),
        (NOTICE, "{检查日期}", "{检察日期}"),
        (LAW, "reg393-28", "reg393-27"),
    ):
        path = folder / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert {one.code for one in errors_of(folder)} >= {
        "forms.unknown_checklist",
        "forms.unknown_placeholder",
        "forms.duplicate",
    }


def test_windows_line_ends_and_byte_order_mark_are_fine(folder: Path) -> None:
    path = folder / SITE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert errors_of(folder) == ()


def test_a_change_of_one_byte_is_another_edition(folder: Path) -> None:
    before = load(folder).edition
    path = folder / "options.toml"
    path.write_text(path.read_text("utf-8") + "#\n", "utf-8")
    assert load(folder).edition != before


def test_a_renamed_file_is_another_edition(folder: Path) -> None:
    before = load(folder).edition
    (folder / SCAFFOLD).rename(folder / "phrases/scaffolds.toml")
    assert load(folder).edition != before
