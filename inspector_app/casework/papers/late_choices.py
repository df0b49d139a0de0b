"""What may be chosen while a day on paper is keyed in: kinds of paper, companies, people, codes."""

from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets import registry
from inspector_app.domain import late_rules
from inspector_app.domain.parties import Party


@dataclass(frozen=True, slots=True)
class Choices:
    """What a target and the office offer to a day on paper.

    Attributes:
        kind: the code of the target's kind.
        papers: (code, label) of the kinds of document that may be keyed in for it.
        main_id: the company that papers go to most, empty when it has none.
        officers: (id, name) of the bureau's people, those who inspect before experts.
    """

    target_id: str
    target: str
    kind: str
    papers: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    main_id: str
    officers: tuple[tuple[str, str], ...]


def choices(desk: Desk, target_id: str) -> Choices:
    """Return what may be chosen for a target; without one only the bureau's people.

    Raises:
        RuleError: `registry.no_target`.
    """
    people = sorted(registry.officers(desk.store), key=lambda one: one.expert)
    officers = tuple((one.id, one.name) for one in people)
    if not target_id:
        return Choices("", "", "", (), (), "", officers)
    target = registry.target_of(desk.store, target_id)
    kind = desk.rules.targets.get(target.kind)
    papers = []
    for code in kind.documents if kind is not None else ():
        template = next((one for one in desk.rules.templates.values() if str(one.kind) == code), None)
        if template is not None and late_rules.may_be_late(template):
            worded = desk.rules.template_for(template.kind, target.kind) or template
            papers.append((code, worded.label))
    main = target.party(kind.main_role) if kind is not None else None
    return Choices(
        target.id, target.name, target.kind, tuple(papers), target.parties, main.id if main else "", officers
    )
