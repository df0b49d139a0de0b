"""What the section 不良行为 shows of a notice: its line, and the blocks of its sheet."""

from datetime import date

from inspector_app.casework.followup.conduct_courses import ConductCourse, Defended
from inspector_app.casework.overview.conduct_book import Behind, ConductFile, ConductRow
from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.conduct import (
    DEFENCE,
    PERIOD,
    SHORTENING,
    WAITING,
    WAY_LABELS,
    ConductState,
    Step,
)
from inspector_app.ui.controls.board_values import Block, Fact, Line
from inspector_app.ui.ledger.duties_sheets import state_of
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts, of_problem

TONES = {
    ConductState.NOTICED: "amber",
    ConductState.ANSWERING: "blue",
    ConductState.TO_REVIEW: "amber",
    ConductState.DETERMINED: "amber",
    ConductState.PUBLISHED: "blue",
    ConductState.EXPIRED: "gray",
    ConductState.NOT_UPHELD: "green",
    ConductState.VOID: "gray",
    ConductState.REVOKED: "gray",
}
LATE, TAKEN_IN = "逾期提出", "期内提出"
DONE, RUNS, WAITS, OVERDUE = "已办", "进行中", "待办", "超期"
PRINTED, REFUSED, FALLEN = "已签发", "作废", "已撤销"
SOON = 3
"""Days before the last one from which on a step presses."""


def line(one: ConductRow, today: date) -> Line:
    """Return the line of a notice."""
    course = one.course
    word, tone = state(course)
    note = " · ".join(part for part in (course.code, one.target, one.conduct) if part)
    if course.step is None:
        return Line(course.notice.id, one.party, note, word, tone)
    left = _left(course, today) or said(course.step)
    return Line(course.notice.id, one.party, note, word, tone, show_day(course.due), left)


def _left(course: ConductCourse, today: date) -> str:
    """Return how many days are left; what only is waited for is never late."""
    if course.step in WAITING and course.due is not None and course.due < today:
        return ""
    return typed.days_left(course.due, today)


def state(course: ConductCourse) -> tuple[str, str]:
    """Return the word of the state and its tone: what is overdue is red under any word."""
    return course.state, "red" if course.overdue else TONES[course.state]


def blocks(told: ConductFile, texts: Texts, today: date) -> tuple[Block, ...]:
    """Return all about a notice, without what may be done."""
    made = (
        _warnings(told, texts),
        _course(told, today),
        _conduct(told),
        Block(said("陈述申辩"), tuple(one for each in told.row.course.defences for one in _defence(each))),
        _findings(told),
        _papers(told),
    )
    return tuple(one for one in made if one.facts)


def _warnings(told: ConductFile, texts: Texts) -> Block:
    words = [of_problem(one, texts) for one in told.row.course.warnings]
    return Block(said("请注意"), tuple(Fact("", f"{one.message}{one.remedy}") for one in words))


# How far it has come.


def _course(told: ConductFile, today: date) -> Block:
    """告知 → 送达 → 申辩 → 认定/不予认定 → 公示 → 到期, each with its days and its source."""
    course = told.row.course
    facts = [_noticed(course, today), _served(course, today), _answer(told, today)]
    if course.determination is not None or course.state in (ConductState.TO_REVIEW, ConductState.ANSWERING):
        facts.append(_decided(course, today))
    if course.determination is not None and course.state is not ConductState.NOT_UPHELD:
        facts += _public(told, today)
    elif course.step is Step.TAKE_DOWN:
        words = said("认定书已经没有效力，信息还挂着，立即撤下")
        facts.append(Fact(said("公示"), words, *_pressing(course, today)))
    return Block(said("进程"), tuple(facts), said(course.step) if course.step else said("没有待办"))


def _noticed(course: ConductCourse, today: date) -> Fact:
    told = f"{show_day(course.notice.issued_on)} · {course.notice.number}"
    if course.step is Step.SERVE_NOTICE and course.due is not None:
        words = said("%s 前送达") % show_day(course.due)
        return Fact(said("告知"), f"{told} · {words}", *_pressing(course, today))
    return Fact(said("告知"), f"{told} · {PERIOD}", DONE, "green")


def _served(course: ConductCourse, today: date) -> Fact:
    if course.served_on is None:
        return Fact(said("送达"), said("还没有送达，申辩期没有开始"), WAITS, "gray")
    ahead = course.served_on > today
    words = said("公告期满视为送达") if ahead else said("申辩期从这一天起算")
    return Fact(
        said("送达"),
        f"{show_day(course.served_on)} · {words}",
        WAITS if ahead else DONE,
        "gray" if ahead else "green",
    )


def _answer(told: ConductFile, today: date) -> Fact:
    course = told.row.course
    answer = course.answer
    if answer is None:
        return Fact(said("申辩"), said("没有期限"), WAITS, "gray")
    if course.served_on is None:
        printed = said("告知书写 %s，从送达起算") % show_day(answer.due)
        return Fact(said("申辩"), f"{printed} · {DEFENCE}", WAITS, "gray")
    words = [said("%s 止") % show_day(answer.due)]
    if told.printed_until is not None and told.printed_until != answer.due:
        words.append(said("告知书写 %s，送达晚，顺延") % show_day(told.printed_until))
    if not answer.certain:
        words.append(said("不确定：当年的放假安排还没有公布"))
    words.append(DEFENCE)
    text = " · ".join(words)
    if course.defences:
        return Fact(said("申辩"), text, said("%s 次") % len(course.defences), "green")
    if course.state is ConductState.ANSWERING:
        return Fact(said("申辩"), text, typed.days_left(answer.due, today), "blue")
    return Fact(said("申辩"), text, "逾期未提出" if answer.overdue(today) else WAITS, "gray")


def _decided(course: ConductCourse, today: date) -> Fact:
    label, judged = said("认定"), course.determination
    if judged is None:
        if course.state is ConductState.ANSWERING:
            return Fact(label, said("申辩期届满，或者提出、放弃申辩以后"), WAITS, "gray")
        words = said("%s 前复核并决定") % show_day(course.due) if course.due else said("复核并决定")
        return Fact(label, f"{words} · {DEFENCE}", *_pressing(course, today))
    told = f"{show_day(judged.issued_on)} · {judged.number}"
    if course.step is Step.SERVE_DETERMINATION and course.due is not None:
        words = said("%s 前送达") % show_day(course.due)
        return Fact(label, f"{told} · {words}", *_pressing(course, today))
    upheld = course.state is not ConductState.NOT_UPHELD
    return Fact(label, told, ConductState.DETERMINED if upheld else ConductState.NOT_UPHELD, "green")


def _public(told: ConductFile, today: date) -> list[Fact]:
    course, bounds = told.row.course, told.bounds
    known = course.published
    if known is None:
        days = said("%1 至 %2").replace("%1", show_day(bounds.first)) if bounds is not None else ""
        days = days.replace("%2", show_day(bounds.last)) if bounds is not None else ""
        words = said("认定书写明 %s") % days if bounds is not None and bounds.printed else days
        pressing = _pressing(course, today) if course.step is Step.PUBLISH else (WAITS, "gray")
        return [Fact(said("公示"), f"{words} · {PERIOD}", *pressing)]
    days = said("%1 至 %2").replace("%1", show_day(known.first)).replace("%2", show_day(known.last))
    shown = course.state is ConductState.PUBLISHED
    facts = [Fact(said("公示"), f"{days} · {known.place} · {PERIOD}", RUNS if shown else "", "blue")]
    if known.shortened_from is not None:
        words = said("原定到 %s") % show_day(known.shortened_from)
        facts.append(
            Fact(
                said("缩短"), f"{words} · {known.reason} · {known.approver} · {SHORTENING}", "已缩短", "gray"
            )
        )
    if known.taken_down_on is not None:
        facts.append(Fact(said("撤下"), show_day(known.taken_down_on), DONE, "green"))
    elif course.step is Step.TAKE_DOWN:
        words = said("%s 前撤下") % show_day(course.due) if course.due else said("立即撤下")
        facts.append(Fact(said("到期"), words, *_pressing(course, today)))
    else:
        facts.append(Fact(said("到期"), show_day(known.last), typed.days_left(known.last, today), "blue"))
    return facts


def _pressing(course: ConductCourse, today: date) -> tuple[str, str]:
    """Return the chip of the step that is to be done now."""
    if course.overdue:
        return OVERDUE, "red"
    soon = course.due is not None and (course.due - today).days <= SOON
    return WAITS, "amber" if soon else "blue"


# What it is about.


def _conduct(told: ConductFile) -> Block:
    course, code = told.row.course, told.code
    facts = [Fact(said("代码"), course.code or said("没有代码"))]
    if course.code and code is None:
        facts[0] = Fact(said("代码"), f"{course.code} · {said('本版代码里没有')}")
    facts += [Fact(said("行为"), course.proposed), Fact(said("认定依据"), told.rule)]
    if code is not None and code.points:
        facts.append(Fact(said("扣分"), said("%s 分") % code.points))
    return Block(said("拟认定的不良行为"), tuple(one for one in facts if one.text))


def _defence(one: Defended) -> list[Fact]:
    answer = one.answer
    who = f"{answer.by} {answer.position}".strip()
    words = [who, said(WAY_LABELS.get(answer.way, answer.way)), answer.words]
    if answer.heard_by:
        words.append(said("%s 听取") % "、".join(answer.heard_by))
    state, tone = (LATE, "amber") if one.late else (TAKEN_IN, "green")
    facts = [Fact(show_day(answer.on), " · ".join(word for word in words if word), state, tone)]
    for paper in one.papers:
        name = paper.name or (said("扫描件") if paper.kind == "pdf" else said("照片"))
        facts.append(Fact(said("附件"), name, link=f"scan:{paper.sha256}"))
    return facts


def _findings(told: ConductFile) -> Block:
    facts = tuple(_finding(one) for one in told.findings)
    return Block(said("所据的问题"), facts, said("%s 项") % len(facts))


def _finding(one: Behind) -> Fact:
    chip = state_of(one.word, overdue=one.overdue) if one.word else ("", "gray")
    return Fact(said("问题 %s") % one.number, f"{one.location} {one.fact}".strip(), *chip)


def _papers(told: ConductFile) -> Block:
    course = told.row.course
    facts = [_paper(course.notice)]
    facts += [_paper(one) for one in told.decided]
    visit, document_id = told.drafted
    if document_id:
        facts.append(
            Fact(said("认定书"), said("已起草，没有签发"), "草稿", "gray", f"bench:{visit}:{document_id}")
        )
    if told.about is not None:
        facts.append(_paper(told.about))
    facts.append(Fact(said("检查"), told.row.target, link=f"bench:{course.notice.inspection_id}:"))
    return Block(said("文书"), tuple(facts))


def _paper(one: Issued) -> Fact:
    state, tone = {"issued": (PRINTED, "green"), "void": (REFUSED, "gray")}.get(one.fate, (FALLEN, "gray"))
    return Fact(one.label, f"{one.number} {show_day(one.issued_on)}", state, tone, f"document:{one.id}")
