"""The columns that are known by their heads: resources/imports, and the labels of the office's own forms."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from inspector_app import assets
from inspector_app.casework.importing import words
from inspector_app.domain.targets import TargetKind


class Kind(StrEnum):
    """What a workbook is brought in as."""

    SITES = "sites"
    PLANTS = "plants"
    PEOPLE = "people"
    HISTORY = "history"


class Part(StrEnum):
    """What a sheet of a workbook lists."""

    TARGETS = "targets"
    PEOPLE = "people"
    INSPECTIONS = "inspections"
    REGISTER = "register"


class Holds(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NAME = "name"
    PERSON = "person"
    MANAGER = "manager"  # a name, or a name with its telephone
    PHONE = "phone"
    CODE = "code"  # an official number: exact to the last digit, or refused
    CREDIT = "credit"  # a unified social credit code, its check digit right
    FIGURE = "figure"  # a number or a text, kept as it is shown
    COUNT = "count"
    DAY = "day"
    DAY_OR_TEXT = "day_or_text"
    SPAN = "span"
    NAMES = "names"
    NUMBERS = "numbers"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column may be brought in as.

    Attributes:
        names: heads that it is known by, plainly (`words.key`).
        needed: a row without it is refused.
    """

    code: str
    label: str
    holds: Holds
    names: frozenset[str]
    needed: bool = False


Fields = Mapping[str, Field]
"""Fields by their codes, in their order."""

ORDINALS = frozenset(words.key(one) for one in ("序号", "编号序", "NO", "No.", "№", "序", "行号", "退回原因"))
"""Heads of columns that only count rows."""
ROLES = ("owner", "contractor", "supervisor", "subcontractor", "surveyor", "designer", "plant")
SUFFIXES = ("name", "manager", "phone", "credit_code", "address")
_SUFFIX_WORDS = {
    "name": "",
    "manager": "负责人",
    "phone": "电话",
    "credit_code": "信用代码",
    "address": "注册地址",
}
_SUFFIX_HOLDS = {
    "name": Holds.NAME,
    "manager": Holds.MANAGER,
    "phone": Holds.PHONE,
    "credit_code": Holds.CREDIT,
    "address": Holds.TEXT,
}


@cache
def _told(name: str) -> Mapping[str, Any]:
    path = assets.folder("resources") / "imports" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def part_of(kind: Kind) -> tuple[Part, ...]:
    """Return what the sheets of a workbook may list."""
    if kind is Kind.HISTORY:
        return (Part.INSPECTIONS, Part.REGISTER)
    return (Part.PEOPLE,) if kind is Kind.PEOPLE else (Part.TARGETS,)


def fields_of(part: Part, target: TargetKind | None = None) -> Fields:
    """Return the fields of a sheet.

    Args:
        target: the kind of target that is brought in; its own fields are known by their labels too.
    """
    if part is Part.TARGETS:
        if target is None:
            raise ValueError("targets are of a kind")
        return _targets(target)
    name, table = ("people", "field") if part is Part.PEOPLE else ("history", str(part))
    return {one.code: one for one in _fields(_told(name)[table])}


def document_kinds() -> Mapping[str, str]:
    """Return the codes of document kinds by other names that they go by, plainly."""
    return {words.key(name): str(one["code"]) for one in _told("history")["kind"] for name in one["names"]}


def _fields(told: Sequence[Mapping[str, Any]]) -> Iterator[Field]:
    for one in told:
        before = ("", *one.get("before", ()))
        names = frozenset(
            words.key(f"{sign}{each}") for each in (*one["names"], one["label"]) for sign in before
        )
        yield Field(one["code"], one["label"], Holds(one["holds"]), names, bool(one.get("needed")))


def _targets(target: TargetKind) -> Fields:
    told = _told("targets")
    own = {one.code: one.label for one in target.fields}
    base = {"name", "lot", "project", "address"}
    fields = {one.code: one for one in _fields(told["field"]) if one.code in base | own.keys()}
    for code, label in own.items():
        known = fields.get(code)
        names = (known.names if known else frozenset()) | {words.key(label)}
        fields[code] = Field(code, label, known.holds if known else Holds.FIGURE, names)
    for role in told["role"]:
        if role["code"] in {str(one) for one in target.roles}:
            fields |= {one.code: one for one in _role(role, told["suffix"], main=role["code"] == "plant")}
    return fields


def _role(role: Mapping[str, Any], suffix: Mapping[str, Sequence[str]], *, main: bool) -> Iterator[Field]:
    """Yield the fields of a company: its name, who answers for it, telephone, code and address."""
    for part in SUFFIXES:
        names = {words.key(f"{name}{end}") for name in role["names"] for end in suffix[part]}
        if part == "manager":
            names |= {words.key(one) for one in role["manager"]}
            names = {f"{one}{words.key(told)}" for one in names for told in suffix["told"]}
        if part == "phone":
            names |= {words.key(f"{one}{end}") for one in role["manager"] for end in suffix["phone"]}
        if main and part != "name":  # the target is the company: what stands alone is its own
            alone = suffix[part] if part != "address" else ()
            names |= {words.key(one) for one in alone}
        label = f"{role['label']}{_SUFFIX_WORDS[part]}"
        # A plant's name is the target's own.
        shown = frozenset() if main and part == "name" else frozenset(names - {""})
        yield Field(f"{role['code']}_{part}", label, _SUFFIX_HOLDS[part], shown)


def generic_phones() -> frozenset[str]:
    """Return heads that say telephone and not whose: it is that of the company or person to the left."""
    return frozenset(words.key(one) for one in _told("targets")["suffix"]["phone"][:8])


def generic_managers() -> frozenset[str]:
    """Return heads that say who answers and not for which company."""
    told = ("负责人", "联系人", "现场负责人", "项目负责人")
    return frozenset(words.key(f"{one}{end}") for one in told for end in _told("targets")["suffix"]["told"])
