"""A plant quarter by window: drawn and checked, planned, one visited and ordered, one gone, the rest due."""

from hashlib import sha256

from PySide6.QtCore import Qt

from inspector_app.casework.papers import issued
from inspector_app.casework.plans import campaigns, draws, rounds
from inspector_app.domain.acts import ActKind
from inspector_app.domain.planning import Progress
from tests.documents.reading import bare, whole
from tests.stories import filling
from tests.stories.hands import Hands
from tests.stories.office import PLANT
from tests.stories.plan_hands import KEY, PLANT_KIND, PlanHands, furnish

NAME, SOURCE = "2026年第四季度预拌混凝土专项检查", "预拌混凝土企业季度专项检查"
NUMBER = "望住建专批〔2026〕4号"
ORDER = {
    **filling.VISIT,
    "findings.0.location": filling.text("2号生产线"),
    "document.trace": filling.text("临江雅苑二期3标段"),
    "document.reply_due": filling.text("7工"),
    "document.approval": filling.text("韩立群", "09:10", "望住建改批〔2026〕3-1号"),
}


def draw(plans: PlanHands) -> draws.Draw:
    """Freeze the list of all plants, and draw four of them by a seed that a witness throws."""
    plans.go("draws")
    plans.new("draw_form")
    plans.fill(occasion="2026年第四季度双随机", kind="预拌混凝土", want="4", first="11-24", last="12-25")
    plans.fill(exclude=f"{PLANT}，正在立案调查")
    plans.ask("draw_form")
    plans.give("draw_freeze")
    plans.deed(KEY.Key_Return, "draw_seed")
    plans.fill(how="当场报出", seed="352416", witness="纪检派驻组 王委员")
    plans.give("draw_seed")
    (told,) = draws.of_year(plans.hands.desk, 2026)
    return told


def plan(plans: PlanHands) -> str:
    """Plan the campaign, take in what was drawn, and note its approval."""
    plans.go("campaigns")
    plans.new("campaign_form")
    plans.fill(name=NAME, source=SOURCE, first="11-24", last="12-25", owner="顾南乔")
    plans.tick("checklists_concrete_plant")
    plans.give("campaign_form")
    plans.deed(KEY.Key_D, "campaign_draw")
    plans.fill(day="12-11")
    plans.give("campaign_draw")
    plans.deed(KEY.Key_G, "campaign_approval")
    plans.fill(approver="厉行舟", at="09:00", number=NUMBER)
    plans.give("campaign_approval")
    (told,) = campaigns.under_way(plans.hands.desk)
    return told.id


def order(hands: Hands) -> None:
    """Write down one finding of the open visit, and issue the order."""
    hands.new_finding()
    hands.phrase("wjjc")
    hands.choose_kind("整改")
    followed = filling.mend(hands, ORDER)
    assert "inspection.approval" not in followed, "the campaign's approval is the visit's"
    assert "inspection.officers" not in followed, "the officers that were drawn go"
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()


def test_a_draw_by_window_can_be_reckoned_by_hand(seated: Hands) -> None:
    where = furnish(seated.desk)
    plans = PlanHands(seated)
    told = draw(plans)
    shown = next(one for one in plans.sheet.blocks if one.title == "抽取结果")
    # By hand, as the method says it: the sha256 of seed, bar and id, the first four.
    ranked = sorted(where, key=lambda one: sha256(f"352416|{one}".encode()).hexdigest())
    assert [one.link for one in shown.facts] == [f"target:{one}" for one in ranked[:4]]
    assert all(len(one.officer_ids) == 2 for one in told.result)
    assert plans.told["见证人"] == "纪检派驻组 王委员"
    assert plans.told["校验值"].replace(" ", "") == sha256(told.pool.text().encode()).hexdigest()
    assert f"{PLANT}：正在立案调查" in plans.told["排除"]
    frozen, drawn = seated.store.acts("draw", told.id, ActKind.DRAW)
    assert frozen.order < drawn.order, "the list was frozen before there was a seed"
    plans.deed(KEY.Key_G)
    seated.until(lambda: "全部一致" in seated.notice, "it is reckoned again")


def test_a_plant_quarter(seated: Hands) -> None:
    furnish(seated.desk)
    hands, plans = seated, PlanHands(seated)
    drawn = draw(plans)
    campaign_id = plan(plans)
    plans.go("round")
    assert {one.state for one in plans.lines} == {"待检查"}
    assert len(plans.lines) == 6
    assert {one.right_note for one in plans.lines} == {"剩 37 天"}
    first, second = (draws.names(drawn.pool, [one.target_id])[0] for one in drawn.result[:2])

    # The first one is visited from the round; what is open at it is offered, Enter takes it.
    plans.choose(first)
    plans.deed(KEY.Key_Return, "visit_campaign")
    hands.press(KEY.Key_Return)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.target.name == first
    assert bench.inspection.source == SOURCE
    assert [one.id for one in bench.inspection.officers] == list(drawn.result[0].officer_ids)
    assert bench.inspection.approval is not None
    assert bench.inspection.approval.number == NUMBER
    order(hands)
    (paper,) = issued.all_documents(hands.store)
    assert (paper.kind, paper.addressee) == ("plant_order", first)
    assert bare(first) in whole(issued.pdf(hands.store, paper.id))
    plans.go("round")
    plans.choose(first)
    assert plans.sheet.state == "检查中"
    assert next(one.why_not for one in plans.sheet.deeds if one.code == "begin")
    hands.tab_to(f"way_bench:{bench.inspection.id}:")
    hands.press(KEY.Key_Space)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench is open")
    hands.rest()
    hands.tab_to("conclude")
    hands.press(KEY.Key_Space)
    hands.dialog("confirm_dialog")
    hands.press(KEY.Key_Return)
    hands.rest()

    # The second one turns out to be gone.
    plans.go("round")
    plans.choose(second)
    plans.deed(KEY.Key_L, "target_closed")
    plans.fill(closed_on="11-24", closed_reason="到场核实生产线已拆除，营业执照已注销")
    plans.give("target_closed")
    plans.go("campaigns")
    plans.deed(KEY.Key_Delete, "campaign_remove")
    plans.fill(target=second, reason="企业已停业，到场核实")
    plans.give("campaign_remove")
    assert plans.lines[0].note.startswith("已查 1/3")
    plans.go("round")
    told = {one.title: one.state for one in plans.lines}
    assert (told.pop(first), told.pop(second)) == ("已检查", "已停业")
    assert set(told.values()) == {"待检查"}
    assert len(told) == 4
    assert (plans.told["应查"], plans.told["已查"], plans.told["还欠"]) == ("5", "1", "4")
    assert (plans.told["发现问题"], plans.told["发出文书的企业"]) == ("1", "1")

    # The same by casework, and by a plain count of the journal.
    whole_round = rounds.standing(hands.desk, PLANT_KIND)
    assert len(whole_round.owed) == 4
    assert [one.name for one in whole_round.having(Progress.DONE)] == [first]
    concluded = hands.store.acts("inspection", None, ActKind.CONCLUDE, valid_only=True)
    assert [one.entity_id for one in concluded] == [bench.inspection.id]
    assert campaigns.campaign(hands.store, campaign_id).approved
