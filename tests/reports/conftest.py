"""A half year played once: real visits, real papers; boundary days, voids, a revocation, late entries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import documents, issued
from inspector_app.casework.people import workspace
from inspector_app.casework.play import main_job
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case, read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.trust.slots import Cost
from tests.casework.bench import Bench
from tests.casework.on_paper import Office

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAYS = (
    date(2025, 12, 31),
    FIRST,
    date(2026, 1, 20),
    date(2026, 2, 10),
    date(2026, 3, 3),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 5, 12),
    LAST,
    date(2026, 7, 1),
)
KEYED = {
    "望住建改〔2026〕手-1号": FIRST,
    "望住建停〔2026〕手-2号": LAST,
    "望住建改〔2025〕手-9号": date(2025, 12, 31),
}
"""Papers written by hand, by number and day; the last one before the half year."""


@dataclass
class HalfYear:
    """What was played: where one sits, the papers that fell, and the rest by day."""

    bench: Bench
    voided: list[str]
    revoked: list[str]


def _case(case: Case, n: int) -> Case:
    """Return the site's visit, a third with a full stop-work, a third with a finding put right at once."""
    if n % 3 == 1:
        found = list(case.findings)
        found[-1] = found[-1].model_copy(update={"on_the_spot": True})
        return case.model_copy(update={"findings": found})
    if n % 3:
        return case
    papers = [
        one.model_copy(update={"stop_work": one.stop_work.model_copy(update={"full": True, "parts": ""})})
        if getattr(one, "stop_work", None)
        else one
        for one in case.documents
    ]
    return case.model_copy(update={"documents": papers})


@pytest.fixture(scope="session")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HalfYear]:
    folder = tmp_path_factory.mktemp("half") / "data"
    clock = PlayedClock(datetime(2025, 12, 29, 9, 0, tzinfo=CHINA))
    workspace.make_training(folder, clock, cost=Cost(memory=64, time=1, lanes=1))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    bench = Bench(folder, clock, session, session.sign(workspace.TRAINING_PIN))
    made = HalfYear(bench, [], [])
    site, plant = (read_case(path) for path in demos.shipped_cases())
    for n, day in enumerate(DAYS):
        for case in (_case(site, n), plant):
            _play(bench, case, max(clock.moment, datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)))
        if n in (2, 3):
            _fall(made, n)
    _keyed(bench)
    yield made
    session.close()


def _play(bench: Bench, case: Case, at: datetime) -> None:
    bench.clock.moment = at
    folder = demos.shipped_cases()[0].parent
    photos = {name: (folder / name).read_bytes() for one in case.findings for name in one.photos}
    played = main_job.play(
        bench.desk,
        bench.clock,
        case,
        photos=photos,
        training=demos.training_office(),
        until="issue",
        filing=bench.session.filing_desk(bench.desk),
    )
    inspections.conclude(bench.desk, played.inspection_id)


def _fall(made: HalfYear, n: int) -> None:
    """Void the newest notice and stop-work, or revoke the newest notice."""
    store, desk = made.bench.desk.store, made.bench.desk
    newest = {one.kind: one for one in issued.all_documents(store)}
    if n == 2:
        for kind in ("rectification_notice", "stop_work_notice"):
            documents.void(desk, newest[kind].id, "受送达单位写错")
            made.voided.append(newest[kind].id)
        return
    told = newest["rectification_notice"]
    with store.transaction(desk.user) as tx:
        tx.act(ActKind.REVOKE, "document", told.id, {"of": told.number, "reason": "依据有误"}, desk.signer)
    made.revoked.append(told.id)


def _keyed(bench: Bench) -> None:
    """Key in days on paper: both boundary days, and the day before the first."""
    bench.clock.moment += timedelta(days=1)
    office = Office(bench)
    for number, day in KEYED.items():
        start = datetime(day.year, day.month, day.day, 14, tzinfo=CHINA)
        later = day + timedelta(days=10)
        changes = {"number": number, "issued_on": day, "due_on": later}
        paper = office.stop(**changes) if "停" in number else office.notice(**changes)
        office.keyed(paper, started=start, ended=start + timedelta(hours=1))
