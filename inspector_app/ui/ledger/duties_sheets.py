"""How the section of rectification tells an order: its line, and the blocks of its sheet."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.followup.escalation import Way
from inspector_app.casework.followup.replies import Reply
from inspector_app.casework.history.order_file import Handed, Item, Looked, OrderFile, Request
from inspector_app.casework.overview.followed import Followed
from inspector_app.domain.errors import Problem
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.replying import PreCheck
from inspector_app.domain.states import FindingState
from inspector_app.ui.controls.board_values import Block, Fact, Line
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts, of_problem

TONES = {
    FindingState.REPLIED: "blue",
    FindingState.TO_RECHECK: "blue",
    FindingState.FAILED: "red",
    FindingState.ESCALATED: "red",
    FindingState.CLOSED: "green",
    FindingState.CORRECTED: "green",
    FindingState.WITHDRAWN: "gray",
}
PRECHECKS = {
    PreCheck.UNTOLD: "监理没有复核意见",
    PreCheck.PASSED: "监理复核通过",
    PreCheck.FAILED: "监理复核未通过",
}
OVERDUE = "逾期"


def days_left(due: date | None, left: int) -> str:
    """Return how many days are left, or how many it is overdue, in words."""
    if due is None:
        return ""
    return said("逾期 %s 天") % -left if left < 0 else said("剩 %s 天") % left


def state_of(word: str, *, overdue: bool) -> tuple[str, str]:
    """Return the word of a chip and its tone."""
    return (OVERDUE, "red") if overdue else (word, TONES.get(FindingState(word), "amber"))


def line(one: Followed) -> Line:
    """Return the line of an order for one party."""
    word, tone = state_of(one.words[0][0], overdue=one.overdue)
    note = f"{one.label} {one.number} · {one.party}"
    title = said("%1（%2 项）").replace("%1", one.target).replace("%2", str(len(one.duties)))
    return Line(one.id, title, note, word, tone, show_day(one.due), days_left(one.due, one.left))


def blocks(told: OrderFile, one: Followed, texts: Texts) -> tuple[Block, ...]:
    """Return all about an order, what a person asks first on top."""
    made = [_order(told, one), _items(told)]
    made += [_reports(told.handed, texts)] if told.handed else []
    made += [_requests(told.requests)] if told.requests else []
    made += [_looked(told)] if told.looked or told.recheck_id else []
    made += [_ways(told.ways, texts)] if told.ways and told.open else []
    if told.history:
        made.append(Block(said("经过"), (Fact("", told.history),)))
    return tuple(made)


def _order(told: OrderFile, one: Followed) -> Block:
    order = told.order
    return Block(
        said("责令"),
        (
            Fact(said("文书"), f"{order.label} {order.number}", link=f"document:{order.id}"),
            Fact(said("责任单位"), told.party.name),
            Fact(said("期限"), f"{show_day(one.due)} {days_left(one.due, one.left)}".strip()),
            Fact(said("检查"), said("打开这次检查"), link=f"bench:{order.inspection_id}:"),
            Fact(said("对象"), told.target, link=f"target:{order.target_id}"),
        ),
    )


def _items(told: OrderFile) -> Block:
    return Block(said("问题"), tuple(fact for one in told.items for fact in _item(one)))


def _item(one: Item) -> list[Fact]:
    course = one.course
    said_of = [f"{one.location} {one.fact}".strip()]
    if course.state.round > 1:
        said_of.append(said("第 %s 次责令") % course.state.round)
    if course.extensions:
        said_of.append(said("延期 %s 次") % course.extensions)
    if course.due:
        said_of.append(said("期限 %s") % show_day(course.due))
    if course.on_time is not None:
        said_of.append(said("按期") if course.on_time else said("逾期才改好"))
    word, tone = state_of(one.word, overdue=course.state.overdue)
    facts = [Fact(said("问题 %s") % one.number, " · ".join(said_of), word, tone)]
    if one.again:
        numbers = "、".join(each.number for each in one.again)
        words = said("12 个月内第 %s 次") % (len(one.again) + 1)
        facts.append(Fact(said("此前责令"), numbers, words, "red"))
    return facts


def missing_words(lacking: Iterable[Missing], texts: Texts) -> list[str]:
    """Return what is lacking in words."""
    told = [of_problem(Problem(one.code, one.field, one.values), texts).message for one in lacking]
    return [one.rstrip("。.") for one in told]


def _reports(handed: Iterable[Handed], texts: Texts) -> Block:
    facts: list[Fact] = []
    for one in handed:
        reply = one.reply
        chip = (said("还缺 %s 项") % len(one.lacking), "amber") if one.lacking else (said("齐全"), "green")
        days = said("%1 收到，落款 %2").replace("%1", show_day(reply.received_on))
        facts.append(Fact(said("整改报告"), days.replace("%2", show_day(reply.on)), *chip))
        facts += [Fact("", f"{said('缺')}：{words}") for words in missing_words(one.lacking, texts)]
        facts += [Fact(said("签章"), _signed(reply)), Fact(said("监理复核"), _precheck(reply))]
        facts += [
            Fact(said("附件"), kept.name or said("扫描件 %s") % n, link=f"scan:{kept.sha256}")
            for n, kept in enumerate(reply.scans, start=1)
        ]
    return Block(said("整改报告"), tuple(facts))


def _signed(reply: Reply) -> str:
    told = [
        f"{said(ROLE_LABELS[one.role])} {one.name}{'' if one.stamped else said('（未盖章）')}"
        for one in reply.signatures
    ]
    return "、".join(told) or said("没有签章")


def _precheck(reply: Reply) -> str:
    told = [said(PRECHECKS[reply.precheck]), reply.prechecked_by, reply.precheck_note]
    return " · ".join(one for one in told if one)


def _requests(requests: Iterable[Request]) -> Block:
    facts: list[Fact] = []
    for one in requests:
        asked = one.asked
        words = said("%1 申请延至 %2：%3").replace("%1", show_day(asked.on))
        words = words.replace("%2", show_day(asked.new_due)).replace("%3", asked.reason)
        if asked.late:
            words += said("（逾期后才申请，仍按逾期计）")
        facts.append(Fact(said("延期申请"), words, *_decided(one)))
        if asked.decision_id:
            facts.append(Fact(said("批复"), one.number, link=f"document:{asked.decision_id}"))
        facts += [
            Fact(said("附件"), kept.name or said("扫描件 %s") % n, link=f"scan:{kept.sha256}")
            for n, kept in enumerate(asked.scans, start=1)
        ]
    return Block(said("延期"), tuple(facts))


def _decided(one: Request) -> tuple[str, str]:
    if one.asked.granted is None:
        return (said("批复未签发"), "amber") if one.draft[1] else (said("待批复"), "amber")
    return (said("同意延期"), "green") if one.asked.granted else (said("不同意延期"), "red")


def _looked(told: OrderFile) -> Block:
    facts = [_look(one) for one in told.looked]
    if told.recheck_id:
        words = said("复查进行中，打开")
        facts.append(Fact(said("复查"), words, said("进行中"), "blue", f"bench:{told.recheck_id}:"))
    return Block(said("复查"), tuple(facts))


def _look(one: Looked) -> Fact:
    results = "、".join(f"{said(label)} {count}" for label, count in one.results)
    how = said("书面查验") if one.by_paper else said("现场复查")
    words = f"{show_day(one.on)} {how}：{results}"
    if one.opinion_id:
        return Fact(said("复查"), f"{words} · {one.number}", link=f"document:{one.opinion_id}")
    return Fact(said("复查"), words)


def _ways(ways: Iterable[Way], texts: Texts) -> Block:
    facts = []
    for one in ways:
        why = said("；").join(missing_words(one.why_not, texts))
        chip = (said("可以"), "green") if one.lawful else (said("现在不行"), "gray")
        facts.append(Fact(said(one.label), why or said("依据 %s") % one.source, *chip))
    return Block(said("可以采取的办法"), tuple(facts))
