"""Faults found while the eleven later kinds were tested, each mended since."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.casework.papers.subjects import deadline
from inspector_app.domain.composition import fill
from inspector_app.domain.gate.check import check
from inspector_app.domain.placeholders import BY_HAND
from inspector_app.domain.templates import Element, FieldKind, OwnField
from tests.builders import ON, a_draft, draws_all, put, some_rules
from tests.domain.gate_case import EXTEND, NO_GLYPH, RECHECK, TRANSFER, complete
from tests.domain.gate_of_own import writes
from tests.papers import AGAIN, a_template


def test_the_leader_may_approve_an_internal_form_by_hand() -> None:
    """The shipped 行政检查审批表 and 立案审批表 cannot be issued at all: they have no approval to fill it."""
    assert "批准意见" in BY_HAND


@pytest.mark.parametrize("mark", ["。", "；", "，"])
def test_a_value_that_ends_in_a_stop_gives_it_up_before_another_mark(mark: str) -> None:
    """撤人 prints 全部作业人员。；停工期间 and 查验 prints 监测数据正常。。依据 as people write them."""
    assert fill(f"{{甲}}{mark}", {"甲": "撤出人员。"}) == f"撤出人员{mark}"


def test_a_letter_never_prints_the_hole_of_an_own_field_that_may_stay_empty() -> None:
    field = OwnField("note", "说明", FieldKind.TEXT, required=False)
    template = a_template(EXTEND)
    told = Element("note", required=True, sentence="说明：{说明}。")
    changed = replace(template, fields=(*template.fields, field), elements=(*template.elements, told))
    rules = some_rules()
    rules = replace(rules, templates={**rules.templates, EXTEND: changed})
    missing = check(a_draft(EXTEND), rules, ON, draws_all)
    assert [(one.code, one.field) for one in missing] == [("gate.element_empty", "document.elements.note")]


def test_what_is_not_asked_does_not_stop_issue_by_its_characters() -> None:
    """Nobody can jump to a field that the choice took off the screen."""
    case = writes(why_not=f"字{NO_GLYPH}")(complete(EXTEND))
    assert case.missing() == ()


def test_a_line_of_the_kind_s_own_is_as_long_as_a_line() -> None:
    case = writes(authority="字" * 401)(complete(TRANSFER))
    assert ("gate.text_too_long", "document.own.authority") in case.misses()


def test_the_authority_s_name_is_told_of_once_and_where_it_is_written() -> None:
    name = f"滨海新区{NO_GLYPH}局"
    case = put(writes(authority=name)(complete(TRANSFER)), "draft.addressee.name", name)
    assert case.misses() == [("gate.unprintable", "document.own.authority")]


def test_a_recheck_is_not_dated_after_the_day_of_issue() -> None:
    """So with 申请日期, 线索发现日期: what happened cannot lie ahead (compare gate.fact_in_future)."""
    case = writes(rechecked_on=(ON + timedelta(days=30)).isoformat())(complete(RECHECK))
    assert [field for _, field in case.misses()] == ["document.own.rechecked_on"]


def test_the_deadline_of_a_failed_recheck_is_the_new_one() -> None:
    """It is kept as the record's due_on: an extension of it names and weighs the old day otherwise."""
    draft = writes(conclusion=AGAIN, again="2026-05-08")(complete(RECHECK)).draft
    built = replace(draft, deadline=deadline(a_template(RECHECK), draft.own))
    assert built.due == date(2026, 5, 8)
