"""A fault in a form: which file, where in it, and what; with the line found only when it is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from inspector_app.catalog.toml_places import Path, line_of, places

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a path inside a file; `line` is given where no path can be."""

    code: str
    file: str
    path: Path = ()
    values: tuple[tuple[str, object], ...] = ()
    line: int = 0

    @staticmethod
    def of(code: str, file: str, *path: str | int, **values: object) -> "Fault":
        """Return a fault; the values keep the order they were given in."""
        return Fault(code, file, path, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class FormError:
    """A fault as it is told.

    Attributes:
        file: path below the forms folder, with forward slashes.
        line: from 1; the nearest table's where the key itself is missing.
        field: dotted path, entries counted from 1, e.g. `item.3.full`.
        values: what the sentence names.
    """

    file: str
    line: int
    field: str
    code: str
    values: tuple[tuple[str, object], ...] = ()

    def value(self, name: str) -> object:
        """Return a value that the sentence names, None when it names no such thing."""
        return dict(self.values).get(name)


def told(faults: Iterable[Fault], texts: Mapping[str, str]) -> tuple[FormError, ...]:
    """Return the faults with their lines, in the order of files and lines."""
    found: dict[str, dict[Path, int]] = {}
    errors = []
    for fault in faults:
        line = fault.line
        if not line:
            if fault.file not in found:
                found[fault.file] = places(texts.get(fault.file, ""))
            line = line_of(found[fault.file], fault.path)
        errors.append(FormError(fault.file, line, dotted(fault.path), fault.code, fault.values))
    return tuple(sorted(errors, key=lambda one: (one.file, one.line, one.field, one.code)))


def dotted(path: Path) -> str:
    """Return a path as people count: `item.3.full` is the third item's full marks."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def of_validation(error: ValidationError, file: str) -> list[Fault]:
    """Return what pydantic found, in our own codes."""
    return [_of_detail(one, file) for one in error.errors(include_url=False)]


def _of_detail(one: ErrorDetails, file: str) -> Fault:
    kind, path, context = one["type"], one["loc"], one.get("ctx", {})
    given = shown(one["input"])
    if kind == "missing":
        return Fault.of("forms.field_missing", file, *path)
    if kind == "extra_forbidden":
        return Fault.of("forms.field_unknown", file, *path)
    if kind in ("literal_error", "enum"):
        return Fault.of("forms.field_choice", file, *path, given=given, expected=context.get("expected", ""))
    if kind in _BOUNDS:
        return Fault.of("forms.field_range", file, *path, given=given, limit=_BOUNDS[kind].format(**context))
    if kind in _LENGTHS:
        limit = _LENGTHS[kind].format(**context)
        return Fault.of("forms.field_length", file, *path, limit=limit)
    if kind == "string_pattern_mismatch":
        return Fault.of("forms.field_pattern", file, *path, given=given, pattern=context.get("pattern", ""))
    return Fault.of("forms.field_type", file, *path, given=given, expected=_TYPES.get(kind, one["msg"]))


def shown(value: object) -> str:
    """Return a value as a sentence can hold it, cut when long."""
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


_BOUNDS = {"greater_than_equal": "≥ {ge}", "less_than_equal": "≤ {le}"}
_LENGTHS = {
    "string_too_short": "≥ {min_length}",
    "string_too_long": "≤ {max_length}",
    "too_short": "≥ {min_length}",
    "too_long": "≤ {max_length}",
}
_TYPES = {
    "string_type": 'text in quotes: "…"',
    "int_type": "whole number: 3",
    "bool_type": "true / false",
    "list_type": "[ … ]",
    "dict_type": "[table]",
    "model_type": "[table]",
    "date_type": "date: 2026-05-01",
    "date_from_datetime_inexact": "date: 2026-05-01",
}
