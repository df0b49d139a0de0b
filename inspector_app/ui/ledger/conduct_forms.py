"""The forms of the section 不良行为; knows no widgets."""

from collections.abc import Sequence
from datetime import date

from inspector_app.casework.followup.conduct import Bounds, Publication
from inspector_app.casework.overview.conduct_book import Behind, Candidate, ConductFile
from inspector_app.domain import conduct
from inspector_app.domain.conduct import WAY_LABELS, WAYS
from inspector_app.domain.gate.own import SILENT
from inspector_app.domain.gate.own import WAIVED as GIVEN_UP
from inspector_app.ui.controls.form_values import Asks, Field, Form
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

SCANS = "*.pdf *.jpg *.jpeg *.png *.webp"
WIDE = 660
ORAL = "oral"
DAY_HINT = "11-27，或 3天"


# A notice is begun.


def search_form() -> Form:
    """Ask at which target, order or finding the notice begins."""
    hint = said("名称、拼音首字母或者文号末几位")
    return Form(
        "conduct_search",
        said("发告知书"),
        (Field("target", said("对象或文书"), hint=hint, needed=True),),
        said("查找"),
        note=said("先告知，再听取陈述申辩，然后才认定；告知书不等于认定。"),
        icon="search",
    )


def which_form(told: Sequence[Candidate]) -> Form:
    """Ask which of several visits and companies it is about."""
    choices = tuple((which_of(one), _named(one)) for one in told)
    return Form(
        "conduct_which",
        said("发告知书"),
        (Field("which", said("哪家单位"), Asks.CHOICE, choices[0][0], choices, needed=True),),
        said("下一步"),
        icon="arrow-right",
        width=720,
    )


def which_of(one: Candidate) -> str:
    """Return the code under which a visit and company are chosen, in whichever list they stand."""
    return f"{one.inspection_id}:{one.party_id}"


def _named(one: Candidate) -> str:
    day = show_day(one.visited_on)
    return f"{one.party} · {one.target} · {day} · {said('%s 项') % len(one.findings)}"


def begin_form(one: Candidate) -> Form:
    """Ask which findings the notice rests on, and for the code."""
    choices = tuple((each.finding_id, _short(each)) for each in one.findings)
    ticked = [code for code, _ in choices] if len(choices) == 1 else []
    hint = said("代码、拼音首字母或者文字")
    note = said("到工作台写告知书，签发、送达以后申辩期才开始。今天签发的，申辩截止日不早于 %s。")
    note %= show_day(one.until)
    if not one.certain:
        note += said("当年的放假安排还没有公布，这一天可能顺延。")
    return Form(
        "conduct_begin",
        said("发告知书：%s") % one.party,
        (
            Field("at", said("检查"), Asks.TOLD, f"{one.target} · {show_day(one.visited_on)}"),
            Field("findings", said("所据的问题"), Asks.TICKS, "\n".join(ticked), choices),
            Field("conduct_code", said("代码"), Asks.SOUGHT, choices=one.codes, hint=hint),
        ),
        said("起草"),
        f"{one.inspection_id}:{one.party_id}",
        note,
        icon="file-text",
        width=WIDE,
    )


def _short(one: Behind) -> str:
    words = f"{one.number}  {one.location} {one.fact}".strip()
    words = words if len(words) <= 40 else f"{words[:39]}…"
    return f"{words}（{said(one.word)}）" if one.word else words


# The defence, and what is decided.


def defence_form(told: ConductFile, today: date) -> Form:
    """Ask for a defence, or that it was given up."""
    answer = told.row.course.answer
    ways = tuple((way, said(WAY_LABELS[way])) for way in WAYS)
    officers = tuple((one, one) for one in told.officers)
    note = said("记入以后就可以复核决定；逾期提出的也要听取。")
    if answer is not None:
        note = said("申辩期到 %s。") % show_day(answer.due) + note
    return Form(
        "conduct_defence",
        said("记陈述申辩：%s") % told.row.party,
        (
            Field("way", said("方式"), Asks.CHOICE, choices=ways, hint=said("请选择"), needed=True),
            Field("on", said("提出日期"), Asks.DAY, show_day(today), hint=said(DAY_HINT), needed=True),
            Field("by", said("提出人"), hint=said("谁说的、谁写的、谁放弃的")),
            Field("position", said("职务"), hint=said("可以不填")),
            Field("words", said("内容"), Asks.TEXT, hint=said("说了什么；书面的写要点")),
            Field("heard_by", said("听取人"), Asks.TICKS, choices=officers, only_when=("way", ORAL)),
            Field("scans", said("材料"), Asks.FILES, hint=SCANS),
        ),
        said("记入"),
        told.row.course.notice.id,
        note,
        icon="inbox",
        width=WIDE,
    )


def decide_form(told: ConductFile, today: date) -> Form:
    """Ask what the review came to; the determination is then written at the workbench."""
    course = told.row.course
    results = tuple((one, said(one)) for one in told.choices.get("result", ()))
    heard = tuple((one, said(one)) for one in told.choices.get("defence", ()))
    note = said("到工作台写认定书，报批、签发后才生效。不予认定的，告知撤回，问题恢复原来的状态。")
    answer = course.answer
    if answer is not None and not course.defences and not answer.overdue(today):
        note = said("申辩期到 %s 才届满：在此之前只能起草，不能签发。") % show_day(answer.due) + note
    return Form(
        "conduct_decide",
        said("认定/不予认定：%s") % told.row.party,
        (
            Field("result", said("结论"), Asks.CHOICE, choices=results, hint=said("请选择"), needed=True),
            Field("defence", said("申辩情况"), Asks.CHOICE, _heard(told, today), heard, said("请选择")),
            Field("review", said("复核意见"), Asks.TEXT, hint=said("复核了什么，是否采纳，为什么")),
        ),
        said("起草认定书"),
        course.notice.id,
        note,
        icon="file-text",
        width=WIDE,
    )


def _heard(told: ConductFile, today: date) -> str:
    """Return what the record leaves no choice about: given up, or the time is over in silence."""
    course = told.row.course
    given_up = bool(course.defences) and all(one.answer.way == conduct.WAIVED for one in course.defences)
    silent = not course.defences and course.answer is not None and course.answer.overdue(today)
    wanted = GIVEN_UP if given_up else SILENT if silent and course.served_on is not None else ""
    return next((one for one in told.choices.get("defence", ()) if wanted and one.startswith(wanted)), "")


# What is public.


def publish_form(told: ConductFile, bounds: Bounds) -> Form:
    """Ask where and from when to when it is public; what law allows is said above."""
    words = said("法定最短到 %1，最长到 %2（%3）。").replace("%1", show_day(bounds.least))
    words = words.replace("%2", show_day(bounds.most)).replace("%3", conduct.PERIOD)
    if bounds.printed:
        days = said("认定书写明 %1 至 %2，截止日照它填写。").replace("%1", show_day(bounds.first))
        words = days.replace("%2", show_day(bounds.last)) + words
    return Form(
        "conduct_publish",
        said("公示：%s") % told.row.party,
        (
            Field("place", said("公示平台"), hint=said("平台名称或者网址")),
            Field(
                "first", said("起始日"), Asks.DAY, show_day(bounds.first), hint=said(DAY_HINT), needed=True
            ),
            Field("last", said("截止日"), Asks.DAY, show_day(bounds.last), hint=said(DAY_HINT), needed=True),
        ),
        said("登记公示"),
        told.row.course.notice.id,
        words,
        icon="presentation",
    )


def shorten_form(told: ConductFile, known: Publication, shortest: date) -> Form:
    """Ask to which day it is shortened, why, and who approved it."""
    words = said("现在到 %1；最早缩到 %2（%3）。缩短后不能再延长。").replace("%1", show_day(known.last))
    words = words.replace("%2", show_day(shortest)).replace("%3", conduct.SHORTENING)
    return Form(
        "conduct_shorten",
        said("缩短公示：%s") % told.row.party,
        (
            Field("last", said("新截止日"), Asks.DAY, hint=show_day(shortest), needed=True),
            Field("reason", said("理由"), Asks.TEXT, hint=said("整改和修复的情况")),
            Field("approver", said("批准人"), hint=said("最好连同批准文号")),
        ),
        said("缩短"),
        told.row.course.notice.id,
        words,
        final=True,
        icon="clock",
    )


def take_down_form(told: ConductFile, today: date) -> Form:
    """Ask when it was taken down."""
    return Form(
        "conduct_down",
        said("撤下公示：%s") % told.row.party,
        (Field("on", said("撤下日期"), Asks.DAY, show_day(today), hint=said(DAY_HINT), needed=True),),
        said("登记撤下"),
        told.row.course.notice.id,
        said("登记后这份告知书办结，不能收回。"),
        final=True,
        icon="circle-check",
    )


def day_words(first: date, last: date) -> dict[str, str]:
    """Return two days as what is said of something done holds them."""
    return {"first": typed.show_day(first), "last": typed.show_day(last)}
