"""管理: the office's own matters by keys alone; what is refused is said in the form; others only read."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import typer
from PySide6.QtWidgets import QApplication, QCheckBox

from inspector_app import assets
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import staff
from inspector_app.casework.papers import sheets
from inspector_app.casework.people import accounts, editions, proofs, workspace
from inspector_app.casework.plans import campaigns
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.cli.hub import hub
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.people import Officer
from inspector_app.ui.administration import machines_joining
from inspector_app.ui.controls.delegate import BESIDE, RowDelegate
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.style import painting
from tests.casework.bureau import CHEAP, INSPECTOR
from tests.casework.test_office_years import another_laptop
from tests.stories.approval_hands import sit_down
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import MORNING
from tests.stories.office_hands import KEY, OfficeHands
from tests.stories.stage import Dresser, Opener
from tests.ui.wearing import LOOKS

PIN = workspace.TRAINING_PIN
CHANGES = {"change", "give", "leave", "back", "shut", "use", "pack", "proof", "set", "note"}
"""Deeds by which something becomes otherwise."""


def signing(hands: Hands) -> Desk:
    assert hands.desktop._session is not None
    return hands.desktop._session.sign(PIN)


@pytest.fixture
def office(seated: Hands) -> OfficeHands:
    return OfficeHands(seated)


def test_the_page_is_reached_by_keys_and_left_again(seated: Hands) -> None:
    office = OfficeHands(seated)
    assert office.hands.rooms.administration.matter == "staff"
    seated.press(KEY.Key_Escape)
    assert seated.rooms.frame.page == "settings"
    seated.press(KEY.Key_K, CTRL)
    seated.write("保管期限")
    seated.rest()
    seated.press(KEY.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == "administration")


def test_somebody_is_registered_changed_and_found_by_initials(office: OfficeHands) -> None:
    hands = office.hands
    hands.press(KEY.Key_O, CTRL)
    form = office.form("staff_officer")
    office.fill(form, name="宋知夏", certificate="5199030999", first="2024-01-01", last="2023-01-01")
    office.give(form)
    assert "早于" in form.notice.accessibleName()  # nothing is lost, nothing was kept
    assert "宋知夏" not in {one.name for one in registry.officers(hands.store)}
    office.fill(form, last="2026-12-10")
    office.give(form)
    office.gone(form)
    assert office.lines[0].title == "宋知夏"
    assert office.lines[0].state == "30 日内到期"
    hands.press(KEY.Key_F, CTRL)
    hands.write("szx")
    hands.until(lambda: len(office.lines) == 1)
    hands.press(KEY.Key_Return)
    hands.rest()
    hands.until(lambda: office.sheet.id == office.lines[0].id)
    hands.press(KEY.Key_E, CTRL)
    form = office.form("staff_officer")
    office.fill(form, last="2029-12-10")
    office.give(form)
    office.gone(form)
    hands.rest()
    assert office.lines[0].state == "执法证有效"
    hands.press(KEY.Key_Escape)
    hands.until(lambda: len(office.lines) > 1)


def test_who_owes_nothing_leaves_and_stands_among_those_who_left(office: OfficeHands) -> None:
    hands = office.hands
    registry.add_officer(hands.desk, Officer("", "宋知夏", "7", date(2024, 1, 1), date(2029, 1, 1)))
    hands.press(KEY.Key_F5)
    hands.rest()
    office.choose("宋知夏")
    assert "没有未了的事项" in office.told
    hands.press(KEY.Key_Delete, CTRL)
    form = office.form("staff_leave")
    assert not form.accept_button.isEnabled()
    office.fill(form, reason="调离")
    office.give(form)
    office.gone(form)
    assert "宋知夏" in hands.notice
    assert "宋知夏" not in [one.title for one in office.lines]
    office.tab("gone")
    assert [(one.title, one.note, one.state) for one in office.lines] == [("宋知夏", "调离", "已离岗")]


def test_nobody_who_owes_leaves_without_somebody_who_goes_on(office: OfficeHands) -> None:
    hands = office.hands
    first, second = (one for one in registry.officers(hands.store) if not one.expert)
    target = hands.store.ids("target")[0]
    visit = inspections.begin(hands.desk, target, (first.id,), started="2026-11-24T09:00:00+08:00")
    hands.press(KEY.Key_F5)
    hands.rest()
    office.choose(first.name)
    assert "未结束的检查" in office.told
    hands.press(KEY.Key_Delete, CTRL)
    form = office.form("staff_leave")
    office.fill(form, reason="退休")
    assert not form.accept_button.isEnabled()
    office.fill(form, to=second.name)
    office.give(form)
    office.gone(form)
    there = hands.store.records("attendance", where={"inspection_id": visit})
    assert {one.fields["person_id"] for one in there} == {first.id, second.id}
    assert first.id not in {one.id for one in registry.officers(hands.store)}


def test_roles_are_signed_with_the_pin(office: OfficeHands) -> None:
    hands = office.hands
    me = next(one for one in staff.staff(hands.desk) if one.account is not None)
    office.choose(me.name)
    hands.press(KEY.Key_R, CTRL)
    form = office.form("staff_give")
    box = form.findChildren(QCheckBox)[0]
    assert box.text() == "内勤"
    box.setFocus()
    hands.press(KEY.Key_Space)
    office.fill(form, pin="111111")
    office.give(form)
    assert form.isVisible()
    assert "还可以试 4 次" in form.notice.accessibleName()
    office.fill(form, pin=PIN)
    office.give(form)
    office.gone(form)
    assert "内勤" in hands.notice
    assert "内勤" in office.told


def test_stamped_sheets_go_out_come_back_and_are_spoilt(office: OfficeHands) -> None:
    hands = office.hands
    office.go("sheets")
    assert not office.lines
    hands.press(KEY.Key_O, CTRL)
    form = office.form("sheets_out")
    office.fill(form, to="培训员", first="a00001", last="a00010")
    office.give(form)
    office.gone(form)
    sheets.issue(hands.desk, "A00021", "A00022", "trainee")
    hands.press(KEY.Key_F5)
    hands.rest()
    (line,) = office.lines
    assert (line.title, line.state) == ("培训员", "余 12 张")
    assert "A00001—A00010、A00021—A00022" in office.told
    assert "A00011—A00020" in office.told  # nobody ever handed these out
    hands.press(KEY.Key_R, CTRL)
    form = office.form("sheets_back")
    office.fill(form, last="A00030")
    office.give(form)
    assert form.isVisible()  # some of these nobody has: nothing was taken back
    assert sheets.left(hands.store, "trainee") == 12
    office.fill(form, last="A00002")
    office.give(form)
    office.gone(form)
    office.tab("every")
    office.choose("A00005")
    hands.press(KEY.Key_Delete, CTRL)
    form = office.form("sheets_spoil")
    office.fill(form, reason="卡纸")
    office.give(form)
    office.gone(form)
    told = sheets.counts(hands.store, "trainee")
    assert (told.free, told.spoilt, told.returned) == (9, 1, 2)


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return shutil.copytree(assets.folder("forms"), tmp_path / "forms")


def change(forms: Path, name: str, old: str, new: str) -> None:
    path = forms / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def look_at(office: OfficeHands, forms: Path) -> None:
    office.go("forms")
    office.hands.press(KEY.Key_O, CTRL)
    form = office.form("forms_look")
    office.fill(form, folder=str(forms))
    office.give(form)
    office.gone(form)
    office.hands.rest()
    office.hands.until(lambda: office.sheet.id == "candidate")


def test_an_edition_is_checked_compared_and_signed_into_use(office: OfficeHands, forms: Path) -> None:
    hands = office.hands
    change(forms, "options.toml", "reply_days = 3", "reply_days = 5")
    change(forms, "documents/stop_work_notice.toml", "{机号}-{流水}", "{机号}第{流水}")
    look_at(office, forms)
    assert (office.sheet.state, office.why_not("use")) == ("可以启用", "")
    assert "书面回复工作日数 3 → 5 改动" in office.told
    assert "{机号}第{流水}号" in office.told
    hands.press(KEY.Key_Return, CTRL)
    form = office.form("forms_use")
    office.fill(form, pin=PIN)
    office.give(form)
    office.gone(form)
    room = hands.store.folder.path / workspace.FORMS
    assert editions.in_use(hands.store, room)[0].options.reply_days == 5
    assert [one.state for one in office.lines] == ["下次登录使用", "正在使用"]


@pytest.mark.parametrize(
    ("name", "old", "new", "state", "told"),
    [
        ("calendars/2026.toml", "2026-10-01, ", "", "1 个例子不符", "应为 False，得到 True"),
        ("options.toml", "reply_days = 3", "reply_days = 300", "1 处错误", "options.toml:"),
    ],
)
def test_one_that_fails_is_shown_with_its_fault_and_not_used(
    office: OfficeHands, forms: Path, name: str, old: str, new: str, state: str, told: str
) -> None:
    change(forms, name, old, new)
    before = office.hands.store.digest()
    look_at(office, forms)
    assert office.sheet.state == state
    assert told in office.told
    assert office.why_not("use")
    office.hands.press(KEY.Key_Return, CTRL)
    assert office.hands._open("forms_use") is None
    office.hands.press(KEY.Key_B, CTRL)
    office.hands.rest()
    assert [one.state for one in office.lines] == ["正在使用"]
    assert office.hands.store.digest() == before


def test_marks_are_ticked_with_their_source_and_taken_back(office: OfficeHands) -> None:
    hands = office.hands
    office.go("forms")
    office.tab("open")
    title = next(one.title for one in office.lines if one.title.endswith("decree37"))
    office.choose(title)
    assert "未核对" in office.told
    hands.press(KEY.Key_Return, CTRL)
    form = office.form("forms_proof")
    boxes = form.findChildren(QCheckBox)
    boxes[0].setFocus()
    hands.press(KEY.Key_Space)
    office.fill(form, source="国家法律法规数据库 2026-11")
    office.give(form)
    office.gone(form)
    hands.rest()
    assert len(proofs.proofs(hands.store)) == 1
    assert "培训员 2026-11-24 对照 国家法律法规数据库 2026-11" in office.told
    hands.press(KEY.Key_U, CTRL)
    form = office.form("forms_unproof")
    form.findChildren(QCheckBox)[0].setFocus()
    hands.press(KEY.Key_Space)
    office.give(form)
    office.gone(form)
    assert proofs.proofs(hands.store) == {}


def test_a_pack_is_written_and_a_name_that_is_taken_is_refused(office: OfficeHands, tmp_path: Path) -> None:
    hands = office.hands
    office.go("forms")
    out = tmp_path / "pack.zip"
    for taken in (False, True):
        hands.press(KEY.Key_E, CTRL)
        form = office.form("forms_pack")
        office.fill(form, out=str(out), pin=PIN)
        office.give(form)
        if not taken:
            office.gone(form)
    assert "已经有一个文件" in form.notice.accessibleName()
    assert out.stat().st_size > 10_000


def test_an_inspector_reads_and_is_told_why_nothing_may_be_changed(
    desktops: Opener, furnished_site: Path
) -> None:
    session = workspace.sign_in(
        furnished_site, "trainee", workspace.TRAINING_PASSWORD, PlayedClock(MORNING), PdfRenderer()
    )
    accounts.add(session.desk, workspace.TRAINING_PASSWORD, INSPECTOR, cost=CHEAP)
    session.close()
    hands = desktops(furnished_site)
    sit_down(hands, INSPECTOR)
    office = OfficeHands(hands)
    before = hands.store.digest()
    for name in hands.rooms.administration.matters:
        office.go(name)
        assert "只能看" in hands.rooms.administration._allowed.text(), name
        assert all(one.why_not for one in office.sheet.deeds if one.code in CHANGES), name
        if name in ("staff", "sheets", "holidays"):
            hands.press(KEY.Key_O, CTRL)
            assert not any(one.isVisible() for one in hands.desktop.window.findChildren(FormDialog))
    assert hands.store.digest() == before


def test_a_laptop_is_shut_out_with_the_pin_and_this_one_never(office: OfficeHands) -> None:
    hands = office.hands
    key = another_laptop(signing(hands))
    office.go("machines")
    assert [one.state for one in office.lines] == ["本机", "没有消息"]
    assert office.why_not("shut")
    office.choose("七号电脑")
    hands.press(KEY.Key_Delete, CTRL)
    form = office.form("machine_shut")
    form.findChildren(QCheckBox)[0].setFocus()
    hands.press(KEY.Key_Space)
    office.fill(form, pin=PIN)
    office.give(form)
    office.gone(form)
    assert [one.state for one in office.lines] == ["本机", "已停用"]
    assert hands.store.keyring.withdrawals()[key] == hands.desk.today()
    hands.press(KEY.Key_G, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "sync")


def test_the_way_of_a_new_laptop_is_told_and_its_commands_are_the_hub_s_own(office: OfficeHands) -> None:
    hands = office.hands
    office.go("machines")
    hands.press(KEY.Key_O, CTRL)
    hands.until(lambda: len(office.lines) == 4)
    hands.rest()
    assert "hub enrol --name 姓名 --role clerk" in office.told
    hands.press(KEY.Key_C, CTRL | SHIFT)
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 3
    assert "已复制" in hands.notice
    for step in machines_joining.steps():
        for _, told in step.commands:
            words = [one for one in told.split() if one.isascii()][1:]
            command = typer.main.get_command(hub).commands[words[1]]  # type: ignore[attr-defined]
            options = {one for each in command.params for one in each.opts}
            assert {one for one in words if one.startswith("--")} <= options, told
    office.choose(office.lines[1].title)
    assert "加入本局" in office.told


def test_a_year_of_holidays_is_entered_and_signed(office: OfficeHands) -> None:
    hands = office.hands
    office.go("holidays")
    assert (office.lines[0].title, office.lines[0].state) == ("2027", "未录入")
    hands.press(KEY.Key_O, CTRL)
    form = office.form("holidays_add")
    office.fill(form, holidays="1月1日至3日、2月30日", provenance="国办发明电〔2026〕9号")
    office.give(form)
    assert "2月30日" in form.notice.accessibleName()
    office.fill(form, holidays="1月1日至3日、10月1日至7日", workdays="9月26日")
    office.give(form)
    office.gone(form)
    form = office.form("forms_use")
    office.fill(form, pin=PIN)
    office.give(form)
    office.gone(form)
    rules = editions.in_use(hands.store, hands.store.folder.path / workspace.FORMS)[0]
    assert not rules.calendar.is_working(date(2027, 10, 4))
    assert rules.calendar.is_working(date(2027, 9, 26))
    hands.press(KEY.Key_R, CTRL)
    form = office.form("holidays_try")
    office.fill(form, start="2026-09-29", days="4")
    office.give(form)
    office.gone(form)
    assert "2026-10-10" in hands.notice  # a Saturday on which one works


def test_a_period_is_set_for_a_kind_of_file(office: OfficeHands) -> None:
    hands = office.hands
    office.go("retention")
    office.choose("停工案卷")
    hands.press(KEY.Key_E, CTRL)
    form = office.form("retention_kind")
    office.fill(form, how="若干年", years="0")
    office.give(form)
    assert form.isVisible()
    office.fill(form, years="30")
    office.give(form)
    office.gone(form)
    told = {one.title: (one.right, one.state) for one in office.lines}
    assert told["停工案卷"] == ("30 年", "单独规定")
    assert told["检查案卷"] == told["立案案卷"] == ("没有规定", "未规定")
    office.tab("over")
    assert not office.lines


def test_a_campaign_leads_to_the_plans(office: OfficeHands) -> None:
    hands = office.hands
    who = registry.officers(hands.store)[0].id
    plan = campaigns.NewCampaign("冬季", "冬季专项", date(2026, 11, 1), date(2026, 12, 31), who)
    campaigns.make(hands.desk, plan)
    office.go("campaigns")
    assert [(one.title, one.state) for one in office.lines] == [("冬季", "待批准")]
    hands.press(KEY.Key_Return, CTRL)
    hands.rest()
    assert (hands.rooms.frame.page, hands.rooms.ledger.section) == ("ledger", "plans")


def test_beside_large_words_no_certificate_s_number_is_cut_and_a_shortened_cell_tells_all(
    seated_in: Dresser,
) -> None:
    office = OfficeHands(seated_in(LOOKS["large"]))
    window = office.hands.desktop.window
    window.resize(1366, 768)
    office.hands.until(lambda: window.width() == 1366)
    view = office.view
    delegate, width = view.table.itemDelegate(), view.table.columnWidth(0)
    assert isinstance(delegate, RowDelegate)
    numbers = [line.note.partition(" · ")[0] for line in office.lines if line.note[:1].isdigit()]
    assert len(numbers) >= 2
    look = office.hands.rooms.administration._look
    assert all(painting.text_width(look, f"{one} …", 12) <= width - BESIDE for one in numbers)
    first = view.model.index(0, 0)
    assert delegate.cut(width, first) == f"{office.lines[0].title}\n{office.lines[0].note}"
    assert delegate.cut(2000, first) == ""
