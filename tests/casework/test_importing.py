"""Dirty ledgers, each with the list of what is accepted, merged and rejected made by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.importing import bringing, days, map_files, words
from inspector_app.casework.importing.bringing import Request
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.days import YearHint
from inspector_app.casework.importing.outcomes import Accepted, Outcome
from inspector_app.casework.papers import board
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import Cancelled, RuleError, SignInError, UsageError
from inspector_app.domain.late import plain
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.targets import Target
from inspector_app.reports import figures
from inspector_app.workbooks.reading import read
from tests.casework.bench import Bench
from tests.importing.books import Sheet, book

CREDIT = "91350100M000100Y43"
SITES = ("序号", "项目名称", "监督编号", "建设地点", "施工单位", "项目经理", "电话")


class Desk:
    """A bench that workbooks are brought in at."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench, self.folder = bench, folder

    def request(
        self, kind: Kind, sheets: dict[str, Sheet], name: str = "台账.xlsx", *accepted: str
    ) -> Request:
        source = bringing.opened(book(self.folder / name, sheets), read)
        return Request(kind, source, accepted=Accepted.of(accepted))

    def brought(
        self, kind: Kind, sheets: dict[str, Sheet], name: str = "台账.xlsx", *accepted: str
    ) -> Outcome:
        return self.bring(self.request(kind, sheets, name, *accepted))

    def bring(self, request: Request) -> Outcome:
        return bringing.bring_in(self.bench.desk, bringing.weighed(self.bench.desk, request))

    def sites(
        self, *rows: Sequence[object], merged: Sequence[str] = (), accepted: Sequence[str] = ()
    ) -> Outcome:
        return self.brought(Kind.SITES, {"台账": (rows, merged)}, "台账.xlsx", *accepted)

    def named(self, name: str) -> Target:
        found = [one for one in registry.targets(self.bench.desk.store) if one.name == name]
        assert len(found) == 1, [one.name for one in registry.targets(self.bench.desk.store)]
        return found[0]

    @property
    def names(self) -> list[str]:
        return [one.name for one in registry.targets(self.bench.desk.store)]


@pytest.fixture
def desk(bench: Bench, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


def counts(told: Outcome) -> tuple[int, int, int]:
    return len(told.new), len(told.changed), len(told.same)


def rejected(told: Outcome) -> list[tuple[int, str, str, str]]:
    return [(one.place.row, one.place.column, one.value, one.problem.code) for one in told.rejected]


def skipped(told: Outcome) -> list[tuple[int, str]]:
    return [(one.place.row, one.code) for one in told.skipped]


def test_1_a_ledger_with_title_two_row_head_merged_cells_totals_and_notes(desk: Desk) -> None:
    rows = (
        ("青澜区2023年在建工程台账",),
        (
            "序号",
            "项目名称",
            "标段",
            "监督编号",
            "建设地点",
            "施工单位",
            None,
            None,
            "监理单位",
            None,
            "建筑面积（㎡）",
            "网格",
        ),
        (None, None, None, None, None, "名称", "项目经理", "电话", "名称", "总监", None, None),
        (
            1,
            "云栖里项目",
            "一标段",
            "JD2023001",
            "长风路18号",
            "鼎恒建设集团有限公司",
            "林叙白",
            13800000001.0,
            "正衡工程监理有限公司",
            "王衡 13900000002",
            86432,
            "3",
        ),
        (
            2,
            None,
            "二标段",
            "JD２０２３００２",
            "长风路　18号",
            "鼎恒建设集团有限公司",
            "张　三",
            "１３８００００００03",
            "正衡工程监理有限公司",
            None,
            1000.5,
            None,
        ),
        ("小计", None, None, None, None, None, None, None, None, None, 87432.5),
        ("序号", "项目名称", "标段", "监督编号", "建设地点", "施工单位"),
        ("二、海云片区",),
        (3, "恒安苑", None, 350100202601010101, "恒安路"),
        (4, "恒宁苑", None, "JD2023004", "恒宁路", "鼎恒建设集团有限公司", None, None, None, None, "=1+1"),
        (5, None, None, "JD2023005", "无名路"),
        (6,),
        ("注：本表数据截至年底。",),
    )
    spans = (
        "A1:L1",
        "A2:A3",
        "B2:B3",
        "C2:C3",
        "D2:D3",
        "E2:E3",
        "F2:H2",
        "I2:J2",
        "K2:K3",
        "L2:L3",
        "B4:B5",
    )
    told = desk.sites(*rows, merged=spans)
    assert counts(told) == (2, 0, 0)
    assert rejected(told) == [
        (9, "D", "3.501002026010101e+17", "import.number_rounded"),
        (10, "K", "=1+1", "import.formula_unreckoned"),
        (11, "B", "", "import.empty"),
    ]
    assert skipped(told) == [
        (6, "import.total_row"),
        (7, "import.head_again"),
        (8, "import.section_row"),
        (13, "import.note_row"),
    ]
    assert [(one.column, one.head) for one in told.unknown] == [("L", "网格")]
    first, second = desk.named("云栖里项目一标段"), desk.named("云栖里项目二标段")
    assert (first.project, second.project) == ("云栖里项目", "云栖里项目")
    contractor, supervisor = first.party(PartyRole.CONTRACTOR), first.party(PartyRole.SUPERVISOR)
    assert contractor is not None
    assert supervisor is not None
    assert (contractor.manager, contractor.manager_title, contractor.phone) == (
        "林叙白",
        "项目经理",
        "13800000001",
    )
    assert (supervisor.manager, supervisor.phone) == ("王衡", "13900000002")
    assert (first.field("area"), second.field("area")) == ("86432㎡", "1000.5㎡")
    assert second.field("supervision_number") == "JD2023002"
    assert second.address == "长风路 18号"
    again = desk.sites(*rows, merged=spans)
    assert (counts(again), rejected(again)) == ((0, 0, 2), rejected(told))


def test_2_phases_of_one_project_are_proposed_and_never_merged_by_themselves(desk: Desk) -> None:
    rows = (
        SITES,
        (1, "海云广场一期", "JD1", "海云路"),
        (2, "海云广场（二期）", "JD2", "海云路"),
        (3, "海云广场3#楼", "JD3", "海云路"),
        (4, "恒安苑", "JD4", "恒安路"),
    )
    told = desk.sites(*rows)
    assert counts(told) == (4, 0, 0)
    assert [(one.key, one.code, dict(one.shown)["count"]) for one in told.proposed] == [
        ("project:海云广场", "import.same_project", 3)
    ]
    assert {one.project for one in registry.targets(desk.bench.desk.store)} == {""}
    accepted = desk.sites(*rows, accepted=["project:海云广场"])
    assert counts(accepted) == (0, 3, 1)
    assert desk.named("海云广场3#楼").project == "海云广场"
    last = desk.sites(*rows)
    assert (counts(last), last.undecided) == ((0, 0, 4), [])


def test_3_companies_in_short_are_proposed_by_their_full_name(desk: Desk) -> None:
    rows = (
        SITES,
        (1, "恒安苑", "JD1", "恒安路", "鼎恒建设集团有限公司"),
        (2, "恒宁苑", "JD2", "恒宁路", "鼎恒建设"),
        (3, "恒泰苑", "JD3", "恒泰路", "中建九局"),
    )
    told = desk.sites(*rows)
    assert counts(told) == (3, 0, 0)
    assert [(one.place.row, one.place.column, one.key) for one in told.proposed] == [
        (3, "E", "company:鼎恒建设")
    ]
    party = desk.named("恒宁苑").party(PartyRole.CONTRACTOR)
    assert party is not None
    assert party.name == "鼎恒建设"
    accepted = desk.sites(*rows, accepted=["all"])
    assert [(one.place.row, one.fields) for one in accepted.changed] == [
        (3, (("施工单位", "鼎恒建设", "鼎恒建设集团有限公司"),))
    ]
    # On record in full, the ledger's nickname changes nothing.
    assert counts(desk.sites(*rows)) == (0, 0, 3)


def test_4_one_target_twice_and_numbers_that_contradict(desk: Desk) -> None:
    desk.sites(SITES, (1, "恒安苑", "JD1", "恒安路"), (2, "恒宁苑", "JD2", "恒宁路"))
    told = desk.sites(
        SITES,
        (1, "恒安苑", "JD1", "恒安路8号"),
        (2, "恒 安 苑", "JD1", "恒安路8号"),
        (3, "恒安苑", "JD1", "恒安路9号"),
        (4, "恒宁苑", "JD1"),
        (5, "恒宁苑", "JD9"),
        (6, "恒春苑", "3.5E+17"),
        (7, "恒夏苑", "JD7", None, "某某建设有限公司", "张三13800000001、李四13900000002"),
        (8, "恒秋苑", "JD8", None, None, "张三"),
        (9, "恒冬苑", "JD10", None, "某某建设有限公司", "王五", "不详"),
    )
    assert [(one.place.row, one.fields) for one in told.changed] == [(2, (("地址", "恒安路", "恒安路8号"),))]
    assert len(told.same) == 1
    assert [(one.key, one.accepted) for one in told.proposed] == [
        ("repeat:台账:4", False),
        ("repeat:台账:5", False),
    ]
    assert rejected(told) == [
        (7, "C", "3.5E+17", "import.number_rounded"),
        (8, "F", "张三13800000001、李四13900000002", "import.several_people"),
        (10, "G", "不详", "import.bad_phone"),
        (9, "F", "张三", "import.person_without_company"),
        (6, "C", "JD9", "import.other_number"),
    ]


def test_5_plants_by_credit_code(desk: Desk) -> None:
    head = ("企业名称", "站点", "统一社会信用代码", "资质证号", "生产线", "地址", "法定代表人", "联系电话")
    rows = (
        head,
        ("恒固混凝土有限公司", "港前站", f" {CREDIT.lower()} ", "D1", 2, "港前路6号", "郭固", "0591-8888888"),
        ("海诚混凝土有限公司", None, "91350100M000100Y44", "D2", 1),
    )
    told = desk.brought(Kind.PLANTS, {"混凝土": (rows, ())})
    assert counts(told) == (1, 0, 0)
    assert rejected(told) == [(3, "C", "91350100M000100Y44", "import.credit_code_wrong")]
    plant = desk.named("恒固混凝土有限公司港前站")
    party = plant.party(PartyRole.PLANT)
    assert party is not None
    assert (party.name, party.credit_code, party.manager) == ("恒固混凝土有限公司", CREDIT, "郭固")
    assert (plant.field("lines"), plant.field("permit")) == ("2", "D1")
    moved = (head, ("恒固混凝土有限公司", "港前站", CREDIT, "D1", 3, "港前路6号", "郭固", "0591-8888888"))
    again = desk.brought(Kind.PLANTS, {"混凝土": (moved, ())})
    assert [one.fields for one in again.changed] == [(("生产线", "2", "3"),)]


def test_6_people_with_terms_in_one_cell(desk: Desk) -> None:
    head = ("姓名", "执法证号", "有效期", "类别")
    rows = (
        ("执法人员名册",),
        head,
        ("周　砚", 5199020217, "2022.1.1-2027年12月31日", "执法人员"),
        ("沈知行", "5199020218", "2022-01-01至2027-12-31", None),
        ("许怀谷", None, None, "专家"),
        ("陆明远", "5199020219", "到退休"),
        ("周砚", "5199029999", "2022.1.1-2027.12.31"),
        ("合计", "3人"),
    )
    told = desk.brought(Kind.PEOPLE, {"名册": (rows, ())})
    assert counts(told) == (4, 0, 0)
    assert rejected(told) == [(6, "C", "到退休", "import.bad_day")]
    assert skipped(told) == [(8, "import.total_row")]
    again = desk.brought(Kind.PEOPLE, {"名册": (rows, ())})
    assert counts(again) == (0, 0, 4)
    people = {one.certificate: one for one in registry.officers(desk.bench.desk.store)}
    assert people["5199020217"].name == "周砚"
    assert people["5199020217"].valid_to == date(2027, 12, 31)
    changed = desk.brought(
        Kind.PEOPLE, {"名册": ((head, ("沈知行", "5199020218", "2022.1.1-2029.1.1"), ("沈知行", "1")), ())}
    )
    assert [one.fields for one in changed.changed] == [(("有效期止", "2027-12-31", "2029-01-01"),)]
    assert rejected(changed) == [(3, "B", "1", "import.other_certificate")]


LEDGER = (
    "序号",
    "检查日期",
    "检查类型",
    "项目名称",
    "检查人员",
    "出动人次",
    "问题数",
    "重大隐患数",
    "文书类型",
    "文号",
    "是否闭环",
)
REGISTER = ("文号", "签发日期", "文书类型", "受文单位", "事由", "期限", "签收人", "备注")


def prepared(desk: Desk) -> None:
    desk.sites(
        SITES,
        (1, "云栖里项目一标段", "JD1", "长风路", "鼎恒建设集团有限公司"),
        (2, "海云广场", "JD2", "海云路", "青澜宏岳建设集团有限公司"),
    )
    plants = (("企业名称", "地址"), ("恒固混凝土有限公司", "港前路6号"))
    desk.brought(Kind.PLANTS, {"企业": (plants, ())})
    people = (("姓名", "执法证号", "类别"), ("周砚", "A1", ""), ("沈知行", "A2", ""), ("许怀谷", "", "专家"))
    desk.brought(Kind.PEOPLE, {"名册": (people, ())})


def history(desk: Desk) -> dict[str, Sheet]:
    ledger = (
        ("2023年检查台账",),
        LEDGER,
        (
            1,
            "1月1日",
            "日常检查",
            "云栖里项目一标段",
            "周砚、沈知行",
            2,
            5,
            1,
            "限期整改通知书",
            "滨住建改[2023]12、13号",
            "是",
        ),
        (
            2,
            "2023.6.30",
            "专项检查",
            "海云广场",
            "周砚\n沈知行、许怀谷（专家）",
            2,
            3,
            0,
            "停工",
            "滨住建停(2023)3号",
            "",
        ),
        (
            3,
            date(2023, 7, 1),
            "季度检查",
            "恒固混凝土有限公司",
            "沈 知 行",
            1,
            2,
            None,
            "责令整改",
            "滨住建责【2023】1号",
            "",
        ),
        (4, "2023年7月2日（星期日）", "日常检查", "云栖里项目", "周砚、沈知行", 2),
        (5, "7月3日", "日常检查", "没有的项目", "周砚", 1),
        (6, "7月4日", "日常检查", "海云广场", "周砚、新来的", 2),
        (7, "7月5日", "日常检查", "海云广场", "周砚", 4),
        (8, "十月一日", "日常检查", "海云广场", "周砚", 1),
        (
            9,
            "7月6日",
            "日常检查",
            "海云广场",
            "周砚、沈知行",
            2,
            1,
            0,
            "限期整改通知书",
            "滨住建改〔2023〕99号",
            "",
        ),
        ("合计", None, None, None, None, 19),
    )
    register = (
        ("2023年文书登记簿",),
        REGISTER,
        (
            "滨住建改〔2023〕12号",
            "1月2日",
            "限期整改通知书",
            "鼎恒建设集团有限公司",
            "临边",
            "1月15日",
            "林叙白",
            "",
        ),
        (
            "滨住建改〔2023〕13号",
            "1月2日",
            "限期整改通知书",
            "鼎恒建设集团有限公司",
            "用电",
            None,
            "",
            "填错作废",
        ),
        (
            "滨住建停〔2023〕3号",
            "6.30",
            "局部停工通知书",
            "青澜宏岳建设集团有限公司",
            "基坑东侧",
            None,
            "",
            "",
        ),
        ("滨住建停〔2023〕4号", "7月1日", "停工通知书", "青澜宏岳建设集团有限公司", "脚手架", None, "", ""),
        ("滨住建责〔2023〕1号", "7月1日", "整改通知书", "恒固混凝土有限公司", "骨料", None, "", ""),
        ("滨住建改〔2023〕14号", None, "", "", "", None, "", "空号，作废"),
        ("滨住建奇〔2023〕5号", "7月2日", "", "鼎恒建设集团有限公司", "", None, "", ""),
        ("滨住建改〔2023〕12号", "1月9日", "限期整改通知书", "鼎恒建设集团有限公司", "", None, "", ""),
    )
    return {"检查台账": (ledger, ()), "登记簿": (register, ())}


def test_7_a_history_counts_by_its_own_days_and_void_papers_do_not(desk: Desk) -> None:
    prepared(desk)
    told = desk.brought(Kind.HISTORY, history(desk))
    assert counts(told) == (4 + 5, 0, 0)
    assert rejected(told) == [
        (10, "B", "十月一日", "import.bad_day"),
        (6, "D", "云栖里项目", "import.site_unknown"),
        (7, "D", "没有的项目", "import.site_unknown"),
        (8, "E", "周砚、新来的", "import.officer_unknown"),
        (9, "F", "4", "import.officers_differ"),
        (9, "A", "滨住建奇〔2023〕5号", "import.kind_unknown"),
        (10, "A", "滨住建改〔2023〕12号", "import.number_twice"),
        (11, "J", "滨住建改〔2023〕99号", "import.number_not_registered"),
    ]
    assert [(one.key, dict(one.shown)["whole"]) for one in told.undecided] == [
        ("site:云栖里项目", "云栖里项目一标段")
    ]
    assert skipped(told) == [(12, "import.total_row"), (8, "import.void_number")]
    store = board.reckoned(desk.bench.desk)
    half = {one.code: one.value for one in figures.count(store, date(2023, 1, 1), date(2023, 6, 30))}
    rest = {one.code: one.value for one in figures.count(store, date(2023, 7, 1), date(2023, 12, 31))}
    wanted = ("officer_visits", "site_visits", "plant_visits", "rectification_notices", "stop_work_notices")
    assert [half[one] for one in wanted] == [4, 2, 0, 1, 1]
    assert [rest[one] for one in wanted] == [3, 1, 1, 0, 1]
    assert (half["stop_work_partial"], half["stop_work_full"], half["plant_orders"]) == (1, 0, 0)
    assert (rest["stop_work_partial"], rest["stop_work_full"], rest["plant_orders"]) == (0, 0, 1)
    late = {plain(one.number): one.fate for one in store.late_numbers()}
    assert late[plain("滨住建改〔2023〕13号")] == "void"
    entries = store.digest()
    again = desk.brought(Kind.HISTORY, history(desk))
    assert (counts(again), store.digest()) == ((0, 0, 9 + 0), entries)


def test_8_a_history_that_was_accepted_corrected_or_lacks_its_register(desk: Desk) -> None:
    prepared(desk)
    sheets = history(desk)
    desk.brought(Kind.HISTORY, sheets, "台账.xlsx", "site:云栖里项目")
    ledger = [list(one) for one in sheets["检查台账"][0]]
    ledger[2][6] = 7
    ledger[2][4] = "周砚"
    ledger[2][5] = 1
    told = desk.brought(Kind.HISTORY, {**sheets, "检查台账": (ledger, ())})
    assert [one.fields for one in told.changed] == [
        (("问题数", "5", "7"), ("检查人员", "周砚、沈知行", "周砚")),
    ]
    alone = desk.brought(Kind.HISTORY, {"检查台账": (history(desk)["检查台账"][0][:3], ())}, "2023.xlsx")
    assert counts(alone) == (0, 1, 0)
    assert not rejected(alone)


def test_the_year_comes_from_title_sheet_file_or_neighbours_and_else_is_missed(desk: Desk) -> None:
    prepared(desk)
    rows = (LEDGER[:6], (1, "3月5日", "日常", "海云广场", "周砚", 1))
    told = desk.brought(Kind.HISTORY, {"台账": (rows, ())})
    assert rejected(told) == [(2, "B", "3月5日", "import.year_missing")]
    near = (
        LEDGER[:6],
        (1, "2022.12.30", "日常", "海云广场", "周砚", 1),
        (2, "1月3日", "日常", "海云广场", "周砚", 1),
    )
    assert rejected(desk.brought(Kind.HISTORY, {"台账": (near, ())})) == [
        (3, "B", "1月3日", "import.year_missing")
    ]
    assert counts(desk.brought(Kind.HISTORY, {"台账": (rows, ())}, "二〇二一 2021年.xlsx")) == (1, 0, 0)
    request = replace(desk.request(Kind.HISTORY, {"台账": (rows, ())}), year=2020)
    assert counts(desk.bring(request)) == (1, 0, 0)


def test_a_map_names_what_is_not_recognised_and_is_written_as_it_is_read(desk: Desk, tmp_path: Path) -> None:
    rows = (("甲", "乙", "丙"), ("恒安苑", "恒安路", "JD1"))
    request = desk.request(Kind.SITES, {"表": (rows, ()), "另表": ((("x",),), ())})
    with pytest.raises(RuleError, match="nothing_recognised"):
        bringing.weighed(desk.bench.desk, request)
    path = tmp_path / "map.toml"
    told = '[[sheet]]\nname = "表"\nhead = 1\n[sheet.columns]\nA = "name"\n"丙" = "supervision_number"\n'
    path.write_text(told, "utf-8")
    applied = map_files.applied(desk.bench.desk, request, map_files.read(path))
    weighed = bringing.weighed(desk.bench.desk, applied)
    assert counts(weighed.outcome) == (1, 0, 0)
    fields = {one.part: bringing.fields_of(desk.bench.desk, applied, one.part) for one in weighed.maps}
    path.write_text(map_files.text(applied, weighed.maps, fields), "utf-8")
    again = map_files.applied(desk.bench.desk, request, map_files.read(path))
    assert next(one.columns for one in again.maps or ()) == weighed.maps[0].columns
    for wrong, code in (
        (told.replace('"name"', '"nothing"', 1).replace("name = ", "name = "), "import.map_unknown_field"),
        (told.replace('"丙"', '"丁"'), "import.map_unknown_column"),
        (told.replace('name = "表"', 'name = "没有"'), "import.sheet_missing"),
    ):
        path.write_text(wrong, "utf-8")
        with pytest.raises(RuleError) as refused:
            map_files.applied(desk.bench.desk, request, map_files.read(path))
        assert refused.value.code == code
    path.write_text("kind =", "utf-8")
    with pytest.raises(UsageError, match="map_unreadable"):
        map_files.read(path)


class _Stops:
    """Changes its mind at the second step."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, done: int, total: int, doing: str = "") -> None:
        self.steps += 1
        if self.steps > 1:
            raise Cancelled


def test_a_cancelled_import_leaves_whole_rows_and_goes_on(desk: Desk) -> None:
    rows = (SITES, *((n, f"恒安苑甲{n}", f"JD{n}", "恒安路", "鼎恒建设集团有限公司") for n in range(1, 131)))
    request = desk.request(Kind.SITES, {"台账": (rows, ())})
    weighed = bringing.weighed(desk.bench.desk, request)
    assert desk.names == []
    with pytest.raises(Cancelled):
        bringing.bring_in(desk.bench.desk, weighed, _Stops())
    there = registry.targets(desk.bench.desk.store)
    assert len(there) == 100
    assert all(len(one.parties) == 1 for one in there)
    assert counts(desk.bring(request)) == (30, 0, 100)


def test_a_history_with_papers_asks_for_the_signature_before_it_writes(desk: Desk) -> None:
    prepared(desk)
    request = desk.request(Kind.HISTORY, history(desk))
    unsigned = replace(desk.bench.desk, signer=None)
    weighed = bringing.weighed(unsigned, request)
    assert weighed.signs
    with pytest.raises(SignInError, match="not_signed"):
        bringing.bring_in(unsigned, weighed)
    assert desk.bench.desk.store.records("inspection") == []


@given(st.dates(date(1971, 1, 1), date(2098, 12, 31)))
def test_a_day_is_read_in_every_writing(day: date) -> None:
    year, month, of_month = day.year, day.month, day.day
    for told in (
        f"{year}.{month}.{of_month}",
        f"{year}年{month}月{of_month}日",
        f"{year}-{month:02}-{of_month:02} 星期四",
        f"{year}/{month}/{of_month} 9:30",
        f"{year}{month:02}{of_month:02}",
        (day - date(1899, 12, 30)).days,
        float((day - date(1899, 12, 30)).days) + 0.4,
    ):
        assert days.read(told, YearHint()) == day, told
    assert days.read(f"{month}月{of_month}日", YearHint(year)) == day
    assert days.read(f"{month}.{of_month}", YearHint(near=day)) == day
    assert days.read((day - date(1904, 1, 1)).days, YearHint(), since_1904=True) == day


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["、", "；", "\n", ",", " ", ";  "]))
def test_numbers_in_one_cell_are_parted(first: int, second: int, sign: str) -> None:
    told = f"滨住建改[2023]{first}号{sign}滨住建停（2023）{second}号"
    assert words.numbers(told) == (f"滨住建改〔2023〕{first}号", f"滨住建停〔2023〕{second}号")


def test_a_neighbour_half_a_year_away_tells_no_year() -> None:
    near = date(2022, 12, 30)
    assert days.read("1月3日", YearHint(near=near)) is None
    assert days.read("12月3日", YearHint(near=near)) == date(2022, 12, 3)
    assert days.near([None, near, None], 2) == near
    assert near + timedelta(0) == near
