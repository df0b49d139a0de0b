"""Late entries as their section shows them, and a day that is being keyed in, for plays that look at it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import late
from inspector_app.casework.people import workspace
from inspector_app.casework.play import samples
from inspector_app.casework.play.stories import paper_day
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.screenplay import papers
from inspector_app.ui.ledger.late_day_work import KEY


def leave(folder: Path) -> None:
    """Leave a day keyed in, one of its papers without a seal, and a second day half filled in."""
    clock = PlayedClock(papers.MORNING - timedelta(days=1))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        story = Story(session.sign(workspace.TRAINING_PIN), clock)
        visit, found, (notice, stop) = paper_day.written(story)
        bare = replace(stop, sealed=False, approver="", approval="")
        late.key_in(story.desk, visit, found, (notice, bare))
        told = _begun(visit.target_id, visit.officer_ids, notice.addressee_id)
        story.desk.store.buffer_put(KEY, orjson.dumps(told).decode())
    finally:
        session.close()


def _begun(target_id: str, officers: tuple[str, ...], party_id: str) -> dict[str, object]:
    place, fact, clause, severity, measure = paper_day.FOUND[0]
    scan = str(samples.folder() / "papers" / "rectification.jpg")
    return {
        "visit": {
            "target": {"code": target_id, "words": paper_day.SITE},
            "officers": list(officers[:1]),
            "started": "11-10 09:20",
            "ended": "10:50",
            "place": "青屿区望潮街12号施工现场",
            "source": "日常监督检查",
            "author": "纪闻笛",
            "reason": "系统升级当天停用，现场手写",
        },
        "findings": [
            {
                "id": "finding1",
                "fact": fact,
                "location": place,
                "clause": {"code": clause, "words": "《安全条例》第二十八条"},
                "party": party_id,
                "severity": str(severity),
                "measure": measure,
            }
        ],
        "papers": [
            {
                "id": "paper2",
                "kind": "rectification_notice",
                "number": paper_day.NOTICE,
                "issued_on": "11-10",
                "due_on": "7",
                "addressee": party_id,
                "findings": ["finding1"],
                "scans": [scan],
                "signed": True,
            }
        ],
        "made": 2,
    }
