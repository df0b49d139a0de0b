"""A training workspace to tell stories in: real, encrypted, with cheap key derivation, and its people."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import cases
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case, read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.people import PersonPresent
from inspector_app.trust.slots import Cost

MORNING = datetime(2026, 11, 24, 9, 12, tzinfo=CHINA)
CHEAP = Cost(memory=64, time=1, lanes=1)
SITE, PLANT = "临江雅苑二期3标段", "青澜砼源新材料有限公司"


def found(folder: Path, *, furnished: bool) -> None:
    """Make a workspace that knows one site and one plant; furnished, the office and two officers too."""
    clock = PlayedClock(MORNING)
    workspace.make_training(folder, clock, cost=CHEAP)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        for path in demos.shipped_cases():
            enter(session.desk, read_case(path), furnished=furnished)
    finally:
        session.close()


def enter(desk: Desk, case: Case, *, furnished: bool) -> None:
    """Enter the target of a case, and once the office and its officers."""
    target = cases.target_of(case)
    parties = tuple(
        registry.NewParty(
            one.role, one.name, one.credit_code, one.manager, one.manager_title, one.phone, one.address
        )
        for one in target.parties
    )
    new = registry.NewTarget(target.kind, target.name, target.address, parties, target.project, target.fields)
    registry.add_target(desk, new)
    if furnished and not registry.officers(desk.store):
        registry.set_office(desk, demos.training_office())
        for n, one in enumerate(case.officers):
            registry.add_officer(desk, replace(cases.officer_of(one, n), id=""))


def make_lawful(desk: Desk, inspection_id: str) -> None:
    """Fill in, as if it had been typed, all that an inspection needs beside its findings."""
    inspections.change(
        desk,
        inspection_id,
        approval={"approver": "韩立群", "at": MORNING.isoformat(), "number": "望住建检批〔2026〕3-88号"},
        notice="望住建检通〔2026〕3-90号",
        credentials_shown=True,
        recusal="waived",
        source="例行巡查",
        scope="查看外脚手架和临边。",
        handling="责令限期整改。",
        ended=(MORNING + timedelta(minutes=90)).isoformat(),
    )
    inspections.meet(desk, inspection_id, PersonPresent("骆远山", "项目经理", "青澜宏岳建设集团有限公司"))
