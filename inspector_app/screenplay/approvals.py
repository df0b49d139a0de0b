"""Approvals in every state that their section shows, for plays that look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import approvals, drafts
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.play import main_job, samples
from inspector_app.casework.targets import registry
from inspector_app.catalog.case import read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.templates import DocumentKind
from inspector_app.screenplay import papers
from inspector_app.trust.slots import Cost

CHIEF = NewAccount(
    workspace.TRAINING_USER, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD, Role.SUPERVISOR
)
INSPECTOR = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN = "135791"


def leave(folder: Path) -> None:
    """Leave a stop-work issued yesterday on a call, one that was returned, and one that awaits an answer."""
    yesterday = papers.MORNING - timedelta(hours=20)
    with _session(folder, CHIEF, yesterday) as desk:
        accounts.add(desk, workspace.TRAINING_PASSWORD, INSPECTOR, cost=Cost(memory=64, time=1, lanes=1))
    with _session(folder, INSPECTOR, yesterday) as desk:
        _played(desk, "issue")
        back = _played(desk, "findings")
        approvals.submit(desk, back, words="东立面连墙件整层缺失")
    with _session(folder, CHIEF, yesterday + timedelta(hours=8)) as desk:
        approvals.return_(desk, back, "停工部位写明轴线和层数，另附照片。")
    with _session(folder, INSPECTOR, papers.MORNING - timedelta(minutes=10)) as desk:
        waiting = _played(desk, "findings")
        approvals.submit(desk, waiting, words="现场还有工人在架上作业，请尽快批复。")


@contextmanager
def _session(folder: Path, who: NewAccount, moment: datetime) -> Iterator[Desk]:
    """Sign somebody in; who has no PIN yet gets one."""
    session = workspace.sign_in(folder, who.user, who.password, PlayedClock(moment), PdfRenderer())
    try:
        if who is INSPECTOR:
            session.new_pin(who.password, PIN)
        yield session.sign(PIN if who is INSPECTOR else workspace.TRAINING_PIN)
    finally:
        session.close()


def _played(desk: Desk, until: str) -> str:
    """Play the shipped visit to the site now, and return its stop-work, without approval unless issued."""
    clock = desk.clock
    if not isinstance(clock, PlayedClock):
        raise TypeError("played by its own clock")
    told, day = read_case(samples.folder() / "site.toml"), desk.today()
    case = told.model_copy(update={"inspection": told.inspection.model_copy(update={"day": day})})
    names = {name for one in case.findings for name in one.photos}
    photos = {name: samples.stamped((samples.folder() / name).read_bytes(), day) for name in names}
    office = registry.office_of(desk.store)
    began = clock.moment
    made = main_job.play(desk, clock, case, photos=photos, training=office, until=until)
    clock.moment = max(began, clock.moment) if until == "issue" else began
    stops = [
        one
        for one in drafts.documents_of(desk.store, made.inspection_id)
        if drafts.kind_of(desk.store, one) is DocumentKind.STOP_WORK_NOTICE
    ]
    if until == "findings":
        drafts.change(desk, stops[0], approval=None)
    return stops[0]
