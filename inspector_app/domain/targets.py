"""What is inspected: a construction site, a concrete plant, or any kind that forms/targets defines."""

from dataclasses import dataclass

from inspector_app.domain.parties import Party, PartyRole


@dataclass(frozen=True, slots=True)
class TargetField:
    """A fact that a kind of target asks for, e.g. the building permit."""

    code: str
    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A kind of target, as forms/targets defines it.

    Attributes:
        code: e.g. `construction_site`.
        label: e.g. 在建工程.
        main_role: the party that notices are addressed to unless a person chooses another.
        roles: the parties that this kind has.
        checklists: ids of the checklists that fit it.
        documents: kinds of document that may be issued for it.
    """

    code: str
    label: str
    main_role: PartyRole
    roles: tuple[PartyRole, ...]
    fields: tuple[TargetField, ...]
    checklists: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One 标段 or 单位工程 of a site, or one plant, with the parties that answer for it.

    Attributes:
        project: the whole project's name when this is a part of one; else empty.
        name: as it is printed in documents.
        fields: values by TargetField code, e.g. {"permit": "…", "area": "86432㎡", "phase": "主体15层"}.
    """

    id: str
    kind: str
    name: str
    address: str
    parties: tuple[Party, ...]
    fields: tuple[tuple[str, str], ...] = ()
    project: str = ""

    def field(self, code: str) -> str:
        """Return the value of a field, empty when it is not known."""
        return dict(self.fields).get(code, "")

    def party(self, role: PartyRole) -> Party | None:
        """Return the first party in this role."""
        return next((party for party in self.parties if party.role == role), None)
