"""A case from outside: somebody's own target, officers, findings and dates, as a TOML file.

`inspector-app demo --case` plays it and `inspector-app gate` weighs it. Only what the caller knows
must be said; what a visit still needs is named by the gate. resources/demo/site.toml is an example
with every field.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector_app.catalog import toml_text
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Problem, ProblemsError, RuleError
from inspector_app.domain.findings import Severity
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.parties import PartyRole

MOST_BYTES = 1_000_000
MOST_CHILDREN = 200

Text = Annotated[str, Field(max_length=20_000)]
Moment = datetime | time
P = TypeVar("P", bound=BaseModel)
When = date | datetime


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeCase(_Part):
    """The issuing body; left out, the training office issues."""

    name: Text
    prefix: Text
    review_body: Text = ""
    phone: Text = ""
    station: Text = ""
    station_prefix: Text = ""


class PartyCase(_Part):
    """A company at the target."""

    role: PartyRole
    name: Text
    credit_code: Text = ""
    manager: Text = ""
    manager_title: Text = ""
    phone: Text = ""
    address: Text = ""


class TargetCase(_Part):
    """The site or plant."""

    kind: Text = "construction_site"
    name: Text
    address: Text = ""
    project: Text = ""
    fields: dict[str, Text] = {}
    parties: list[PartyCase] = Field(default=[], max_length=MOST_CHILDREN)


class OfficerCase(_Part):
    """An officer or expert."""

    name: Text
    certificate: Text = ""
    valid_from: date | None = None
    valid_to: date | None = None
    expert: bool = False


class ApprovalCase(_Part):
    """An approval, in writing or by telephone."""

    approver: Text = ""
    at: Moment | None = None
    number: Text = ""
    phone: Text = ""
    words: Text = ""
    urgent_reason: Text = ""


class PersonCase(_Part):
    """A person present."""

    name: Text
    position: Text = ""
    company: Text = ""
    phone: Text = ""


class InspectionCase(_Part):
    """The visit; `day` left out means the day on which the case is played."""

    day: date | None = None
    started: Moment | None = None
    ended: Moment | None = None
    place: Text = ""
    source: Text = ""
    approval: ApprovalCase | None = None
    notice: Text = ""
    notice_waived: Text = ""
    credentials_shown: bool = False
    recusal: Recusal = Recusal.UNTOLD
    present: list[PersonCase] = Field(default=[], max_length=MOST_CHILDREN)
    scope: Text = ""
    handling: Text = ""
    score: Text = ""
    opinion: Text = ""
    refusal: Text = ""
    entry_code: Text = ""


class FindingCase(_Part):
    """A finding; `due` is a date, or `days` counts from the day of the visit."""

    location: Text = ""
    fact: Text = ""
    clause: Text = ""
    severity: Severity = Severity.GENERAL
    criterion: Text = ""
    seen_on: date | None = None
    party: PartyRole | None = None
    measure: Text = ""
    due: date | None = None
    days: int | None = Field(default=None, ge=0, le=3650)
    on_the_spot: bool = False
    photos: list[Text] = Field(default=[], max_length=MOST_CHILDREN)
    caption: Text = ""
    item: Text = ""
    batch: Text = ""


class StopWorkCase(_Part):
    """What a stop-work orders."""

    full: bool = False
    parts: Text = ""
    start: Moment | None = None
    evacuation: Text = ""
    conditions: Text = ""


class DefenceCase(_Part):
    """陈述申辩 heard, or waived."""

    heard: bool
    words: Text = ""


class ResumptionCase(_Part):
    """What a resumption frees; for `gate` alone it may say which stop-work stands."""

    stop_work: Text = ""
    stop_work_on: date | None = None
    full: bool = True
    parts: Text = ""
    start: date | None = None
    days: int | None = Field(default=None, ge=0, le=3650)
    verification: Text = ""


class ServiceCase(_Part):
    """What a proof of service proves, and how the paper was served; the last three for a left service."""

    matter: Text = ""
    document: Text = ""
    place: Text = ""
    method: Literal["", "direct", "left", "mail", "entrusted", "electronic", "announced"] = ""
    receiver: Text = ""
    position: Text = ""
    at: Moment | None = None
    refusal: Text = ""
    witness: Text = ""
    recording: Text = ""


class AboutCase(_Part):
    """The issued document that another one is about: its kind; for `gate` alone also what it is."""

    kind: Text
    number: Text = ""
    on: date | None = None
    due: date | None = None
    until: date | None = None
    served: bool = True


class DocumentCase(_Part):
    """A document to make: which findings (numbers from 1; none means those that fit) and its own fields."""

    kind: Text
    findings: list[int] | None = Field(default=None, max_length=MOST_CHILDREN)
    addressee: PartyRole | None = None
    reply_due: date | None = None
    reply_days: int | None = Field(default=None, ge=0, le=3650)
    approval: ApprovalCase | None = None
    stop_work: StopWorkCase | None = None
    defence: DefenceCase | None = None
    resumption: ResumptionCase | None = None
    service: ServiceCase | None = None
    trace: Text = ""
    about: AboutCase | None = None
    own: dict[str, Text] = Field(default={}, max_length=MOST_CHILDREN)


class RecheckCase(_Part):
    """The recheck: results by finding number; unnamed findings are rectified."""

    day: date | None = None
    days: int | None = Field(default=None, ge=0, le=3650)
    note: Text = ""
    results: dict[str, Literal["rectified", "partial", "not_rectified", "unverifiable"]] = {}


class Case(_Part):
    """A whole case file."""

    office: OfficeCase | None = None
    target: TargetCase
    officers: list[OfficerCase] = Field(default=[], max_length=MOST_CHILDREN)
    inspection: InspectionCase = InspectionCase()
    findings: list[FindingCase] = Field(default=[], max_length=MOST_CHILDREN)
    documents: list[DocumentCase] = Field(default=[], max_length=MOST_CHILDREN)
    recheck: RecheckCase | None = None

    def document(self, kind: str) -> DocumentCase | None:
        """Return what the case says of the first document of a kind."""
        return next((document for document in self.documents if document.kind == kind), None)


class Papers(_Part):
    """Documents that are added to a case, as `demo --every-kind` does."""

    documents: list[DocumentCase] = Field(max_length=MOST_CHILDREN)


def read_case(path: Path) -> Case:
    """Return the case of a TOML file.

    Raises:
        RuleError: `case.unreadable`, `case.too_large`, `case.not_utf8`, `case.syntax`.
        ProblemsError: `case.invalid`, with one problem per field that is wrong.
    """
    return _read(path, Case)


def read_papers(path: Path) -> Papers:
    """Return the documents of a TOML file; raises as `read_case`."""
    return _read(path, Papers)


def _read(path: Path, shape: type[P]) -> P:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError("case.unreadable", where=str(path), reason=error.strerror or str(error)) from error
    if len(raw) > MOST_BYTES:
        raise RuleError("case.too_large", where=str(path), size=len(raw), most=MOST_BYTES)
    try:
        told = toml_text.tables(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RuleError("case.not_utf8", where=f"{path}:{error.start}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError("case.syntax", where=str(path), reason=str(error)) from error
    try:
        return shape.model_validate(told)
    except ValidationError as error:
        problems = [
            Problem.of("case.field", ".".join(map(str, one["loc"])), reason=one["msg"])
            for one in error.errors()
        ]
        raise ProblemsError("case.invalid", problems, where=str(path), count=len(problems)) from error


def moment(value: Moment | None, day: date) -> datetime | None:
    """Return a time of the case as an aware moment; a bare time falls on `day`, in China's zone."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CHINA)
    return datetime.combine(day, value.replace(tzinfo=None), tzinfo=CHINA)


def day_of(due: date | None, days: int | None, start: date) -> date | None:
    """Return a date that is given, or counted in calendar days from `start`."""
    if due is not None:
        return due
    return start + timedelta(days=days) if days is not None else None
