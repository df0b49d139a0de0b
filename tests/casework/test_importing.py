"""Dirty ledgers, each with the list of what is accepted, merged and rejected made by hand."""

from datetime import date
from pathlib import Path

import pytest

from inspector_app.casework.importing import bringing, map_files
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import Cancelled, RuleError, UsageError
from inspector_app.domain.parties import PartyRole
from tests.casework.bench import Bench
from tests.importing.desks import SITES, Desk, counts, rejected, skipped

CREDIT = "91350100M000100Y43"


@pytest.fixture
def desk(bench: Bench, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


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
