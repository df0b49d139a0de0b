"""Bad conduct at the gate: the code, the time for a defence, what became of it, and how long it is public."""

from collections.abc import Iterator

from inspector_app.domain import conduct
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.conduct import DEFENCE, LEAST_MONTHS, MADE, MOST_MONTHS, PERIOD
from inspector_app.domain.deadlines import after
from inspector_app.domain.documents import Subject
from inspector_app.domain.gate.missing import Missing, Weighed
from inspector_app.domain.gate.own import SILENT, WAIVED
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.placeholders import own_values

CODE, HEARD, UNTIL, ABOUT = (
    "document.own.conduct_code",
    "document.own.defence",
    "document.own.defence_until",
    "document.about",
)
LIST = "建市〔2007〕9号；建市〔2017〕241号"


def _asked(weighed: Weighed) -> dict[str, str]:
    """Return the own fields that are asked for, as they stand."""
    told = own_values(weighed.draft, weighed.template.fields)
    return {field.code: told[field.code] for field in weighed.template.fields if field.asked(told)}


def coded(weighed: Weighed) -> Iterator[Missing]:
    """The code stands in the edition's lists, holds today, and fits what the addressee is at the target.

    An edition that has no list leaves codes to the office, as editions did before there were any.
    """
    code = _asked(weighed).get("conduct_code", "").strip()
    known = weighed.rules.conduct
    if not code or not known:
        return
    found, party = known.get(code), weighed.draft.addressee
    if found is None:
        yield Missing.of("gate.conduct_code_unknown", CODE, LIST, given=code)
    elif not found.in_force(weighed.on):
        yield Missing.of("gate.conduct_code_ended", CODE, LIST, given=code, on=weighed.on.isoformat())
    elif party is not None and not found.fits(party.role):
        meant = "、".join(ROLE_LABELS[role] for role in found.roles)
        yield Missing.of(
            "gate.conduct_code_other_role", CODE, LIST, given=code, role=ROLE_LABELS[party.role], meant=meant
        )


def announced(weighed: Weighed) -> Iterator[Missing]:
    """A notice leaves as many working days for a defence as the office gives, even when served today."""
    until = iso_day(_asked(weighed).get("defence_until", ""))
    days = weighed.rules.options.defence_days
    if until is None or until < weighed.on:
        return
    least = after(weighed.on, days, weighed.rules.calendar, working=True)
    if until < least.due:
        yield Missing.of("gate.defence_too_short", UNTIL, DEFENCE, days=days, least=least.due.isoformat())


def heard(weighed: Weighed) -> Iterator[Missing]:
    """Nobody is judged before the notice reached them, nor while the time for a defence runs.

    A defence that was made, or given up in writing, ends the waiting; what the paper says of it is what is
    on record.
    """
    subject = weighed.draft.about
    if subject is None:
        return
    unreached = subject.served and subject.served_on is not None and subject.served_on > weighed.on
    if unreached:
        yield Missing.of("gate.about_not_served", ABOUT, DEFENCE, number=subject.number)
    if subject.determined:
        number, before = subject.number, subject.determined
        yield Missing.of("gate.determined_already", ABOUT, DEFENCE, number=number, before=before)
    said = own_values(weighed.draft, weighed.template.fields).get("defence", "")
    if not said.strip():
        return
    if subject.defended is not None:
        yield from _as_recorded(subject, said)
    if said.startswith(SILENT) and not subject.defended and not unreached:
        yield from _still_open(weighed, subject)


def _as_recorded(subject: Subject, said: str) -> Iterator[Missing]:
    silent, waived = said.startswith(SILENT), said.startswith(WAIVED)
    if not subject.defended and not silent:
        yield Missing.of("gate.defence_unrecorded", HEARD, DEFENCE, said=said, number=subject.number)
    elif subject.defended == MADE and (silent or waived):
        yield Missing.of("gate.defence_made", HEARD, DEFENCE, said=said, number=subject.number)
    elif subject.defended == conduct.WAIVED and not waived:
        yield Missing.of("gate.defence_waived", HEARD, DEFENCE, said=said, number=subject.number)


def _still_open(weighed: Weighed, subject: Subject) -> Iterator[Missing]:
    options, calendar = weighed.rules.options, weighed.rules.calendar
    ends = conduct.answer_ends(subject.served_on, subject.until, calendar, options.defence_days)
    if ends is not None and not ends.overdue(weighed.on):
        yield Missing.of("gate.defence_still_open", HEARD, DEFENCE, until=ends.due.isoformat())


def as_announced(weighed: Weighed) -> Iterator[Missing]:
    """What is found is what the notice said: about anything else nobody was heard."""
    subject, code = weighed.draft.about, _asked(weighed).get("conduct_code", "").strip()
    if subject is not None and code and subject.conduct_code and code != subject.conduct_code:
        yield Missing.of(
            "gate.conduct_code_unlike", CODE, DEFENCE, given=code, announced=subject.conduct_code
        )


def published(weighed: Weighed) -> Iterator[Missing]:
    """The time of being public begins with the decision at the earliest, and is as long as the law allows."""
    told = _asked(weighed)
    first, last = iso_day(told.get("published_from", "")), iso_day(told.get("published_to", ""))
    if first is not None and first < weighed.on:
        field = "document.own.published_from"
        yield Missing.of("gate.publication_too_early", field, PERIOD, given=first.isoformat())
    if first is None or last is None or last < max(first, weighed.on):
        return  # told by the fields themselves
    field, (least, most) = "document.own.published_to", conduct.last_days(first)
    if last < least:
        yield Missing.of(
            "gate.publication_too_short", field, PERIOD, months=LEAST_MONTHS, least=least.isoformat()
        )
    elif last > most:
        yield Missing.of(
            "gate.publication_too_long", field, PERIOD, months=MOST_MONTHS, most=most.isoformat()
        )
