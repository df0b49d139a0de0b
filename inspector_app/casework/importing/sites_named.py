"""Which target a row of an old ledger means: by number, name, or a name in short that a person confirms."""

from collections.abc import Mapping, Sequence

from inspector_app.casework.importing import likeness, words
from inspector_app.casework.importing.known import Known
from inspector_app.casework.importing.outcomes import Accepted, Outcome, Proposed
from inspector_app.casework.importing.tables import Line
from inspector_app.casework.importing.wanted import NUMBERS
from inspector_app.domain.rules import Rules
from inspector_app.domain.targets import Target


class SitesNamed:
    """Finds targets; what may be meant is proposed once for each way of writing it."""

    def __init__(self, known: Known, rules: Rules, accepted: Accepted, outcome: Outcome) -> None:
        self._known, self._accepted, self._outcome = known, accepted, outcome
        self._by_company: dict[str, list[Target]] = {}
        for one in known.all:
            kind = rules.targets.get(one.kind)
            party = one.party(kind.main_role) if kind is not None else None
            if party is not None:
                self._by_company.setdefault(words.key(party.name), []).append(one)

    def of_line(self, line: Line, values: Mapping[str, object]) -> Target | None:
        """Return the target that a row means; None where none is, the row is then refused."""
        for code in NUMBERS:
            number = words.key(str(values.get(code, "")))
            numbered = self._known.by_number.get((code, number), []) if number else []
            if len(numbered) == 1:
                return numbered[0]
        name, lot = str(values.get("site", "")), str(values.get("lot", ""))
        if not name:
            return None
        return self._one(line, name, self._named(name, lot))

    def _named(self, name: str, lot: str) -> Sequence[Target]:
        for told in dict.fromkeys((f"{name}{lot}", name)):
            found = self._known.named(told)
            if found:
                return found
        return self._by_company.get(words.key(name), [])

    def _one(self, line: Line, name: str, found: Sequence[Target]) -> Target | None:
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            names = [one.name for one in found]
            self._outcome.reject(line.place("site"), name, "import.several_known", names=names)
            return None
        near = self._near(name)
        if len(near) == 1:
            key = f"site:{words.key(name)}"
            accepted = key in self._accepted
            if all(one.key != key for one in self._outcome.proposed):
                shown = (("short", name), ("whole", near[0].name))
                place = line.place("site")
                self._outcome.proposed.append(Proposed(key, place, "import.site_in_short", shown, accepted))
            if accepted:
                return near[0]
        self._outcome.reject(line.place("site"), name, "import.site_unknown", name=name)
        return None

    def _near(self, name: str) -> list[Target]:
        """Return the targets that a name may be short or long for."""
        told = words.key(name)
        if len(told) < 3:
            return []
        found = [one for one in self._known.all if _like(told, words.key(one.name), words.key(one.project))]
        return found if len(found) == 1 else [one for one in found if words.key(one.project) == told]

    def of_company(self, name: str) -> Target | None:
        """Return the only target that a company is at, None where there are several or none."""
        found = {
            one.id: one
            for one in self._known.all
            for party in one.parties
            if party.name and words.key(party.name) == words.key(name)
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _like(told: str, name: str, project: str) -> bool:
    base = words.key(likeness.parted(name)[0])
    return bool(name) and (
        told in name or (len(base) >= 4 and base == told) or (project != "" and told == project)
    )
