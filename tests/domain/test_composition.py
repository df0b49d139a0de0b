"""From draft and wording to content: every placeholder resolved, nothing parsed, nothing lost."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.composition import compose, fill, finding_values, photo_cells, scope_text
from inspector_app.domain.content import Content, FormRow, canonical
from inspector_app.domain.findings import Photo
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.placeholders import BY_HAND, TICKED, UNTICKED, holes, values_of
from inspector_app.domain.templates import (
    PLACEHOLDERS,
    AnnexTemplate,
    DocumentKind,
    DocumentTemplate,
    Element,
    TableTemplate,
)
from tests.builders import a_draft, a_template, china, put, some_rules

RECTIFY, STOP = DocumentKind.RECTIFICATION_NOTICE, DocumentKind.STOP_WORK_NOTICE
RULES = some_rules()


def composed(kind: DocumentKind, **changes: object) -> Content:
    template = replace(a_template(kind), **changes)
    return compose(a_draft(kind), template, RULES, "望住建改〔2026〕3-1号")


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_placeholder_has_a_value_for_every_kind(kind: DocumentKind) -> None:
    template = a_template(kind)
    values = values_of(a_draft(kind), template, RULES)
    assert set(values) | {"文号"} == PLACEHOLDERS | {field.label for field in template.fields}
    assert set(BY_HAND) <= PLACEHOLDERS
    assert all(isinstance(value, str) for value in values.values())


def test_the_letter_keeps_the_order_of_its_elements_around_the_table() -> None:
    elements = (
        Element("facts", required=True, sentence="查{工程}。"),
        Element("findings", required=True, table=True),
        Element("order", required=True, heading="一、整改。", sentence="{整改期限}前改。"),
    )
    told = composed(RECTIFY, elements=elements)
    assert [one.element for one in told.paragraphs] == ["facts", "order"]
    assert told.table_after == 1
    assert told.paragraphs[1].heading == "一、整改。"
    assert told.number == "望住建改〔2026〕3-1号"


def test_the_basis_is_cited_in_the_templates_order() -> None:
    template = replace(a_template(RECTIFY), basis=("law-65", "reg393-43-3"))
    values = values_of(a_draft(RECTIFY), template, RULES)
    assert values["依据一"] == RULES.cite("law-65")
    assert values["依据二"] == RULES.cite("reg393-43-3")
    assert values["依据三"] == ""


def test_a_forms_rows_are_filled_and_a_note_without_its_value_is_left_out() -> None:
    told = composed(DocumentKind.SITE_RECORD, left_note="检查审批：{审批}")
    assert told.left_note.startswith("检查审批：")
    draft = put(a_draft(DocumentKind.SITE_RECORD), "inspection.approval", None)
    template = replace(a_template(DocumentKind.SITE_RECORD), left_note="检查审批：{审批}")
    assert compose(draft, template, RULES, "").left_note == ""


def test_a_form_s_cells_and_signing_lines_are_filled_and_keep_their_shape() -> None:
    row = FormRow((28, 128), ("工程", "{工程}"), 15, 6, "C", top=True, strike=True, sign="{机关}：")
    told = composed(DocumentKind.SITE_RECORD, rows=(row,)).rows
    assert told == (replace(row, cells=("工程", "云栖里项目3号楼"), sign="滨海新区住房和城乡建设局："),)


def test_what_is_stopped_and_what_is_freed_in_a_line() -> None:
    stop, resume = a_draft(STOP), a_draft(DocumentKind.RESUMPTION_NOTICE)
    assert scope_text(stop) == "局部停工：3号楼基坑及其周边作业"
    assert scope_text(put(stop, "stop_work.full", True)) == "全面停工"
    assert scope_text(resume) == "全部复工"
    part = put(put(resume, "resumption.full", False), "resumption.parts", "南侧")
    assert scope_text(part) == "部分复工：南侧"
    assert scope_text(a_draft(RECTIFY)) == ""


def test_an_element_without_words_prints_nothing() -> None:
    elements = (Element("facts", required=True, sentence="查。"), Element("signatures", required=True))
    assert [one.element for one in composed(RECTIFY, elements=elements).paragraphs] == ["facts"]


def test_photos_are_numbered_through_all_findings() -> None:
    draft = a_draft(STOP)
    photos = (Photo("p1", "a" * 64, "北侧", china(2026, 4, 27, 9, 5)), Photo("p2", "b" * 64))
    bare = replace(draft, findings=tuple(replace(one, photos=()) for one in draft.findings))
    draft = put(bare, "findings.0.photos", photos)
    cells = photo_cells(draft)
    assert [cell.caption for cell in cells] == [
        "照片1\u3000北侧",
        f"照片2\u3000{draft.findings[0].location}",
    ]
    assert cells[0].taken == "2026-04-27 09:05"
    annex = AnnexTemplate("附页", None, photos=True)
    told = compose(draft, replace(a_template(STOP), annex=annex), RULES, "")
    assert told.annex is not None
    assert told.annex.photos == cells
    assert compose(bare, replace(a_template(STOP), annex=annex), RULES, "").annex is None


def test_the_codes_facts_are_those_the_template_asks_for() -> None:
    told = composed(STOP, qr=("number", "kind", "scope", "deadline", "count"))
    facts = dict(told.facts)
    assert list(facts) == ["number", "kind", "scope", "deadline", "count"]
    assert facts["scope"].startswith(("局部停工", "全面停工"))
    assert date.fromisoformat(facts["deadline"])
    assert facts["count"] == str(len(a_draft(STOP).findings))


def test_recusal_ticks_exactly_one_box() -> None:
    kind = DocumentKind.SITE_RECORD
    for recusal in (Recusal.WAIVED, Recusal.ASKED):
        draft = put(a_draft(kind), "inspection.recusal", recusal)
        told = values_of(draft, a_template(kind), RULES)["告知"]
        assert told.count(TICKED) == told.count(UNTICKED) == 1
        assert (f"{TICKED}是" in told) is (recusal is Recusal.ASKED)


def test_a_finding_of_another_party_has_no_measure_for_the_addressee() -> None:
    draft = a_draft(RECTIFY)
    other = put(draft, "findings.0.obligations.0.party_id", "somebody-else")
    assert finding_values(other.findings[0], 1, other, RULES)["整改"] == ""
    assert finding_values(draft.findings[0], 1, draft, RULES)["整改"] != ""


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_value_is_never_read_as_a_pattern(text: str) -> None:
    assert fill("甲{工程}乙", {"工程": text, text: "!"}) == f"甲{text}乙"
    draft = put(a_draft(RECTIFY), "findings.0.fact", text)
    cells = TableTemplate(("事实",), (156,), ("L",), ("{事实}",))
    told = compose(draft, replace(a_template(RECTIFY), table=cells), RULES, "")
    assert told.table is not None
    assert told.table.rows[0] == (text,)


@pytest.mark.parametrize("mark", "。；，、：")
def test_a_final_stop_gives_way_to_the_mark_of_the_wording(mark: str) -> None:
    assert fill(f"{{甲}}{mark}", {"甲": "撤出人员。"}) == f"撤出人员{mark}"
    assert fill(f"{{甲}}{mark}", {"甲": "撤出人员。\n"}) == f"撤出人员{mark}"
    assert fill(f"{{甲}}{mark}", {"甲": "撤出。设警戒。"}) == f"撤出。设警戒{mark}"
    assert fill(f"{{甲}}{mark}", {"甲": "撤出人员"}) == f"撤出人员{mark}"
    assert fill(f"{{甲}}{mark}", {"甲": " 撤出人员 "}) == f" 撤出人员 {mark}"
    assert fill(f"{{甲}}{mark}", {}) == mark


@pytest.mark.parametrize("after", ["", "并报告。", "\n", ".", "！", "{乙}。"])
def test_a_final_stop_stays_where_the_wording_has_no_mark_of_its_own(after: str) -> None:
    assert fill(f"{{甲}}{after}", {"甲": "撤出人员。", "乙": "乙"}).startswith("撤出人员。")


def test_other_final_marks_are_not_taken_from_what_somebody_wrote() -> None:
    for written in ("撤出人员！", "撤出人员？", "撤出人员；", "GB/T 14902.", "（撤出人员）", "“撤出。”"):
        assert fill("{甲}。", {"甲": written}) == f"{written}。"


def test_the_same_draft_gives_the_same_bytes_and_another_edition_others() -> None:
    template: DocumentTemplate = a_template(RECTIFY)
    one = canonical(compose(a_draft(RECTIFY), template, RULES, "1"))
    assert one == canonical(compose(a_draft(RECTIFY), template, RULES, "1"))
    other = replace(RULES, edition="f" * 64)
    assert one != canonical(compose(a_draft(RECTIFY), template, other, "1"))


def test_holes_are_found_in_order() -> None:
    assert holes("{甲}与{乙}，{甲}") == ["甲", "乙", "甲"]
    assert holes("没有") == []
