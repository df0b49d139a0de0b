"""What tests of a 案卷 share: who is visited, an act without effect, a visit that finds the same again."""

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

from PIL import Image

from inspector_app.casework.overview import dossier
from inspector_app.casework.papers import issued
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.templates import DocumentKind
from inspector_app.journal.chain import Head, append
from inspector_app.store.store import Store
from tests.casework.bench import Bench


def target_of(store: Store, played: Played) -> str:
    return inspections.inspection_of(store, played.inspection_id).target_id


def picture(colour: str = "grey", size: tuple[int, int] = (800, 600)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def forged(store: Store, document_id: str, kind: ActKind = ActKind.APPROVE) -> None:
    """Let an unsigned act of a signed kind arrive from another journal: it has no effect."""
    entry = append(
        Head(uuid4().hex),
        workspace=store.meta.workspace,
        wall="2026-11-24T12:00:00+08:00",
        user="stranger",
        tx=uuid4().hex,
        tx_last=True,
        entity="document",
        entity_id=document_id,
        op="act",
        fields={"kind": str(kind), "content": {"decision": "approved", "number": "假批1号"}},
    )
    store.merge([entry])


def kind_of(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    told = (issued.must_be_issued(bench.desk.store, one) for one in played.document_ids)
    return next(one for one in told if one.kind == kind)


def codes(lines: tuple[dossier.Line, ...]) -> list[str]:
    return [line.code.removeprefix("dossier.") for line in lines]


def again(bench: Bench, target_id: str, clause: str, on: date) -> str:
    moment = datetime.combine(on, datetime.min.time(), CHINA) + timedelta(hours=9)
    bench.clock.moment = moment
    visit = inspections.begin(bench.desk, target_id, (), started=moment.isoformat())
    new = NewFinding("4层", "又见同类问题", clause, seen_on=on)
    return findings.add(bench.desk, visit, new)
