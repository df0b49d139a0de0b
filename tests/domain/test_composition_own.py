"""What the kinds with own fields print: their facts by label, their conditions, and rows that overflow."""

import json
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.composition import compose, finding_values, overflows, stands
from inspector_app.domain.content import Content, Seal, canonical
from inspector_app.domain.documents import Draft, Rechecked
from inspector_app.domain.placeholders import values_of
from inspector_app.domain.templates import (
    AnnexTemplate,
    DocumentKind,
    DocumentTemplate,
    Element,
    FieldKind,
    OwnField,
    TableTemplate,
)
from tests.builders import a_draft, a_finding, a_party, a_subject, china, put, some_rules
from tests.papers import AGAIN, NOT_YET, a_template

RECTIFY, LIST = DocumentKind.RECTIFICATION_NOTICE, DocumentKind.FINDING_LIST
RECHECK, EXTEND = DocumentKind.RECHECK_OPINION, DocumentKind.EXTENSION_DECISION
APPROVE, FILE = DocumentKind.INSPECTION_APPROVAL, DocumentKind.FILING_FORM
RULES = some_rules()

MOST = 3
TABLE = TableTemplate(
    ("序号", "事实"), (20, 136), ("C", "L"), ("{序号}", "{事实}"), note="以下空白", most=MOST
)
PLACE = Element("findings", required=True, table=True)
FACTS = Element(
    "facts", required=True, sentence="存在下列{问题数}项问题：", annexed="存在附页所列{问题数}项问题。"
)
ORDER = Element("order", required=True, sentence="请于{整改期限}前整改。")


def with_findings(count: int, kind: DocumentKind = LIST) -> Draft:
    return a_draft(kind, findings=tuple(a_finding(n) for n in range(1, count + 1)))


def a_list(**changes: object) -> DocumentTemplate:
    return replace(a_template(LIST), elements=(FACTS, PLACE, ORDER), table=TABLE, **changes)


def texts(content: Content) -> dict[str, str]:
    return {one.element: one.text for one in content.paragraphs}


def with_own(kind: DocumentKind, **told: str) -> Draft:
    draft = a_draft(kind)
    return replace(draft, own=tuple(sorted({**dict(draft.own), **told}.items())))


# Too many rows for the letter


def test_as_many_findings_as_fit_stand_in_the_letter() -> None:
    draft = with_findings(MOST)
    told = compose(draft, a_list(), RULES, "")
    assert not overflows(a_list(), draft)
    assert told.table is not None
    assert [row[0] for row in told.table.rows] == ["1", "2", "3"]
    assert told.table_after == 1
    assert told.annex is None
    assert texts(told)["facts"] == "存在下列3项问题："


def test_one_more_and_all_stand_in_the_annex() -> None:
    draft = with_findings(MOST + 1)
    told = compose(draft, a_list(), RULES, "")
    assert overflows(a_list(), draft)
    assert told.table is None
    assert told.annex is not None
    assert told.annex.title == "隐患清单"
    assert told.annex.table is not None
    assert [row[0] for row in told.annex.table.rows] == ["1", "2", "3", "4"]
    assert told.annex.table.note == "以下空白"
    assert told.annex.photos == ()
    assert texts(told)["facts"] == "存在附页所列4项问题。"
    assert list(texts(told)) == ["facts", "order"]


def test_photos_follow_the_list_where_the_kind_has_them() -> None:
    template = a_list(annex=AnnexTemplate("现场照片", None, photos=True))
    crowded = compose(with_findings(MOST + 1), template, RULES, "").annex
    assert crowded is not None
    assert crowded.table is not None
    assert crowded.title == "隐患清单"
    assert [photo.caption[:3] for photo in crowded.photos] == ["照片1", "照片2", "照片3", "照片4"]
    fitting = compose(with_findings(MOST), template, RULES, "").annex
    assert fitting is not None
    assert (fitting.title, fitting.table, len(fitting.photos)) == ("现场照片", None, MOST)


def test_an_annex_with_a_table_of_its_own_gives_way_to_the_list() -> None:
    own = TableTemplate(("部位",), (156,), ("L",), ("{部位}",))
    template = a_list(annex=AnnexTemplate("附页", own, photos=False))
    fitting = compose(with_findings(1), template, RULES, "").annex
    crowded = compose(with_findings(MOST + 1), template, RULES, "").annex
    assert fitting is not None
    assert crowded is not None
    assert fitting.table is not None
    assert crowded.table is not None
    assert (fitting.title, fitting.table.head) == ("附页", ("部位",))
    assert (crowded.title, crowded.table.head) == ("隐患清单", ("序号", "事实"))


def test_a_sentence_without_another_for_the_annex_stays() -> None:
    plain = replace(FACTS, annexed="")
    template = replace(a_list(), elements=(plain, PLACE, ORDER))
    assert texts(compose(with_findings(MOST + 1), template, RULES, ""))["facts"] == "存在下列4项问题："


def test_the_list_may_be_called_otherwise() -> None:
    template = replace(a_list(), table=replace(TABLE, annex_title="复查情况清单"))
    told = compose(with_findings(MOST + 1), template, RULES, "").annex
    assert told is not None
    assert told.title == "复查情况清单"


def test_a_table_without_a_limit_never_overflows() -> None:
    template = replace(a_list(), table=replace(TABLE, most=0))
    told = compose(with_findings(40), template, RULES, "")
    assert told.table is not None
    assert len(told.table.rows) == 40
    assert told.annex is None


def test_one_finding_in_words_and_more_in_the_annex() -> None:
    """As the shipped notices of conduct do it: no place for the table in the letter, one row at most."""
    table = replace(TABLE, most=1)
    told = replace(FACTS, sentence="发现：{问题摘要}。")
    template = replace(a_list(), elements=(told, ORDER), table=table)
    one = compose(with_findings(1), template, RULES, "")
    assert (one.table, one.annex) == (None, None)
    assert texts(one)["facts"] == "发现：3号楼5层，悬挑脚手架作业层与墙体之间未设水平防护。"
    two = compose(with_findings(2), template, RULES, "")
    assert two.table is None
    assert two.annex is not None
    assert two.annex.table is not None
    assert len(two.annex.table.rows) == 2
    assert texts(two)["facts"] == "存在附页所列2项问题。"


def test_a_form_has_no_letter_for_its_table() -> None:
    template = replace(a_template(FILE), elements=(FACTS, PLACE), table=TABLE)
    told = compose(a_draft(FILE), template, RULES, "")
    assert (told.paragraphs, told.table) == ((), None)


# Conditions


CHOSEN = (
    OwnField("decision", "批复意见", FieldKind.CHOICE, choices=("同意延期", "不同意延期")),
    OwnField("new_due", "新的期限", FieldKind.DAY, only_when=("decision", "同意延期")),
)
GRANTED = Element(
    "granted",
    required=True,
    heading="二、期限",
    sentence="延至{新的期限}。",
    only_when=("decision", "同意延期"),
)
REFUSED = Element(
    "refused", required=True, sentence="仍按{所涉期限}整改。", only_when=("decision", "不同意延期")
)


def an_answer() -> DocumentTemplate:
    return replace(a_template(EXTEND), elements=(GRANTED, REFUSED), fields=CHOSEN)


def test_an_element_stands_only_under_its_choice() -> None:
    granted = compose(with_own(EXTEND, decision="同意延期"), an_answer(), RULES, "")
    assert texts(granted) == {"granted": "延至2026年4月30日。"}
    assert granted.paragraphs[0].heading == "二、期限"
    refused = compose(with_own(EXTEND, decision="不同意延期"), an_answer(), RULES, "")
    assert texts(refused) == {"refused": "仍按2026年4月27日整改。"}


def test_nothing_stands_under_a_choice_that_nobody_made() -> None:
    """The paper neither grants nor refuses by silence, whatever else was written before."""
    draft = replace(a_draft(EXTEND), own=(("new_due", "2026-05-08"),))
    assert compose(draft, an_answer(), RULES, "").paragraphs == ()
    assert values_of(draft, an_answer(), RULES)["新的期限"] == ""


def test_an_element_stands_under_the_choice_that_the_wording_starts_with() -> None:
    started = replace(CHOSEN[0], start="不同意延期")
    template = replace(an_answer(), fields=(started, CHOSEN[1]))
    draft = replace(a_draft(EXTEND), own=())
    assert list(texts(compose(draft, template, RULES, ""))) == ["refused"]


def test_an_element_without_a_condition_always_stands() -> None:
    assert stands(ORDER, {})
    assert stands(GRANTED, {"decision": "同意延期"})
    assert not stands(GRANTED, {"decision": "不同意延期"})
    assert not stands(GRANTED, {})


def test_the_table_s_place_may_have_a_condition_too() -> None:
    field = OwnField("form", "形式", FieldKind.CHOICE, choices=("列表", "不列"))
    place = replace(PLACE, only_when=("form", "不列"))
    template = replace(a_list(), elements=(FACTS, ORDER, place), fields=(field,))
    shown = compose(replace(with_findings(1), own=(("form", "不列"),)), template, RULES, "")
    assert (shown.table is not None, shown.table_after) == (True, 2)


# Own fields and what they are about


def test_own_fields_print_by_their_label_and_days_as_chinese_writes_them() -> None:
    values = values_of(a_draft(EXTEND), a_template(EXTEND), RULES)
    assert values["申请理由"] == "材料未到场"
    assert values["批复意见"] == "同意延期"
    assert values["新的期限"] == "2026年4月30日"
    assert values["不同意理由"] == ""


@pytest.mark.parametrize("written", ["2026-02-30", "下周一", ""])
def test_what_is_no_day_prints_as_it_was_written(written: str) -> None:
    values = values_of(with_own(EXTEND, new_due=written), a_template(EXTEND), RULES)
    assert values["新的期限"] == written


def test_what_is_not_asked_prints_nothing_though_it_was_written() -> None:
    draft = with_own(EXTEND, decision="不同意延期", why_not="措施不足", new_due="2026-05-08")
    values = values_of(draft, a_template(EXTEND), RULES)
    assert values["新的期限"] == ""
    assert values["不同意理由"] == "措施不足"


def test_what_stands_at_first_prints_until_somebody_writes() -> None:
    fields = (
        OwnField("weather", "天气", FieldKind.LINE, start="晴"),
        OwnField("way", "方式", FieldKind.CHOICE, choices=("现场", "书面"), start="书面"),
        OwnField("end", "结论", FieldKind.CHOICE, choices=("合格", "不合格")),
        OwnField("note", "说明", FieldKind.TEXT),
    )
    template = a_template(RECTIFY, fields=fields)
    untouched = values_of(a_draft(RECTIFY), template, RULES)
    assert (untouched["天气"], untouched["方式"], untouched["说明"]) == ("晴", "书面", "")
    assert untouched["结论"] == ""
    written = values_of(a_draft(RECTIFY, own=(("weather", "雨"), ("way", "现场"))), template, RULES)
    assert (written["天气"], written["方式"]) == ("雨", "现场")
    emptied = values_of(a_draft(RECTIFY, own=(("weather", ""),)), template, RULES)
    assert emptied["天气"] == ""


def test_an_own_value_is_never_read_as_a_pattern() -> None:
    template = replace(
        a_template(EXTEND), elements=(Element("request", required=True, sentence="{申请理由}"),)
    )
    told = compose(with_own(EXTEND, reason="见{工程}和{{文号}}"), template, RULES, "")
    assert texts(told)["request"] == "见{工程}和{{文号}}"


def test_the_document_it_is_about_is_named() -> None:
    values = values_of(a_draft(EXTEND), a_template(EXTEND), RULES)
    assert values["所涉文书"] == "限期整改通知书"
    assert values["所涉文号"] == "滨住建改〔2026〕3-5号"
    assert values["所涉日期"] == "2026年4月20日"
    assert values["所涉期限"] == "2026年4月27日"


def test_about_nothing_and_without_days_it_prints_nothing() -> None:
    names = ("所涉文书", "所涉文号", "所涉日期", "所涉期限")
    values = values_of(a_draft(EXTEND, about=None), a_template(EXTEND), RULES)
    assert [values[name] for name in names] == ["", "", "", ""]
    dayless = a_draft(EXTEND, about=a_subject(issued_on=None, due_on=None))
    values = values_of(dayless, a_template(EXTEND), RULES)
    assert (values["所涉日期"], values["所涉期限"]) == ("", "")


def test_the_number_is_never_taken_from_an_own_field() -> None:
    template = a_template(EXTEND, title=("{机关}", "{批复意见}批复"))
    told = compose(a_draft(EXTEND), template, RULES, "滨住建延〔2026〕3-1号")
    assert told.title == ("滨海新区住房和城乡建设局", "同意延期批复")
    assert told.number == "滨住建延〔2026〕3-1号"


# Recheck


def two_rechecked(*seen: Rechecked) -> Draft:
    return a_draft(RECHECK, findings=(a_finding(1), a_finding(2)), rechecked=seen)


def test_each_row_shows_what_the_recheck_saw() -> None:
    draft = two_rechecked(Rechecked("finding-1", "已整改", "已补设"), Rechecked("finding-2", NOT_YET, "未动"))
    rows = [finding_values(one, n, draft, RULES) for n, one in enumerate(draft.findings, start=1)]
    assert [(row["复查结论"], row["复查说明"]) for row in rows] == [("已整改", "已补设"), (NOT_YET, "未动")]
    unseen = finding_values(draft.findings[0], 1, two_rechecked(), RULES)
    assert (unseen["复查结论"], unseen["复查说明"]) == ("", "")


@pytest.mark.parametrize(
    ("seen", "failing"),
    [
        ((Rechecked("finding-1", "已整改"), Rechecked("finding-2", "已整改")), "0"),
        ((Rechecked("finding-1", "已整改"), Rechecked("finding-2", "部分整改")), "1"),
        ((Rechecked("finding-1", "无法核实"), Rechecked("finding-2", NOT_YET)), "2"),
        ((Rechecked("finding-1", "已整改"),), "1"),
        ((), "2"),
    ],
)
def test_what_is_not_seen_to_be_put_right_counts_as_failed(seen: tuple[Rechecked, ...], failing: str) -> None:
    values = values_of(two_rechecked(*seen), a_template(RECHECK), RULES)
    assert (values["不合格数"], values["问题数"]) == (failing, "2")


def test_a_second_deadline_prints_only_where_one_is_set() -> None:
    template = a_template(RECHECK)
    assert values_of(a_draft(RECHECK), template, RULES)["再次整改期限"] == ""
    again = with_own(RECHECK, conclusion=AGAIN, again="2026-05-08")
    assert values_of(again, template, RULES)["再次整改期限"] == "2026年5月8日"


# What the office's own papers add


def test_findings_in_a_line() -> None:
    draft = a_draft(LIST, findings=(a_finding(1, fact="甲。"), a_finding(2, fact="乙")))
    values = values_of(draft, a_template(LIST), RULES)
    assert values["问题摘要"] == "3号楼5层，甲；3号楼6层，乙"
    assert values["照片数"] == "2"
    assert values_of(a_draft(LIST, findings=()), a_template(LIST), RULES)["问题摘要"] == ""


def test_the_party_with_its_place_and_manager() -> None:
    values = values_of(a_draft(FILE), a_template(FILE), RULES)
    assert values["单位地址"] == "滨海新区长风路18号"
    assert values["负责人"] == "林叙白（项目经理）"
    unnamed = a_draft(FILE, addressee=a_party(manager="", address=""))
    values = values_of(unnamed, a_template(FILE), RULES)
    assert (values["单位地址"], values["负责人"]) == ("", "")
    nobody = values_of(a_draft(FILE, addressee=None), a_template(FILE), RULES)
    assert (nobody["单位地址"], nobody["负责人"]) == ("", "")


def test_the_leader_s_approval_in_the_form_s_cell() -> None:
    given = values_of(a_draft(EXTEND), a_template(EXTEND), RULES)["批准意见"]
    assert given == "同意。顾承宇\u30002026年4月24日16时00分\u3000批准文号 滨住建批〔2026〕9号"
    assert values_of(a_draft(APPROVE), a_template(APPROVE), RULES)["批准意见"] == ""
    draft = put(put(a_draft(EXTEND), "approval.number", ""), "approval.at", None)
    assert values_of(draft, a_template(EXTEND), RULES)["批准意见"] == "同意。顾承宇"
    nameless = put(a_draft(EXTEND), "approval.approver", "")
    assert values_of(nameless, a_template(EXTEND), RULES)["批准意见"] == ""


# The form that is signed


KEYS = {
    "addressee", "copied", "copies", "date", "edition", "issuer", "kind", "kind_label", "layout",
    "main_recipient", "officers", "paragraphs", "phone", "schema", "table", "table_after", "title",
}  # fmt: skip
"""What the signed form of a plain letter has held from the first version on; an empty value is left out."""


def test_kinds_without_own_fields_keep_the_shape_of_what_was_signed_before() -> None:
    elements = (FACTS, PLACE, ORDER)
    template = a_template(RECTIFY, elements=elements)
    told = json.loads(canonical(compose(a_draft(RECTIFY), template, RULES, "")))
    assert set(told) == KEYS
    assert [set(one) for one in told["paragraphs"]] == [{"text", "element"}, {"text", "element"}]
    assert set(told["table"]) == {"head", "widths", "align", "rows"}


def test_own_fields_add_no_key_to_the_signed_form() -> None:
    template = a_template(EXTEND, elements=(GRANTED, REFUSED))
    assert set(json.loads(canonical(compose(a_draft(EXTEND), template, RULES, "")))) == KEYS - {
        "table",
        "table_after",
    }


def test_the_seal_is_content() -> None:
    template = a_template(RECTIFY)
    bare = canonical(compose(a_draft(RECTIFY), template, RULES, ""))
    sealed = compose(a_draft(RECTIFY, seal=Seal("ab" * 32)), template, RULES, "")
    assert sealed.seal == Seal("ab" * 32)
    assert canonical(sealed) != bare
    assert b'"seal"' not in bare


def test_a_photo_s_time_is_china_s() -> None:
    draft = with_findings(1)
    draft = put(draft, "findings.0.photos.0.taken", china(2026, 4, 27, 9, 5))
    template = a_list(annex=AnnexTemplate("现场照片", None, photos=True))
    annex = compose(draft, template, RULES, "").annex
    assert annex is not None
    assert annex.photos[0].taken == "2026-04-27 09:05"
    assert date.fromisoformat(annex.photos[0].taken[:10]) == draft.issue_on
