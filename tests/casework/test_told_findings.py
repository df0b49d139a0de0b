"""An old ledger that only counts its findings, and a register that does not say how much stopped."""

from datetime import date

from inspector_app.answers.statistics import sources_of
from inspector_app.domain.acts import ActKind
from inspector_app.reports.counting import counted
from inspector_app.reports.entries import entries
from tests.casework.bench import Bench
from tests.casework.on_paper import Office

DAY = date(2026, 11, 20)


def test_they_are_counted_late_and_open_and_lead_to_their_visit(bench: Bench) -> None:
    office = Office(bench)
    with bench.desk.store.transaction(bench.desk.user) as tx:
        visit = tx.create(
            "inspection",
            {
                "target_id": office.target_id,
                "started": "2026-11-20T09:00:00+08:00",
                "ended": "2026-11-20T10:00:00+08:00",
                "late": True,
                "imported": True,
                "told_findings": 3,
                "told_major": 1,
            },
        )
        tx.act(ActKind.CONCLUDE, "inspection", visit, {"ended": "2026-11-20T10:00:00+08:00", "late": True})
        told = {
            "late": True,
            "imported": True,
            "number": "望住建停〔2026〕旧-3号",
            "kind": "stop_work_notice",
            "label": "停工通知书",
            "issued_on": DAY.isoformat(),
            "inspection_id": "",
            "target_id": office.target_id,
            "full": None,
        }
        document = tx.create("document", {"kind": "stop_work_notice"})
        tx.act(ActKind.ISSUE, "document", document, told, bench.desk.signer)
    sources = sources_of(bench.session)
    made = counted(sources, DAY, DAY)
    values = {one.code: one for one in made.figures}
    assert [values[code].value for code in ("findings", "major_hazards", "findings_closed")] == [3, 1, 0]
    assert len(values["findings"].late) == 3
    lines = entries(sources, values["findings"])
    assert {one.opens for one in lines} == {f"inspection:{visit}"}
    assert {one.note for one in lines} == {"临江雅苑二期3标段"}
    stops = [values[f"stop_work_{which}"].value for which in ("notices", "full", "partial")]
    assert stops == [1, 0, 0]
    (line,) = entries(sources, values["stop_work_notices"])
    assert (line.title, line.note) == ("望住建停〔2026〕旧-3号", "停工通知书 · 临江雅苑二期3标段")
