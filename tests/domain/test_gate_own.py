"""A kind's own fields at the gate: what is asked only sometimes, what may stay empty, and what is allowed."""

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.content import Seal
from inspector_app.domain.documents import Owed, Rechecked
from inspector_app.domain.findings import Severity
from inspector_app.domain.gate.people import MOST_COPIED
from inspector_app.domain.templates import Addressed, DocumentKind, FieldKind, OwnField, Sealing
from tests.builders import HOLIDAY, ON, a_major, a_party, a_subject, an_office, put, some_rules
from tests.domain.gate_case import (
    ALL,
    ANNOUNCE,
    APPROVE,
    DAY_BEFORE,
    EXTEND,
    FILE,
    INTERVIEW,
    JUDGE,
    LIST,
    MAY_BE_ABOUT,
    RECHECK,
    RECTIFY,
    REVOKE,
    TRANSFER,
    WARN,
    Case,
    complete,
    puts,
)
from tests.domain.gate_of_conduct import about as noted
from tests.domain.gate_of_own import writes
from tests.papers import AGAIN, NOT_YET


def _template(case: Case, **changes: object) -> Case:
    kind = case.draft.kind
    templates = {**case.rules.templates, kind: replace(case.rules.templates[kind], **changes)}
    return replace(case, rules=replace(case.rules, templates=templates))


def _failed() -> Case:
    """Return a recheck that failed and orders once more, by a day."""
    seen = puts(rechecked=(Rechecked("finding-1", NOT_YET, "仍未补设"),))(complete(RECHECK))
    return writes(conclusion=AGAIN, again="2026-05-08")(seen)


def _with(kind: DocumentKind, **told: str) -> Case:
    return writes(**told)(complete(kind))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(_failed(), id="a recheck that failed"),
        pytest.param(writes(again=ON.isoformat())(_failed()), id="once more by today"),
        pytest.param(
            _with(EXTEND, decision="不同意延期", why_not="未采取临时措施", new_due=""),
            id="an extension refused needs no day",
        ),
        pytest.param(
            _with(EXTEND, decision="不同意延期", why_not="未采取临时措施", new_due=DAY_BEFORE.isoformat()),
            id="what was written before the choice fell otherwise is not weighed",
        ),
        pytest.param(_with(EXTEND, new_due="2026-04-28"), id="a day longer"),
        pytest.param(_with(EXTEND, new_due=HOLIDAY.isoformat()), id="longer, to a day off"),
        pytest.param(puts(about__due_on=None)(complete(EXTEND)), id="an extension of what had no day"),
        pytest.param(_with(REVOKE, decision="更正", correction="原文3号楼，更正为5号楼"), id="a correction"),
        pytest.param(
            writes(defence="书面放弃")(puts(about__until=ON)(complete(JUDGE))),
            id="a defence waived need not be waited for",
        ),
        pytest.param(puts(about__until=DAY_BEFORE)(complete(JUDGE)), id="the day after the last for defence"),
        pytest.param(
            writes(defence="书面放弃")(noted(defended="waived", until=ON)(complete(JUDGE))),
            id="given up on record, while the time still runs",
        ),
        pytest.param(
            noted(served_on=date(2026, 4, 17), until=None, defended="")(complete(JUDGE)),
            id="nothing said in five working days from service",
        ),
        pytest.param(
            writes(conduct_code="本地-7")(replace(complete(WARN), rules=some_rules(conduct={}))),
            id="an edition without lists leaves codes to the office",
        ),
        pytest.param(
            _with(JUDGE, result="不予认定", published_from="", published_to=""),
            id="where no bad conduct is found nothing is published",
        ),
        pytest.param(
            _with(JUDGE, published_to="2029-05-06"), id="public for three years, the first day not counted"
        ),
        pytest.param(
            _with(FILE, known_on=ON.isoformat(), verify_by=ON.isoformat(), decide_by=ON.isoformat()),
            id="known, verified and decided today",
        ),
        pytest.param(_with(EXTEND, asked_on=ON.isoformat()), id="asked for today"),
        pytest.param(puts(about__until=None)(complete(JUDGE)), id="a notice that gave no day"),
        pytest.param(_with(INTERVIEW, promise=""), id="what is not required may stay empty"),
        pytest.param(_with(ANNOUNCE, planned_on=ON.isoformat()), id="announced for today"),
        pytest.param(
            _with(RECHECK, rechecked_on=DAY_BEFORE.isoformat()), id="rechecked yesterday, written today"
        ),
        pytest.param(puts(about__issued_on=ON)(complete(LIST)), id="about a paper of the same day"),
        pytest.param(puts(about__issued_on=None)(complete(LIST)), id="about a paper whose day nobody knows"),
        pytest.param(puts(about__served=False)(complete(REVOKE)), id="a paper unserved may be revoked"),
        pytest.param(puts(about=None)(complete(WARN)), id="a notice of conduct need not be about a paper"),
        pytest.param(puts(copied=(a_party(),) * MOST_COPIED)(complete(RECTIFY)), id="twenty copies"),
        pytest.param(puts(inspection__approval=None)(complete(APPROVE)), id="approval is what it asks for"),
        pytest.param(puts(inspection__notice="")(complete(ANNOUNCE)), id="the notice comes before the visit"),
        pytest.param(puts(findings=())(complete(INTERVIEW)), id="an interview without a finding"),
        pytest.param(puts(findings=(a_major(1),), covered=frozenset())(complete(LIST)), id="a major, listed"),
        pytest.param(puts(findings__0__obligations=())(complete(FILE)), id="a filing orders nothing"),
        pytest.param(puts(addressee=None)(complete(TRANSFER)), id="an authority's code is not asked"),
        pytest.param(puts(target__kind="concrete_plant")(complete(FILE)), id="the office's own fits all"),
    ],
)
def test_what_the_law_allows_of_the_kinds_with_own_fields(case: Case) -> None:
    assert case.missing() == ()


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in MAY_BE_ABOUT])
def test_where_the_wording_names_no_kind_nothing_fits(kind: DocumentKind) -> None:
    """No field of the window writes this; a record from elsewhere, or older wording, may hold it."""
    assert puts(about=a_subject())(complete(kind)).misses() == [("gate.about_unfit", "document.about")]


@pytest.mark.parametrize("kind", MAY_BE_ABOUT)
def test_a_paper_may_be_about_any_kind_that_its_wording_names(kind: DocumentKind) -> None:
    case = complete(kind)
    for about in case.rules.templates[kind].about:
        told = put(case, "draft.about", replace(case.draft.about or a_subject(), kind=str(about)))
        assert told.missing() == (), about


@pytest.mark.parametrize("kind", ALL)
def test_an_electronic_seal_needs_its_picture(kind: DocumentKind) -> None:
    case = _template(complete(kind), sealing=Sealing.ELECTRONIC)
    assert put(case, "draft.seal", Seal(sha256="a" * 64)).missing() == ()
    place_only = put(case, "draft.seal", Seal(x_mm=120, y_mm=60))
    assert place_only.misses() == [("gate.seal_missing", "office.seal")]


@pytest.mark.parametrize("sealing", [Sealing.AT_OFFICE, Sealing.PRE_STAMPED])
def test_a_real_seal_needs_none(sealing: Sealing) -> None:
    assert _template(complete(RECTIFY), sealing=sealing).missing() == ()


def test_a_field_of_the_office_s_own_is_asked_for_with_its_label_and_source() -> None:
    field = OwnField("weather", "天气", FieldKind.LINE, source="本局规定 3")
    case = _template(complete(RECTIFY), fields=(field,))
    (told,) = case.missing()
    assert (told.code, told.field, told.source) == ("gate.own_missing", "document.own.weather", "本局规定 3")
    assert told.values == (("label", "天气"),)
    assert writes(weather="晴")(case).missing() == ()


def test_what_stands_at_first_counts_as_written() -> None:
    started = OwnField("weather", "天气", FieldKind.LINE, start="晴")
    assert _template(complete(RECTIFY), fields=(started,)).missing() == ()
    chosen = OwnField("weather", "天气", FieldKind.CHOICE, choices=("晴", "雨"), start="雨")
    assert _template(complete(RECTIFY), fields=(chosen,)).missing() == ()


def test_a_choice_that_nobody_made_is_asked_for_though_one_is_offered_first() -> None:
    chosen = OwnField("weather", "天气", FieldKind.CHOICE, choices=("晴", "雨"))
    case = _template(complete(RECTIFY), fields=(chosen,))
    assert case.misses() == [("gate.own_missing", "document.own.weather")]
    optional = replace(chosen, required=False)
    assert _template(complete(RECTIFY), fields=(optional,)).missing() == ()


@pytest.mark.parametrize("value", [" 晴", "晴\u3000", "晴\n"])
def test_a_choice_with_blanks_around_it_is_none(value: str) -> None:
    """Nothing that hangs on it would be asked or printed."""
    chosen = OwnField("weather", "天气", FieldKind.CHOICE, choices=("晴", "雨"))
    case = writes(weather=value)(_template(complete(RECTIFY), fields=(chosen,)))
    assert case.misses() == [("gate.own_no_choice", "document.own.weather")]


@pytest.mark.parametrize("value", [" 2026-05-06", "2026-05-06\u3000"])
def test_a_day_with_blanks_around_it_is_none(value: str) -> None:
    """It would be printed as it stands, and no deadline would be kept of it."""
    case = writes(published_from=value)(complete(JUDGE))
    assert case.misses() == [("gate.own_no_day", "document.own.published_from")]


def test_days_ahead_and_in_wrong_order_are_told_with_both_days() -> None:
    (told,) = _with(RECHECK, rechecked_on="2026-04-28").missing()
    assert (told.source, told.values) == ("", (("label", "复查日期"), ("due", "2026-04-28")))
    (told,) = _with(JUDGE, published_to="2026-05-05").missing()
    assert told.values == (("label", "公示截止日"), ("due", "2026-05-05"), ("before", "2026-05-06"))


def test_a_day_follows_only_a_day_that_is_asked() -> None:
    """Nobody can jump to a field that the choice took off the screen."""
    way = OwnField("way", "方式", FieldKind.CHOICE, choices=("现场", "书面"))
    first = OwnField("sent_on", "寄出日", FieldKind.DAY, only_when=("way", "书面"))
    last = OwnField("seen_on", "查看日", FieldKind.DAY, after="sent_on")
    case = _template(complete(RECTIFY), fields=(way, first, last))
    told = writes(sent_on="2026-04-26", seen_on="2026-04-20")(case)
    assert writes(way="书面")(told).misses() == [("gate.own_day_order", "document.own.seen_on")]
    assert writes(way="现场")(told).missing() == ()


def test_a_day_may_follow_one_that_need_not_be_written() -> None:
    first = OwnField("sent_on", "寄出日", FieldKind.DAY, required=False)
    last = OwnField("seen_on", "查看日", FieldKind.DAY, after="sent_on")
    case = writes(seen_on="2026-04-20")(_template(complete(RECTIFY), fields=(last, first)))
    assert case.missing() == ()
    assert writes(sent_on="2026-04-20")(case).missing() == ()
    assert writes(sent_on="2026-04-21")(case).misses() == [("gate.own_day_order", "document.own.seen_on")]
    # A day that is none is told of where it stands, and no order is made of it.
    assert writes(sent_on="哪天")(case).misses() == [("gate.own_no_day", "document.own.sent_on")]


@pytest.mark.parametrize("word", ["逾期未提出", "逾期未提出陈述申辩"])
def test_silence_is_known_by_how_the_choice_begins(word: str) -> None:
    """The wording is the office's; it is loaded as long as a choice begins so."""
    case = complete(JUDGE)
    fields = tuple(
        replace(one, choices=(word, "书面放弃")) if one.code == "defence" else one
        for one in case.rules.templates[JUDGE].fields
    )
    told = writes(defence=word)(puts(about__until=ON)(_template(case, fields=fields)))
    assert told.misses() == [("gate.defence_still_open", "document.own.defence")]


def test_a_letter_does_not_print_what_the_choice_does_not_ask() -> None:
    """An element without the field's condition would name an empty day under the other choice."""
    template = complete(EXTEND).rules.templates[EXTEND]
    told = replace(template.elements[0], code="granted", sentence="延至{新的期限}。")
    case = _template(complete(EXTEND), elements=(*template.elements, told))
    assert case.missing() == ()
    refused = writes(decision="不同意延期", why_not="未采取临时措施")(case)
    assert refused.misses() == [("gate.element_empty", "document.elements.granted")]
    form = _template(refused, layout="form")
    assert form.missing() == ()


def test_a_field_that_is_not_required_is_still_weighed_when_it_is_written() -> None:
    field = OwnField("until", "截止日", FieldKind.DAY, required=False, future=True)
    case = _template(complete(RECTIFY), fields=(field,))
    assert case.missing() == ()
    assert writes(until="很快")(case).misses() == [("gate.own_no_day", "document.own.until")]
    past = writes(until=DAY_BEFORE.isoformat())(case)
    assert past.misses() == [("gate.own_day_past", "document.own.until")]
    assert dict(past.missing()[0].values) == {"label": "截止日", "due": DAY_BEFORE.isoformat()}


def test_a_required_element_with_a_condition_is_weighed_only_where_it_stands() -> None:
    template = complete(EXTEND).rules.templates[EXTEND]
    hole = replace(
        template.elements[0],
        code="granted",
        sentence="许可证{许可证}。",
        only_when=("decision", "同意延期"),
    )
    case = _template(complete(EXTEND), elements=(*template.elements, hole))
    bare = put(case, "draft.target.fields", ())
    assert bare.misses() == [("gate.element_empty", "document.elements.granted")]
    refused = writes(decision="不同意延期", why_not="未采取临时措施")(bare)
    assert refused.missing() == ()


def test_too_many_findings_are_weighed_by_the_sentence_that_is_printed() -> None:
    template = complete(LIST).rules.templates[LIST]
    assert template.table is not None
    first = replace(template.elements[0], sentence="{工程}", annexed="许可证{许可证}")
    table = replace(template.table, most=1)
    case = put(
        _template(complete(LIST), elements=(first, *template.elements[1:]), table=table),
        "draft.target.fields",
        (),
    )
    assert case.missing() == ()
    crowded = put(case, "draft.findings", case.draft.findings * 2)
    assert crowded.misses() == [("gate.element_empty", "document.elements.belongs_to")]


def test_a_recheck_names_how_many_fail_and_what_was_said() -> None:
    case = complete(RECHECK)
    findings = (case.draft.findings[0], replace(case.draft.findings[0], id="finding-2", number=2))
    seen = (Rechecked("finding-1", "已整改"), Rechecked("finding-2", NOT_YET))
    (told,) = puts(findings=findings, rechecked=seen)(case).missing()
    assert told.values == (("count", 1), ("said", "合格"))


def test_a_single_failure_refutes_a_pass_though_others_are_unknown() -> None:
    case = complete(RECHECK)
    findings = (case.draft.findings[0], replace(case.draft.findings[0], id="finding-2", number=2))
    told = puts(findings=findings, rechecked=(Rechecked("finding-1", NOT_YET),))(case)
    assert told.misses() == [
        ("gate.recheck_contradiction", "document.own.conclusion"),
        ("gate.recheck_missing", "findings.1"),
    ]


def test_a_deadline_of_a_failed_recheck_is_not_on_a_day_off_where_the_office_forbids_it() -> None:
    case = writes(again=HOLIDAY.isoformat())(_failed())
    assert case.missing() == ()
    options = replace(case.rules.options, deadline_on_holidays=False)
    strict = replace(case, rules=replace(case.rules, options=options))
    assert [field for _, field in strict.misses()] == ["document.own.again"]


def test_an_extension_names_both_days() -> None:
    (told,) = _with(EXTEND, new_due="2026-04-27").missing()
    assert told.values == (("due", "2026-04-27"), ("before", "2026-04-27"))


def test_a_second_extension_is_weighed_against_the_first_and_a_refusal_against_none() -> None:
    """What was extended before counts from its new day, however early the order's own day is."""
    new = date.fromisoformat(dict(complete(EXTEND).draft.own)["new_due"])
    longer = puts(owed=(Owed("finding-1", "待整改", running=True, due=new),))(complete(EXTEND))
    (told,) = longer.missing()
    assert (told.code, dict(told.values)["before"]) == ("gate.extension_not_later", new.isoformat())
    refused = writes(decision="不同意延期", why_not="隐患不能带病延期")(longer)
    assert refused.missing() == ()
    ended = puts(owed=(Owed("finding-1", "合格闭环", running=False),))(refused)
    assert ended.missing() == ()


def test_a_defence_still_open_names_its_last_day() -> None:
    (told,) = puts(about__until=date(2026, 5, 7))(complete(JUDGE)).missing()
    assert (told.source, told.values) == ("行政处罚法 44、45", (("until", "2026-05-07"),))


def test_a_paper_to_an_authority_asks_no_credit_code() -> None:
    case = complete(TRANSFER)
    assert case.rules.templates[TRANSFER].to is Addressed.AUTHORITY
    assert writes(authority="")(case).misses() == [("gate.own_missing", "document.own.authority")]


def test_a_listed_major_needs_its_criterion_all_the_same() -> None:
    case = put(complete(LIST), "draft.findings.0.severity", Severity.MAJOR)
    assert case.misses() == [("gate.criterion_missing", "findings.0.criterion")]


def test_the_office_s_name_is_asked_of_its_own_papers_too() -> None:
    told = puts(office=an_office(name="", phone=""))(complete(FILE)).misses()
    assert told == [("gate.office_incomplete", "office.name"), ("gate.office_incomplete", "office.phone")]
