"""The forms of cases: opening one, a step, a paper, and who has the key."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.filing_book import Candidate, CaseBook, PaperForm
from inspector_app.casework.people.filing_members import Member
from inspector_app.domain.filing import (
    DECREE,
    PAUSES,
    PENALTY_LAW,
    CaseState,
    Course,
    Step,
    StepKind,
    Terms,
    most_more,
)
from inspector_app.domain.filing_rules import LABELS, NEEDS_REASON
from inspector_app.domain.inspections import Approval
from inspector_app.domain.templates import ApprovalRule, FieldKind, OwnField
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

K = StepKind

ASKS = {
    FieldKind.LINE: Asks.LINE,
    FieldKind.TEXT: Asks.TEXT,
    FieldKind.DAY: Asks.DAY,
    FieldKind.CHOICE: Asks.CHOICE,
}


def text(given: Given, code: str) -> str:
    """Return the text of a field, empty when it was not asked."""
    told = given.get(code, "")
    return told.strip() if isinstance(told, str) else ""


def day(given: Given, code: str, desk: Desk) -> date | None:
    """Return the day of a field, None for an empty one.

    Raises:
        RuleError: `ui.bad_day`.
    """
    return typed.day(text(given, code), desk.today(), desk.rules.calendar, where=f"filing.{code}")


# Opening.


def search_form() -> Form:
    """Ask at which target the findings are."""
    hint = said("名称、拼音首字母或者文号末几位")
    return Form(
        "filing_search",
        said("登记线索"),
        (Field("target", said("对象"), hint=hint, needed=True),),
        said("查找"),
        note=said("从逾期未改、复查不合格或者重大的问题登记线索，核查期限从发现线索之日起算。"),
        icon="search",
    )


def which_form(told: Sequence[Candidate]) -> Form:
    """Ask which of several visits and companies it is about."""
    choices = tuple((str(n), _named(one)) for n, one in enumerate(told))
    return Form(
        "filing_which",
        said("登记线索"),
        (Field("which", said("从哪里"), Asks.CHOICE, "0", choices, needed=True),),
        said("下一步"),
        icon="arrow-right",
        width=720,
    )


def _named(one: Candidate) -> str:
    day = typed.show_day(one.visited_on)
    return f"{one.target} · {day} · {one.party} · {said('%s 项') % len(one.suspects)}"


def open_form(one: Candidate, today: date) -> Form:
    """Ask which findings the case rests on, since when it is known, and what it is called."""
    choices = tuple(
        (each.finding_id, f"{each.number}  {each.location} {each.fact}".strip()) for each in one.suspects
    )
    return Form(
        "filing_open",
        said("登记线索"),
        (
            Field("at", said("检查"), Asks.TOLD, f"{one.target} · {typed.show_day(one.visited_on)}"),
            Field(
                "name", said("当事人"), Asks.CHOICE, one.party_id, ((one.party_id, one.party),), needed=True
            ),
            Field("findings", said("问题"), Asks.TICKS, "\n".join(code for code, _ in choices), choices),
            Field("known_on", said("发现线索"), Asks.DAY, today.isoformat(), needed=True),
            Field("matter", said("案由"), hint=said("涉嫌……案"), needed=True),
        ),
        said("登记"),
        about=f"{one.inspection_id}:{one.party_id}",
        note=said("登记后这些问题转入立案；公共工作区只显示有案件和到期日，不显示案由。"),
        width=640,
    )


# Steps.


def step_form(kind: StepKind, book: CaseBook, terms: Terms, today: date) -> Form:
    """Ask what a step needs."""
    course = book.line.course
    return Form(
        f"filing_{kind}",
        f"{said(LABELS[kind])} · {book.line.matter}",
        (
            Field("on", _day_words(kind), Asks.DAY, today.isoformat(), needed=True),
            *_more(kind, course, terms),
        ),
        said(LABELS[kind]),
        about=book.line.id,
        note=_note(kind, course, terms),
        final=kind in (K.NOT_FILED, K.DROPPED, K.CLOSED, K.HANDED_OVER),
    )


def _day_words(kind: StepKind) -> str:
    return {
        K.PAUSED: said("第一个不计的日子"),
        K.RESUMED: said("最后一个不计的日子"),
        K.DECIDED: said("决定日期"),
    }.get(kind, said("日期"))


def _more(kind: StepKind, course: Course, terms: Terms) -> tuple[Field, ...]:
    reason = Field("reason", said("理由"), Asks.TEXT, needed=kind in NEEDS_REASON)
    if kind is K.PAUSED:
        choices = tuple((code, said(words)) for code, words in PAUSES.items())
        return (Field("reason", said("事由"), Asks.CHOICE, "hearing", choices, needed=True),)
    if kind in (K.VERIFY_EXTENDED, K.EXTENDED):
        days = Field("days", said("延长几日"), value=str(_most(kind, course, terms)), needed=True)
        joint = Field("joint", said("经集体讨论决定"), Asks.TICK)
        return (days, joint, reason) if kind is K.EXTENDED and course.extensions else (days, reason)
    if kind is K.DECIDED:
        served = Field("served_on", said("送达日期"), Asks.DAY, hint=said("还没送达就空着"))
        return (served, reason)
    return () if kind in (K.RESUMED, K.CLOSED) else (reason,)


def _most(kind: StepKind, course: Course, terms: Terms) -> int:
    if kind is K.VERIFY_EXTENDED:
        return terms.verify_more
    return most_more(course.extensions, terms)


def _note(kind: StepKind, course: Course, terms: Terms) -> str:
    if kind in (K.VERIFY_EXTENDED, K.EXTENDED):
        told = said("最多延长 %1 日（%2），须在期限届满前批准。")
        source = DECREE if kind is K.VERIFY_EXTENDED else f"{PENALTY_LAW} 60"
        return told.replace("%1", str(_most(kind, course, terms))).replace("%2", source)
    return {
        K.FILED: said("立案之日起 %1 日内作出处理决定（%2）；核查超期的要写理由。")
        .replace("%1", str(terms.decide))
        .replace("%2", f"{PENALTY_LAW} 60"),
        K.NOT_FILED: said("不予立案的，这些问题回到整改，继续按原来的责令跟踪。"),
        K.DROPPED: said("撤案的，这些问题回到整改，继续按原来的责令跟踪。"),
        K.HANDED_OVER: said("移送后案件由受移送机关办理，本案只剩结案。"),
        K.DECIDED: said("超过决定期限的要写理由；当事人自收到决定书之日起 %1 日内缴款（%2）。")
        .replace("%1", str(terms.pay))
        .replace("%2", f"{PENALTY_LAW} 67"),
        K.CLOSED: said("结案后不能再办理；已决定的案件结案，这些问题随之闭环。")
        if course.outcome is CaseState.DECIDED
        else said("结案后不能再办理。"),
        K.PAUSED: said("听证、检测、鉴定的时间不计入办案期限（%s）。") % DECREE,
    }.get(kind, "")


def step_of(kind: StepKind, given: Given, document_id: str, filing: Desk) -> Step:
    """Return the step that was filled in.

    Raises:
        RuleError: `ui.bad_day`; a number of days that is none is left to the rules of the step.
    """
    days = text(given, "days").rstrip("日天")
    return Step(
        kind,
        day(given, "on", filing) or filing.today(),
        days=int(days) if days.isdecimal() and len(days) <= 4 else 0,
        joint=given.get("joint") is True,
        reason=text(given, "reason"),
        document_id=document_id,
        served_on=day(given, "served_on", filing),
    )


# Papers.


def paper_form(told: PaperForm, case: CaseBook) -> Form:
    """Ask what a paper of a case says, as its template has it."""
    fields = [_own_field(one, told.written) for one in told.template.fields]
    if told.template.approval is not ApprovalRule.NONE:
        fields += [
            Field("approver", said("批准人"), needed=True),
            Field("at", said("批准时间"), Asks.MOMENT, needed=True),
            Field("approval", said("批准文号"), needed=True),
        ]
    if told.doubted:
        words = said("今天是 %s，已核对") % told.today.isoformat()
        fields.append(Field("date_confirmed", words, Asks.TICK, needed=True))
    return Form(
        f"filing_{told.kind}",
        f"{told.template.label} · {case.line.matter}",
        tuple(fields),
        said("签发"),
        about=case.line.id,
        note=said("签发后取得文号，不能再改；文书只在立案工作区里。"),
        final=True,
        icon="stamp",
        width=720,
    )


def _own_field(one: OwnField, written: Mapping[str, str]) -> Field:
    choices = tuple((each, each) for each in one.choices)
    value = written.get(one.code, "")
    return Field(one.code, one.label, ASKS[one.kind], value, choices, one.hint, one.required, one.only_when)


def own_of(told: PaperForm, given: Given, filing: Desk) -> dict[str, str]:
    """Return the own fields that were filled in, days in ISO form.

    Raises:
        RuleError: `ui.bad_day`.
    """
    own = {}
    for one in told.template.fields:
        value = text(given, one.code)
        if one.kind is FieldKind.DAY:
            where = f"document.own.{one.code}"
            value = typed.show_day(typed.day(value, told.today, filing.rules.calendar, where=where))
        own[one.code] = value
    return own


def approval_of(given: Given, filing: Desk) -> Approval | None:
    """Return the leader's approval that was filled in, None where none is asked.

    Raises:
        RuleError: `ui.bad_time`, `ui.bad_day`.
    """
    if "approver" not in given:
        return None
    at: datetime | None = typed.moment(
        text(given, "at"), filing.today(), filing.rules.calendar, where="document.approval.at"
    )
    return Approval(text(given, "approver"), at, text(given, "approval"))


# The workspace and its keys.


def make_form() -> Form:
    """Ask before the filing workspace is made."""
    return Form(
        "filing_make",
        said("建立立案工作区"),
        (),
        said("建立"),
        note=said(
            "案件单独加密存放，只有准入的人看得到；每个单位只建一个。建好后显示恢复码，只显示这一次，请抄在纸上锁好。"
        ),
        final=True,
        icon="lock",
    )


def code_form(code: str) -> Form:
    """Show the recovery code once."""
    return Form(
        "filing_code",
        said("恢复码"),
        (
            Field("code", said("恢复码"), Asks.TOLD, code),
            Field("noted", said("已经抄在纸上，和公章一样保管"), Asks.TICK, needed=True),
        ),
        said("抄好了"),
        note=said(
            "恢复码只显示这一次。没有人能打开立案工作区时，管理员凭它重新进入；丢了可以换新的，旧的随之作废。"
        ),
        final=True,
        icon="key-round",
    )


def regain_form() -> Form:
    """Ask for the recovery code."""
    return Form(
        "filing_regain",
        said("用恢复码进入"),
        (Field("code", said("恢复码"), hint=said("抄下的那一串，字母不分大小写"), needed=True),),
        said("进入"),
        note=said("只有管理员可以。输错几次要等一会儿。"),
        icon="key-round",
    )


def renew_form() -> Form:
    """Ask before the recovery code is replaced."""
    return Form(
        "filing_renew",
        said("换恢复码"),
        (),
        said("换新的"),
        note=said("旧的恢复码立即作废，别的电脑同步并登录后也作废，以后写的它也打不开；新的只显示一次。"),
        final=True,
        icon="key-round",
    )


def give_form(outside: Sequence[Member]) -> Form:
    """Ask who is let in."""
    choices = tuple((one.user, f"{one.name}  {one.user}") for one in outside)
    first = choices[0][0] if choices else ""
    return Form(
        "filing_give",
        said("准入同事"),
        (Field("user", said("同事"), Asks.CHOICE, first, choices, said("没有可以准入的人"), needed=True),),
        said("准入"),
        note=said("准入后能看和办全部案件，下次登录时自动打开。"),
        icon="user-plus",
    )


def again_form(one: str, name: str) -> Form:
    """Ask before somebody is let in anew."""
    return Form(
        "filing_again",
        said("重新准入 %s") % name,
        (),
        said("准入"),
        about=one,
        note=said("准入后能看和办全部案件，下次登录时自动打开。"),
        icon="key-round",
    )


def all_again_form(names: Sequence[str]) -> Form:
    """Ask before all who wait are let in anew."""
    return Form(
        "filing_all_again",
        said("重新准入 %s 人") % len(names),
        (),
        said("准入"),
        about="、".join(names),
        note=said("换过密码或者证书的同事，准入后用新的密钥看和办案件，下次登录时自动打开。"),
        icon="key-round",
    )


def take_form(one: str, name: str) -> Form:
    """Ask before somebody's access is ended."""
    return Form(
        "filing_take",
        said("收回 %s 的钥匙") % name,
        (),
        said("收回"),
        about=one,
        note=said(
            "收回时换一把新钥匙：以后写的他打不开。以前看过、拷走的收不回来，签过的名仍然有效。"
            "离岗的，请同时在中心撤销他的电脑。"
        ),
        final=True,
        icon="lock",
    )
