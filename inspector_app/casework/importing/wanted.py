"""What a row says of a target: its name and part, its numbers, its companies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inspector_app.casework.importing import words
from inspector_app.casework.importing.outcomes import Outcome
from inspector_app.casework.importing.tables import Line
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.domain.parties import ROLE_LABELS, Party, PartyRole
from inspector_app.domain.targets import Target, TargetKind

NUMBERS = ("supervision_number", "permit")
"""Fields by which a target is known again before its name."""
TITLES = (
    "项目经理",
    "总监理工程师",
    "总监",
    "项目负责人",
    "法定代表人",
    "站长",
    "甲方代表",
    "业主代表",
    "负责人",
)
_WHOLE_TITLES = {"总监": "总监理工程师", "负责人": ""}
_PARTS = (
    ("name", ""),
    ("credit_code", "信用代码"),
    ("manager", "负责人"),
    ("manager_title", "负责人职务"),
    ("phone", "电话"),
    ("address", "注册地址"),
)
_UNIT = re.compile(r"[(（](万?)\s*(?:㎡|m2|m²|平方米|平米)[)）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as a target.

    Attributes:
        fields: those of the target's kind that the row tells.
        parties: what the row tells of each company; empty texts say nothing.
        told: everything that it says, to see whether two rows say the same.
    """

    line: Line
    name: str
    project: str
    address: str
    fields: Mapping[str, str]
    parties: Mapping[PartyRole, NewParty]

    @property
    def told(self) -> tuple[object, ...]:
        """What the row says, comparably."""
        parties = tuple(sorted((str(role), one) for role, one in self.parties.items()))
        return (words.key(self.name), self.project, self.address, tuple(sorted(self.fields.items())), parties)

    def number(self, code: str) -> str:
        """Return an official number plainly, empty when the row tells none."""
        return words.key(self.fields.get(code, ""))


def of_line(line: Line, values: Mapping[str, object], kind: TargetKind, outcome: Outcome) -> Wanted | None:
    """Return a row as a target, None where it tells of a person and of no company."""
    told = {code: value for code, value in values.items() if isinstance(value, str)}
    name, lot, project = told.get("name", ""), told.get("lot", ""), told.get("project", "")
    if lot and words.key(lot) not in words.key(name):
        project, name = project or (name if _of_a_project(kind) else ""), f"{name}{lot}"
    fields = {one.code: told[one.code] for one in kind.fields if told.get(one.code)}
    if "area" in fields:
        fields["area"] = _with_unit(fields["area"], line)
    parties = {}
    for role in kind.roles:
        party = _party(role, line, values, told, kind)
        if party is None:
            continue
        if not party.name:
            code = f"{role}_manager" if f"{role}_manager" in values else f"{role}_phone"
            outcome.reject(line.place(code), party.manager or party.phone, "import.person_without_company")
            return None
        parties[role] = party
    return Wanted(line, name, project, told.get("address", ""), fields, parties)


def _of_a_project(kind: TargetKind) -> bool:
    return PartyRole.CONTRACTOR in kind.roles and kind.main_role is PartyRole.CONTRACTOR


def _with_unit(area: str, line: Line) -> str:
    column = line.columns.get("area")
    found = _UNIT.search(column.head) if column is not None else None
    return f"{area}{found[1]}㎡" if found and re.fullmatch(r"[\d.,]+", area) else area


def _party(
    role: PartyRole, line: Line, values: Mapping[str, object], told: Mapping[str, str], kind: TargetKind
) -> NewParty | None:
    manager, phones = "", ""
    pair = values.get(f"{role}_manager")
    if isinstance(pair, tuple):
        manager, phones = str(pair[0]), str(pair[1])
    alone = role is kind.main_role and not _of_a_project(kind)
    name = told.get("name", "") if alone else told.get(f"{role}_name", "")
    party = NewParty(
        role,
        name,
        credit_code=told.get(f"{role}_credit_code", ""),
        manager=manager,
        manager_title=_title(line, role) if manager else "",
        phone=told.get(f"{role}_phone", "") or phones,
        address=told.get(f"{role}_address", "") or (told.get("address", "") if alone else ""),
    )
    said = any((party.name, party.credit_code, party.manager, party.phone, party.address))
    return party if said else None


def _title(line: Line, role: PartyRole) -> str:
    column = line.columns.get(f"{role}_manager")
    head = column.head if column is not None else ""
    found = next((one for one in TITLES if one in head), "")
    return _WHOLE_TITLES.get(found, found)


def whole(wanted: Wanted, kind: TargetKind, known: Target | None) -> NewTarget:
    """Return the target that a row makes, or makes of one that is known: what it does not say stays."""
    parties = []
    left = dict(wanted.parties)
    for one in known.parties if known else ():
        told = left.pop(one.role, None)
        # A company that is told by its site's name alone keeps its own: 恒固公司（港前站） is a site.
        alone = known is not None and one.role is kind.main_role and not _of_a_project(kind)
        kept = alone and known is not None and words.key(known.name) == words.key(wanted.name)
        parties.append(_over(one, replace(told, name=one.name) if told and kept else told))
    parties += left.values()
    fields = dict(known.fields) if known else {}
    return NewTarget(
        known.kind if known else kind.code,
        wanted.name,
        wanted.address or (known.address if known else ""),
        tuple(parties),
        wanted.project or (known.project if known else ""),
        tuple(sorted({**fields, **wanted.fields}.items())),
        known.phase if known else _phase(wanted, kind),
        known.initials if known else "",
    )


def _phase(wanted: Wanted, kind: TargetKind) -> str:
    told = wanted.fields.get("phase", "")
    return next((one.code for one in kind.phases if one.label == told), "")


def _over(known: Party, told: NewParty | None) -> NewParty:
    kept = NewParty(
        known.role,
        known.name,
        known.credit_code,
        known.manager,
        known.manager_title,
        known.phone,
        known.address,
        known.id,
    )
    if told is None:
        return kept
    title = kept.manager_title or told.manager_title
    if told.manager and told.manager != kept.manager:
        title = told.manager_title or kept.manager_title
    same = words.key(told.name) == words.key(kept.name)
    return replace(
        kept,
        name=kept.name if same else told.name,
        credit_code=told.credit_code or kept.credit_code,
        manager=told.manager or kept.manager,
        manager_title=title,
        phone=told.phone or kept.phone,
        address=told.address or kept.address,
    )


def differences(known: Target, new: NewTarget, kind: TargetKind) -> tuple[tuple[str, str, str], ...]:
    """Return what a target becomes, (field, old, new) for each field, by the office's words."""
    labels = {one.code: one.label for one in kind.fields}
    pairs = [("名称", known.name, new.name), ("总项目", known.project, new.project)]
    pairs.append(("地址", known.address, new.address))
    old = dict(known.fields)
    pairs += [(labels.get(code, code), old.get(code, ""), told) for code, told in new.fields]
    by_id = {one.id: one for one in known.parties}
    for one in new.parties:
        before = by_id.get(one.id)
        pairs += _party_pairs(before, one)
    return tuple((label, was, now) for label, was, now in pairs if was != now)


def _party_pairs(before: Party | None, now: NewParty) -> list[tuple[str, str, str]]:
    role = ROLE_LABELS[now.role]
    return [
        (f"{role}{label}", str(getattr(before, name)) if before else "", str(getattr(now, name)))
        for name, label in _PARTS
    ]
