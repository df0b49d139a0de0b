"""What law refuses of a step in a case, each refusal with the field it is about and its clause."""

from datetime import date

from inspector_app.domain.errors import RuleError
from inspector_app.domain.filing import (
    DECREE,
    MOVES,
    PAUSES,
    PENALTY_LAW,
    TRANSFER,
    CaseState,
    Course,
    Step,
    StepKind,
    Terms,
    Timer,
    most_more,
)

K = StepKind

LABELS: dict[StepKind, str] = {
    K.OPENED: "线索登记",
    K.VERIFY_EXTENDED: "核查延期",
    K.FILED: "立案",
    K.NOT_FILED: "不予立案",
    K.EXTENDED: "办案延期",
    K.PAUSED: "不计期限开始",
    K.RESUMED: "不计期限结束",
    K.DECIDED: "处罚决定",
    K.DROPPED: "撤案",
    K.HANDED_OVER: "移送",
    K.CLOSED: "结案",
}

NEEDS_REASON = frozenset({K.VERIFY_EXTENDED, K.NOT_FILED, K.EXTENDED, K.DROPPED})

AFTER_FILING = frozenset({K.EXTENDED, K.PAUSED, K.RESUMED, K.DECIDED, K.DROPPED})


def refuse(told: Course, step: Step, terms: Terms, today: date) -> None:
    """Refuse a step that the case does not allow, or that lacks what law asks of it.

    Args:
        told: what the case has come to, reckoned on the step's own day.

    Raises:
        RuleError: `filing.out_of_order`, `filing.not_filed_yet`, `filing.ended`; `filing.in_future`,
            `filing.before_step`; and what the step itself lacks, see below.
    """
    _order(told, step)
    _days(told, step, today)
    if step.kind in NEEDS_REASON and not step.reason.strip():
        raise RuleError(
            "filing.reason_missing", where="filing.reason", step=LABELS[step.kind], source=_source(step.kind)
        )
    if step.kind in (K.VERIFY_EXTENDED, K.EXTENDED):
        _extension(told, step, terms)
    elif step.kind is K.FILED:
        _filed(told, step, terms)
    elif step.kind is K.PAUSED and step.reason not in PAUSES:
        raise RuleError("filing.pause_unknown", where="filing.reason", told=step.reason, source=DECREE)
    elif step.kind is K.DECIDED:
        _decided(told, step, today)
    elif step.kind is K.HANDED_OVER and terms.power != TRANSFER and not step.reason.strip():
        source = f"{PENALTY_LAW} 22、27"
        raise RuleError("filing.transfer_reason", where="filing.reason", source=source)


def _source(kind: StepKind) -> str:
    return f"{PENALTY_LAW} 57" if kind is K.DROPPED else DECREE


def _order(told: Course, step: Step) -> None:
    if (told.state, step.kind) in MOVES:
        return
    if told.state is CaseState.CLOSED:
        raise RuleError("filing.ended", where="filing.step", step=LABELS[step.kind])
    if told.state is CaseState.VERIFYING and step.kind in AFTER_FILING:
        raise RuleError(
            "filing.not_filed_yet",
            where="filing.step",
            step=LABELS[step.kind],
            source=f"{PENALTY_LAW} 54、60",
        )
    raise RuleError("filing.out_of_order", where="filing.step", step=LABELS[step.kind], state=str(told.state))


def _days(told: Course, step: Step, today: date) -> None:
    if step.on > today:
        raise RuleError("filing.in_future", where="filing.on", step=LABELS[step.kind], on=step.on.isoformat())
    last = told.last_on
    if last is not None and step.on < last:
        raise RuleError(
            "filing.before_step",
            where="filing.on",
            step=LABELS[step.kind],
            on=step.on.isoformat(),
            last=last.isoformat(),
        )


def _extension(told: Course, step: Step, terms: Terms) -> None:
    verifying = step.kind is K.VERIFY_EXTENDED
    most = (
        (0 if told.verify_extended else terms.verify_more) if verifying else most_more(told.extensions, terms)
    )
    source = DECREE if verifying else f"{PENALTY_LAW} 60；{DECREE}"
    if not most:
        raise RuleError("filing.extended_enough", where="filing.days", step=LABELS[step.kind], source=source)
    if not 1 <= step.days <= most:
        raise RuleError(
            "filing.extension_days", where="filing.days", days=step.days, most=most, source=source
        )
    if not verifying and told.extensions and not step.joint:
        raise RuleError("filing.joint_missing", where="filing.joint", source=source)
    timer = told.timer("verify" if verifying else "decide")
    if timer is not None and step.on > timer.due:
        raise RuleError(
            "filing.extension_late",
            where="filing.on",
            on=step.on.isoformat(),
            due=timer.due.isoformat(),
            source=source,
        )


def _filed(told: Course, step: Step, terms: Terms) -> None:
    if terms.power == TRANSFER:
        raise RuleError("filing.no_power", where="filing.step", source=f"{PENALTY_LAW} 17、22")
    _late("filing.verification_over", told.timer("verify"), step, DECREE)


def _decided(told: Course, step: Step, today: date) -> None:
    _late("filing.decision_over", told.timer("decide"), step, f"{PENALTY_LAW} 60")
    if step.served_on is not None and step.served_on > today:
        on = step.served_on.isoformat()
        raise RuleError("filing.in_future", where="filing.served_on", step="送达", on=on)
    if step.served_on is not None and step.served_on < step.on:
        raise RuleError(
            "filing.served_before_decision",
            where="filing.served_on",
            on=step.on.isoformat(),
            served_on=step.served_on.isoformat(),
            source=f"{PENALTY_LAW} 61",
        )


def _late(code: str, timer: Timer | None, step: Step, source: str) -> None:
    """Refuse what comes after its last day and does not say why."""
    if timer is not None and step.on > timer.due and not step.reason.strip():
        raise RuleError(
            code,
            where="filing.reason",
            on=step.on.isoformat(),
            due=timer.due.isoformat(),
            days=(step.on - timer.due).days,
            source=source,
        )


def offered(terms: Terms) -> tuple[StepKind, ...]:
    """Return how a verified clue may end here: without the power to punish only by handing it over."""
    if terms.power == TRANSFER:
        return (K.HANDED_OVER, K.NOT_FILED)
    return (K.FILED, K.NOT_FILED, K.HANDED_OVER)
