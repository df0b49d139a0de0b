"""计划 in the ledger: what its lines and sheets say, each deed by keys alone, refusals in the form."""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from inspector_app.casework.plans import campaign_targets, campaign_visits, campaigns, draws, plan_items
from inspector_app.casework.plans.campaign_targets import NewEntry
from inspector_app.casework.plans.campaigns import NewCampaign
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.inspections import Approval
from inspector_app.domain.planning import Progress, TaskState
from tests.stories.hands import CTRL, Hands
from tests.stories.plan_hands import KEY, PlanHands, furnish

TODAY = date(2026, 11, 24)
NAME, SOURCE = "2026年第四季度预拌混凝土专项检查", "预拌混凝土企业季度专项检查"


@pytest.fixture
def plans(seated: Hands) -> PlanHands:
    furnish(seated.desk)
    return PlanHands(seated)


def approved(number: str = "望住建专批〔2026〕4号") -> Approval:
    return Approval("韩立群", datetime(2026, 11, 20, 9, 0, tzinfo=CHINA), number)


def planned(hands: Hands, *, approval: Approval | None = None, targets: int = 3) -> str:
    """A campaign with targets due on the 22nd, 26th, 30th …, made before the window looks."""
    desk = hands.desk
    who = [one.id for one in registry.officers(desk.store)]
    plan = NewCampaign(NAME, SOURCE, date(2026, 11, 20), date(2026, 12, 25), who[0])
    campaign_id = campaigns.make(desk, plan)
    plants = desk.store.targets("concrete_plant")[:targets]
    entries = [
        NewEntry(one.id, (who[n % 2], who[2]), date(2026, 11, 22) + timedelta(days=4 * n))
        for n, one in enumerate(plants)
    ]
    campaign_targets.add(desk, campaign_id, entries)
    if approval is not None:
        campaigns.approve(desk, campaign_id, approval)
    return campaign_id


def deeds(plans: PlanHands) -> dict[str, str]:
    return {one.code: one.why_not for one in plans.sheet.deeds}


def test_a_campaign_is_planned_filled_approved_and_visited_by_keys_alone(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("campaigns")
    assert not plans.lines
    hands.press(KEY.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    plans.form("campaign_form")
    plans.fill(name=NAME, source=SOURCE, first="11-20", last="12-25", owner="顾南乔")
    plans.tick("checklists_concrete_plant")
    plans.give("campaign_form")
    (line,) = plans.lines
    assert (line.title, line.note, line.state) == (NAME, "已查 0/0 · 顾南乔", "待批准")
    plans.deed(KEY.Key_T, "campaign_find")
    plans.fill(words="望川")
    plans.ask("campaign_find")
    form = plans.form("campaign_add")
    found = [one[0] for one in next(f for f in form.form.fields if f.code == "targets").choices]
    assert len(found) == 5
    for one in found[:2]:
        plans.tick(f"targets_{one}")
    plans.fill(second="祝云舟", day="5工")
    plans.give("campaign_add")
    assert plans.lines[0].note == "已查 0/2 · 顾南乔"
    assert plans.told["顾南乔"] == "负责 2 家 · 待检查 2"
    assert deeds(plans)["begin"] == "还没有批准"
    plans.deed(KEY.Key_G, "campaign_approval")
    plans.fill(approver="韩立群", at="2026-11-23 17:00", number="望住建专批〔2026〕4号")
    plans.give("campaign_approval")
    assert plans.lines[0].state == "进行中"
    assert "望住建专批〔2026〕4号" in plans.told["批准"]
    plans.deed(KEY.Key_Return, "campaign_begin")
    plans.give("campaign_begin")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.inspection.source == SOURCE
    assert bench.inspection.approval is not None
    assert [one.name for one in bench.inspection.officers] == ["顾南乔", "祝云舟"]
    (campaign,) = campaigns.under_way(desk)
    progress = campaign_targets.progress(desk, campaign.id)
    assert progress.count(Progress.UNDER_WAY) == 1
    assert campaign.plan.checklists == ("concrete_plant",)


def test_the_sheet_says_who_is_late_and_leads_to_the_visits(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved())
    lines = campaign_targets.progress(desk, campaign_id).lines
    begun = campaign_visits.begin(desk, campaign_id, lines[1].target_id)
    plans.go("campaigns")
    assert (plans.lines[0].state, plans.lines[0].tone) == ("逾期 1 家", "red")
    targets = next(one for one in plans.sheet.blocks if one.title == "对象")
    assert targets.note == "检查中 1 · 待检查 1 · 逾期未查 1"
    assert [one.state for one in targets.facts] == ["逾期未查", "检查中", "待检查"]
    assert [one.label for one in targets.facts] == ["11-22 前", "2026-11-24", "11-30 前"]
    hands.tab_to(f"way_bench:{begun.inspection_id}:")
    hands.press(KEY.Key_Space)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    assert hands.rooms.work.inspection_id == begun.inspection_id


def test_a_line_of_the_sheet_begins_its_visit(plans: PlanHands) -> None:
    hands = plans.hands
    campaign_id = planned(hands, approval=approved())
    third = campaign_targets.progress(hands.desk, campaign_id).lines[2]
    plans.go("campaigns")
    hands.tab_to(f"way_campaigns:{campaign_id}/{third.id}")
    hands.press(KEY.Key_Space)
    form = plans.form("campaign_begin")
    assert form.values["target"] == third.id
    plans.give("campaign_begin")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    hands.rest()
    assert hands.rooms.work.bench is not None
    assert hands.rooms.work.bench.target.id == third.target_id


def test_what_was_enlarged_waits_for_a_new_approval(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved(), targets=1)
    more = desk.store.targets("concrete_plant")[1].id
    who = registry.officers(desk.store)[0].id
    (entry,) = campaign_targets.add(desk, campaign_id, [NewEntry(more, (who,), TODAY)])
    plans.go("campaigns")
    assert plans.lines[0].state == "待重新报批"
    assert plans.told["重新报批"] == "批准之后加入的 1 家还没有批准"
    hands.tab_to(f"way_campaigns:{campaign_id}/{entry}")
    hands.press(KEY.Key_Space)
    place = desk.store.place
    plans.refused("campaign_begin", "campaign.enlarged")
    assert desk.store.place == place
    hands.press(KEY.Key_Escape)
    plans.deed(KEY.Key_G, "campaign_approval")
    plans.fill(approver="韩立群", at="2026-11-24 09:00", number="望住建专批〔2026〕4号")
    plans.refused("campaign_approval", "campaign.approval_same")
    assert hands.focused == "number", "the keys are at the field that is wrong"
    plans.fill(number="望住建专批〔2026〕5号")
    plans.give("campaign_approval")
    assert plans.lines[0].state == "逾期 1 家"
    campaign_visits.begin(desk, campaign_id, more)


def test_reassigning_taking_out_and_closing(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved())
    plans.go("campaigns")
    plans.deed(KEY.Key_E, "campaign_reassign")
    plans.fill(officers="祝云舟", day="12-01")
    plans.give("campaign_reassign")
    line = campaign_targets.progress(desk, campaign_id).lines[0]
    assert (line.officers[0], line.day) == ("祝云舟", date(2026, 12, 1))
    assert len(line.officers) == 2, "who goes along stays"
    plans.deed(KEY.Key_Delete, "campaign_remove")
    plans.fill(reason="企业已搬迁至邻区")
    plans.give("campaign_remove")
    assert "企业已搬迁至邻区" in " ".join(one.text for block in plans.sheet.blocks for one in block.facts)
    plans.deed(KEY.Key_L, "campaign_close")
    plans.fill(summary="企业搬迁，其余并入下季度")
    plans.give("campaign_close")
    assert plans.lines[0].state == "已结束"
    assert plans.told["2026-11-24"].startswith("企业搬迁，其余并入下季度")
    assert set(deeds(plans).values()) == {"已经结束"}


def test_a_refusal_stands_in_the_form_and_nothing_is_written(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("campaigns")
    plans.new("campaign_form")
    plans.fill(name=NAME, source=SOURCE, first="12-20", last="12-01", owner="顾南乔")
    place = desk.store.place
    plans.refused("campaign_form", "campaign.days")
    assert hands.focused == "last"
    plans.fill(last="哪天")
    plans.refused("campaign_form", "ui.bad_day")
    assert hands.focused == "last"
    plans.fill(last="12-25")
    plans.tick("checklists_campaign_flood")
    plans.refused("campaign_form", "campaign.source_lacks_word")
    assert hands.focused == "source"
    assert desk.store.place == place
    hands.press(KEY.Key_Escape)
    hands.rest()
    plans.new("campaign_form")
    again = plans.form("campaign_form")
    assert again.values["name"] == NAME
    assert again.values["last"] == "12-25"
    assert again.values["checklists"] == ["campaign_flood"]


def test_nothing_found_is_said_at_the_words(plans: PlanHands) -> None:
    hands = plans.hands
    planned(hands, targets=1)
    plans.go("campaigns")
    plans.deed(KEY.Key_T, "campaign_find")
    plans.fill(words="查无此处")
    plans.refused("campaign_find", "campaign.nothing_found")
    assert hands.focused == "words"


def test_the_task_list_by_keys(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands)
    plans.go("items")
    plans.new("item_form")
    plans.fill(title="修订检查表", owner="祝云舟", begins="11-20", due="11-18", measure="新表印发")
    plans.refused("item_form", "plan.days")
    assert hands.focused == "due"
    plans.fill(due="11-23")
    plans.tick(f"links_campaign|{campaign_id}")
    plans.give("item_form")
    (line,) = plans.lines
    assert (line.title, line.state, line.tone) == ("修订检查表", "已逾期", "red")
    assert line.right_note == "逾期 1 天"
    links = next(one for one in plans.sheet.blocks if one.title == "挂在")
    assert [(one.text, one.state) for one in links.facts] == [(NAME, "已查 0/3")]
    plans.deed(KEY.Key_Return, "item_note")
    plans.fill(note="初稿完成")
    plans.give("item_note")
    assert plans.told["2026-11-24"] == "初稿完成"
    plans.deed(KEY.Key_G, "item_finish")
    plans.fill(note="已印发")
    plans.give("item_finish")
    assert plans.lines[0].state == "已完成"
    assert deeds(plans)["finish"] == "已经完成"
    plans.deed(KEY.Key_Delete, "item_drop")
    plans.fill(reason="并入季度专项")
    plans.give("item_drop")
    (item,) = plan_items.items(desk, 2026)
    assert (item.state, item.dropped) == (TaskState.DROPPED, "并入季度专项")
    assert deeds(plans)["note"] == "已经取消"
    hands.tab_to(f"way_plans:campaigns:{campaign_id}")
    hands.press(KEY.Key_Space)
    hands.until(lambda: plans.sheet.title == NAME, "it leads to its campaign")


def test_the_round_says_what_is_due_and_takes_a_closed_plant(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("round")
    assert {one.state for one in plans.lines} == {"待检查"}
    count = len(plans.lines)
    plans.choose("砺石")
    assert plans.told["应查"] == str(count)
    assert plans.told["今年次数"] == "计入频次 0 次，上限 6 次"
    plans.deed(KEY.Key_L, "target_closed")
    plans.fill(closed_on="2026-12-01", closed_reason="注销公告")
    plans.refused("target_closed", "life.future")
    assert hands.focused == "closed_on"
    plans.fill(closed_on="2026-11-20")
    plans.give("target_closed")
    assert next(one.state for one in plans.lines if "砺石" in one.title) == "已停业"
    assert deeds(plans)["begin"] == "已经停业"
    assert plans.told["停业"].splitlines()[0] == "2026-11-20"
    plans.deed(KEY.Key_R)
    hands.until(lambda: all(one.state == "待检查" for one in plans.lines), "it is in business again")
    plans.deed(KEY.Key_M, "target_opened")
    plans.fill(opened_on="2026-11-20")
    plans.give("target_opened")
    assert plans.told["开业"] == "2026-11-20"
    target_id = desk.store.search("砺石", ("target",), 1)[0].id
    hands.tab_to(f"way_target:{target_id}")
    hands.press(KEY.Key_Space)
    hands.until(lambda: hands.rooms.frame.page == "dossier", "it leads to the file of the target")
    hands.rest()


def a_draw(plans: PlanHands, *, barred: str = "", want: str = "3") -> None:
    plans.new("draw_form")
    plans.fill(
        occasion="2026年11月双随机抽查",
        kind="预拌混凝土",
        want=want,
        first="11-24",
        last="12-18",
        exclude="砺石，正在立案调查",
        barred=barred,
    )


def test_a_draw_is_frozen_drawn_and_checked_by_keys(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("draws")
    a_draw(plans, barred="顾南乔，江砼，配偶在该企业任职")
    plans.ask("draw_form")
    frozen = plans.form("draw_freeze")
    told = {one.code: one.value for one in frozen.form.fields}
    assert told["pool_out"] == "望川砺石混凝土有限公司：正在立案调查"
    assert told["pool_barred"] == "顾南乔，望川江砼混凝土有限公司，配偶在该企业任职"
    shown = told["pool_hash"].replace("\n", "")
    assert desk.store.records("draw") == [], "nothing is frozen before it was seen"
    plans.give("draw_freeze")
    (line,) = plans.lines
    assert line.state == "名单已冻结"
    assert plans.told["校验值"].replace(" ", "") == shown, "the hash that was shown is the one that is frozen"
    assert "种子" not in plans.told
    assert deeds(plans)["check"] == "还没有抽取"
    plans.deed(KEY.Key_Return, "draw_seed")
    plans.fill(how="当场报出", seed="35")
    plans.refused("draw_seed", "draw.witness_missing")
    assert hands.focused == "witness"
    plans.fill(witness="王委员")
    plans.refused("draw_seed", "draw.seed")
    assert hands.focused == "seed"
    plans.fill(seed="351624")
    plans.give("draw_seed")
    assert plans.lines[0].state == "已抽取"
    result = next(one for one in plans.sheet.blocks if one.title == "抽取结果")
    (drawn,) = draws.of_year(desk, 2026)
    assert [one.link for one in result.facts] == [f"target:{one.target_id}" for one in drawn.result]
    assert len(result.facts) == 3
    check = next(one for one in plans.sheet.blocks if one.title == "核对")
    assert [one.state for one in check.facts] == ["一致"]
    plans.deed(KEY.Key_G)
    hands.until(lambda: "全部一致" in hands.notice, "it says that the draw holds")
    plans.deed(KEY.Key_U)
    hands.until(lambda: "名单已复制" in hands.notice, "the list is there for whoever reckons it again")
    copied = QGuiApplication.clipboard().text()
    assert sha256(copied.encode()).hexdigest() == drawn.pool.hash
    assert all(one.target_id in copied for one in drawn.result)


def test_names_that_fit_nobody_are_refused_at_their_field(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("draws")
    a_draw(plans, barred="李四，江砼，亲属")
    place = desk.store.place
    plans.refused("draw_form", "draw.line_unknown")
    assert hands.focused == "barred"
    plans.fill(barred="顾南乔，江砼")
    plans.refused("draw_form", "draw.line_incomplete")
    plans.fill(barred="顾南乔，望川，亲属")
    plans.refused("draw_form", "draw.line_several")
    plans.fill(barred="", want="99")
    plans.refused("draw_form", "draw.too_few_targets")
    assert hands.focused == "want"
    assert desk.store.place == place


def test_what_was_filled_in_stays_until_the_list_is_frozen(plans: PlanHands) -> None:
    hands = plans.hands
    plans.go("draws")
    a_draw(plans)
    plans.ask("draw_form")
    plans.form("draw_freeze")
    hands.press(KEY.Key_Escape)
    hands.rest()
    plans.new("draw_form")
    assert plans.form("draw_form").values["occasion"] == "2026年11月双随机抽查"
    plans.ask("draw_form")
    plans.give("draw_freeze")
    plans.new("draw_form")
    assert plans.form("draw_form").values["occasion"] == ""


def test_a_list_is_drawn_again_only_with_a_reason(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("draws")
    a_draw(plans)
    plans.ask("draw_form")
    plans.give("draw_freeze")
    plans.deed(KEY.Key_Return, "draw_seed")
    plans.give("draw_seed")
    first = draws.of_year(desk, 2026)[0]
    assert first.seed_by == draws.BY_PROGRAM
    a_draw(plans)
    plans.refused("draw_form", "draw.again")
    hands.press(KEY.Key_Escape)
    hands.rest()
    plans.deed(KEY.Key_R, "draw_again")
    again = plans.form("draw_again")
    assert again.values["occasion"] == first.pool.occasion
    assert again.values["kind"] == "concrete_plant"
    assert not again.accept_button.isEnabled(), "the reason is lacking"
    plans.fill(reason="一名执法人员调离")
    plans.ask("draw_again")
    plans.give("draw_freeze")
    second = next(one for one in draws.of_year(desk, 2026) if one.id != first.id)
    assert (second.again_of, second.reason) == (first.id, "一名执法人员调离")
    assert plans.told["重新抽取"] == "一名执法人员调离"


def test_a_forged_result_is_red_on_its_sheet(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    plans.go("draws")
    a_draw(plans)
    plans.ask("draw_form")
    plans.give("draw_freeze")
    plans.deed(KEY.Key_Return, "draw_seed")
    plans.give("draw_seed")
    (drawn,) = draws.of_year(desk, 2026)
    (_, result) = desk.store.acts("draw", drawn.id)
    hands.clock.moment += timedelta(minutes=1)
    with desk.store.transaction(desk.user) as tx:
        tx.act("draw", "draw", drawn.id, {**result.content, "seed": "999999"})
    hands.press(KEY.Key_F5)
    hands.until(lambda: plans.sheet.state == "不符", "the sheet shows it")
    check = next(one for one in plans.sheet.blocks if one.title == "核对")
    assert [one.text for one in check.facts] == ["同一份名单抽了 2 次。"]
    assert plans.told["种子"].startswith(drawn.seed), "the first holds"
    plans.deed(KEY.Key_G)
    hands.until(lambda: "有 1 处不符" in hands.notice, "what differs is said")


def test_a_visit_begun_anywhere_is_asked_for_its_campaign(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved())
    first = campaign_targets.progress(desk, campaign_id).lines[0]
    hands.go_to("today")
    hands.press(KEY.Key_N, CTRL)
    hands.dialog("target_picker")
    hands.write(first.target[2:4])
    hands.rest()
    hands.press(KEY.Key_Return)
    plans.form("visit_campaign")
    assert hands.focused == "visit_campaign_accept"
    hands.press(KEY.Key_Return)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    hands.rest()
    visit = inspections.inspection_of(desk.store, hands.rooms.work.inspection_id)
    assert visit.source == SOURCE
    assert [one.name for one in visit.officers] == list(first.officers)
    became = campaign_targets.progress(desk, campaign_id).lines[0].standing
    assert (became.progress, became.visit_id) == (Progress.UNDER_WAY, visit.id)


def test_an_ordinary_visit_is_chosen_all_the_same_and_the_cap_is_said_calmly(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved())
    first = campaign_targets.progress(desk, campaign_id).lines[0]
    for n in range(6):
        began = datetime(2026, 3 + n, 2, 9, 0, tzinfo=CHINA)
        visit = inspections.begin(
            desk,
            first.target_id,
            (),
            started=began.isoformat(),
            ended=(began + timedelta(hours=1)).isoformat(),
            source="日常监督检查",
        )
        inspections.conclude(desk, visit)
    hands.go_to("today")
    hands.press(KEY.Key_N, CTRL)
    hands.dialog("target_picker")
    hands.write(first.target[2:4])
    hands.rest()
    hands.press(KEY.Key_Return)
    plans.form("visit_campaign")
    plans.fill(campaign="日常检查")
    plans.give("visit_campaign")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the visit was begun, whatever the cap")
    hands.until(lambda: "这是第 7 次，上限是 6 次" in hands.notice, hands.notice)
    assert hands.rooms.frame.notice.property("k") == "note-info"
    became = campaign_targets.progress(desk, campaign_id).lines[0].standing
    assert became.progress is Progress.OVERDUE, "it counts to no campaign"


def test_what_was_kept_of_a_target_that_is_gone_is_not_given(plans: PlanHands) -> None:
    hands, desk = plans.hands, plans.hands.desk
    campaign_id = planned(hands, approval=approved())
    first = campaign_targets.progress(desk, campaign_id).lines[0]
    plans.go("campaigns")
    plans.deed(KEY.Key_E, "campaign_reassign")
    plans.fill(day="12-01")
    hands.press(KEY.Key_Escape)
    hands.rest()
    campaign_targets.remove(desk, first.id, "企业已搬迁至邻区")
    plans.deed(KEY.Key_E, "campaign_reassign")
    form = plans.form("campaign_reassign")
    assert form.values["target"] == ""
    assert not form.accept_button.isEnabled()
    hands.press(KEY.Key_Escape)
