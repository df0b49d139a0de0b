"""Builders for tests: complete, valid values in one call, with keyword changes.

`a_draft(kind)` passes the gate of that kind under `some_rules()` on the day `ON`; a test that wants one
thing wrong changes that one thing, with a keyword or with `put(value, "dotted.path", new)`.
Every name, code and number here is invented.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from inspector_app.domain.checklists import (
    CheckItem,
    Checklist,
    Criterion,
    HazardCriterion,
    Phrase,
    ScoreCategory,
    ScoreItem,
    ScoreStandard,
    ScoreTable,
)
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.clauses import Clause
from inspector_app.domain.conduct import ConductCode
from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.documents import (
    RECTIFIED,
    Defence,
    Draft,
    Office,
    Rechecked,
    Resumption,
    ServiceSubject,
    StopWork,
    Subject,
)
from inspector_app.domain.findings import Finding, Obligation, Photo, Severity
from inspector_app.domain.inspections import Approval, Inspection, Recusal
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.domain.rules import Rules
from inspector_app.domain.targets import Target, TargetField, TargetKind
from inspector_app.domain.templates import ApprovalRule, DocumentKind
from tests.papers import DEADLINES, OWN_FACTS, SITE_KINDS, a_template

T = TypeVar("T")

ON = date(2026, 4, 27)
"""The day of the visit and of issue: a Monday, in the week before the holiday of 1 May."""

DUE = date(2026, 4, 30)
HOLIDAY = date(2026, 5, 1)
REPLY_DUE = date(2026, 5, 7)


def put(value: T, path: str, new: Any) -> T:
    """Return a copy of nested dataclasses, tuples and mappings with the thing at `path` replaced.

    A part of the path that is a number is a place in a tuple; in a mapping it is the key.
    """
    changed: Any = _put(value, path.split("."), new)
    return changed


def _put(value: Any, parts: list[str], new: Any) -> Any:
    if not parts:
        return new
    first, rest = parts[0], parts[1:]
    if isinstance(value, tuple):
        place = int(first)
        return (*value[:place], _put(value[place], rest, new), *value[place + 1 :])
    if isinstance(value, Mapping):
        return {**value, first: _put(value[first] if rest else None, rest, new)}
    return replace(value, **{first: _put(getattr(value, first), rest, new)})


def china(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return an aware moment in China's time."""
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def a_party(role: PartyRole = PartyRole.CONTRACTOR, **changes: Any) -> Party:
    """Return a company in a role, its code taken as checked."""
    whole = Party(
        id=f"party-{role}",
        role=role,
        name={
            PartyRole.OWNER: "滨海新区安居置业有限公司",
            PartyRole.CONTRACTOR: "鼎恒建设集团有限公司",
            PartyRole.SUPERVISOR: "正衡工程监理有限公司",
            PartyRole.PLANT: "恒固混凝土有限公司",
        }.get(role, "和顺劳务有限公司"),
        credit_code="91350100M000100Y43",
        credit_code_valid=True,
        manager="林叙白",
        manager_title="项目经理",
        phone="13800000001",
        address="滨海新区长风路18号",
    )
    return replace(whole, **changes)


def an_officer(number: int = 1, **changes: Any) -> Officer:
    """Return an officer whose certificate is valid on `ON`; another `number` is another person."""
    whole = Officer(
        id=f"officer-{number}",
        name=("周砚", "沈知行", "陆明远")[(number - 1) % 3],
        certificate=f"35010{number:05d}",
        valid_from=date(2024, 1, 1),
        valid_to=date(2028, 12, 31),
    )
    return replace(whole, **changes)


def an_expert(number: int = 9, **changes: Any) -> Officer:
    """Return an expert: advises, holds no certificate, never counts as an officer."""
    return replace(Officer(f"expert-{number}", "许怀谷", "", None, None, expert=True), **changes)


def an_approval(**changes: Any) -> Approval:
    """Return a written approval with its number."""
    return replace(Approval("顾承宇", china(2026, 4, 24, 16, 0), "滨住建检批〔2026〕18号"), **changes)


def an_inspection(**changes: Any) -> Inspection:
    """Return a lawful visit of two officers, completely recorded."""
    whole = Inspection(
        id="inspection-1",
        target_id="target-1",
        officers=(an_officer(1), an_officer(2)),
        started=china(2026, 4, 27, 9, 0),
        ended=china(2026, 4, 27, 11, 30),
        place="滨海新区长风路与海云路交叉口工地",
        source="季度监督检查",
        approval=an_approval(),
        notice="滨住建检通〔2026〕3-7号",
        notice_waived="",
        credentials_shown=True,
        recusal=Recusal.WAIVED,
        present=(PersonPresent("林叙白", "项目经理", "鼎恒建设集团有限公司", "13800000001"),),
        scope="查阅安全管理资料，抽查3号楼脚手架、临边防护和施工用电。",
        handling="当场交换意见，责令限期整改。",
        score="82.5分",
        opinion="情况属实，立即整改。",
    )
    return replace(whole, **changes)


def an_obligation(party_id: str = "party-contractor", **changes: Any) -> Obligation:
    """Return what a party must do by `DUE`."""
    return replace(Obligation(party_id, "按专项方案补设水平防护，经验收后使用。", DUE), **changes)


def a_finding(number: int = 1, **changes: Any) -> Finding:
    """Return a general finding of `ON`, whole, for the contractor."""
    whole = Finding(
        id=f"finding-{number}",
        number=number,
        location=f"3号楼{number + 4}层",
        fact="悬挑脚手架作业层与墙体之间未设水平防护。",
        clause_id="reg393-28",
        severity=Severity.GENERAL,
        seen_on=ON,
        obligations=(an_obligation(),),
        photos=(Photo(f"photo-{number}", f"{number:064x}", "作业层内侧"),),
        item="脚手架",
    )
    return replace(whole, **changes)


def a_major(number: int = 2, **changes: Any) -> Finding:
    """Return a finding that meets a criterion of the major-hazard standard."""
    major = a_finding(
        number, severity=Severity.MAJOR, criterion_id="hazard-7-2", fact="深基坑侧壁出现渗漏未处置。"
    )
    return replace(major, **changes)


def a_target(kind: str = "construction_site", **changes: Any) -> Target:
    """Return a site with its three companies, or a plant with one."""
    if kind == "concrete_plant":
        parties = (a_party(PartyRole.PLANT),)
        plant = Target("target-2", kind, "恒固混凝土有限公司搅拌站", "滨海新区港前路6号", parties)
        return replace(plant, **changes)
    parties = (a_party(PartyRole.OWNER), a_party(PartyRole.CONTRACTOR), a_party(PartyRole.SUPERVISOR))
    fields = (("permit", "350100202601010101"), ("area", "86432㎡"), ("phase", "主体15层"))
    whole = Target("target-1", kind, "云栖里项目3号楼", "滨海新区长风路", parties, fields, "云栖里项目")
    return replace(whole, **changes)


def an_office(**changes: Any) -> Office:
    """Return the issuing bureau with its station."""
    whole = Office(
        name="滨海新区住房和城乡建设局",
        prefix="滨住建",
        review_body="滨海新区人民政府",
        phone="0591-00000000",
        station="滨海新区建设工程质量安全监督站",
        station_prefix="滨建监",
    )
    return replace(whole, **changes)


def a_stop_work(**changes: Any) -> StopWork:
    """Return a stop of named parts, with evacuation and the conditions of resumption."""
    start = china(2026, 4, 27, 12, 0)
    whole = StopWork(
        False, "3号楼基坑及其周边作业", start, "立即撤出基坑内全部作业人员。", "渗漏处置并经监测合格。"
    )
    return replace(whole, **changes)


def a_resumption(**changes: Any) -> Resumption:
    """Return the whole resumption of a stop-work issued three days before `ON`."""
    whole = Resumption(
        stop_work_id="document-stop",
        number="滨住建停〔2026〕3-2号",
        issued_on=date(2026, 4, 24),
        stopped_full=False,
        stopped_parts="3号楼基坑及其周边作业",
        stands=True,
        full=True,
        parts="",
        start=ON,
        verification="周砚、沈知行到场查验，渗漏已处置，监测数据正常。",
    )
    return replace(whole, **changes)


def a_service(**changes: Any) -> ServiceSubject:
    """Return what a proof of service proves."""
    whole = ServiceSubject(
        matter="责令限期整改",
        document_id="document-1",
        document="限期整改通知书（滨住建改〔2026〕3-12号）",
        place="滨海新区长风路18号",
        method="direct",
    )
    return replace(whole, **changes)


_CONSENT = an_approval(number="滨住建批〔2026〕9号")


def a_subject(**changes: Any) -> Subject:
    """Return a rectification notice that stands and was served, issued a week before `ON`, due on `ON`."""
    whole = Subject(
        document_id="document-order",
        kind=str(DocumentKind.RECTIFICATION_NOTICE),
        label="限期整改通知书",
        number="滨住建改〔2026〕3-5号",
        issued_on=date(2026, 4, 20),
        due_on=ON,
        stands=True,
        served=True,
    )
    return replace(whole, **changes)


def a_draft(kind: DocumentKind = DocumentKind.RECTIFICATION_NOTICE, **changes: Any) -> Draft:
    """Return a draft of that kind at which the gate finds nothing, before the changes."""
    target = a_target()
    whole = Draft(
        id=f"draft-{kind}",
        kind=kind,
        office=an_office(),
        target=target,
        inspection=an_inspection(),
        findings=(a_finding(1),),
        addressee=target.party(PartyRole.CONTRACTOR),
        issue_on=ON,
        copied=tuple(party for party in target.parties if party.role is not PartyRole.CONTRACTOR),
    )
    return replace(_OF_KIND.get(kind, _like_all_others)(whole), **changes)


def _plant_order(draft: Draft) -> Draft:
    plant = a_target("concrete_plant")
    party = plant.parties[0]
    finding = a_finding(1, obligations=(an_obligation(party.id),), batch="C30 第0417批")
    trace = "云栖里项目3号楼15层顶板"
    return replace(draft, target=plant, addressee=party, findings=(finding,), copied=(), trace=trace)


_OF_KIND: dict[DocumentKind, Callable[[Draft], Draft]] = {
    DocumentKind.SITE_RECORD: lambda draft: replace(draft, findings=(a_finding(1), a_major(2))),
    DocumentKind.RECTIFICATION_NOTICE: lambda draft: replace(
        draft,
        findings=(a_finding(1), a_major(2)),
        covered=frozenset({"finding-2"}),
        reply_due=REPLY_DUE,
    ),
    DocumentKind.STOP_WORK_NOTICE: lambda draft: replace(
        draft,
        findings=(a_major(1), a_major(2)),
        approval=an_approval(number="滨住建停批〔2026〕2号"),
        stop_work=a_stop_work(),
        defence=Defence(heard=True, words="项目经理陈述：渗漏点已封堵一半。"),
    ),
    DocumentKind.PLANT_ORDER: _plant_order,
    DocumentKind.RESUMPTION_NOTICE: lambda draft: replace(
        draft, approval=an_approval(number="滨住建复批〔2026〕1号"), resumption=a_resumption()
    ),
    DocumentKind.PROOF_OF_SERVICE: lambda draft: replace(draft, service=a_service()),
}


def _like_all_others(draft: Draft) -> Draft:
    """Return the draft with the kind's own facts, and the consent and document that its paper asks for."""
    paper = a_template(draft.kind)
    whole = replace(
        draft,
        own=OWN_FACTS[draft.kind],
        approval=None if paper.approval is ApprovalRule.NONE else _CONSENT,
        about=_fitting(draft.kind) if paper.about_needed else None,
        deadline=DEADLINES.get(draft.kind),
    )
    if draft.kind is DocumentKind.RECHECK_OPINION:
        return replace(whole, rechecked=(Rechecked("finding-1", RECTIFIED, "已补设"),))
    if draft.kind is DocumentKind.TRANSFER_LETTER:
        authority = Party("authority", PartyRole.OTHER, whole.own_value("authority"))
        return replace(whole, addressee=authority, copied=())
    return whole


def _fitting(kind: DocumentKind) -> Subject:
    """Return a document that one of this kind may be about."""
    if kind is DocumentKind.CONDUCT_DETERMINATION:
        return a_subject(kind=str(DocumentKind.CONDUCT_NOTICE), due_on=None, until=date(2026, 4, 26))
    return a_subject()


def a_clause(clause_id: str = "reg393-28", **changes: Any) -> Clause:
    """Return a clause in force since 2004 without end."""
    cite = "《建设工程安全生产管理条例》第二十八条"
    whole = Clause(
        id=clause_id,
        instrument="建设工程安全生产管理条例（国务院令第393号）",
        cite=cite,
        short="《条例》第二十八条",
        power="施工单位应当在危险部位采取防护措施",
        valid_from=date(2004, 2, 1),
        valid_to=None,
        mandatory=False,
        proofed=True,
        provenance="test",
    )
    return replace(whole, **changes)


def some_clauses() -> dict[str, Clause]:
    """Return clauses in force, one that ended, one that has not begun."""
    told = (
        a_clause(),
        a_clause("reg393-43-3", cite="《建设工程安全生产管理条例》第四十三条第（三）项"),
        a_clause("reg393-43-4", cite="《建设工程安全生产管理条例》第四十三条第（四）项"),
        a_clause("law-65", cite="《中华人民共和国安全生产法》第六十五条", valid_from=date(2021, 9, 1)),
        a_clause(
            "law-62-2014",
            cite="《中华人民共和国安全生产法》（2014）第六十二条",
            valid_from=date(2014, 12, 1),
            valid_to=date(2021, 8, 31),
        ),
        a_clause("std-next", cite="《某标准》第1.0.1条", valid_from=date(2026, 7, 1)),
        a_clause("hazard-7-2", cite="《判定标准》（2024版）第七条第（二）项", valid_from=date(2024, 12, 1)),
    )
    return {clause.id: clause for clause in told}


def a_calendar() -> WorkCalendar:
    """Return the published working days of 2026; 2027 is not published."""
    runs = (
        (date(2026, 1, 1), 3),
        (date(2026, 2, 15), 9),
        (date(2026, 4, 4), 3),
        (date(2026, 5, 1), 5),
        (date(2026, 6, 19), 3),
        (date(2026, 9, 25), 3),
        (date(2026, 10, 1), 7),
    )
    off = [date.fromordinal(first.toordinal() + n) for first, days in runs for n in range(days)]
    workdays = {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}
    return WorkCalendar(
        years=frozenset({2026}),
        holidays=frozenset(day for day in off if day.weekday() < 5),
        workdays=frozenset(date(2026, month, day) for month, day in workdays),
    )


def a_standard() -> ScoreStandard:
    """Return a small scored standard: a table with guarantee items, one without, two categories."""
    unsafe = Criterion("T.1-1-1", "未设防护", 5, 10)
    per_place = Criterion("T.1-1-2", "防护缺损", 2, 5, "处")
    guaranteed = tuple(
        ScoreItem(n, f"保证{n}", True, 20, (unsafe, per_place) if n == 1 else ()) for n in (1, 2, 3)
    )
    general = tuple(ScoreItem(n, f"一般{n}", False, 20, ()) for n in (4, 5))
    plain = tuple(ScoreItem(n, f"项目{n}", False, 50, ()) for n in (1, 2))
    return ScoreStandard(
        id="test",
        name="某检查标准",
        tables=(
            ScoreTable("T.1", "one", "防护", 1, guaranteed + general),
            ScoreTable("T.2", "two", "机具", 2, plain),
        ),
        categories=(ScoreCategory(1, "防护", 60, ("T.1",)), ScoreCategory(2, "机具", 40, ("T.2",))),
    )


def some_rules(**changes: Any) -> Rules:
    """Return a small edition made by hand; it holds what `a_draft` of every kind needs."""
    site_roles = (PartyRole.OWNER, PartyRole.CONTRACTOR, PartyRole.SUPERVISOR)
    plant_kinds = (
        DocumentKind.SITE_RECORD,
        DocumentKind.PLANT_ORDER,
        DocumentKind.PROOF_OF_SERVICE,
    )
    permit = TargetField("permit", "施工许可证", required=True)
    targets = (
        TargetKind(
            "construction_site",
            "在建工程",
            PartyRole.CONTRACTOR,
            site_roles,
            (permit,),
            ("list",),
            SITE_KINDS,
        ),
        TargetKind(
            "concrete_plant", "预拌混凝土企业", PartyRole.PLANT, (PartyRole.PLANT,), (), (), plant_kinds
        ),
    )
    item = CheckItem(
        "list-1", "一", "原材料有合格证明", "查资料", key=True, basis="GB/T 14902", clause_id="reg393-28"
    )
    phrase = Phrase(
        "p1", "construction_site", "脚手架", "作业层未设防护。", "reg393-28", "补设。", 3, False, "zyc"
    )
    hazard = HazardCriterion("hazard-7-2", 7, "基坑工程", "基坑渗漏", "基坑侧壁渗漏未处置", "hazard-7-2")
    whole = Rules(
        edition="0" * 64,
        clauses=some_clauses(),
        targets={kind.code: kind for kind in targets},
        templates={kind: a_template(kind) for kind in DocumentKind},
        standard=a_standard(),
        checklists={"list": Checklist("list", "某检查表", (("一", "资料"),), ("符合", "不符合"), (item,))},
        hazards={hazard.id: hazard},
        phrases=(phrase,),
        calendar=a_calendar(),
        conduct={code.code: code for code in (a_code(), a_code("E1-4-01", roles=(PartyRole.SUPERVISOR,)))},
    )
    return replace(whole, **changes)


def a_code(code: str = "D1-4-05", **changes: Any) -> ConductCode:
    """Return a code of bad conduct that a contractor can be found of."""
    whole = ConductCode(
        code=code,
        title="《某认定标准》",
        category="工程安全",
        roles=(PartyRole.CONTRACTOR, PartyRole.SUBCONTRACTOR),
        conduct="危险部位没有设置安全警示标志",
        basis="《某条例》第28条",
        penalty="《某条例》第62条",
    )
    return replace(whole, **changes)


def draws_all(text: str) -> frozenset[str]:
    """Stand for fonts that draw every character; for tests that are not about fonts."""
    return frozenset()


def draws_all_but(*characters: str) -> Callable[[str], frozenset[str]]:
    """Return a stand-in for fonts that lack these characters."""
    lacking = frozenset(characters)
    return lambda text: lacking & frozenset(text)
