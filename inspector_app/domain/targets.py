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
class Phase:
    """A stage of a target's life (形象进度), which says what there is to check.

    Attributes:
        sections: tables or sections of its checklists that apply, e.g. B.11; empty, all of them.
    """

    code: str
    label: str
    sections: tuple[str, ...] = ()


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
        phases: the stages it goes through, in their order; empty when it has none.
        signers: the parties whose person in charge signs and stamps a rectification report, beside the one
            that hands it in; empty where that one signs alone.
        people: roles in which a person may stand instead of a company: without a credit code.
        figure: (code, words for visits, words for different targets) of its own figures; None where the
            figures that the program began with count it.
        rhythm: how often each target of the kind is visited (planning.Rhythm), empty where no round is made.
    """

    code: str
    label: str
    main_role: PartyRole
    roles: tuple[PartyRole, ...]
    fields: tuple[TargetField, ...]
    checklists: tuple[str, ...]
    documents: tuple[str, ...]
    phases: tuple[Phase, ...] = ()
    rhythm: str = ""
    people: tuple[PartyRole, ...] = ()
    figure: tuple[str, str, str] | None = None
    signers: tuple[PartyRole, ...] = ()

    def phase(self, code: str) -> Phase | None:
        """Return a stage by its code, None when this kind has none of that code."""
        return next((phase for phase in self.phases if phase.code == code), None)

    def applies(self, section: str, phase: str) -> bool:
        """Tell whether a table or section is checked at a stage; at an unknown stage, everything is."""
        stage = self.phase(phase)
        return stage is None or not stage.sections or section in stage.sections


@dataclass(frozen=True, slots=True)
class Target:
    """One 标段 or 单位工程 of a site, or one plant, with the parties that answer for it.

    Attributes:
        project: the whole project's name when this is a part of one; else empty.
        name: as it is printed in documents.
        fields: values by TargetField code, e.g. {"permit": "…", "area": "86432㎡", "phase": "主体15层"}.
        phase: code of the stage it is in (TargetKind.phases), empty when nobody said; what papers print of
            it is the field `phase`.
        initials: strings of initials that a person wrote for it, in place of those that pinyin gives.
    """

    id: str
    kind: str
    name: str
    address: str
    parties: tuple[Party, ...]
    fields: tuple[tuple[str, str], ...] = ()
    project: str = ""
    phase: str = ""
    initials: str = ""

    def field(self, code: str) -> str:
        """Return the value of a field, empty when it is not known."""
        return dict(self.fields).get(code, "")

    def party(self, role: PartyRole) -> Party | None:
        """Return the first party in this role."""
        return next((party for party in self.parties if party.role == role), None)
