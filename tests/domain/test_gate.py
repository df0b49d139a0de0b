"""The gate: nothing for a complete draft, and for each thing wrong exactly its code and field."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.catalog.messages import Messages
from inspector_app.domain.documents import Defence
from inspector_app.domain.findings import Photo, Severity
from inspector_app.domain.gate.check import CHECKS, check
from inspector_app.domain.gate.texts import LONGEST_LINE, LONGEST_NAME
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.marks import Mark, MarkKind
from inspector_app.domain.rules import Options
from inspector_app.domain.serving import Service, Witness
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import ApprovalRule, DocumentKind
from tests.builders import (
    DUE,
    HOLIDAY,
    ON,
    REPLY_DUE,
    a_draft,
    a_service,
    a_template,
    an_approval,
    an_expert,
    china,
    draws_all,
    put,
    some_rules,
)
from tests.domain.gate_case import (
    ALL,
    ANNOUNCE,
    APPROVE,
    EXTEND,
    FILE,
    INTERVIEW,
    JUDGE,
    LIST,
    NO_GLYPH,
    PHONED,
    PLANT,
    RECHECK,
    RECORD,
    RECTIFY,
    RESUME,
    REVOKE,
    SERVE,
    STOP,
    TRANSFER,
    WARN,
    Case,
    Miss,
    Mutation,
    complete,
)
from tests.domain.gate_of_conduct import CONDUCT
from tests.domain.gate_of_edition import EDITION, TYPED
from tests.domain.gate_of_findings import FINDINGS
from tests.domain.gate_of_kinds import KINDS
from tests.domain.gate_of_own import OWN
from tests.domain.gate_of_visits import PEOPLE, VISIT

MUTATIONS = (*PEOPLE, *VISIT, *FINDINGS, *KINDS, *OWN, *CONDUCT, *EDITION)
PAIRS = [(kind, mutation) for mutation in MUTATIONS for kind in mutation.kinds]
FIELDS = [(kind, path, field, most) for kinds, path, field, most in TYPED for kind in kinds]


@pytest.mark.parametrize("kind", ALL)
def test_a_complete_draft_may_be_issued(kind: DocumentKind) -> None:
    assert complete(kind).missing() == ()


@pytest.mark.parametrize(("kind", "mutation"), PAIRS, ids=[f"{kind}: {told}" for kind, told in PAIRS])
def test_each_thing_wrong_is_named_exactly(kind: DocumentKind, mutation: Mutation) -> None:
    changed = mutation.change(complete(kind))
    assert changed.misses() == sorted(mutation.expected)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_several_things_wrong_are_named_together(data: st.DataObject) -> None:
    """Nobody mends one thing only to be told of the next: the gate's answer is the union."""
    kind = data.draw(st.sampled_from(ALL))
    fitting = [told for told in MUTATIONS if kind in told.kinds]
    wanted = data.draw(st.lists(st.sampled_from(fitting), min_size=2, max_size=8))
    case, expected, touched = complete(kind), set[Miss](), set[str]()
    for mutation in wanted:
        if _clash(touched, mutation.spots):
            continue
        touched |= mutation.spots
        case = mutation.change(case)
        expected |= mutation.expected
    assert case.misses() == sorted(expected)


def _clash(touched: set[str], spots: frozenset[str]) -> bool:
    """Tell whether one of them is the same as another or a part of it, e.g. `findings.0` of `findings`."""
    return any(
        f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
        for one in touched
        for other in spots
    )


@pytest.mark.parametrize("kind", ALL)
def test_every_statutory_element_is_asked_for(kind: DocumentKind) -> None:
    """Each has a mutation that takes it out of the wording, and one for each fact that fills it."""
    named = {field for told in MUTATIONS if kind in told.kinds for _, field in told.expected}
    for code, _ in STATUTORY[kind]:
        assert f"document.elements.{code}" in named
        for field in FILLED.get((kind, code), ()):
            assert field in named, (kind, code, field)


FILLED: dict[tuple[DocumentKind, str], tuple[str, ...]] = {
    (RECORD, "time_place"): ("inspection.started", "inspection.ended", "inspection.place"),
    (RECORD, "identity_and_recusal"): (
        "inspection.officers",
        "inspection.credentials_shown",
        "inspection.recusal",
    ),
    (RECORD, "facts"): ("findings.0.fact", "findings.0.location", "inspection.scope"),
    (RECORD, "handling"): ("inspection.handling",),
    (RECORD, "signatures"): ("inspection.present", "inspection.officers"),
    (RECTIFY, "facts"): ("findings.0.fact", "inspection.started"),
    (RECTIFY, "findings"): ("findings", "findings.0.clause"),
    (RECTIFY, "order"): ("findings.0.due", "addressee.name"),
    (RECTIFY, "measures"): ("findings.0.measure",),
    (RECTIFY, "reply"): ("document.reply_due",),
    (RECTIFY, "remedies"): ("office.review_body",),
    (STOP, "facts_and_power"): ("findings", "findings.1.criterion", "document.basis"),
    (STOP, "scope"): ("document.stop_work.parts",),
    (STOP, "start"): ("document.stop_work.start",),
    (STOP, "evacuation"): ("document.stop_work.evacuation",),
    (STOP, "resumption"): ("document.stop_work.conditions",),
    (STOP, "remedies"): ("office.review_body",),
    (PLANT, "facts"): ("findings.0.fact", "document.trace"),
    (PLANT, "findings"): ("findings", "findings.0.clause"),
    (PLANT, "order"): ("findings.0.due", "addressee.name"),
    (PLANT, "measures"): ("findings.0.measure",),
    (PLANT, "remedies"): ("office.review_body",),
    (RESUME, "stop_work"): ("document.resumption.stop_work",),
    (RESUME, "verification"): ("document.resumption.verification",),
    (RESUME, "scope"): ("document.resumption.parts",),
    (RESUME, "start"): ("document.resumption.start",),
    (SERVE, "matter"): ("document.service.matter",),
    (SERVE, "documents"): ("document.service.document",),
    (SERVE, "addressee"): ("addressee.name",),
    (SERVE, "place_time_method"): ("document.service.place", "document.service.method"),
    (SERVE, "signatures"): ("inspection.officers",),
    (APPROVE, "subject"): ("addressee.name", "addressee.credit_code", "target.name"),
    (APPROVE, "matter_and_basis"): ("document.own.matter", "document.basis"),
    (APPROVE, "time_and_way"): ("document.own.planned_on",),
    (APPROVE, "officers"): ("inspection.officers",),
    (ANNOUNCE, "matter_and_basis"): ("document.own.matter", "document.basis"),
    (ANNOUNCE, "time_and_way"): ("document.own.planned_on",),
    (ANNOUNCE, "officers"): ("inspection.officers",),
    (ANNOUNCE, "rights"): ("office.phone",),
    (LIST, "belongs_to"): ("document.about",),
    (LIST, "findings"): ("findings", "findings.0.location", "findings.0.fact", "findings.0.clause"),
    (RECHECK, "order"): ("document.about", "document.own.rechecked_on"),
    (RECHECK, "findings"): ("findings", "findings.0"),
    (RECHECK, "conclusion"): ("document.own.conclusion", "document.own.again"),
    (RECHECK, "signatures"): ("inspection.officers",),
    (EXTEND, "request"): ("document.about", "document.own.asked_on", "document.own.reason"),
    (EXTEND, "decision"): ("document.own.decision", "document.own.new_due", "document.own.why_not"),
    (WARN, "facts"): ("findings", "findings.0.fact", "inspection.started"),
    (WARN, "conduct"): ("document.own.conduct",),
    (WARN, "consequence"): ("document.own.consequence", "document.basis"),
    (WARN, "defence"): ("document.own.defence_until", "document.basis"),
    (WARN, "contact"): ("office.phone",),
    (JUDGE, "notice_given"): ("document.about", "document.own.defence"),
    (JUDGE, "facts"): ("findings", "findings.0.fact", "inspection.started"),
    (JUDGE, "determination"): ("document.own.review", "document.own.result", "document.basis"),
    (JUDGE, "remedies"): ("office.review_body",),
    (INTERVIEW, "time_place"): ("document.own.held_at",),
    (INTERVIEW, "persons"): ("document.own.persons", "inspection.officers", "addressee.name"),
    (INTERVIEW, "matter"): ("document.own.cause",),
    (INTERVIEW, "demands"): ("document.own.demands",),
    (FILE, "matter_and_origin"): ("document.own.matter", "document.own.known_on"),
    (FILE, "party"): ("addressee.name", "addressee.credit_code"),
    (FILE, "facts"): ("document.own.case", "findings", "findings.0.fact"),
    (FILE, "basis_of_penalty"): ("document.own.penalty", "document.basis"),
    (FILE, "evidence"): ("document.own.evidence",),
    (FILE, "deadlines"): ("document.own.verify_by", "document.own.decide_by"),
    (TRANSFER, "facts"): ("findings", "findings.0.fact", "inspection.started"),
    (TRANSFER, "ground"): ("document.own.ground", "document.own.authority", "document.basis"),
    (TRANSFER, "material"): ("document.own.material",),
    (TRANSFER, "answer"): ("document.own.answer_by", "office.phone"),
    (REVOKE, "document"): ("document.about",),
    (REVOKE, "reason"): ("document.own.reason",),
    (REVOKE, "decision"): ("document.own.decision", "document.own.correction"),
    (REVOKE, "remedies"): ("office.review_body",),
}
"""Fields of the draft that fill an element; the others are wording alone, or signed by hand."""


def test_what_fills_an_element_belongs_to_a_statutory_one() -> None:
    assert set(FILLED) <= {(kind, code) for kind in ALL for code, _ in STATUTORY[kind]}


def test_every_kind_has_its_checks() -> None:
    assert set(CHECKS) == set(DocumentKind)


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_without_wording_is_refused_at_once(kind: DocumentKind) -> None:
    rules = some_rules()
    without = replace(rules, templates={k: v for k, v in rules.templates.items() if k is not kind})
    told = check(a_draft(kind), without, ON, draws_all)
    assert [(one.code, one.field, one.values) for one in told] == [
        ("gate.no_template", "document.kind", (("kind", kind.value),))
    ]


# Characters and lengths


@pytest.mark.parametrize(
    ("kind", "path", "field", "most"), FIELDS, ids=[f"{k}: {p}" for k, p, _, _ in FIELDS]
)
def test_a_character_that_no_font_draws_is_named(
    kind: DocumentKind, path: str, field: str, most: int
) -> None:
    case = complete(kind)
    typed = put(case, f"draft.{path}", f"字{NO_GLYPH}符")
    told = typed.missing()
    assert [(one.code, one.field) for one in told] == [("gate.unprintable", field)]
    assert told[0].values == (("characters", f"{NO_GLYPH}(U+F0000)"),)


@pytest.mark.parametrize(
    ("kind", "path", "field", "most"), FIELDS, ids=[f"{k}: {p}" for k, p, _, _ in FIELDS]
)
def test_a_text_may_be_as_long_as_its_limit(kind: DocumentKind, path: str, field: str, most: int) -> None:
    case = complete(kind)
    assert put(case, f"draft.{path}", "字" * most).missing() == ()
    told = put(case, f"draft.{path}", "字" * (most + 1)).missing()
    assert [(one.code, one.field) for one in told] == [("gate.text_too_long", field)]
    assert told[0].values == (("length", most + 1), ("most", most))


def test_the_limits_are_those_of_the_office() -> None:
    assert (LONGEST_NAME, LONGEST_LINE, Options().longest_text) == (120, 400, 2000)
    case = complete(RECTIFY)
    short = replace(case, rules=replace(case.rules, options=Options(longest_text=10)))
    assert ("gate.text_too_long", "findings.0.fact") in short.misses()


def test_several_characters_are_named_in_order() -> None:
    draft = put(a_draft(), "findings.0.fact", "乙甲乙")
    told = check(draft, some_rules(), ON, lambda text: frozenset(text) & frozenset("甲乙"))
    assert dict(told[0].values)["characters"] == "乙(U+4E59) 甲(U+7532)"


def test_the_addressee_s_name_is_told_of_once() -> None:
    """The addressee is one of the target's parties; a rare character in its name is one thing to mend."""
    name = f"恒{NO_GLYPH}建设有限公司"
    case = put(put(complete(RECTIFY), "draft.addressee.name", name), "draft.target.parties.1.name", name)
    assert case.misses() == [("gate.unprintable", "addressee.name")]


# What is allowed


def due_at_once() -> Case:
    """Return a notice whose deadlines and reply all fall on the day of issue."""
    case = complete(RECTIFY)
    for place in range(len(case.draft.findings)):
        case = put(case, f"draft.findings.{place}.obligations.0.due", ON)
    return put(case, "draft.reply_due", ON)


def allowed(kind: DocumentKind, **changes: object) -> Case:
    case = complete(kind)
    for path, new in changes.items():
        case = put(case, "draft." + path.replace("__", "."), new)
    return case


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(due_at_once(), id="everything due on the day of issue"),
        pytest.param(allowed(RECORD, findings=()), id="a record without a finding"),
        pytest.param(allowed(RECORD, findings__0__obligations=()), id="a record orders nothing yet"),
        pytest.param(
            allowed(RECORD, inspection__ended=a_draft(RECORD).inspection.started), id="a minute's visit"
        ),
        pytest.param(allowed(RECTIFY, inspection__ended=None), id="a notice handed over before the end"),
        pytest.param(allowed(RECTIFY, reply_due=DUE), id="the reply on the day of the last deadline"),
        pytest.param(allowed(RECTIFY, findings__0__obligations__0__due=ON), id="due today"),
        pytest.param(allowed(RECTIFY, findings__0__obligations__0__due=HOLIDAY), id="due on a day off"),
        pytest.param(
            allowed(RECTIFY, inspection__notice="", inspection__notice_waived="紧急"), id="notice waived"
        ),
        pytest.param(allowed(RECTIFY, inspection__recusal=Recusal.ASKED), id="recusal asked for"),
        pytest.param(allowed(RECTIFY, inspection__approval=PHONED), id="approved by telephone"),
        pytest.param(
            allowed(RECTIFY, inspection__approval=an_approval(approver="", number="", urgent_reason="险情")),
            id="begun for urgency",
        ),
        pytest.param(
            allowed(RECTIFY, covered=frozenset(), findings__1__obligations__0__on_the_spot=True),
            id="a major hazard ended on the spot",
        ),
        pytest.param(
            allowed(RECTIFY, inspection__officers=(*a_draft().inspection.officers, an_expert())),
            id="an expert beside two officers",
        ),
        pytest.param(allowed(RECTIFY, inspection__officers__0__valid_to=ON), id="the certificate's last day"),
        pytest.param(
            allowed(RECTIFY, inspection__officers__0__valid_from=ON), id="the certificate's first day"
        ),
        pytest.param(
            allowed(STOP, stop_work__full=True, stop_work__parts=""), id="a full stop names no part"
        ),
        pytest.param(allowed(STOP, defence=Defence(heard=False)), id="defence waived"),
        pytest.param(allowed(STOP, approval=PHONED), id="stop-work approved by telephone"),
        pytest.param(
            allowed(RESUME, resumption__full=False, resumption__parts="3号楼基坑及其周边作业（南侧）"),
            id="partly resumed",
        ),
        pytest.param(allowed(RESUME, resumption__start=a_draft(RESUME).resumption.issued_on), id="same day"),
        pytest.param(allowed(SERVE, inspection__approval=None, target__name=""), id="service needs no visit"),
        pytest.param(
            allowed(
                RECTIFY, findings__0__clause_id="law-62-2014", findings__0__seen_on=ON.replace(2021, 8, 31)
            ),
            id="the clause's last day",
        ),
    ],
)
def test_what_the_law_allows_is_not_stopped(case: Case) -> None:
    assert case.missing() == ()


@pytest.mark.parametrize("method", ["direct", "mail", "entrusted", "electronic", "announced"])
def test_every_method_of_service_is_allowed_before_it_is_noted(method: str) -> None:
    assert allowed(SERVE, service__method=method).missing() == ()


LEFT = Service("party-1", "left", china(2026, 4, 27, 15, 20), refusal="拒绝签收")


@pytest.mark.parametrize(
    "proven",
    [
        {"witnesses": (Witness("陈见微", "长风社区居民委员会"),)},
        {"witness": "陈见微，长风社区"},
        {"recorded": True, "recording": "LZ-1"},
        {"recorded": True, "photos": ("0" * 64,)},
    ],
    ids="-".join,
)
def test_left_service_that_is_noted_is_allowed(proven: dict[str, Any]) -> None:
    done = replace(LEFT, **proven)
    noted = {"done": done, "refused": done, "noted": ("left",)}
    told = allowed(SERVE, service=a_service(method="left", **noted))
    assert told.missing() == ()


def test_each_line_of_an_office_that_is_not_entered_names_what_is_lacking() -> None:
    case = complete(RECTIFY)
    for field in ("name", "prefix", "phone"):
        case = put(case, f"draft.office.{field}", "")
    for language, words in (
        ("zh", ("机关全称", "机关代字", "核实电话")),
        ("en", ("full name", "number prefix", "telephone")),
    ):
        told = [Messages(language).text(one.code, one.field, dict(one.values))[0] for one in case.missing()]
        assert len(set(told)) == len(told) == 3
        assert all(word in line for word, line in zip(words, told, strict=True))


def test_a_kind_may_be_issued_by_the_station() -> None:
    case = complete(RECTIFY)
    template = replace(case.rules.templates[RECTIFY], body="station")
    case = replace(case, rules=replace(case.rules, templates={**case.rules.templates, RECTIFY: template}))
    assert case.missing() == ()
    # Without a station of its own name the bureau stands in; without both there is nobody.
    assert put(case, "draft.office.station", "").missing() == ()
    nobody = put(put(case, "draft.office.station", ""), "draft.office.name", "")
    assert nobody.misses() == [("gate.office_incomplete", "office.name")]


def test_an_office_may_ask_for_approval_of_any_kind() -> None:
    case = complete(RECTIFY)
    template = replace(case.rules.templates[RECTIFY], approval=ApprovalRule.BEFORE_OR_PHONE)
    strict = replace(case, rules=replace(case.rules, templates={**case.rules.templates, RECTIFY: template}))
    assert strict.misses() == [("gate.document_approval_missing", "document.approval")]
    assert put(strict, "draft.approval", PHONED).missing() == ()


def test_the_day_of_judging_is_the_day_given() -> None:
    """Weighed a day later, what was due today is past, and a certificate may have run out."""
    case = put(complete(RECTIFY), "draft.inspection.officers.0.valid_to", ON)
    later = replace(case, on=DUE + timedelta(days=1))
    assert later.misses() == [
        ("gate.certificate_expired", "inspection.officers"),
        ("gate.deadline_past", "findings.0.due"),
        ("gate.deadline_past", "findings.1.due"),
    ]
    assert replace(case, on=REPLY_DUE + timedelta(days=1)).misses()[-1] == (
        "gate.reply_due_too_early",
        "document.reply_due",
    )


# What a miss says


def test_a_miss_names_what_is_wrong_and_why() -> None:
    draft = put(a_draft(), "findings.0.clause_id", "law-62-2014")
    (told,) = check(draft, some_rules(), ON, draws_all)
    assert told.source == "《中华人民共和国安全生产法》（2014）第六十二条"
    assert dict(told.values) == {
        "number": 1,
        "clause": "《中华人民共和国安全生产法》（2014）第六十二条",
        "on": "2026-04-27",
        "valid_from": "2014-12-01",
        "valid_to": "2021-08-31",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2024, 1, 1), date(2026, 4, 26)), (date(2026, 4, 28), date(2030, 1, 1)), (None, date(2030, 1, 1))],
    ids=["over", "to come", "first day not entered"],
)
def test_a_certificate_that_does_not_count_is_named_with_its_own_days(
    first: date | None, last: date, language: str
) -> None:
    spot = "inspection.officers.1"
    draft = put(put(a_draft(), f"{spot}.valid_from", first), f"{spot}.valid_to", last)
    (told,) = check(draft, some_rules(), ON, draws_all)
    message, _ = Messages(language).text(told.code, told.field, dict(told.values))
    assert re.findall(r"\d{4}-\d\d-\d\d|—", message) == [
        first.isoformat() if first else "—",
        last.isoformat(),
        ON.isoformat(),
    ]


def test_findings_are_named_by_their_own_number() -> None:
    """Numbers of findings run through the inspection; the field counts within the draft."""
    draft = put(put(a_draft(), "findings.1.number", 17), "findings.1.fact", "")
    (told,) = check(draft, some_rules(), ON, draws_all)
    assert (told.field, told.values) == ("findings.1.fact", (("number", 17),))


def test_without_an_addressee_its_duties_are_not_asked_for() -> None:
    """What it must do is known once it is known who it is; until then one miss says so."""
    told = check(a_draft(STOP, addressee=None), some_rules(), ON, draws_all)
    assert [(one.code, one.field) for one in told] == [("gate.addressee_missing", "addressee.name")]


def test_a_major_of_a_general_kind_needs_no_cover() -> None:
    draft = a_draft(RECTIFY, covered=frozenset())
    lowered = put(put(draft, "findings.1.severity", Severity.GENERAL), "findings.1.criterion_id", "")
    assert check(lowered, some_rules(), ON, draws_all) == ()


def test_a_required_element_never_prints_a_hole() -> None:
    template = a_template(RECTIFY)
    first = replace(template.elements[0], sentence="许可证{许可证}，{见证人}在场。")
    rules = some_rules()
    wanted = replace(template, elements=(first, *template.elements[1:]))
    changed = replace(rules, templates={**rules.templates, RECTIFY: wanted})
    told = check(put(a_draft(RECTIFY), "target.fields", ()), changed, ON, draws_all)
    assert [(one.code, one.field) for one in told] == [
        ("gate.element_empty", f"document.elements.{first.code}")
    ]
    assert dict(told[0].values)["hole"] == "许可证"


def test_letters_on_a_photo_that_no_font_draws_are_named() -> None:
    rare = Mark(MarkKind.TEXT, 0, 0, 100, 100, "\U0010ffff层")
    draft = put(a_draft(RECTIFY), "findings.0.photos", (Photo("p1", "a" * 64, marks=(rare,)),))
    told = check(draft, some_rules(), ON, lambda text: frozenset(text) & {"\U0010ffff"})
    assert [one.field for one in told] == ["findings.0.photos.0.marks"]
