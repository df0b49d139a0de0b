"""Every matter of the office, in the order of the list."""

from inspector_app.ui.administration.campaigns_section import CampaignsSection
from inspector_app.ui.administration.forms_section import FormsSection
from inspector_app.ui.administration.holidays_section import HolidaysSection
from inspector_app.ui.administration.machines_section import MachinesSection
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.administration.retention_section import RetentionSection
from inspector_app.ui.administration.sheets_section import SheetsSection
from inspector_app.ui.administration.staff_section import StaffSection

MATTERS: tuple[type[Matter], ...] = (
    StaffSection,
    MachinesSection,
    SheetsSection,
    CampaignsSection,
    FormsSection,
    HolidaysSection,
    RetentionSection,
)
