"""The bureau's people from a list: known again by their certificate, or by their name alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import words
from inspector_app.casework.importing.outcomes import Change, Outcome
from inspector_app.casework.importing.tables import Line
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import Progress
from inspector_app.domain.people import Officer

AT_ONCE = 1_000


@dataclass(slots=True)
class People:
    """What is to be written: people to enter, and those who change."""

    new: list[Officer] = field(default_factory=list)
    changed: list[Officer] = field(default_factory=list)


class _Known:
    def __init__(self, people: Sequence[Officer]) -> None:
        self.above: dict[str, Officer] = {}
        self.by_certificate = {words.key(one.certificate): one for one in people if one.certificate}
        self.by_name: dict[str, list[Officer]] = {}
        for one in people:
            self.by_name.setdefault(words.key(one.name), []).append(one)


def weigh(desk: Desk, rows: Sequence[tuple[Line, Mapping[str, object]]], outcome: Outcome) -> People:
    """Return what is to be written for these rows, and tell the outcome about each."""
    known = _Known(registry.officers(desk.store))
    result, seen = People(), dict[tuple[str, str], Officer]()
    for line, values in rows:
        told = _officer(line, values, outcome)
        if told is None:
            continue
        mark = (words.key(told.name), words.key(told.certificate))
        if mark in seen:
            _again(line, told, seen[mark], outcome)
            continue
        seen[mark] = told
        above = known.above.setdefault(mark[1], told) if told.certificate else told
        if above is not told:
            place = line.place("certificate")
            outcome.reject(place, told.certificate, "import.certificate_of_other", known=above.name)
            continue
        _place(line, told, known, result, outcome)
    return result


def _officer(line: Line, values: Mapping[str, object], outcome: Outcome) -> Officer | None:
    first, last = values.get("valid_from"), values.get("valid_to")
    span = values.get("valid")
    if isinstance(span, tuple):
        first, last = first or span[0], last or span[1]
    begins, ends = (one if isinstance(one, date) else None for one in (first, last))
    if begins is not None and ends is not None and ends < begins:
        outcome.reject(
            line.place("valid_to" if "valid_to" in values else "valid"), str(ends), "import.ends_before"
        )
        return None
    return Officer(
        "",
        str(values["name"]),
        str(values.get("certificate", "")),
        begins,
        ends,
        expert=values.get("expert") is True,
    )


def _again(line: Line, told: Officer, before: Officer, outcome: Outcome) -> None:
    if told == before:
        outcome.same.append(line.place())
    else:
        outcome.reject(line.place("name"), told.name, "import.person_twice", name=told.name)


def _place(line: Line, told: Officer, known: _Known, result: People, outcome: Outcome) -> None:
    found = known.by_certificate.get(words.key(told.certificate)) if told.certificate else None
    if found is None:
        named = known.by_name.get(words.key(told.name), [])
        if len(named) > 1 and not told.certificate:
            outcome.reject(line.place("name"), told.name, "import.several_people_known", name=told.name)
            return
        found = next((one for one in named if not one.certificate or not told.certificate), None)
        other = next((one for one in named if one.certificate and told.certificate), None)
        if found is None and other is not None:
            outcome.reject(
                line.place("certificate"),
                told.certificate,
                "import.other_certificate",
                name=told.name,
                known=other.certificate,
            )
            return
    elif words.key(found.name) != words.key(told.name):
        outcome.reject(line.place("name"), told.name, "import.certificate_of_other", known=found.name)
        return
    if found is None:
        result.new.append(told)
        outcome.new.append(line.place())
        return
    new = _over(found, told, says_expert="expert" in line.cells)
    changes = _differences(found, new)
    if changes:
        result.changed.append(new)
        outcome.changed.append(Change(line.place(), found.id, found.name, changes))
    else:
        outcome.same.append(line.place())


def _over(found: Officer, told: Officer, *, says_expert: bool) -> Officer:
    return replace(
        found,
        certificate=told.certificate or found.certificate,
        valid_from=told.valid_from or found.valid_from,
        valid_to=told.valid_to or found.valid_to,
        expert=told.expert if says_expert else found.expert,
    )


def _differences(old: Officer, new: Officer) -> tuple[tuple[str, str, str], ...]:
    names = (
        ("certificate", "执法证号"),
        ("valid_from", "有效期起"),
        ("valid_to", "有效期止"),
        ("expert", "专家"),
    )
    pairs = ((label, getattr(old, name), getattr(new, name)) for name, label in names)
    return tuple((label, _shown(was), _shown(now)) for label, was, now in pairs if was != now)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def write(desk: Desk, told: People, progress: Progress) -> None:
    """Write the people, new ones many at once.

    Raises:
        Cancelled: what is written so far stays.
    """
    total, done = len(told.new) + len(told.changed), 0
    for first in range(0, len(told.new), AT_ONCE):
        progress.step(done, total)
        some = told.new[first : first + AT_ONCE]
        registry.add_officers(desk, some)
        done += len(some)
    for one in told.changed:
        progress.step(done, total)
        registry.change_officer(desk, one.id, one)
        done += 1
    progress.step(done, total)
