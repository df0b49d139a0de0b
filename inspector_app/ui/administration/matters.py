"""Every matter of the office, in the order of the list."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.ui.administration.campaigns_section import CampaignsSection
from inspector_app.ui.administration.forms_section import FormsSection
from inspector_app.ui.administration.holidays_section import HolidaysSection
from inspector_app.ui.administration.machines_section import MachinesSection
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.administration.retention_section import RetentionSection
from inspector_app.ui.administration.sheets_section import SheetsSection
from inspector_app.ui.administration.staff_section import StaffSection
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

MATTERS: tuple[type[Matter], ...] = (
    StaffSection,
    MachinesSection,
    SheetsSection,
    CampaignsSection,
    FormsSection,
    HolidaysSection,
    RetentionSection,
)


def make(look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> list[Matter]:
    """Return a matter of each kind."""
    return [one(look, jobs, texts, over, parent) for one in MATTERS]
