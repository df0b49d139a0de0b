"""计划: campaigns, the year's task list, the round of the period, and draws by lot."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger.plans_campaigns import CampaignsPart
from inspector_app.ui.ledger.plans_draws import DrawsPart
from inspector_app.ui.ledger.plans_items import ItemsPart
from inspector_app.ui.ledger.plans_part import Part
from inspector_app.ui.ledger.plans_round import RoundPart
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts


class PlansSection(Section):
    """Shows one kind of plan at a time; each choice is a part of its own."""

    NAME = "plans"
    ICON = "map-pin"

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        made = (CampaignsPart(self), ItemsPart(self), RoundPart(self), DrawsPart(self))
        self.parts: dict[str, Part] = {one.NAME: one for one in made}

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("计划")

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return [Filter(code, part.word()) for code, part in self.parts.items()]

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self.parts.get(self.filter) or next(iter(self.parts.values()))

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return self.part.teach()

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return self.part.acts()

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        return self.parts[chosen].lines(desk)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        name, _, told = known.partition(":")
        return self.parts[name].sheet(desk, told)

    def choose(self, known: str) -> None:
        """Show a line, with the choice that it is in, as soon as it is there."""
        name = known.partition(":")[0]
        if name in self.parts:
            self.filter = name
        super().choose(known)

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        name, _, told = known.partition(":")
        (self.parts.get(name) or self.part).do(code, told)

    def follow(self, link: str, known: str) -> None:
        """Go where a line of the sheet leads; what a part knows itself is led there by it."""
        kind, _, rest = link.partition(":")
        if kind == self.NAME:
            self.choose(rest)
            self.refresh()
        elif kind in self.parts:
            self.parts[kind].lead(rest)
        else:
            super().follow(link, known)
