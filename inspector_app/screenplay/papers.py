"""A visit made ready at the desk, for plays that begin at the workbench."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, drafts
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind

MORNING = datetime(2026, 11, 24, 9, 12, tzinfo=CHINA)
"""When every play begins."""

FACTS = ("楼层临边未设防护栏杆。", "开关箱漏电保护器失效。", "脚手架连墙件缺失六处。")


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit with findings and a rectification notice that may be issued."""

    inspection_id: str
    document_id: str
    finding_ids: tuple[str, ...]


def ready(desk: Desk, pictures: list[Path], serial: int = 1) -> Ready:
    """Make a lawful visit to the site with three findings, a photo of each file at each, and its notice."""
    target = next(one for one in registry.targets(desk.store) if "雅苑" in one.name)
    main = drafts.main_party(desk, target)
    officers = [one.id for one in registry.officers(desk.store)][:2]
    visit = inspections.begin(desk, target.id, officers, started=MORNING.isoformat(), place="3#楼")
    prepare(desk, visit, serial)
    clause = next(iter(desk.rules.clauses))
    due = MORNING.date().replace(day=27)
    made = []
    for n, fact in enumerate(FACTS):
        duty = findings.Duty(main.id if main else "", "立即整改并复查。", due)
        new = findings.NewFinding(f"{n + 1}#楼", fact, clause, seen_on=desk.today(), duties=(duty,))
        made.append(findings.add(desk, visit, new))
        for picture in pictures:
            findings.attach_photo(desk, made[-1], picture.read_bytes())
    paper = drafts.begin(desk, visit, DocumentKind.RECTIFICATION_NOTICE, made)
    drafts.change(desk, paper, reply_due="2026-12-03")
    return Ready(visit, paper, tuple(made))


def prepare(desk: Desk, visit: str, serial: int = 1) -> None:
    """Enter what the morning leaves behind: approval, notice of inspection, who was told what and met."""
    target = registry.target_of(desk.store, inspections.inspection_of(desk.store, visit).target_id)
    main = drafts.main_party(desk, target)
    inspections.change(
        desk,
        visit,
        approval={"approver": "韩立群", "at": MORNING.isoformat(), "number": f"望检批〔2026〕3-{serial}号"},
        notice=f"望住建检通〔2026〕3-{serial}号",
        credentials_shown=True,
        recusal="waived",
        source="专项检查",
        scope="查看外脚手架和临边。",
        handling="责令限期整改。",
    )
    inspections.meet(desk, visit, PersonPresent("骆远山", "项目经理", main.name if main else ""))


def issue(session: Session, made: Ready) -> Issued:
    """Issue the notice with the trainee's own signature."""
    return documents.issue(session.sign(workspace.TRAINING_PIN), made.document_id, date_confirmed=True)
