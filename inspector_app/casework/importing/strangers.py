"""Workbooks that strangers made are read in a process of their own: one that is a bomb harms nobody."""

from inspector_app.documents.proof.apart import Apart, Bounds, OutOfBoundsError
from inspector_app.workbooks import reading
from inspector_app.workbooks.book import Refused, Workbook


def read_apart(raw: bytes) -> Workbook | Refused:
    """Read a workbook within bounds of time and memory; one that does not keep them is refused in words."""
    apart = Apart(reading.read, Bounds(reading.seconds_for(len(raw)), room=reading.ROOM))
    try:
        return apart.do(raw)
    except OutOfBoundsError:
        return Refused("import.too_much")
    finally:
        apart.close()
