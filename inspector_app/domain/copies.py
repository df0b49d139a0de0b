"""A copy of an issued document: what is marked in its margin when it is printed or handed over."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.chinese import day


class CopyKind(StrEnum):
    """Why a further sheet exists."""

    COPY = "copy"
    """One of the copies that the document itself names (一式几联)."""
    DUPLICATE = "duplicate"
    """副本, beyond those copies."""
    REPRINT = "reprint"
    """The same copy printed once more, counted."""
    VOID = "void"
    """作废: kept for the file, no longer in force."""


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What the margin of a copy says.

    Attributes:
        n: number of the copy (第 n 联), from 1; 0 for none.
        recipient: whom it is for (送：××); may be empty.
        prints: which print it is (第 n 次打印), from 1; told from the second on, and for every reprint.
        printed_on: day of the print; None leaves it out.
    """

    n: int
    recipient: str
    kind: CopyKind = CopyKind.COPY
    prints: int = 1
    printed_on: date | None = None

    def text(self) -> str:
        """Return the mark as it stands in the margin."""
        again = self.prints > 1 or self.kind is CopyKind.REPRINT
        told = (
            "作废" if self.kind is CopyKind.VOID else "",
            f"第 {self.n} 联" if self.n else "",
            f"送：{self.recipient}" if self.recipient else "",
            "副本" if self.kind is CopyKind.DUPLICATE else "",
            f"第 {self.prints} 次打印" if again else "",
            f"{day(self.printed_on)}打印" if self.printed_on else "",
        )
        return "\u3000".join(part for part in told if part)
