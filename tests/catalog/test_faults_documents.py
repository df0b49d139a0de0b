"""Broken templates of kinds with own fields: each fault is made in a shipped file and named at its place."""

import re
import shutil
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog.crosscheck_documents import PENALTY_WORDS
from tests.catalog.broken import Broken, assert_named_with_its_place, errors_of, named

FORMS = assets.folder("forms")

NOTICE = "documents/rectification_notice.toml"
EXTENSION = "documents/extension_decision.toml"
RECHECK = "documents/recheck_opinion.toml"
CONDUCT = "documents/conduct_notice.toml"
JUDGED = "documents/conduct_determination.toml"
LISTED = "documents/finding_list.toml"
APPROVAL = "documents/inspection_approval.toml"
ANNOUNCED = "documents/inspection_notice.toml"
INTERVIEW = "documents/interview_record.toml"
FILING = "documents/filing_form.toml"
LETTER = "documents/transfer_letter.toml"
REVOKED = "documents/revocation.toml"

NEVER, NEW_DUE = "forms.condition_never", "field.4.only_when"
GRANTED = 'only_when = { code = "decision", value = "同意延期" }'

FIELDS = (
    Broken(
        EXTENSION,
        'choices = ["同意延期", "不同意延期"]\n',
        "choices = []\n",
        "forms.field_choices",
        "field.3.choices",
    ),
    Broken(
        EXTENSION,
        'choices = ["同意延期", "不同意延期"]\n',
        "",
        "forms.field_choices",
        "field.3.choices",
        "[[field]]",
    ),
    Broken(
        EXTENSION,
        'code = "reason"\nlabel = "申请理由"\nkind = "text"',
        'code = "reason"\nlabel = "申请理由"\nkind = "text"\nchoices = ["甲", "乙"]',
        "forms.field_choices",
        "field.2.choices",
    ),
    Broken(EXTENSION, 'code = "asked_on"', 'code = "reason"', "forms.duplicate", "field.2.code", "reason"),
    Broken(EXTENSION, 'label = "申请理由"', 'label = "申请日期"', "forms.duplicate", "field.2.label"),
    Broken(EXTENSION, 'label = "申请理由"', 'label = "处理意见"', "forms.duplicate", "field.2.label"),
    Broken(EXTENSION, 'label = "申请理由"', 'label = "{申请}"', "forms.field_pattern", "field.2.label"),
    Broken(EXTENSION, 'label = "申请理由"', 'label = "申请 理由"', "forms.field_pattern", "field.2.label"),
    Broken(EXTENSION, 'code = "reason"', 'code = "Reason"', "forms.field_pattern", "field.2.code"),
    Broken(EXTENSION, 'code = "reason"', 'code = "9reason"', "forms.field_pattern", "field.2.code"),
    Broken(EXTENSION, 'kind = "text"', 'kind = "words"', "forms.field_choice", "field.2.kind"),
    Broken(EXTENSION, "future = true", 'future = "yes"', "forms.field_type", "field.4.future"),
    Broken(EXTENSION, "future = true", "futur = true", "forms.field_unknown", "field.4.futur"),
)
CONDITIONS = (
    Broken(
        EXTENSION,
        GRANTED,
        GRANTED.replace("同意延期", "同意"),
        "forms.condition_never",
        "field.4.only_when",
    ),
    Broken(
        EXTENSION,
        GRANTED,
        GRANTED.replace("decision", "reason"),
        "forms.condition_never",
        "field.4.only_when",
    ),
    Broken(
        EXTENSION,
        GRANTED,
        GRANTED.replace("decision", "verdict"),
        "forms.condition_never",
        "field.4.only_when",
    ),
    Broken(
        RECHECK,
        'value = "不合格，移交立案审查"',
        'value = "不合格，立案"',
        "forms.condition_never",
        "element.5.only_when",
    ),
    Broken(
        EXTENSION,
        'code = "request"\nrequired = true',
        'code = "request"\nrequired = true\n' + GRANTED,
        "forms.element_conditional",
        "element.1.only_when",
    ),
    Broken(
        EXTENSION,
        GRANTED,
        'only_when = { code = "decision" }',
        "forms.field_missing",
        "field.4.only_when.value",
    ),
)
REASON = 'code = "reason"\nlabel = "申请理由"\nkind = "text"'
DAYS = (
    Broken(FILING, 'after = "known_on"', 'after = "known"', "forms.after_nothing", "field.4.after"),
    Broken(JUDGED, 'after = "published_from"', 'after = "result"', "forms.after_nothing", "field.8.after"),
    Broken(
        EXTENSION, '的期限"\nkind = "day"', '的期限"\nkind = "line"', "forms.field_no_day", "field.4.kind"
    ),
    *(
        Broken(EXTENSION, REASON, f"{REASON}\n{line}", "forms.field_no_day", "field.2.kind")
        for line in ("future = true", "past = true", "deadline = true", 'after = "asked_on"')
    ),
    Broken(FILING, 'after = "known_on"', "after = true", "forms.field_type", "field.4.after"),
)  # fmt: skip
LOST = (
    Broken(RECHECK, '["合格", ', '["通过", ', "forms.choice_lost", "field", "[[field]]"),
    Broken(
        RECHECK, '"不合格，责令再次整改", "不合格，移交', '"未通过，责令再次整改", "未通过，移交',
        "forms.choice_lost", "field", "[[field]]",
    ),
    Broken(EXTENSION, '["同意延期", ', '["准予延期", ', "forms.choice_lost", "field", "[[field]]"),
    Broken(JUDGED, '["逾期未提出", ', '["没有提出", ', "forms.choice_lost", "field", "[[field]]"),
    Broken(JUDGED, '"不予认定"]', '"不作认定"]', "forms.choice_lost", "field", "[[field]]"),
    Broken(JUDGED, '"defence"\nlabel', '"plea"\nlabel', "forms.choice_lost", "field", "[[field]]"),
    Broken(REVOKED, '["撤销", ', '["收回", ', "forms.choice_lost", "field", "[[field]]"),
    Broken(REVOKED, '"更正"]', '"改正"]', "forms.choice_lost", "field", "[[field]]"),
)  # fmt: skip
SUBJECTS = (
    Broken(CONDUCT, "most = 1\n", "", "forms.table_nowhere", "table", "[table]"),
    Broken(JUDGED, 'about = ["conduct_notice"]', "about = []", "forms.about_nothing", "about"),
    Broken(JUDGED, 'about = ["conduct_notice"]', 'about = ["notice"]', "forms.field_choice", "about.1"),
    Broken(LETTER, 'to = "authority"', 'to = "company"', "forms.field_choice", "to"),
)  # fmt: skip
ELEMENTS = (
    Broken(EXTENSION, 'code = "granted"', 'code = "decision"', "forms.duplicate", "element.3.code"),
    Broken(JUDGED, 'code = "remedies"', 'code = "ending"', "forms.element_missing", "element"),
    Broken(
        CONDUCT,
        'code = "defence"\nrequired = true',
        'code = "defence"\nrequired = false',
        "forms.element_not_required",
        "element.4.required",
    ),
    Broken(EXTENSION, "{申请日期}", "{申请日}", "forms.unknown_placeholder", "element.1.sentence"),
    Broken(EXTENSION, "{新的期限}", "{复查日期}", "forms.unknown_placeholder", "element.3.sentence"),
    Broken(LISTED, "附页列明{工程}", "附页列明{工地}", "forms.unknown_placeholder", "element.1.annexed"),
    Broken(REVOKED, "{决定种类}决定书", "{决定}决定书", "forms.unknown_placeholder", "title.2"),
    Broken(LETTER, "{受移送机关}：", "{受移送单位}：", "forms.unknown_placeholder", "addressee"),
    Broken(RECHECK, "{复查结论}", "{总体结论}", "forms.unknown_placeholder", "table.cells.4"),
    Broken(
        LISTED, 'title = "现场照片"', 'title = "{工地}照片"', "forms.unknown_placeholder", "annex.title"
    ),
    Broken(FILING, '"{案情简介}"]', '""]', "forms.element_not_on_form", "element.3.sentence"),
    Broken(
        JUDGED, '"mh2017-241-10", "apl', '"awl2014-62", "apl', "forms.basis_not_in_force", "basis.1"
    ),
    Broken(JUDGED, '"mh2017-241-10", "apl', '"mh2017-241", "apl', "forms.unknown_clause", "basis.1"),
    Broken(LISTED, "most = 6", "most = 61", "forms.field_range", "table.most"),
    Broken(LISTED, "most = 6", "most = -1", "forms.field_range", "table.most"),
)  # fmt: skip
PLAIN = (
    Broken(
        LETTER, "扫码核对：文号", "扫码核对{工程}：文号", "forms.unknown_placeholder", "verify_note"
    ),
    Broken(
        APPROVAL, 'start = "0次"', 'start = "{工程}0次"', "forms.unknown_placeholder", "field.5.start"
    ),
    Broken(
        EXTENSION, '"同意延期", ', '"同意延期", "{工程}延期", ', "forms.unknown_placeholder",
        "field.3.choices.2",
    ),
    Broken(REVOKED, '["签收人", ""', '["{签收人}", ""', "forms.unknown_placeholder", "receipt.1.1"),
    Broken(
        LISTED, "most = 6", 'most = 6\nannex_title = "{工程}清单"', "forms.unknown_placeholder",
        "table.annex_title",
    ),
    Broken(
        LISTED, "most = 6", 'most = 6\nnote = "{工程}"', "forms.unknown_placeholder", "table.note"
    ),
)  # fmt: skip
PENALTIES = (
    Broken(JUDGED, "{认定结论}。", "{认定结论}，并处以一万元。", "forms.penalty_word", "element.3.sentence"),
    Broken(LISTED, "附页列明", "附页列明罚款的", "forms.penalty_word", "element.1.annexed"),
    Broken(EXTENSION, "二、理由", "二、处罚理由", "forms.penalty_word", "element.5.heading"),
    Broken(INTERVIEW, '"约谈要求", "', '"处罚要求", "', "forms.penalty_word", "row.8.cells.1"),
    Broken(
        REVOKED, '["撤销", "更正"]', '["撤销", "更正", "没收"]', "forms.penalty_word", "field.1.choices.3"
    ),
    Broken(ANNOUNCED, 'start = "与检查', 'start = "罚款凭证和与检查', "forms.penalty_word", "field.5.start"),
    Broken(NOTICE, 'title = "现场照片"', 'title = "处罚照片"', "forms.penalty_word", "annex.title"),
)  # fmt: skip

ALL = (*FIELDS, *CONDITIONS, *DAYS, *LOST, *SUBJECTS, *ELEMENTS, *PLAIN, *PENALTIES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "forms"
    shutil.copytree(FORMS, copy)
    return copy


@pytest.mark.parametrize("broken", ALL, ids=str)
def test_each_fault_of_a_template_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)


def test_a_letter_to_an_authority_needs_a_field_for_its_name(folder: Path) -> None:
    path = folder / LETTER
    path.write_text(path.read_text("utf-8").replace('code = "authority"', 'code = "whom"', 1), "utf-8")
    error = named(errors_of(folder), "forms.authority_missing", LETTER)
    assert error.value("named") == "authority"
    assert "[[field]]" in path.read_text("utf-8").split("\n")[error.line - 1]


def test_about_is_asked_for_where_none_is_listed(folder: Path) -> None:
    path = folder / APPROVAL
    path.write_text("about_needed = true\n" + path.read_text("utf-8"), "utf-8")
    error = named(errors_of(folder), "forms.about_nothing", APPROVAL)
    assert (error.field, error.line) == ("about", 1)


def test_a_table_without_a_limit_has_its_place_among_the_elements(folder: Path) -> None:
    path = folder / LISTED
    path.write_text(path.read_text("utf-8").replace("most = 6\n", "", 1), "utf-8")
    assert errors_of(folder) == ()
    path.write_text(path.read_text("utf-8").replace("table = true", 'sentence = "隐患"', 1), "utf-8")
    assert [(one.code, one.field) for one in errors_of(folder)] == [("forms.table_nowhere", "table")]


@pytest.mark.parametrize(
    ("file", "old", "choice", "word"),
    [
        (RECHECK, '["合格", ', "conclusion", "合格"),
        (EXTENSION, '["同意延期", ', "decision", "同意"),
        (JUDGED, '["逾期未提出", ', "defence", "逾期未提出"),
        (JUDGED, '"不予认定"]', "result", "不予认定"),
        (REVOKED, '"更正"]', "decision", "更正"),
        (REVOKED, '["撤销", ', "decision", "撤销"),
    ],
)
def test_a_choice_that_rules_weigh_is_named_with_its_word(
    folder: Path, file: str, old: str, choice: str, word: str
) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, old.replace(word, "另有"), 1), "utf-8")
    (error,) = (one for one in errors_of(folder) if one.code == "forms.choice_lost")
    assert (error.file, error.value("choice"), error.value("word")) == (file, choice, word)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (EXTENSION, '"同意延期"', '"同意延期并采取措施"'),
        (RECHECK, '"合格"', '"合格，准予销号"'),
        (RECHECK, '"不合格，责令再次整改"', '"不合格，限期再改"'),
        (JUDGED, '"逾期未提出"', '"逾期未提出陈述申辩"'),
        (JUDGED, '"认定为不良行为"', '"构成不良行为"'),
    ],
)
def test_the_office_may_word_a_choice_otherwise(folder: Path, file: str, old: str, new: str) -> None:
    """In each place where it stands, and so that it begins as the rules know it, where they weigh it."""
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert errors_of(folder) == ()


@pytest.mark.parametrize("file", [FILING, APPROVAL, LETTER])
@pytest.mark.parametrize("word", PENALTY_WORDS)
def test_papers_that_ask_for_a_penalty_may_name_it(folder: Path, file: str, word: str) -> None:
    """The filing form stays inside; the transfer letter asks another authority to weigh one."""
    path = folder / file
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'sentence = "', f'sentence = "{word}：', text, count=1), "utf-8")
    assert errors_of(folder) == ()


@pytest.mark.parametrize("word", PENALTY_WORDS)
def test_no_word_of_penalty_passes_in_an_order(folder: Path, word: str) -> None:
    path = folder / NOTICE
    path.write_text(path.read_text("utf-8").replace("依法处理。", f"依法{word}。", 1), "utf-8")
    assert named(errors_of(folder), "forms.penalty_word", NOTICE).value("word") in word


def test_an_internal_paper_that_is_no_longer_internal_may_not_name_it(folder: Path) -> None:
    path = folder / FILING
    path.write_text(path.read_text("utf-8").replace("internal = true", "internal = false", 1), "utf-8")
    assert {one.code for one in errors_of(folder)} == {"forms.penalty_word"}


def test_a_condition_that_names_a_condition_is_told_for_each_place(folder: Path) -> None:
    """Renaming a choice breaks all that hangs on it, and each is told at once with its own line."""
    path = folder / EXTENSION
    text = path.read_text("utf-8")
    path.write_text(text.replace('code = "decision"\nlabel', 'code = "verdict"\nlabel', 1), "utf-8")
    told = [one for one in errors_of(folder) if one.code == "forms.condition_never"]
    assert [one.field for one in told] == [
        "field.4.only_when",
        "field.5.only_when",
        "field.6.only_when",
        "element.3.only_when",
        "element.4.only_when",
        "element.5.only_when",
    ]
    assert len({one.line for one in told}) == len(told)
