"""The targets on record, found again by their numbers, their credit code or their name."""

from collections.abc import Iterable

from inspector_app.casework.importing import words
from inspector_app.casework.importing.wanted import NUMBERS, Wanted
from inspector_app.casework.targets import registry
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.targets import Target
from inspector_app.store.store import Store


class Known:
    """Targets by what they are known again by; several of one name are none."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.all = tuple(targets)
        self.by_number: dict[tuple[str, str], list[Target]] = {}
        self.by_name: dict[str, list[Target]] = {}
        self.by_credit: dict[str, list[Target]] = {}
        self.companies: dict[str, None] = {}
        for one in self.all:
            self._enter(one)

    def _enter(self, one: Target) -> None:
        for code in NUMBERS:
            number = words.key(one.field(code))
            if number:
                self.by_number.setdefault((code, number), []).append(one)
        names = {words.key(one.name)}
        if one.project:
            names |= {words.key(one.project + one.name)}
        for name in names:
            self.by_name.setdefault(name, []).append(one)
        for party in one.parties:
            if party.name:
                self.companies[party.name] = None
            if party.credit_code and party.role is PartyRole.PLANT:
                self.by_credit.setdefault(party.credit_code, []).append(one)

    def numbered(self, wanted: Wanted) -> list[Target]:
        """Return the targets that bear one of a row's official numbers, each once."""
        found = {one.id: one for code in NUMBERS for one in self._of(code, wanted.number(code))}
        plant = wanted.parties.get(PartyRole.PLANT)
        if plant is not None and plant.credit_code:
            found |= {one.id: one for one in self.by_credit.get(plant.credit_code, ())}
        return list(found.values())

    def _of(self, code: str, number: str) -> list[Target]:
        return self.by_number.get((code, number), []) if number else []

    def named(self, name: str) -> list[Target]:
        """Return the targets of a name, however it is written."""
        return list({one.id: one for one in self.by_name.get(words.key(name), ())}.values())


def of_kind(store: Store, kind: str) -> Known:
    """Return the targets of a kind that are on record."""
    return Known(one for one in registry.targets(store) if one.kind == kind)


def everything(store: Store) -> Known:
    """Return all targets on record."""
    return Known(registry.targets(store))
