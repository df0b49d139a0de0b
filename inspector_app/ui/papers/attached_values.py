"""What is kept beside an issued document: 签名页, and signed sheets that came back. Knows no Qt."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from inspector_app.casework.base import values
from inspector_app.casework.followup import stop_news
from inspector_app.casework.followup.stop_news import Evidence
from inspector_app.casework.papers import countersigns, returns
from inspector_app.casework.papers.countersigns import Countersigned
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.papers.returns import Returned
from inspector_app.domain.countersigning import ROLE_LABELS, SignerRole
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store

PAGE, SCAN, PHOTO = "page", "scan", "photo"
"""A 签名页, a signed sheet as a PDF, one as a photo."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that is kept with a document.

    Attributes:
        sort: PAGE, SCAN or PHOTO.
        sha256: of the file, which lies in the vault under it.
        name: of who signed, or of the file that came back.
        about: as what he signed and for whom; whose copy came back.
        pages: how many; 0 when nobody counted.
        signed, sealed: what a person saw on what came back.
        evidence: it proves how a stop-work was obeyed, or was handed in to have work resumed.
    """

    sort: str
    sha256: str
    name: str
    about: tuple[str, ...]
    at: datetime | None
    pages: int = 0
    signed: bool = False
    sealed: bool = False
    evidence: bool = False

    def file_name(self, number: str) -> str:
        """Return what the file is called when it is saved."""
        if self.sort == PAGE:
            return f"签名页 {number} {self.name}.pdf"
        usual = ".pdf" if self.sort == SCAN else ".jpg"
        what = "停工附件" if self.evidence else "签字件"
        return f"{what} {number}{PurePath(self.name).suffix.lower() or usual}"


def read(store: Store, told: Issued) -> tuple[Attached, ...]:
    """Return what is kept beside a document: signatures, what came back, evidence; each the oldest first."""
    names = {one.party_id: one.name for one in told.recipients}
    pages = [_page(one, names) for one in countersigns.countersigns(store, told.id)]
    back = [_back(one, names) for one in returns.returns_of(store, told.id)]
    back.sort(key=lambda one: (one.at.timestamp() if one.at else 0.0, one.name))
    stop = told.kind == DocumentKind.STOP_WORK_NOTICE
    proofs = [_proof(one) for one in stop_news.evidence(store, told.id)] if stop else []
    return (*pages, *back, *proofs)


def _proof(told: Evidence) -> Attached:
    file = told.file
    sort = SCAN if file.kind == "pdf" else PHOTO
    return Attached(sort, file.sha256, file.name, (), told.at, file.pages, evidence=True)


def _page(told: Countersigned, names: dict[str, str]) -> Attached:
    known = told.role in set(SignerRole)
    role = ROLE_LABELS[SignerRole(told.role)] if known else ""
    about = (told.position, role, names.get(told.recipient_id, ""))
    at = values.moment({"at": told.at}, "at")
    return Attached(PAGE, told.sha256, told.name, tuple(one for one in about if one), at)


def _back(told: Returned, names: dict[str, str]) -> Attached:
    sort = SCAN if told.kind == "pdf" else PHOTO
    about = (names.get(told.told.recipient_id, ""), told.told.note)
    at = values.moment({"at": told.wall}, "at")
    return Attached(
        sort,
        told.sha256,
        told.name,
        tuple(one for one in about if one),
        at,
        told.pages,
        told.told.signed,
        told.told.sealed,
    )
