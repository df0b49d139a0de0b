"""A kind's own fields: each once, choices where one chooses, days in order, conditions that can hold."""

from collections.abc import Iterator

from inspector_app.catalog import schema
from inspector_app.catalog.faults import Fault
from inspector_app.domain.gate.own import WEIGHED_CHOICES
from inspector_app.domain.templates import AUTHORITY, PLACEHOLDERS, Addressed, FieldKind


def faults(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    """Yield what is wrong with the own fields of one kind, and with what hangs on them."""
    yield from _names(file, part)
    yield from _days(file, part)
    yield from _choices(file, part)
    yield from _about(file, part)


def _names(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, entry in enumerate(part.field):
        for key, value in (("code", entry.code), ("label", entry.label)):
            if value in seen or value in PLACEHOLDERS:
                yield Fault.of("forms.duplicate", file, "field", n, key, id=value, first=file)
            seen.add(value)


def _days(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    days = {entry.code for entry in part.field if entry.kind is FieldKind.DAY}
    for n, entry in enumerate(part.field):
        if entry.after and entry.after not in days:
            yield Fault.of("forms.after_nothing", file, "field", n, "after", label=entry.label)
        if (entry.future or entry.past or entry.deadline or entry.after) and entry.code not in days:
            yield Fault.of("forms.field_no_day", file, "field", n, "kind", label=entry.label)


def _choices(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    for n, entry in enumerate(part.field):
        if (entry.kind is FieldKind.CHOICE) is not bool(entry.choices):
            yield Fault.of("forms.field_choices", file, "field", n, "choices", label=entry.label)
    choices = {entry.code: entry.choices for entry in part.field}
    conditions = [("field", n, entry.only_when) for n, entry in enumerate(part.field)]
    conditions += [("element", n, one.only_when) for n, one in enumerate(part.element)]
    for key, n, when in conditions:
        if when is not None and when.value not in choices.get(when.code, []):
            path = (key, n, "only_when")
            yield Fault.of("forms.condition_never", file, *path, choice=when.code, value=when.value)
    for code, word in WEIGHED_CHOICES.get(part.kind, ()):
        if not any(choice.startswith(word) for choice in choices.get(code, [])):
            yield Fault.of("forms.choice_lost", file, "field", choice=code, word=word)


def _about(file: str, part: schema.DocumentFile) -> Iterator[Fault]:
    if part.table is not None and not part.table.most and not any(one.table for one in part.element):
        yield Fault.of("forms.table_nowhere", file, "table")
    if part.to is Addressed.AUTHORITY and AUTHORITY not in {entry.code for entry in part.field}:
        yield Fault.of("forms.authority_missing", file, "field", named=AUTHORITY)
    if (part.about_needed or part.about_served) and not part.about:
        yield Fault.of("forms.about_nothing", file, "about")
