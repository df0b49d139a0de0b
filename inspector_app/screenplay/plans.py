"""Plans in every state that their section shows, for plays that look at it."""

from datetime import date, timedelta
from pathlib import Path

from inspector_app.casework.base import values
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import workspace
from inspector_app.casework.plans import (
    campaign_targets,
    campaign_visits,
    campaigns,
    draws,
    lives,
    plan_board,
    plan_items,
    pools,
    rounds,
)
from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.plans.plan_items import Link, NewItem
from inspector_app.casework.plans.pools import Wish
from inspector_app.casework.play.stories import plant_quarter
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.inspections import Approval
from inspector_app.screenplay import papers

LAST = date(2026, 12, 25)
VISITED, CLOSED = 3, 1
FEW = 3
"""Officers that a draw and the list of tasks need at least."""


def leave(folder: Path) -> None:
    """Leave a quarter of plants under way: drawn, partly visited, one closed, one late, and its task list."""
    clock = PlayedClock(papers.MORNING - timedelta(days=12))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        _quarter(Story(session.sign(workspace.TRAINING_PIN), clock))
    finally:
        session.close()


def _quarter(story: Story) -> None:
    desk, today = story.desk, story.desk.today()
    kind = rounds.kinds(desk)[0].code
    there = [one.id for one in plan_board.staff(desk)]
    people = there if len(there) >= FEW else plant_quarter.officers(story)
    plants = plant_quarter.plants(story, kind)
    wish = Wish("2026年第四季度预拌混凝土双随机", kind, today, LAST, 9)
    frozen = draws.freeze(desk, pools.gather(desk, wish))
    draws.seed(desk, frozen.id, "20261112-352416", witness="纪检派驻组 王委员")
    plan = NewCampaign(
        "2026年第四季度预拌混凝土专项检查",
        "预拌混凝土企业季度专项检查",
        today,
        LAST,
        people[0],
        checklists=("concrete_plant",),
        approval=Approval("厉行舟", story.clock.now(), "澄住建专批〔2026〕4号"),
    )
    campaign_id = campaigns.make(desk, plan)
    entries = campaign_targets.from_draw(desk, campaign_id, frozen.id, LAST)
    lines = campaign_targets.progress(desk, campaign_id).lines
    for n, (entry, line) in enumerate(zip(entries, lines, strict=True)):
        campaign_targets.reassign(desk, entry, line.officer_ids, today + timedelta(days=1 + 4 * n))
    for line in lines[:VISITED]:
        story.move(hours=25)
        _visit(story, campaign_id, line.target_id)
    gone = lines[VISITED + CLOSED]
    lives.close_business(desk, gone.target_id, desk.today(), "生产线已拆除，营业执照已注销")
    campaign_targets.remove(desk, gone.id, "企业已停业，到场核实")
    campaigns.make(desk, _winter(people[1]))
    _items(desk, campaign_id, people, today)
    later = Wish("2026年12月建筑工地双随机", "construction_site", today, LAST, min(1, len(plants)))
    draws.freeze(desk, pools.gather(desk, later))


def _visit(story: Story, campaign_id: str, target_id: str) -> None:
    desk = story.desk
    visit = campaign_visits.begin(desk, campaign_id, target_id).inspection_id
    inspections.change(desk, visit, ended=values.iso(story.clock.now() + timedelta(hours=1)))
    inspections.conclude(desk, visit)


def _winter(owner: str) -> NewCampaign:
    return NewCampaign(
        "2026年冬季施工安全专项检查",
        "冬季施工安全专项检查",
        date(2026, 12, 1),
        date(2026, 12, 31),
        owner,
    )


def _items(desk: Desk, campaign_id: str, people: list[str], today: date) -> None:
    link, named = Link(plan_items.CAMPAIGN, campaign_id), "名单内企业全部查一遍"
    whole = plan_items.round_link(rounds.standing(desk, rounds.kinds(desk)[0].code))
    plan_items.add(
        desk,
        NewItem("预拌混凝土企业全覆盖检查", people[0], today, LAST, named, (link, whole)),
    )
    noted = plan_items.add(
        desk, NewItem("修订冬季施工检查表", people[1], today, date(2026, 12, 10), "新表印发到各组")
    )
    plan_items.note(desk, noted, "初稿已送质量科征求意见。")
    plan_items.add(
        desk,
        NewItem("双随机名单向社会公开", people[2], today, date(2026, 11, 20), "网页上查得到名单和结果"),
    )
