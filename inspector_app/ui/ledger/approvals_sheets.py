"""How the section of approvals tells its matters: lines of the list, and the blocks of a sheet."""

from datetime import datetime

from inspector_app.casework.overview.approval_book import Laid, Vain
from inspector_app.casework.papers.awaiting import Waiting
from inspector_app.casework.papers.debts import Debt
from inspector_app.domain.approving import DebtState, Way
from inspector_app.domain.documents import Draft, Standing
from inspector_app.domain.errors import Problem
from inspector_app.ui.controls.board_values import Block, Fact, Line
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day, show_moment
from inspector_app.ui.style.words import Texts, of_problem

STANDINGS = {
    Standing.WAITING: ("待审批", "amber"),
    Standing.CHANGED: ("送审后改过", "red"),
    Standing.APPROVED: ("已批准", "green"),
    Standing.LOST: ("批准已失效", "red"),
    Standing.RETURNED: ("已退回", "red"),
}
"""How a draft stands before a supervisor, as a chip."""

SAME = ("与送审时一致", "green")

DEBTS = {
    DebtState.OPEN: "amber",
    DebtState.LATE: "red",
    DebtState.PAID: "green",
    DebtState.PAID_LATE: "amber",
}
WAYS = {Way.PHONE: "电话批准", Way.URGENT: "紧急情况，事先未批准"}
VAIN = "无效操作"
MINUTE, HOUR, DAY = 60, 3600, 86400


def hours(seconds: float) -> str:
    """Return a stretch of time as people say it: minutes, hours, from two days on days."""
    seconds = abs(seconds)
    if seconds >= 2 * DAY:
        return said("%s 天") % int(seconds // DAY)
    if seconds >= HOUR:
        return said("%s 小时") % int(seconds // HOUR)
    return said("%s 分钟") % max(int(seconds // MINUTE), 1)


def left_words(until: datetime, now: datetime) -> str:
    """Return how much time is left, or for how long it is over."""
    told = said("剩 %s") if now <= until else said("逾期 %s")
    return told % hours((until - now).total_seconds())


# Lines.


def laid_line(known: str, one: Waiting, standing: Standing, now: datetime) -> Line:
    """Return the line of a draft that is under way to its approval."""
    word, tone = STANDINGS[standing]
    note = f"{one.label} · {one.words}" if one.words else one.label
    waited = said("已等 %s") % hours((now - one.at).total_seconds()) if one.at else ""
    if standing is Standing.WAITING and not one.own:
        note = f"{one.label} · {one.by}"
    at = show_moment(one.at, now.date())
    return Line(known, one.target, note, word, tone, at, waited if standing is Standing.WAITING else "")


def debt_line(known: str, one: Debt, now: datetime) -> Line:
    """Return the line of an approval that is to be made up, or was."""
    what = f"{one.label} {one.number}".strip() or said("现场检查")
    note = f"{what} · {_called(one)}"
    word, tone = str(one.state), DEBTS[one.state]
    if one.paid is not None:
        return Line(
            known, one.target, note, word, tone, show_moment(one.paid.at, now.date()), one.paid.number
        )
    until = show_moment(one.until, now.date())
    return Line(known, one.target, note, word, tone, until, left_words(one.until, now))


def _called(one: Debt) -> str:
    way = said(WAYS.get(one.way, str(one.way)))
    return f"{way} {one.said.approver}".strip()


def vain_line(known: str, one: Vain) -> Line:
    """Return the line of an act without effect."""
    title = f"{said(one.what)} {one.subject}".strip()
    return Line(known, title, one.by, VAIN, "red", show_moment(one.at))


# Sheets.


def laid_blocks(one: Laid, texts: Texts) -> tuple[Block, ...]:
    """Return what is approved: who submitted it, what it says, its findings, what it lacks."""
    blocks = [_submitted(one), Block(said("批准的内容"), _content(one))]
    if one.draft.findings:
        blocks.append(Block(said("问题"), tuple(_findings(one.draft))))
    if one.lacking:
        told = (of_problem(Problem(each.code, each.field, each.values), texts) for each in one.lacking)
        words = tuple(Fact("", each.message) for each in told)
        blocks.append(Block(said("签发前还缺 %s 项") % len(words), words))
    return tuple(blocks)


def _submitted(one: Laid) -> Block:
    draft, review = one.draft, one.review
    word, tone = STANDINGS[review.standing] if review.standing is not Standing.WAITING else SAME
    facts = [
        Fact(said("文书"), one.label, link=f"bench:{draft.inspection.id}:{draft.id}"),
        Fact(said("送审人"), f"{one.by} {show_moment(one.since)}", word, tone),
    ]
    if one.time > 1:
        facts.append(Fact(said("第几次"), said("第 %s 次送审") % one.time))
    facts.append(Fact(said("审批人"), one.to or said("任一审批人")))
    if one.words:
        facts.append(Fact(said("送审说明"), one.words))
    if review.standing is Standing.RETURNED:
        facts.append(Fact(said("退回理由"), review.words))
        facts.append(Fact(said("退回"), f"{review.by} {show_moment(review.at)}"))
    if review.number:
        facts.append(Fact(said("批准"), f"{review.by} {show_moment(review.at)} {review.number}"))
    return Block(said("送审"), tuple(facts))


def _content(one: Laid) -> tuple[Fact, ...]:
    draft = one.draft
    told = [(said("主送"), draft.addressee.name if draft.addressee else "")]
    if draft.stop_work is not None:
        stop = draft.stop_work
        told += [
            (said("停工部位"), said("全面停工") if stop.full else stop.parts),
            (said("停工起始"), show_moment(stop.start)),
            (said("撤离要求"), stop.evacuation),
            (said("复工条件"), stop.conditions),
        ]
    if draft.resumption is not None:
        resumed = draft.resumption
        told += [
            (said("停工文书"), resumed.number),
            (said("复工部位"), said("全部复工") if resumed.full else resumed.parts),
            (said("查验情况"), resumed.verification),
        ]
    told += one.own
    told.append((said("回复期限"), show_day(draft.reply_due)))
    return tuple(Fact(label, words) for label, words in told if words)


def _findings(draft: Draft) -> list[Fact]:
    facts = []
    for one in draft.findings:
        duty = one.obligation(draft.addressee.id) if draft.addressee else None
        due = said("期限 %s") % show_day(duty.due) if duty and duty.due else ""
        words = " · ".join(each for each in (f"{one.location} {one.fact}".strip(), due) if each)
        major = one.severity == "major"
        facts.append(
            Fact(said("问题 %s") % one.number, words, "重大事故隐患" if major else "", "red" if major else "")
        )
    return facts


def debt_blocks(one: Debt, issuer: str, now: datetime) -> tuple[Block, ...]:
    """Return what is owed, upon whose word, until when, and what made it up."""
    link = f"document:{one.id}" if one.of == "document" else ""
    head = [
        Fact(said("文书"), f"{one.label} {one.number}", link=link)
        if link
        else Fact(said("检查"), one.target, link=f"bench:{one.inspection_id}:")
    ]
    if issuer:
        head.append(Fact(said("签发人"), issuer))
    head.append(Fact(said("起"), show_moment(one.since)))
    until = show_moment(one.until)
    if one.paid is None:
        until = f"{until}  {left_words(one.until, now)}"
    head.append(Fact(said("补办期限"), until, str(one.state), DEBTS[one.state]))
    blocks = [Block(said("欠补办的审批"), tuple(head), said("行政强制法 19")), _told(one)]
    if one.paid is not None:
        paid = one.paid
        facts = [
            Fact(said("批准人"), paid.by),
            Fact(said("批准文号"), paid.number),
            Fact(said("批准时间"), show_moment(paid.at)),
            Fact(said("怎样补办"), said("书面批准的扫描件") if paid.sha256 else said("审批人本人签名")),
        ]
        if paid.words:
            facts.append(Fact(said("意见"), paid.words))
        blocks.append(Block(said("补办"), tuple(facts)))
    return tuple(blocks)


def _told(one: Debt) -> Block:
    given = one.said
    facts = [
        (said("批准人"), given.approver),
        (said("批准时间"), show_moment(given.at)),
        (said("批准电话"), given.phone),
        (said("电话内容"), given.words),
        (said("紧急理由"), given.urgent_reason),
    ]
    title = said(WAYS.get(one.way, str(one.way)))
    return Block(title, tuple(Fact(label, words) for label, words in facts if words))


def vain_blocks(one: Vain, texts: Texts) -> tuple[Block, ...]:
    """Return who did what, and why it has no effect."""
    why = of_problem(Problem.of(one.reason), texts)
    link = (
        f"document:{one.document_id}"
        if one.numbered
        else f"bench:{one.inspection_id}:{one.document_id}"
        if one.inspection_id
        else ""
    )
    what = (
        Fact(said("操作"), said(one.what)),
        Fact(said("对象"), one.subject or one.act.entity, link=link),
        Fact(said("操作人"), one.by),
        Fact(said("时间"), show_moment(one.at)),
    )
    reason = (Fact(said("原因"), why.message, said("没有效力"), "red"), Fact(said("怎么办"), why.remedy))
    return (Block(said("无效操作"), what), Block(said("为什么无效"), reason))
