"""A target with a long history, one act in it without effect, for plays that look at its file."""

from datetime import datetime, time
from pathlib import Path
from uuid import uuid4

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.stories import failed_rechecks
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.journal.chain import Head, append
from inspector_app.store.store import Store

SITE = failed_rechecks.SITE


def leave(folder: Path) -> None:
    """Leave a finding that failed two rechecks, and an approval that somebody without the right noted."""
    clock = PlayedClock(datetime.combine(scene.FIRST_DAY, time(8, 0), CHINA))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        story = Story(session.sign(workspace.TRAINING_PIN), clock)
        failed_rechecks.play(story)
        _forged(story.desk.store, story.document_ids[-1], clock.moment)
    finally:
        session.close()


def _forged(store: Store, document_id: str, at: datetime) -> None:
    """Let an approval that nobody signed arrive with another journal."""
    told = {"decision": "approved", "number": "青住建立批〔2026〕99号"}
    entry = append(
        Head(uuid4().hex),
        workspace=store.meta.workspace,
        wall=at.isoformat(),
        user="陌生账号",
        tx=uuid4().hex,
        tx_last=True,
        entity="document",
        entity_id=document_id,
        op="act",
        fields={"kind": str(ActKind.APPROVE), "content": told},
    )
    store.merge([entry])
