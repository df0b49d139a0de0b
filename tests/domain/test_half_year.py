"""The bureau's paragraph: no "0份", quarters only where there are several, every number a link."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.breakdown import slices
from inspector_app.domain.half_year import ReportTemplate, Told, paragraph, period_words, spans
from inspector_app.domain.statistics import (
    By,
    DocumentFact,
    Facts,
    Figure,
    FindingFact,
    RateFigure,
    VisitFact,
    chosen,
    figure,
    rated,
)

RULES = load(Path(assets.folder("forms"))).rules
assert RULES is not None
TEMPLATE: ReportTemplate = RULES.reports["half-year"]
STATISTICS = RULES.statistics
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def told(facts: Facts, first: date = FIRST, last: date = LAST) -> Told:
    picked = {one.code: chosen(one, facts, first, last) for one in STATISTICS.definitions}
    figures = [figure(one, picked[one.code]) for one in STATISTICS.definitions]
    return Told(
        first,
        last,
        "某区住房和城乡建设局",
        {one.code: one for one in figures},
        {one.code: one for one in rated(STATISTICS.rates, figures)},
        slices(STATISTICS.definitions, picked, first, last, By.QUARTER, {}),
    )


WHOLE = Facts(
    (
        VisitFact("v1", FIRST, "t1", "construction_site", ("a", "b"), expert_ids=("x",)),
        VisitFact("v2", LAST, "t1", "construction_site", ("a", "b")),
        VisitFact("v3", date(2026, 2, 3), "p1", "concrete_plant", ("a", "b")),
        VisitFact("v4", date(2026, 5, 3), "p2", "concrete_plant", ("a", "b")),
    ),
    (
        DocumentFact("d1", FIRST, "rectification_notice"),
        DocumentFact("d2", FIRST, "stop_work_notice", full_stop=True),
        DocumentFact("d3", LAST, "stop_work_notice"),
        DocumentFact("d4", LAST, "stop_work_notice", full_stop=None),
        DocumentFact("d5", LAST, "plant_order"),
    ),
    (FindingFact("f1", FIRST, True, LAST, LAST), FindingFact("f2", FIRST, False, due=LAST)),
)


def test_it_is_written_as_a_bureau_writes() -> None:
    assert paragraph(TEMPLATE, told(WHOLE)) == (
        "2026年上半年，某区住房和城乡建设局开展建筑施工领域专项检查，出动检查组4组次、执法人员8人次"
        "（另有专家1人次参加），检查在建工程项目2个次（涉及项目1个），下达限期整改通知1份，"
        "停工通知3份（全面停工1份、局部停工1份），无立案处罚。"
        "按季度对预拌混凝土企业开展专项检查，检查2家次（第一季度1家次、第二季度1家次），"
        "下达责令整改通知书1份（第二季度1份）。"
        "共发现隐患2条（重大事故隐患1项），已整改闭环1条，整改率50%，期内到期2条，按期改好1条，按期整改率50%。"
    )


def test_a_period_without_work_says_so_in_words() -> None:
    words = paragraph(TEMPLATE, told(Facts((), (), ())))
    assert words.startswith("2026年上半年，某区住房和城乡建设局未")
    assert "未检查预拌混凝土企业" in words
    assert not re.search(r"\d+(份|个|起|条|次|家|人)", words)


def test_within_one_quarter_nothing_is_said_by_quarters() -> None:
    words = paragraph(TEMPLATE, told(WHOLE, FIRST, date(2026, 3, 31)))
    assert words.startswith("2026年第一季度，")
    assert "（第一季度" not in words


KINDS = ("rectification_notice", "stop_work_notice", "plant_order", "conduct_notice", "interview_record")
DAYS = st.dates(FIRST, LAST)


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(KINDS)), max_size=8),
    st.lists(st.tuples(DAYS, st.sampled_from(("construction_site", "concrete_plant"))), max_size=5),
    st.lists(st.tuples(DAYS, st.booleans()), max_size=5),
)
def test_every_number_is_a_figures_and_none_is_nought(
    papers: list[tuple[date, str]], visits: list[tuple[date, str]], found: list[tuple[date, bool]]
) -> None:
    facts = Facts(
        tuple(VisitFact(f"v{n}", on, f"t{n % 2}", kind, ("a",)) for n, (on, kind) in enumerate(visits)),
        tuple(DocumentFact(f"d{n}", on, kind) for n, (on, kind) in enumerate(papers)),
        tuple(FindingFact(f"f{n}", on, major) for n, (on, major) in enumerate(found)),
    )
    of = told(facts)
    runs = spans(TEMPLATE, of)
    whole = "".join(one.text for one in runs)
    assert whole == paragraph(TEMPLATE, of)
    assert "，，" not in whole
    assert "（）" not in whole
    assert whole.endswith("。")
    for one in runs:
        if one.code.startswith("rate."):
            assert one.text == of.rates[one.code.removeprefix("rate.")].percent
        elif one.slice:
            part = next(part for part in of.quarters if part.code == one.slice)
            assert one.text == str(part.figure(one.code).value)  # type: ignore[union-attr]
            assert one.text != "0"
        elif one.code:
            assert one.text == str(of.figures[one.code].value)
    if found:
        # Nothing closed of what was found is worth its nought; of documents nobody reads one.
        assert not re.search(r"(?<!\d)0(份|起|个)", whole)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, LAST, "2026年上半年"),
        (FIRST, date(2026, 12, 31), "2026年"),
        (date(2026, 4, 1), LAST, "2026年第二季度"),
        (date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        (date(2026, 2, 3), date(2026, 2, 3), "2026年2月3日"),
        (date(2026, 2, 3), date(2026, 3, 9), "2026年2月3日至3月9日"),
        (date(2025, 12, 3), FIRST, "2025年12月3日至2026年1月1日"),
    ],
)
def test_a_period_is_called_as_people_call_it(first: date, last: date, words: str) -> None:
    assert period_words(first, last) == words


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_is_exact_and_never_rounds_to_all_or_nothing(part: int, more: int) -> None:
    ids = tuple(map(str, range(part + more)))
    rate = RateFigure("r", "率", Figure("p", "", ids[:part]), Figure("w", "", ids))
    if not ids:
        assert rate.percent == ""
        return
    value = float(rate.percent.removesuffix("%"))
    assert abs(value - 100 * part / len(ids)) <= 0.1
    assert (value == 100) is (more == 0)
    assert (value == 0) is (part == 0)
