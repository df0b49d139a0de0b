"""What the deeds of the section 不良行为 do with what was filled in; beside the screen."""

from datetime import date
from pathlib import Path
from typing import Any

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct, conduct_notices
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.overview.conduct_book import Candidate
from inspector_app.casework.papers import subjects
from inspector_app.domain.conduct import Answer
from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.style import typed


def begin(desk: Desk, one: Candidate, given: Given) -> tuple[str, str]:
    """Begin a notice; return its visit and its id."""
    return conduct_notices.begin(desk, _many(given, "findings"), one.party_id, _text(given, "conduct_code"))


def defend(desk: Desk, notice_id: str, given: Given) -> None:
    """Note a defence."""
    papers = [Scan(pictures.read(path), path.name) for path in map(Path, _many(given, "scans"))]
    answer = Answer(
        way=_text(given, "way"),
        on=_day(desk, given, "on", "defence.on"),
        by=_text(given, "by"),
        position=_text(given, "position"),
        words=_text(given, "words"),
        heard_by=tuple(_many(given, "heard_by")),
    )
    conduct.defend(desk, notice_id, answer, papers)


def decide(desk: Desk, notice_id: str, given: Given) -> tuple[str, str]:
    """Begin the determination with what the review came to; return its visit and its id."""
    filled = {name: _text(given, name) for name in ("result", "defence", "review")}
    fields: dict[str, Any] = {f"{subjects.OWN}{name}": told for name, told in filled.items() if told}
    conduct.begin_determination(desk, notice_id, **fields)
    return conduct_notices.drafted(desk, notice_id)


def publish(desk: Desk, determination_id: str, given: Given) -> tuple[date, date]:
    """Note where it is public; return its days."""
    first = _day(desk, given, "first", "publication.first")
    last = _day(desk, given, "last", "publication.last")
    conduct.publish(desk, determination_id, _text(given, "place"), first=first, last=last)
    return first, last


def shorten(desk: Desk, determination_id: str, given: Given) -> date:
    """Note a shorter time; return its last day."""
    last = _day(desk, given, "last", "publication.last")
    reason, approver = _text(given, "reason"), _text(given, "approver")
    conduct.shorten(desk, determination_id, last, reason=reason, approver=approver)
    return last


def take_down(desk: Desk, determination_id: str, given: Given) -> None:
    """Note that it was taken down."""
    conduct.take_down(desk, determination_id, _day(desk, given, "on", "publication.on"))


def _day(desk: Desk, given: Given, code: str, where: str) -> date:
    told = _text(given, code)
    on = typed.day(told, desk.today(), desk.rules.calendar, where=where)
    if on is None:
        raise RuleError("ui.bad_day", where=where, told=told)
    return on


def _text(given: Given, code: str) -> str:
    told = given.get(code, "")
    return told.strip() if isinstance(told, str) else ""


def _many(given: Given, code: str) -> list[str]:
    told = given.get(code)
    return [str(one) for one in told] if isinstance(told, list) else []
