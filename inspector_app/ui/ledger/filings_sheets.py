"""Cases as lines and sheets of the board: clocks with sources, steps, what they rest on, what may be done."""

from datetime import date

from inspector_app.casework.followup.filings import CaseLine
from inspector_app.casework.overview import retention
from inspector_app.casework.overview.filing_book import CaseBook, Taken
from inspector_app.casework.overview.retention import Period
from inspector_app.casework.people.filing_codes import Paper
from inspector_app.casework.people.filing_members import Member
from inspector_app.domain.dossier import PERMANENT
from inspector_app.domain.filing import (
    APPROVED,
    DECREE,
    PAUSES,
    PENALTY_LAW,
    CaseState,
    StepKind,
    Terms,
    Timer,
    most_more,
)
from inspector_app.domain.filing_rules import LABELS
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

K, S = StepKind, CaseState

TONES = {
    S.VERIFYING: "amber",
    S.FILED: "blue",
    S.PAUSED: "gray",
    S.DECIDED: "green",
    S.HANDED_OVER: "green",
    S.CLOSED: "gray",
    S.NOT_FILED: "gray",
    S.DROPPED: "gray",
}

CLOCKS = {
    "verify": ("核查", DECREE),
    "decide": ("作出决定", f"{PENALTY_LAW} 60"),
    "pay": ("缴款", f"{PENALTY_LAW} 67"),
}
"""What each clock asks for, and the clause that sets it."""

FORM, LETTER, STEP = "form", "letter", "step"
"""Deeds of a case: its two papers, and `step:` with the step's word."""

KEYS = {
    K.VERIFY_EXTENDED: "Ctrl+E",
    K.EXTENDED: "Ctrl+E",
    K.NOT_FILED: "Ctrl+D",
    K.DROPPED: "Ctrl+D",
    K.HANDED_OVER: "Ctrl+T",
    K.PAUSED: "Ctrl+B",
    K.RESUMED: "Ctrl+B",
    K.FILED: "Ctrl+G",
    K.DECIDED: "Ctrl+G",
    K.CLOSED: "Ctrl+G",
}
MAIN = "Ctrl+Return"


def line(one: CaseLine, today: date) -> Line:
    """Return a case as a line."""
    running = one.course.running
    note = f"{one.party} · {one.target}"
    word, tone = state_of(one, today)
    if running is None or one.course.ended:
        return Line(one.id, one.matter, note, word, tone)
    left = typed.days_left(running.due, today)
    if one.course.state is S.PAUSED:
        left = said("不计期限")
    elif not running.certain:
        left = f"{left} · {said('不确定')}"
    return Line(one.id, one.matter, note, word, tone, typed.show_day(running.due), left)


def state_of(one: CaseLine, today: date) -> tuple[str, str]:
    """Return the word and tone of a case's chip: overdue goes before its state."""
    running = one.course.running
    if running is not None and not one.course.ended and running.overdue(today):
        return "超期", "red"
    return str(one.course.state), TONES[one.course.state]


def sheet(book: CaseBook, terms: Terms, today: date, *, leader: bool, kept: Period) -> Sheet:
    """Return all about a case.

    Args:
        leader: the person may take the steps that a leader signs.
        kept: how long the office keeps the files of cases.
    """
    one = book.line
    word, tone = state_of(one, today)
    blocks = (
        Block(said("期限"), tuple(_clock(timer, one, today) for timer in one.course.timers)),
        _matter(one, kept),
        Block(said("进程"), tuple(_step(each) for each in book.steps)),
        Block(
            said("依据的问题"),
            tuple(
                Fact(said("问题 %s") % each.number, f"{each.location} {each.fact}".strip())
                for each in book.found
            ),
        ),
        _rests(book),
        _own(book),
    )
    return Sheet(one.id, one.matter, word, tone, one.party, blocks, deeds(book, terms, leader=leader))


def _clock(timer: Timer, one: CaseLine, today: date) -> Fact:
    words, source = CLOCKS[timer.code]
    days = said("%1 起，%2 止").replace("%1", timer.began.isoformat()).replace("%2", timer.due.isoformat())
    told = f"{days} · {source}"
    doubt = _doubt(timer, one)
    if doubt:
        told = f"{told} · {doubt}"
    if timer.stopped_on is not None:
        late = timer.overdue(today)
        state = said("逾期 %s 天") % -timer.days_left(today) if late else said("按期")
        ended = said("%s 办结") % timer.stopped_on.isoformat()
        return Fact(said(words), f"{told} · {ended}", state, "red" if late else "green")
    left = typed.days_left(timer.due, today)
    tone = "red" if timer.overdue(today) else "amber" if timer.days_left(today) <= 3 else "blue"
    return Fact(said(words), told, left, tone)


def _doubt(timer: Timer, one: CaseLine) -> str:
    """Return why the last day is not certain, empty when it is."""
    if timer.certain:
        return ""
    if timer.code == "decide" and one.course.paused_from is not None:
        return said("不确定：听证、检测、鉴定没有结束，期限随之顺延")
    if timer.code == "pay":
        return said("不确定：决定书的送达日期还没有登记")
    return said("不确定：当年的放假安排还没有公布")


def _matter(one: CaseLine, kept: Period) -> Block:
    return Block(
        said("案件"),
        (
            Fact(said("当事人"), one.party),
            Fact(said("来源"), one.origin),
            Fact(said("检查"), one.target, link=f"bench:{one.inspection_id}:"),
            Fact(said("保管期限"), _kept(one, kept)),
        ),
    )


def _kept(one: CaseLine, kept: Period) -> str:
    """Return how long the case's file is kept, and until when once the case is closed."""
    if kept.years is None:
        return said("没有规定")
    if kept.years == PERMANENT:
        return said("永久")
    years, closed = said("%s 年") % kept.years, one.course.last_on if one.course.ended else None
    if closed is None:
        return f"{years} · {said('结案次年 1 月 1 日起')}"
    return f"{years} · {said('至 %s') % retention.ends(closed, kept.years)}"


def _step(one: Taken) -> Fact:
    label = said(LABELS[K(one.kind)]) if one.kind in LABELS else one.kind
    told = [label]
    if one.days:
        told.append(said("延长 %s 日") % one.days)
    if one.joint:
        told.append(said("经集体讨论"))
    if one.reason:
        told.append(said(PAUSES[one.reason]) if one.reason in PAUSES else one.reason)
    if one.served_on is not None:
        told.append(said("%s 送达") % one.served_on.isoformat())
    told.append(one.by)
    state = "" if one.stands else "未生效"
    return Fact(typed.show_day(one.on), " · ".join(told), state, "red")


def _rests(book: CaseBook) -> Block:
    return Block(
        said("依据的文书"),
        tuple(
            Fact(
                one.label, f"{one.number} {typed.show_day(one.issued_on)}", link=f"document:{one.document_id}"
            )
            for one in book.rests
        ),
    )


def _own(book: CaseBook) -> Block:
    facts = []
    for one in book.own:
        if not one.fate:
            facts.append(Fact(one.label, said("已起草，没有签发"), "草稿", "gray"))
            continue
        word, tone = ("已签发", "green") if one.fate == "issued" else ("作废", "gray")
        told = f"{one.number} {typed.show_day(one.issued_on)}"
        facts.append(Fact(one.label, told, word, tone, f"paper:{one.id}"))
    note = "" if facts else said("还没有")
    return Block(said("本案文书"), tuple(facts), note)


def deeds(book: CaseBook, terms: Terms, *, leader: bool) -> tuple[Deed, ...]:
    """Return what may be done with a case now; the next step of its course is the one that most want."""
    if book.line.course.ended:
        return ()
    main = _next(book)
    made = [_paper(LETTER, main, "Ctrl+H")] if K.HANDED_OVER in book.moves else []
    if K.FILED in book.moves:
        made.append(_paper(FORM, main, "Ctrl+J"))
    for kind in book.moves:
        code = f"{STEP}:{kind}"
        why = _why_not(kind, book, terms, leader=leader)
        key = MAIN if code == main else KEYS[kind]
        made.append(Deed(code, _words(kind), _icon(kind), key, code == main, why))
    return tuple(made)


def _paper(code: str, main: str, key: str) -> Deed:
    words = said("立案审批表") if code == FORM else said("移送函")
    return Deed(code, words, "file-text", MAIN if code == main else key, code == main)


def _words(kind: StepKind) -> str:
    return said({K.FILED: "批准立案", K.DECIDED: "登记决定"}.get(kind, LABELS[kind]))


def _icon(kind: StepKind) -> str:
    return "stamp" if kind in APPROVED else "check"


def _next(book: CaseBook) -> str:
    """Return the code of the deed that comes next in the usual course."""
    moves = book.moves
    if K.FILED in moves:
        return f"{STEP}:{K.FILED}" if book.form_id else FORM
    for kind in (K.DECIDED, K.RESUMED, K.CLOSED):
        if kind in moves:
            return f"{STEP}:{kind}"
    return f"{STEP}:{K.HANDED_OVER}" if book.letter_id else LETTER


def _why_not(kind: StepKind, book: CaseBook, terms: Terms, *, leader: bool) -> str:
    course = book.line.course
    if kind is K.FILED and not book.form_id:
        return said("先签发立案审批表。")
    if kind is K.HANDED_OVER and not book.letter_id:
        return said("先签发移送函或者执法建议书。")
    used = (kind is K.VERIFY_EXTENDED and course.verify_extended) or (
        kind is K.EXTENDED and not most_more(course.extensions, terms)
    )
    if used:
        return said("延期的次数已经用完。")
    if kind in APPROVED and not leader:
        return said("由负责人批准：要有审批权限的人签名。")
    return ""


def _member_state(one: Member) -> tuple[str, str]:
    if one.gone:
        return said("证书已收回"), "red"
    return ("有钥匙", "green") if one.current else ("须重新准入", "amber")


def member_line(one: Member) -> Line:
    """Return somebody who was let in as a line."""
    state, tone = _member_state(one)
    return Line(one.user, one.name, one.user, state, tone)


def _paper_words(paper: Paper | None) -> str:
    if paper is None:
        return said("还没有做过。做一张收在保险柜里：有钥匙的人都不在时，凭它进入。")
    words = said("%1 于 %2 制作，只有这一张有效。").replace("%1", paper.by).replace("%2", paper.day)
    return words + said("请换一张：以前的管理员可能知道它。") if paper.replace else words


def member_sheet(one: Member, paper: Paper | None, *, own: bool, manages: bool) -> Sheet:
    """Return all about somebody who was let in.

    Args:
        paper: the recovery code that counts.
        own: it is the person who looks.
        manages: they may let others in and take their access away.
    """
    state, tone = _member_state(one)
    if one.gone:
        told = said("局里已收回他的证书：不能再打开立案，也不能签名。请收回钥匙。")
    elif one.current:
        told = said("可以看和办全部案件，下次登录时自动打开。")
    else:
        told = said("换过密码或者证书，新的密钥还打不开立案：请重新准入。")
    no_role = "" if manages else said("由管理员办理。")
    return Sheet(
        one.user,
        one.name,
        state,
        tone,
        one.user,
        (
            Block(said("立案工作区"), (Fact(said("钥匙"), told), Fact(said("恢复码"), _paper_words(paper)))),
            Block(
                said("说明"),
                (
                    Fact(
                        "",
                        said(
                            "收回时换一把新钥匙：以后写的他打不开。以前看过、拷走的收不回来，签过的名仍然有效。"
                            "离岗的，请同时在中心撤销他的电脑。"
                        ),
                    ),
                ),
            ),
        ),
        (
            Deed(
                "take",
                said("收回钥匙"),
                "lock",
                "Ctrl+D",
                why_not=no_role or (said("自己的钥匙由别的管理员收回。") if own else ""),
            ),
            Deed("again", said("重新准入"), "key-round", MAIN, not one.current, no_role),
        ),
    )
