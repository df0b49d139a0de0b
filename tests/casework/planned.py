"""What tests of plans work on: officers, plants, visits that were begun and concluded on a day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from tests.casework.bench import Bench

PLANT = "concrete_plant"


def at(bench: Bench, day: date, hour: int = 9) -> None:
    """Move the clock to a morning."""
    bench.clock.moment = datetime.combine(day, time(hour, 0), CHINA)


def officers(bench: Bench, n: int) -> list[str]:
    return [
        registry.add_officer(
            bench.desk,
            Officer("", f"执法员{k}", f"519903{k:04d}", date(2024, 1, 1), date(2028, 12, 31)),
        )
        for k in range(1, n + 1)
    ]


def plants(bench: Bench, n: int, **facts: str) -> list[str]:
    return [
        registry.add_target(
            bench.desk,
            registry.NewTarget(
                PLANT,
                f"砼源{k:02d}站",
                f"港前路{k}号",
                (registry.NewParty(PartyRole.PLANT, f"砼源{k:02d}公司", manager="邵一帆"),),
                fields=tuple(facts.items()),
            ),
        )
        for k in range(1, n + 1)
    ]


def visited(
    bench: Bench,
    target_id: str,
    day: date,
    *,
    concluded: bool = True,
    source: str = "日常监督检查",
    **more: object,
) -> str:
    """Enter a visit of that day, as somebody may long after."""
    began = datetime.combine(day, time(9, 0), CHINA)
    visit = inspections.begin(
        bench.desk,
        target_id,
        (),
        started=began.isoformat(),
        ended=(began + timedelta(hours=1)).isoformat(),
        source=source,
        **more,
    )
    if concluded:
        inspections.conclude(bench.desk, visit)
    return visit


def approval(day: date) -> Approval:
    return Approval("韩立群", datetime.combine(day, time(8, 0), CHINA), "望住建专批〔2026〕4号")


def a_campaign(owner: str, **changes: object) -> NewCampaign:
    told: dict[str, object] = {
        "name": "2026年第四季度预拌混凝土专项检查",
        "source": "预拌混凝土企业季度专项检查",
        "first": date(2026, 11, 1),
        "last": date(2026, 12, 20),
        "owner_id": owner,
        "checklists": ("concrete_plant",),
        "approval": approval(date(2026, 10, 30)),
    }
    return NewCampaign(**{**told, **changes})  # type: ignore[arg-type]


def refused(code: str, work: Callable[[], object], bench: Bench) -> RuleError:
    """Assert that work is refused with that code and that nothing at all was written."""
    before = bench.desk.store.place
    with pytest.raises(RuleError) as caught:
        work()
    assert caught.value.code == code
    assert caught.value.where
    assert bench.desk.store.place == before, "something was half-written"
    return caught.value
