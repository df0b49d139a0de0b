"""Sites and plants from a ledger: which are new, which change, and which a person must look at first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import likeness, wanted, words
from inspector_app.casework.importing.known import Known, of_kind
from inspector_app.casework.importing.outcomes import Accepted, Change, Outcome, Proposed
from inspector_app.casework.importing.wanted import NUMBERS, Wanted
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.domain.errors import Progress
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.targets import Target, TargetKind

AT_ONCE = 100
"""New targets in one transaction: some have eight companies, and it holds 2,000 entries."""


@dataclass(slots=True)
class Targets:
    """What is to be written.

    Attributes:
        new, changed: targets to enter, and (id, what it becomes).
    """

    new: list[NewTarget] = field(default_factory=list)
    changed: list[tuple[str, NewTarget]] = field(default_factory=list)


class Weighing:
    """Weighs rows against each other and against what is on record; writes nothing."""

    def __init__(self, desk: Desk, kind: TargetKind, accepted: Accepted, outcome: Outcome) -> None:
        self._kind, self._accepted, self._outcome = kind, accepted, outcome
        self._known: Known = of_kind(desk.store, kind.code)
        self._seen: dict[tuple[str, str], Wanted] = {}
        self._kept: list[Wanted] = []
        self._coded: dict[str, tuple[str, int]] = {}

    def weigh(self, rows: Sequence[Wanted]) -> Targets:
        """Return what is to be written for these rows, and tell the outcome about each."""
        named = (party.name for one in rows for party in one.parties.values())
        companies = dict.fromkeys(one for one in (*self._known.companies, *named) if likeness.is_whole(one))
        for one in rows:
            told = self._in_full(one, tuple(companies))
            if self._codes_agree(told) and not self._repeats(told):
                self._kept.append(told)
        self._as_projects()
        result = Targets()
        for one in self._kept:
            self._place(one, result)
        return result

    def _in_full(self, row: Wanted, companies: tuple[str, ...]) -> Wanted:
        """Propose the full name of each company called in short, and take those that were accepted."""
        parties = dict(row.parties)
        for role, party in row.parties.items():
            whole = likeness.in_short(party.name, companies)
            if len(whole) != 1:
                continue
            key = f"company:{words.key(party.name)}"
            accepted = self._propose(
                key, row, f"{role}_name", "import.abbreviated", short=party.name, whole=whole[0]
            )
            if accepted:
                parties[role] = replace(party, name=whole[0])
            elif self._is_of(row, role, whole[0]):
                # On record under its full name: a nickname in a ledger does not change it.
                parties[role] = replace(party, name=whole[0])
        return replace(row, parties=parties)

    def _is_of(self, row: Wanted, role: PartyRole, whole: str) -> bool:
        found = self._found(row)
        party = found.party(role) if found is not None else None
        return party is not None and words.key(party.name) == words.key(whole)

    def _propose(self, key: str, row: Wanted, code_of_field: str, code: str, **shown: object) -> bool:
        accepted = key in self._accepted
        if all(one.key != key for one in self._outcome.proposed):
            place = row.line.place(code_of_field)
            self._outcome.proposed.append(Proposed(key, place, code, tuple(shown.items()), accepted))
        return accepted

    def _codes_agree(self, row: Wanted) -> bool:
        """Refuse a row that gives a company the credit code of another one above it."""
        for role, party in row.parties.items():
            if not party.credit_code:
                continue
            first, place = self._coded.setdefault(party.credit_code, (party.name, row.line.row))
            alike = words.key(first) == words.key(party.name)
            if (
                not alike
                and not likeness.in_short(first, [party.name])
                and not likeness.in_short(party.name, [first])
            ):
                values = {"known": first, "first": place}
                where = row.line.place(f"{role}_credit_code")
                self._outcome.reject(where, party.credit_code, "import.credit_code_of_other", **values)
                return False
        return True

    def _repeats(self, row: Wanted) -> bool:
        """Tell whether a row is another one's again; what it says differently is taken only when accepted."""
        identities = self._identities(row)
        before = next((self._seen[one] for one in identities if one in self._seen), None)
        if before is not None and self._is_other_part(before, row):
            before = None
        if before is None:
            for one in identities:
                self._seen.setdefault(one, row)
            return False
        said = {key: value for key, value in _flat(before).items() if key in _flat(row)}
        if said == _flat(row):
            self._outcome.same.append(row.line.place())
            return True
        key = f"repeat:{row.line.sheet}:{row.line.row}"
        first = {"sheet": before.line.sheet, "first": before.line.row}
        if self._propose(key, row, "name", "import.repeated", name=row.name, **first):
            self._kept[self._kept.index(before)] = merged = _merged(before, row)
            for one in (*self._identities(before), *identities):
                self._seen[one] = merged
        return True

    @staticmethod
    def _identities(row: Wanted) -> list[tuple[str, str]]:
        told = [(code, row.number(code)) for code in NUMBERS if row.number(code)]
        return [*told, ("name", words.key(row.name))]

    @staticmethod
    def _is_other_part(before: Wanted, row: Wanted) -> bool:
        """Tell whether two rows are lots or phases of one project, which may share a permit."""
        first, second = likeness.parted(before.name), likeness.parted(row.name)
        return words.key(before.name) != words.key(row.name) and words.key(first[0]) == words.key(second[0])

    def _as_projects(self) -> None:
        """Propose one project where several names differ only by lot, phase or building."""
        groups: dict[str, list[Wanted]] = {}
        for one in self._kept:
            if not one.project:
                groups.setdefault(words.key(likeness.parted(one.name)[0]), []).append(one)
        for known in self._known.all:
            base = words.key(likeness.parted(known.name)[0])
            if base in groups and all(words.key(one.name) != words.key(known.name) for one in groups[base]):
                groups[base].append(_as_row(known, groups[base][0]))
        for base, group in groups.items():
            names = dict.fromkeys(one.name for one in group)
            parts = [one for one in group if likeness.parted(one.name)[1]]
            if len(names) < 2 or not parts or self._are_projects(group):
                continue
            project = likeness.parted(parts[0].name)[0]
            key = f"project:{base}"
            shown = {"project": project, "names": list(names)[:20], "count": len(names)}
            if self._propose(key, group[0], "name", "import.same_project", **shown):
                inside = {id(one) for one in group}
                self._kept = [
                    replace(one, project=project) if id(one) in inside else one for one in self._kept
                ]

    def _are_projects(self, group: Sequence[Wanted]) -> bool:
        """Tell whether all of them stand on record as parts of one project already."""
        found = [self._found(one) for one in group]
        return all(one is not None and one.project for one in found)

    def _found(self, row: Wanted) -> Target | None:
        numbered = [one for one in self._known.numbered(row) if not self._other_part(one, row)]
        named = self._known.named(row.name)
        both = [one for one in numbered if one in named]
        return next(iter(both or numbered or named), None)

    @staticmethod
    def _other_part(known: Target, row: Wanted) -> bool:
        same = words.key(likeness.parted(known.name)[0]) == words.key(likeness.parted(row.name)[0])
        return same and words.key(known.name) != words.key(row.name)

    def _place(self, row: Wanted, result: Targets) -> None:
        numbered = [one for one in self._known.numbered(row) if not self._other_part(one, row)]
        named = self._known.named(row.name)
        both = [one for one in numbered if one in named]
        if len(numbered) > 1 and len(both) != 1:
            names = [one.name for one in numbered]
            self._outcome.reject(row.line.place("name"), row.name, "import.several_known", names=names)
            return
        if len(named) > 1 and not numbered:
            self._outcome.reject(
                row.line.place("name"), row.name, "import.several_known", names=[one.name for one in named]
            )
            return
        if named and numbered and not both:
            names = [numbered[0].name, named[0].name]
            self._outcome.reject(row.line.place("name"), row.name, "import.two_known", names=names)
            return
        known = next(iter(both or numbered or named), None)
        if known is not None and not numbered and not self._same_numbers(known, row):
            return
        self._tell(row, known, result)

    def _same_numbers(self, known: Target, row: Wanted) -> bool:
        """Refuse a row whose name is on record under another number: two sites of one name, or a slip."""
        for code in NUMBERS:
            old, new = _each(known.field(code)), _each(row.fields.get(code, ""))
            if old and new and not old & new:
                shown = row.fields.get(code, "")
                self._outcome.reject(
                    row.line.place(code),
                    shown,
                    "import.other_number",
                    name=known.name,
                    known=known.field(code),
                )
                return False
        return True

    def _tell(self, row: Wanted, known: Target | None, result: Targets) -> None:
        new = wanted.whole(row, self._kind, known)
        if known is None:
            result.new.append(new)
            self._outcome.new.append(row.line.place())
            return
        if words.key(new.name) == words.key(known.name):
            new = replace(new, name=known.name)
        changes = wanted.differences(known, new, self._kind)
        if changes:
            result.changed.append((known.id, new))
            self._outcome.changed.append(Change(row.line.place(), known.id, new.name, changes))
        else:
            self._outcome.same.append(row.line.place())


def _each(numbers: str) -> frozenset[str]:
    """Return the official numbers in one field plainly; a project may have several permits."""
    return frozenset(words.key(one) for one in numbers.split("、") if words.key(one))


def _flat(row: Wanted) -> dict[str, object]:
    told: dict[str, object] = {"name": words.key(row.name), "address": row.address, "project": row.project}
    told |= dict(row.fields)
    for role, party in row.parties.items():
        names = ("name", "credit_code", "manager", "phone", "address")
        told |= {f"{role}.{name}": getattr(party, name) for name in names}
    return {key: value for key, value in told.items() if value}


def _merged(before: Wanted, row: Wanted) -> Wanted:
    """Return two rows of one target as one: what the later one says goes."""
    parties = dict(before.parties)
    for role, party in row.parties.items():
        parties[role] = _later(parties[role], party) if role in parties else party
    return replace(
        before,
        project=row.project or before.project,
        address=row.address or before.address,
        fields={**before.fields, **row.fields},
        parties=parties,
    )


def _later(first: NewParty, then: NewParty) -> NewParty:
    names = ("name", "credit_code", "manager", "manager_title", "phone", "address")
    return replace(first, **{name: getattr(then, name) for name in names if getattr(then, name)})


def _as_row(known: Target, like: Wanted) -> Wanted:
    return Wanted(like.line, known.name, known.project, known.address, dict(known.fields), {})


def write(desk: Desk, told: Targets, progress: Progress) -> None:
    """Write the targets; each transaction holds whole rows only.

    Raises:
        Cancelled: what is written so far stays, and the same workbook goes on from there.
    """
    total, done = len(told.new) + len(told.changed), 0
    for first in range(0, len(told.new), AT_ONCE):
        progress.step(done, total)
        some = told.new[first : first + AT_ONCE]
        registry.add_targets(desk, some)
        done += len(some)
    for target_id, new in told.changed:
        progress.step(done, total)
        registry.change_target(desk, target_id, new)
        done += 1
    progress.step(done, total)
