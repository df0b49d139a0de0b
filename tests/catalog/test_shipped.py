"""The shipped edition: it loads, holds what it should, and its own examples hold."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar
import pytest

from inspector_app import assets
from inspector_app.catalog.case import read_case
from inspector_app.catalog.examples import run_examples
from inspector_app.catalog.load import check, load
from inspector_app.domain.rules import Rules
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import DocumentKind

FORMS = assets.folder("forms")


@pytest.fixture(scope="module")
def rules() -> Rules:
    loaded = load(FORMS)
    assert loaded.errors == ()
    assert loaded.rules is not None
    return loaded.rules


def test_counts(rules: Rules) -> None:
    counts = check(FORMS).counts
    assert counts["tables"] == 19
    assert counts["criteria"] == 769
    assert counts["items"] == 169
    assert counts["hazards"] == 53
    assert counts["documents"] == 17 == len(DocumentKind)
    assert counts["phrases"] >= 150
    assert counts["targets"] == 4
    assert counts["calendar_years"] == 3


def test_examples_hold() -> None:
    passed, failed = run_examples(FORMS)
    assert failed == []
    assert passed >= 120


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_calendar_equals_the_published_one(rules: Rules, year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert rules.calendar.is_working(day) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_each_kind_has_every_statutory_element(rules: Rules) -> None:
    assert set(rules.templates) == set(DocumentKind)
    for kind, template in rules.templates.items():
        for code, _ in STATUTORY[kind]:
            element = template.element(code)
            assert element is not None
            assert element.required
            assert element.only_when == ("", ""), "it stands whatever somebody chooses"
            assert element.sentence or element.table


JGJ59 = "d6467f345feb2ddeb4758ea58b59b243d218ddc6b1297acc2f25f84c2cc189cb"
PLANT = "64a7af80186aab4dc31a1d19cce3ca24db7601801337dace99f7c7790d1c89b1"
HAZARDS = "7686dfa09091ccb496e90074bb9353b6403b676a0f49ec12733930aa6359db6e"


def _hash(rows: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def test_the_numbers_of_jgj59_are_those_that_were_taken_down(rules: Rules) -> None:
    rows: list[str] = []
    for table in rules.standard.tables:
        rows.append(f"{table.id} {table.category}")
        for item in table.items:
            rows.append(f"{item.number} {item.full} {int(item.guarantee)}")
            rows += [f"{one.id} {one.least} {one.most} {one.per}" for one in item.criteria]
    rows += [f"{one.number} {one.full} {' '.join(one.tables)}" for one in rules.standard.categories]
    assert _hash(rows) == JGJ59


def test_the_items_of_the_plant_list_are_those_that_were_taken_down(rules: Rules) -> None:
    items = rules.checklists["concrete_plant"].items
    assert _hash(f"{one.id} {one.section} {int(one.key)} {one.text}" for one in items) == PLANT
    assert all(one.provenance for one in items)


def test_the_criteria_of_major_hazards_are_those_that_were_taken_down(rules: Rules) -> None:
    told = (
        f"{one.id} {one.article} {one.label} {one.text} {'|'.join(one.any_of)}"
        for one in rules.hazards.values()
    )
    assert _hash(told) == HAZARDS
    assert Counter(one.article for one in rules.hazards.values()) == Counter(
        dict(zip(range(4, 18), (5, 4, 4, 3, 9, 5, 2, 4, 2, 7, 3, 3, 1, 1), strict=True))
    )


def test_a_criterion_is_a_clause_as_it_is_printed(rules: Rules) -> None:
    clause = rules.clauses[rules.hazards["MH24-07-02"].clause_id]
    assert clause.short == "《判定标准》第七条第（二）项"
    assert "建质规〔2024〕5号" in clause.cite
    assert rules.clauses["MH24-16-01"].short == "《判定标准》第十六条"
    assert rules.clauses["reg393-43-4"].cite == "《建设工程安全生产管理条例》第四十三条第（四）项"


def test_clauses_keep_their_days_and_force(rules: Rules) -> None:
    today = date(2026, 11, 24)
    assert rules.clauses["awl2021-65"].in_force(today)
    for expired in ("awl2014-62", "jgj46-2005", "MH22-07-02", "jgj59-4.0.1-mandatory"):
        assert not rules.clauses[expired].in_force(today), expired
    assert rules.clauses["jgj59-4.0.1-mandatory"].in_force(date(2023, 5, 31))
    assert not rules.clauses["jgj59-4.0.1"].mandatory
    assert rules.clauses["gb55034-3.2"].mandatory
    assert not any(clause.proofed for clause in rules.clauses.values()), "nobody has proofed them yet"
    assert all(clause.provenance for clause in rules.clauses.values())


def test_phrases_are_complete_and_cite_what_is_in_force(rules: Rules) -> None:
    today = date(2026, 11, 24)
    for phrase in rules.phrases:
        assert rules.clauses[phrase.clause_id].in_force(today), phrase.id
        assert phrase.fact.endswith("。")
        assert phrase.measure.endswith("。")
        assert re.fullmatch(r"[a-z0-9]{3,}", phrase.initials), phrase
        assert phrase.target in rules.targets
        assert phrase.days <= 15
    facts = Counter((phrase.target, phrase.fact) for phrase in rules.phrases)
    assert not [fact for fact, times in facts.items() if times > 1]
    assert {phrase.topic for phrase in rules.phrases} >= {
        "脚手架",
        "临边洞口",
        "基坑",
        "模板支架",
        "施工用电",
        "塔式起重机",
        "施工升降机",
        "高处作业吊篮",
        "消防",
        "文明施工",
        "安全管理",
        "有限空间",
        "原材料",
        "计量",
    }


def test_initials_find_a_phrase(rules: Rules) -> None:
    found = {phrase.fact for phrase in rules.phrases if phrase.initials.startswith("lcl")}
    assert "楼层临边防护栏杆拆除后未恢复。" in found
    assert next(one for one in rules.phrases if "系挂安全带" in one.fact).initials == "gczyrywjgaqd"


def test_nothing_of_an_office_stands_in_the_papers() -> None:
    for path in FORMS.rglob("*.toml"):
        text = path.read_text("utf-8")
        assert not re.search(r"某某|青川|云栖|(?<!\d)1[3-9]\d{9}(?!\d)", text), path


def test_every_placeholder_that_a_paper_needs_is_filled_on_forms(rules: Rules) -> None:
    record = rules.templates[DocumentKind.SITE_RECORD]
    cells = "".join(cell for row in record.rows for cell in row.cells)
    for name in (
        "检查时间",
        "检查地点",
        "执法人员表",
        "在场",
        "告知",
        "问题列表",
        "处理意见",
        "被检查人意见",
    ):
        assert f"{{{name}}}" in cells


def test_edition_is_the_same_each_time(rules: Rules) -> None:
    assert load(FORMS).edition == rules.edition
    assert len(rules.edition) == 64


@pytest.mark.parametrize("name", ["site.toml", "plant.toml"])
def test_the_shipped_cases_say_what_their_kind_asks_for(rules: Rules, name: str) -> None:
    case = read_case(assets.folder("resources") / "demo" / name)
    asked = {one.code for one in rules.targets[case.target.kind].fields}
    assert set(case.target.fields) <= asked
    assert case.target.fields["permit"]
