"""What the section 停工 shows of a stop-work: its line, and the blocks of its sheet."""

from collections.abc import Sequence
from datetime import date

from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Asked, Check, Stop, Violation
from inspector_app.domain import stops as rules
from inspector_app.domain.chinese import local_date
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.states import FindingState
from inspector_app.domain.stops import WHOLE, Behind, StopState
from inspector_app.ui.controls.board_values import Block, Fact, Line, Sheet
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day, show_moment
from inspector_app.ui.style.words import Texts, of_problem

TONES = {
    StopState.HOLDS: "amber",
    StopState.PARTLY: "amber",
    StopState.LIFTED: "green",
    StopState.VOID: "gray",
    StopState.REVOKED: "gray",
}
DEFIED, APPLIED = "抢工", "已申请复工"
STOPPED, RESUMED, HAD, LACKING = "停工", "已复工", "已具备", "还缺"

CONDITIONS = (
    ("stops.lacks_application", "复工申请"),
    ("stops.lacks_signatures", "三方签章"),
    ("stops.lacks_acceptance", "组织验收"),
    ("stops.lacks_reply", "整改报告"),
    ("stops.lacks_recheck", "复查合格"),
    ("stops.lacks_approval", "复工批准"),
)
"""What a resumption wants, by the code that names it while it is lacking."""

OF_APPLICATION = ("stops.lacks_signatures", "stops.lacks_acceptance")


def line(told: Stop) -> Line:
    """Return the line of a stop-work."""
    word, tone = state(told)
    over = told.lifted_on if told.state is StopState.LIFTED else None
    note = f"{told.number} · {told.held.words or '、'.join(told.held.stopped) or said(WHOLE)}"
    since = local_date(told.since) if told.since else told.issued_on
    days = said("停工 %s 天") % told.days
    return Line(told.document_id, told.target, note, word, tone, show_day(over or since), days)


def state(told: Stop) -> tuple[str, str]:
    """Return the word that matters most and its tone: defied, to be resumed, else what it has come to."""
    if told.standing and told.violations:
        return DEFIED, "red"
    if told.standing and told.applied:
        return APPLIED, "blue"
    return told.state, TONES[told.state]


def sheet(told: Stop, texts: Texts, today: date) -> Sheet:
    """Return all about a stop-work, without what may be done."""
    blocks = [
        _order(told),
        _parts(told),
        _violations(told, today),
        *((_conditions(told, texts),) if told.standing else ()),
        _findings(told),
        _applications(told),
        _notices(told),
        Block(said("停工核查"), tuple(_check(one) for one in reversed(told.checks))),
        _measures(told, texts),
    ]
    word, tone = state(told)
    shown = tuple(one for one in blocks if one.facts)
    return Sheet(told.document_id, told.target, word, tone, told.party, shown)


def _order(told: Stop) -> Block:
    reached = (said("已送达"), "green") if told.served else (said("未送达"), "amber")
    lasted = said("停工 %s 天") % told.days
    since = show_moment(told.since) or show_day(told.issued_on)
    facts = [
        Fact(said("文书"), told.number, *reached, link=f"document:{told.document_id}"),
        Fact(said("停工起始"), f"{since} · {lasted}"),
        Fact(said("范围"), said("全面停工") if told.held.all_but else said("局部停工")),
        Fact(said("检查"), told.target, link=f"bench:{told.inspection_id}:"),
    ]
    if told.lifted_on is not None:
        facts.insert(2, Fact(said("解除"), show_day(told.lifted_on)))
    return Block(said("停工"), tuple(facts))


def _parts(told: Stop) -> Block:
    """Every part with its state: what was named, and beside it what was given back of what was not named."""
    held = told.held
    if held.all_but:
        facts = [_part(told, WHOLE, stopped=not held.whole, out=held.freed)]
        facts += [_part(told, one, stopped=False) for one in held.freed]
    else:
        facts = [_part(told, one, stopped=one in held.remaining) for one in held.stopped]
        facts += [_part(told, one, stopped=False) for one in held.portions]
    left = sum(one.state == STOPPED for one in facts)
    note = said("%1 项停工，%2 项已复工").replace("%1", str(left)).replace("%2", str(len(facts) - left))
    return Block(said("停工部位"), tuple(facts), note if told.standing else "")


def _part(told: Stop, part: str, *, stopped: bool, out: Sequence[str] = ()) -> Fact:
    words = [said(part) if part == WHOLE else part]
    if stopped and out:
        words.append(said("%s 除外") % "、".join(out))
    given = next(
        (one for one in told.given if one.full or rules.key(part) in map(rules.key, one.parts)), None
    )
    if not stopped and given is not None:
        words.append(said("%s 起复工") % show_day(given.start))
    defied = stopped and any(
        rules.key(part) in map(rules.key, one.parts) or part == WHOLE for one in told.violations
    )
    tone = ("red" if defied else "amber") if stopped else "green"
    return Fact("", " · ".join(words), STOPPED if stopped else RESUMED, tone)


def _findings(told: Stop) -> Block:
    facts = tuple(
        Fact(said("第 %s 项") % one.row, one.location or "—", one.state, _finding_tone(one))
        for one in told.findings
    )
    left = sum(one.open for one in told.findings)
    return Block(said("停工所据隐患"), facts, said("%s 项未闭环") % left if left else said("全部闭环"))


def _finding_tone(one: Behind) -> str:
    if not one.open:
        return "green"
    return "red" if one.state in (FindingState.FAILED, FindingState.ESCALATED) else "amber"


def _conditions(told: Stop, texts: Texts) -> Block:
    """The checklist of a resumption: what is had, what is lacking and what to do about it."""
    lacking = {one.code: one for one in told.lacking}
    facts = []
    for code, words in CONDITIONS:
        if code in lacking:
            why = of_problem(lacking[code], texts)
            facts.append(Fact(said(words), f"{why.message}{why.remedy}", LACKING, "amber"))
        elif code in OF_APPLICATION and not told.applied:
            facts.append(Fact(said(words), said("随复工申请一并核对"), LACKING, "gray"))
        else:
            facts.append(Fact(said(words), said("已核对"), HAD, "green"))
    left = sum(one.state == LACKING for one in facts)
    return Block(said("复工条件"), tuple(facts), said("还缺 %s 项") % left if left else said("已全部具备"))


def _notices(told: Stop) -> Block:
    """The notices that gave something back, and those that are being written."""
    given = [
        Fact(
            show_day(one.start),
            f"{one.number} {said('全部复工') if one.full else '、'.join(one.parts)}",
            link=f"document:{one.document_id}",
        )
        for one in told.given
    ]
    begun = [
        Fact(said("草稿"), said("正在写的复工通知书"), link=f"bench:{one.inspection_id}:{one.document_id}")
        for one in told.begun
    ]
    return Block(said("复工通知书"), (*given, *begun))


def _applications(told: Stop) -> Block:
    return Block(said("复工申请"), tuple(_asked(one) for one in reversed(told.asked)))


def _asked(one: Asked) -> Fact:
    signed = "、".join(said(ROLE_LABELS[role]) for role in stops.SIGNING if role in one.signed)
    words = [said("全部复工") if one.full else "、".join(one.parts)]
    words.append(said("签字盖章：%s") % signed if signed else said("没有签字盖章"))
    if one.accepted_on is not None:
        words.append(said("%s 验收") % show_day(one.accepted_on))
    words += [one.words] if one.words else []
    words += [said("附件 %s 份") % len(one.scans)] if one.scans else []
    return Fact(show_day(one.on), " · ".join(words))


def _violations(told: Stop, today: date) -> Block:
    seen = tuple(
        Fact(show_moment(one.at, today), violation_words(one), DEFIED, "red")
        for one in reversed(told.violations)
    )
    return Block(said("抢工"), seen, said("%s 次") % len(seen))


def _measures(told: Stop, texts: Texts) -> Block:
    """What may follow when a stop-work is not obeyed: whether it does is not for the program to say."""
    advice = [of_problem(one, texts) for one in stops.advice(told)]
    facts = tuple(Fact("", f"{one.message}{one.remedy}") for one in advice)
    return Block(said("可以采取的措施"), facts, said("由负责人决定"))


def violation_words(one: Violation) -> str:
    """Return what was seen in a line."""
    words = [one.place, "、".join(one.parts), one.words, "、".join(one.officers)]
    words += [said("附件 %s 份") % len(one.photos)] if one.photos else []
    return " · ".join(word for word in words if word)


def _check(one: Check) -> Fact:
    words = [one.words, "、".join(one.officers)]
    words += [said("附件 %s 份") % len(one.photos)] if one.photos else []
    word, tone = (said("已停工"), "green") if one.obeyed else (said("未停工"), "red")
    return Fact(show_day(one.on), " · ".join(words), word, tone)
