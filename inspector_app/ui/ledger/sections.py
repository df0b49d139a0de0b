"""Every section of the ledger, in the order of the list."""

from inspector_app.ui.ledger.approvals_section import ApprovalsSection
from inspector_app.ui.ledger.calendar_section import CalendarSection
from inspector_app.ui.ledger.conduct_section import ConductSection
from inspector_app.ui.ledger.duties_section import DutiesSection
from inspector_app.ui.ledger.filings_section import FilingsSection
from inspector_app.ui.ledger.late_section import LateSection
from inspector_app.ui.ledger.plans_section import PlansSection
from inspector_app.ui.ledger.reports_section import ReportsSection
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.ledger.stops_section import StopsSection

SECTIONS: tuple[type[Section], ...] = (
    DutiesSection,
    StopsSection,
    ApprovalsSection,
    ConductSection,
    FilingsSection,
    PlansSection,
    LateSection,
    CalendarSection,
    ReportsSection,
)
