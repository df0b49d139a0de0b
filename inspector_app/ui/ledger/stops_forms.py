"""The forms of the section 停工, and what each is for; knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import resumptions, stop_lists, stop_news, stops
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.followup.stops import Asked, Begun, Check, Stop, Violation
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger.stops_sheets import violation_words
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said

FILES = "*.pdf *.jpg *.jpeg *.png *.webp"
OBEYED, DEFIED = "obeyed", "defied"
FULL, PART = "full", "part"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form is made of: the stop-work as it stands, who may have seen it, and the time."""

    stop: Stop
    officers: tuple[str, ...]
    now: datetime

    @property
    def today(self) -> date:
        """The day in China."""
        return local_date(self.now)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are named and still stopped; none where all is stopped."""
        return () if self.stop.held.all_but else self.stop.held.remaining


def read(desk: Desk, document_id: str) -> Asking:
    """Return what the forms about a stop-work are made of; runs beside the screen.

    Raises:
        RuleError: `document.not_issued`, `stops.not_a_stop_work`.
    """
    told = stops.stop(desk, document_id)
    return Asking(told, stop_lists.officers(desk, told), desk.clock.now())


# The forms.


def check_form(told: Asking) -> Form:
    """Ask whether a stop-work was obeyed, and where it was not, what was seen."""
    choices = ((OBEYED, said("已停工")), (DEFIED, said("未停工（抢工）")))
    defied = ("obeyed", DEFIED)
    fields = (
        Field("on", said("核查日期"), Asks.DAY, typed.show_day(told.today), needed=True),
        Field("obeyed", said("核查结果"), Asks.CHOICE, choices=choices, hint=said("请选择"), needed=True),
        *_seen_fields(told, defied),
        _words(),
        _officers(told),
        _files(said("照片、扫描件")),
    )
    return _form("stop_check", said("停工核查"), fields, said("登记"), told)


def violation_form(told: Asking) -> Form:
    """Ask what was seen of work against a stop-work."""
    fields = (*_seen_fields(told, ("", "")), _words(), _officers(told), _files(said("照片、扫描件")))
    return _form("stop_violation", said("登记抢工"), fields, said("登记抢工"), told)


def take_back_form(told: Asking) -> Form:
    """Ask which violation was noted by mistake, and how that came."""
    seen = [
        (one.id, f"{typed.show_moment(one.at)} {violation_words(one)}"[:60]) for one in told.stop.violations
    ]
    fields = (
        Field(
            "violation",
            said("抢工登记"),
            Asks.CHOICE,
            seen[-1][0] if len(seen) == 1 else "",
            tuple(reversed(seen)),
            said("请选择"),
            needed=True,
        ),
        Field("reason", said("撤回理由"), Asks.TEXT, hint=said("怎样登记错的"), needed=True),
    )
    note = said("原登记和撤回都保留在记录里；撤回后不再计为抢工。")
    return _form("stop_take_back", said("撤回抢工登记"), fields, said("撤回"), told, note)


def asked_form(told: Asking) -> Form:
    """Ask what was handed in to have work resumed."""
    roles = tuple((str(role), said(ROLE_LABELS[role])) for role in stops.SIGNING)
    fields = (
        Field("on", said("申请日期"), Asks.DAY, typed.show_day(told.today), needed=True),
        *_scope_fields(told, "", ()),
        Field("signed", said("签字盖章"), Asks.TICKS, choices=roles),
        Field("accepted_on", said("验收日期"), Asks.DAY, hint=said("建设单位组织验收的日期，没有验收的留空")),
        Field("words", said("申请说明"), Asks.TEXT, hint=said("随申请交来了什么")),
        _files(said("申请扫描件")),
    )
    return _form("stop_asked", said("收到复工申请"), fields, said("收下"), told)


def resume_form(told: Asking) -> Form:
    """Ask for which parts, and from when on, a resumption is to be written."""
    applied = told.stop.applied
    asked = {part for one in applied for part in one.parts}
    wanted = [one for one in told.parts if one in asked]
    scope = PART if wanted and not any(one.full for one in applied) else ""
    fields = (
        *_scope_fields(told, scope, wanted),
        Field("start", said("复工日期"), Asks.DAY, typed.show_day(told.today), needed=True),
    )
    note = said("接下来在工作台写查验情况、报批、签发；签发后才恢复施工。")
    return _form("stop_resume", said("复工通知书"), fields, said("去工作台写"), told, note)


def _form(
    name: str, title: str, fields: tuple[Field, ...], accept: str, told: Asking, note: str = ""
) -> Form:
    told_of = f"{title} · {told.stop.number}"
    return Form(name, told_of, fields, accept, told.stop.document_id, note, width=620)


def _seen_fields(told: Asking, when: tuple[str, str]) -> tuple[Field, ...]:
    """When, where and in which parts work was seen."""
    at = typed.show_moment(told.now, told.today)
    return (
        Field("at", said("发现时间"), Asks.MOMENT, at, hint="09:12", needed=True, only_when=when),
        Field("place", said("抢工地点"), hint=said("楼号、楼层或者作业面"), needed=True, only_when=when),
        _parts(told, said("抢工部位"), when, told.parts if len(told.parts) == 1 else ()),
    )


def _scope_fields(told: Asking, scope: str, wanted: Sequence[str]) -> tuple[Field, ...]:
    choices = ((FULL, said("全部复工")), (PART, said("部分复工")))
    return (
        Field("scope", said("复工范围"), Asks.CHOICE, scope, choices, said("请选择"), needed=True),
        _parts(told, said("复工部位"), ("scope", PART), wanted),
    )


def _parts(told: Asking, words: str, when: tuple[str, str], ticked: Sequence[str]) -> Field:
    """Ask for parts: ticks of what is still stopped; where all is stopped nobody named any to tick."""
    if not told.parts:
        return Field("parts", words, Asks.TEXT, hint=said("一行一个部位"), only_when=when)
    choices = tuple((one, one) for one in told.parts)
    return Field("parts", words, Asks.TICKS, "\n".join(ticked), choices, needed=True, only_when=when)


def _words() -> Field:
    return Field("words", said("看到的情况"), Asks.TEXT, hint=said("谁在做什么，或者怎样停工"), needed=True)


def _officers(told: Asking) -> Field:
    choices = tuple((one, one) for one in told.officers)
    return Field("officers", said("检查人员"), Asks.TICKS, choices=choices, needed=True)


def _files(words: str) -> Field:
    return Field("photos", words, Asks.FILES, hint=FILES)


# What they are for; beside the screen.


def note_check(desk: Desk, document_id: str, given: Given) -> str:
    """Note a check, and the violation that was seen with it."""
    on = typed.day(str(given["on"]), desk.today(), desk.rules.calendar, where="stop.check.on")
    obeyed = given["obeyed"] == OBEYED
    officers, words = _many(given, "officers"), str(given["words"])
    seen = Check(on or desk.today(), obeyed, words, officers)
    violation = None if obeyed else _violation(desk, given)
    return stop_news.check(desk, document_id, seen, violation, _scans(given))


def note_violation(desk: Desk, document_id: str, given: Given) -> str:
    """Note a violation."""
    return stop_news.violate(desk, document_id, _violation(desk, given), _scans(given))


def take_back(desk: Desk, document_id: str, given: Given) -> None:
    """Take a violation back."""
    stop_news.take_back(desk, document_id, str(given["violation"]), str(given["reason"]))


def note_asked(desk: Desk, document_id: str, given: Given) -> None:
    """Note an application."""
    today, calendar = desk.today(), desk.rules.calendar
    on = typed.day(str(given["on"]), today, calendar, where="stop.asked.on")
    accepted = typed.day(str(given["accepted_on"]), today, calendar, where="stop.asked.accepted_on")
    full = given["scope"] == FULL
    asked = Asked(
        on or today,
        full,
        () if full else _many(given, "parts"),
        frozenset(PartyRole(one) for one in _many(given, "signed")),
        accepted,
        str(given["words"]),
    )
    stop_news.ask(desk, document_id, asked, _scans(given))


def resume(desk: Desk, document_id: str, given: Given) -> Begun:
    """Begin the notice of a resumption."""
    start = typed.day(str(given["start"]), desk.today(), desk.rules.calendar, where="stop.resume.start")
    full = given["scope"] == FULL
    parts = () if full else _many(given, "parts")
    return resumptions.begin(desk, document_id, full=full, parts=parts, start=start)


def _violation(desk: Desk, given: Given) -> Violation:
    where = "stop.violation.at"
    at = typed.moment(str(given["at"]), desk.today(), desk.rules.calendar, where=where)
    if at is None:
        raise RuleError("ui.bad_time", where=where, told="")
    return Violation(
        at, str(given["place"]), _many(given, "parts"), str(given["words"]), _many(given, "officers")
    )


def _many(given: Given, code: str) -> tuple[str, ...]:
    """Return what was ticked, or what was written a line each."""
    told = given.get(code)
    if isinstance(told, list):
        return tuple(str(one) for one in told)
    return tuple(one.strip() for one in str(told or "").split("\n") if one.strip())


def _scans(given: Given) -> list[Scan]:
    paths = [Path(one) for one in _many(given, "photos")]
    return [Scan(pictures.read(path), path.name) for path in paths]
