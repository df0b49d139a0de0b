"""What a print run asks for and notes beside the screen: printers, stamped sheets, jobs taken back."""

from collections.abc import Callable

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import prints, sheets
from inspector_app.casework.papers.prints import PrintOutcome
from inspector_app.domain.errors import Problem, UnavailableError
from inspector_app.domain.printing import InsertSheet
from inspector_app.domain.sheets import SheetState
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import PrinterSystem
from inspector_app.ui.papers.print_values import NO_PRINTER, Listing, SheetAsked, problem_of

PRINTER = "ui.printer"
"""The setting that remembers the printer used last."""
REPLACED = "重打，换纸"
"""Why a sheet is spoilt whose copy is printed once more; a word of the journal, as the sheets' states are."""


def listing(desk: Desk, choose: Callable[[], Chosen]) -> tuple[PrinterSystem | None, Listing]:
    """Return the way to the printers, and which there are or why there is none."""
    last, left = desk.store.setting(PRINTER) or "", sheets.left(desk.store, desk.user)
    chosen = choose()
    if chosen.system is None:
        return None, Listing((), last, chosen.reason or NO_PRINTER, left)
    try:
        facts = chosen.system.printers()
    except UnavailableError as error:
        return None, Listing((), last, problem_of(error), left)
    return chosen.system, Listing(facts, last, None if facts else NO_PRINTER, left)


def bearing(desk: Desk, document_id: str, copy: int) -> str:
    """Return the serial of the sheet that bears a copy, empty where none does."""
    used = [one for one in sheets.of_document(desk.store, document_id) if one.state is SheetState.USED]
    return next((one.serial for one in used if one.copy == copy), "")


def sheet_for(desk: Desk, document_id: str, step: InsertSheet) -> SheetAsked:
    """Return which stamped sheet is asked for at a step."""
    borne = bearing(desk, document_id, step.copy)
    if borne and borne not in prints.sheets_printed(desk, document_id):
        # It was noted for this copy, and then nothing came out on it.
        return SheetAsked(step, borne, needed=True)
    free = sheets.next_free(desk.store, desk.user)
    return SheetAsked(step, free, bool(sheets.all_sheets(desk.store)), borne)


def use_sheet(desk: Desk, document_id: str, step: InsertSheet, serial: str, spoilt: str) -> None:
    """Note the sheet that lies in the printer, both possibly empty.

    Args:
        spoilt: serial of the sheet that bore this copy before and is spoilt.

    Raises:
        RuleError: the sheet cannot be used, see `sheets.use`.
    """
    if spoilt:
        sheets.spoil(desk, spoilt, REPLACED)
    if serial and serial != bearing(desk, document_id, step.copy):
        sheets.use(desk, serial, document_id, step.copy)


def take_back(
    desk: Desk, system: PrinterSystem | None, outcome: PrintOutcome | None, sheet: str, spoilt: str
) -> Problem | None:
    """Take a job back that still waits; return what is wrong when it cannot be, None when it is gone.

    Args:
        sheet: serial of the stamped sheet in the printer, empty for none.
        spoilt: why that sheet is spoilt; empty where it is good.
    """

    def spoil(serial: str) -> None:
        sheets.spoil(desk, serial, spoilt)

    job = outcome.job if outcome is not None and not outcome.over else None
    if job is not None and system is not None:
        return prints.give_up(system, job, sheet=sheet if spoilt else "", spoilt=spoil)
    if spoilt and sheet:
        spoil(sheet)
    return None
