"""Ledgers as other bureaux keep them, each with the list of what is accepted, merged and rejected by hand."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from inspector_app.casework.importing import bringing, returned
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.targets import registry
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.workbooks.reading import read
from tests.casework.bench import Bench
from tests.importing.books import parts
from tests.importing.desks import Desk, counts, rejected, skipped

THREE_ROWS = (
    ("序号", "工程概况", None, None, None, "参建单位", None, None, None, None, None, "备注"),
    (
        None,
        "工程名称",
        "标段",
        "施工许可证编号",
        "工程地点",
        "施工总承包单位",
        None,
        None,
        "监理单位",
        None,
        None,
        None,
    ),
    (None, None, None, None, None, "单位名称", "项目经理", "联系电话", "单位名称", "总监", "联系电话"),
)
DINGHENG, ZHENGHENG = "福建鼎恒建设集团有限公司", "正衡监理有限公司"
CREDIT = "91350100M000100Y43"


@pytest.fixture
def desk(bench: Bench, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


def party(desk: Desk, name: str, role: PartyRole = PartyRole.CONTRACTOR) -> Party:
    found = desk.named(name).party(role)
    assert found is not None
    return found


def test_a_three_row_head_printed_on_each_page_with_townships_totals_and_as_above(desk: Desk) -> None:
    rows = (
        ("青澜区在建房屋建筑工程监督台账",),
        ("填报单位：青澜区质安站", None, None, None, None, None, "填报日期：2026.11.20"),
        *THREE_ROWS,
        ("（一）", "长风街道"),
        (
            1,
            "青云府项目",
            "一标段",
            "350102202401010101",
            "青云路1号",
            DINGHENG,
            "林一",
            "13800000001",
            ZHENGHENG,
            "王一",
        ),
        (None, None, "二标段"),
        (
            2,
            "文澜学校扩建",
            None,
            "350102202401010102",
            "同上",
            "同上",
            "林二",
            "1３8-0000-0002",
            "〃",
            "王二",
            "139 0000 0002",
        ),
        ("长风街道小计", 2),
        ("承前页",),
        *THREE_ROWS,
        ("（二）", "海云街道"),
        (
            3,
            "附属小学迁建",
            None,
            "350102202401010103",
            "海云路9号",
            "海诚建工有限公司",
            "陈三",
            "13800000003.0",
        ),
        (4, "附属医院门诊楼"),
        (5, "海云大桥", None, "350102202401010104", None, None, "陈五"),
        ("合计（5个）",),
        ("制表人：张某", None, None, "审核人：李某", None, None, None, "填报日期：2026年11月20日"),
    )
    spans = (
        "A1:L1",
        "A3:A5",
        "B3:E3",
        "F3:K3",
        "L3:L5",
        "B4:B5",
        "C4:C5",
        "D4:D5",
        "E4:E5",
        "F4:H4",
        "I4:K4",
    )
    down = tuple(f"{one}7:{one}8" for one in "ABDEFGHIJ")
    told = desk.sites(*rows, merged=(*spans, *down))
    assert counts(told) == (5, 0, 0)
    assert rejected(told) == [(18, "G", "陈五", "import.person_without_company")]
    heads = [(n, "import.head_again") for n in (12, 13, 14)]
    assert skipped(told) == [
        (6, "import.section_row"),
        (10, "import.total_row"),
        (11, "import.total_row"),
        *heads,
        (15, "import.section_row"),
        (19, "import.total_row"),
        (20, "import.note_row"),
    ]
    second, third = desk.named("青云府项目二标段"), desk.named("文澜学校扩建")
    assert (second.project, second.address, third.address) == ("青云府项目", "青云路1号", "青云路1号")
    assert [(one.name, one.manager, one.phone) for one in third.parties] == [
        (DINGHENG, "林二", "13800000002"),
        (ZHENGHENG, "王二", "13900000002"),
    ]
    assert party(desk, "附属小学迁建").phone == "13800000003"
    assert counts(desk.sites(*rows, merged=(*spans, *down))) == (0, 0, 5)


def test_signs_that_nobody_sees_and_cells_that_hold_several(desk: Desk) -> None:
    head = (
        "项目\n名称",
        "监督编号",
        "施工许可证号",
        "施工单位（全称）",
        "*项目经理及电话（必填）",
        "面积（万㎡）",
        "建设单位",
        "建设单位联系人",
        "联系电话",
    )
    rows = (
        head,
        (
            "\u200b星河湾\u00a0甲",
            "'QL-001",
            "'3501",
            "\ufeff海诚建工有限公司",
            "张三\u202d13800000001\u202c",
            0.1 + 0.2,
            "海云置业",
            "李工\n王工",
            "\u202a+86 138-0000-0002\u202c",
        ),
        (
            "星河湾乙",
            "ＱＬ－００２",
            3502.0,
            "海诚建工有限公司",
            "李四（13800000001.0）",
            "12.5",
            "海云置业",
            "李工",
            "86-13800000002",
        ),
        (
            "星河湾丙",
            "QL-003",
            "3503、3504\n3505；3503",
            "海诚建工有限公司",
            "张三/13800000001，李四/13800000005",
            "3",
        ),
        ("星河湾丁", "QL-004", 3.5e17, "海诚建工有限公司", 1.38e10, True),
        ("星河湾戊", "QL-005", "3506、3507\n3508", True),
        ("星河湾己", "QL-006", "3509；3510\n3511", "海诚建工有限公司", 1.38e10),
        (12, "QL-007"),
    )
    told = desk.sites(*rows)
    assert counts(told) == (3, 0, 0)
    assert rejected(told) == [
        (4, "E", "张三/13800000001，李四/13800000005", "import.several_people"),
        (5, "C", "3.5e+17", "import.number_rounded"),
        (6, "D", "TRUE", "import.bad_name"),
        (8, "A", "12", "import.bad_name"),
    ]
    first, second, sixth = desk.named("星河湾 甲"), desk.named("星河湾乙"), desk.named("星河湾己")
    assert [one.field("permit") for one in (first, second, sixth)] == ["3501", "3502", "3509、3510、3511"]
    assert [one.field("supervision_number") for one in (first, second)] == ["QL-001", "QL-002"]
    assert (first.field("area"), second.field("area")) == ("0.3万㎡", "12.5万㎡")
    owner = party(desk, "星河湾 甲", PartyRole.OWNER)
    assert (owner.manager, owner.phone) == ("李工、王工", "13800000002")
    assert [party(desk, one).manager for one in ("星河湾 甲", "星河湾乙")] == ["张三", "李四"]
    again = desk.sites(*rows)
    assert (counts(again), rejected(again)) == ((0, 0, 3), rejected(told))


def test_a_sheet_for_each_township_beside_a_summary_and_what_is_hidden(desk: Desk) -> None:
    def township(name: str, street: str) -> list[list[object]]:
        head = [None, "序号", None, "项目名称", None, "地址", "施工单位", None, "镇街"]
        first = [None, 1, None, f"{name}安置房", None, "一路1号", "海诚建工有限公司", None, name]
        second = [None, 2, None, "跨界综合管廊", None, street, "海诚建工有限公司"]
        return [[f"{name}在建工程"], head, first, second]

    summary = (("在建工程汇总表",), ("镇街", "项目个数", "面积"), ("长风街道", 2, 100), ("合计", 2, 100))
    sheets = {
        "汇总": (summary, ()),
        "填表说明": ((("请各镇街按月更新",),), ()),
        "长风街道": (township("长风街道", "一路"), ()),
        "海云街道": (township("海云街道", "二路"), ()),
        "旧数据": ((("项目名称", "地址"), ("旧项目", "旧路")), ()),
    }
    from_file = desk.request(Kind.SITES, sheets, "台账.xlsx")
    assert [(one.sheet, one.skipped) for one in bringing.recognised(desk.bench.desk, from_file)][:3] == [
        ("汇总", "import.sheet_lacks_columns"),
        ("填表说明", "import.no_head"),
        ("长风街道", ""),
    ]
    told = desk.bring(from_file)
    assert counts(told) == (4, 0, 0)
    assert [(one.key, dict(one.shown)["sheet"]) for one in told.proposed] == [
        ("repeat:海云街道:4", "长风街道")
    ]
    assert dict(told.notes[0].values) == {"sheet": "汇总", "columns": ["名称"]}


def test_lots_in_other_writings_several_permits_and_builders_in_short(desk: Desk) -> None:
    rows = (
        ("工程名称", "标段/分期", "施工许可证号", "建设地点", "施工总承包单位（全称）", "面积(平方米)"),
        ("云栖里", "第一标段", "P1", "甲路", "中建三局第一建设工程有限责任公司", "12,345.60"),
        ("云栖里", "1标段", "P1", "甲路", "中建三局第一建设工程有限责任公司", "12,345.60"),
        ("云栖里", "二标段", "P1", "甲路", "中建三局", 20000),
        ("恒安苑", None, "P4、P5", "乙路", "海诚建工有限公司"),
        ("恒泰苑", None, "P6", "丙路", "海诚建工有限公司"),
        ("恒泰苑", None, "P7", "丁路", "海诚建工有限公司"),
    )
    told = desk.sites(*rows)
    assert (counts(told), rejected(told)) == ((4, 0, 1), [])
    assert [one.key for one in told.proposed] == ["company:中建三局", "repeat:台账:7"]
    assert sorted(desk.names) == ["云栖里二标段", "云栖里第一标段", "恒安苑", "恒泰苑"]
    assert desk.named("云栖里第一标段").field("area") == "12,345.60㎡"
    fewer = desk.sites(rows[0], ("恒安苑", None, "P5", "乙路", "海诚建工有限公司"), ("恒泰苑", None, "P8"))
    assert [one.fields for one in fewer.changed] == [(("施工许可证号", "P4、P5", "P5"),)]
    assert rejected(fewer) == [(3, "C", "P8", "import.other_number")]
    assert [one.key for one in desk.sites(*rows[:5]).proposed] == ["company:中建三局"]


def test_plants_with_one_code_for_two_and_a_station_in_brackets(desk: Desk) -> None:
    stations = (
        ("企业名称", "站点", "地址"),
        ("恒固混凝土有限公司", "港前站", "港前路"),
        ("恒固混凝土有限公司", "港后站", "港后路"),
    )
    desk.brought(Kind.PLANTS, {"站点": (stations, ())})
    rows = (
        (
            "序号",
            "企业名称（公章）",
            "统一社会信用代码",
            "资质证书编号",
            "站点地址",
            "法定代表人及电话",
            "联系方式",
            "生产线（条）",
        ),
        (
            1,
            "恒固混凝土有限公司（港前站）",
            CREDIT,
            "D1",
            "港前路6号",
            "郭固13800000001",
            "0591－88888888",
            "2条",
        ),
        (2, "新和建材有限公司", " 9135 0100 M000 100Y 43", "D2", "某路"),
        (3, "海诚混凝土有限公司", None, "D3;D4", "乙路", "赵六", "88888888/13800000003", 1),
    )
    told = desk.brought(Kind.PLANTS, {"搅拌站": (rows, ())})
    assert counts(told) == (1, 1, 0)
    assert rejected(told) == [(3, "C", CREDIT, "import.credit_code_of_other")]
    plant = party(desk, "恒固混凝土有限公司港前站", PartyRole.PLANT)
    assert (plant.name, plant.manager, plant.phone) == ("恒固混凝土有限公司", "郭固", "0591-88888888")
    third = desk.named("海诚混凝土有限公司")
    assert third.field("permit") == "D3、D4"
    assert party(desk, third.name, PartyRole.PLANT).phone == "88888888、13800000003"


def test_people_with_days_of_1900_and_one_certificate_for_two(desk: Desk) -> None:
    rows = (
        ("青澜区执法人员",),
        (),
        ("单位：质安站", None, None, "日期：2026.1.1"),
        ("编号", "姓 名", "行政执法证", None, None),
        (None, None, "证号", "证件发证时间", "执法证有效期到"),
        (1, "甲一", "'A1", 44562, 46752),
        (),
        (2, "甲二", "Ａ2", datetime(1905, 7, 14), datetime(2027, 1, 1)),  # noqa: DTZ001 - Excel knows no zone
        (3, "甲三", "A3", "二〇二二年一月一日", "长期"),
        (4, "甲·买买提", 5199020217.0, "2022.1.1", "2027年1月1日"),
        (5, "甲五", "A1", "2022.1.1", "2027.1.1"),
        (6, "6"),
        ("共计6人",),
        ("注：证件由省司法厅颁发",),
    )
    told = desk.brought(Kind.PEOPLE, {"名册": (rows, ("A4:A5", "B4:B5", "C4:E4"))})
    assert counts(told) == (2, 0, 0)
    assert rejected(told) == [
        (8, "D", "1905-07-14", "import.bad_day"),
        (9, "E", "长期", "import.bad_day"),
        (12, "B", "6", "import.bad_name"),
        (11, "C", "A1", "import.certificate_of_other"),
    ]
    assert skipped(told) == [(13, "import.total_row"), (14, "import.note_row")]
    there = {one.certificate: one.name for one in registry.officers(desk.bench.desk.store)}
    assert (there["A1"], there["5199020217"]) == ("甲一", "甲·买买提")


STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LINKS = (
    f'<Relationships><Relationship Id="rId1" Type="{STRICT}/worksheet" Target="/xl/worksheets/Sheet1.xml"/>'
    f'<Relationship Id="rId9" Type="{STRICT}/sharedStrings" Target="texts.xml"/></Relationships>'
)
TEXTS = (
    "<sst><si><t>项目\n名称</t></si><si><r><t>建设</t></r><r><t>地点 </t></r></si>"
    "<si><t>项目经理电话</t></si><si><t>施 工 单 位</t></si>"
    '<si><t xml:space="preserve"> 江滨路&#160;1号 </t><rPh><t>x</t></rPh></si></sst>'
)


def inline(place: str, *texts: str) -> str:
    """Return a cell whose text stands in it, in pieces of several looks."""
    told = "".join(f"<x:r><x:t>{one}</x:t></x:r>" for one in texts)
    return f'<x:c r="{place}" t="inlineStr"><x:is>{told}</x:is></x:c>'


ROWS = (
    "".join(f'<x:c t="s"><x:v>{n}</x:v></x:c>' for n in (0, 1, 3, 2)),
    '<x:c r="A3" t="str"><x:f>B1&amp;"x"</x:f><x:v>滨江府甲</x:v></x:c><x:c r="B3" t="s"><x:v>4</x:v></x:c>'
    + inline("C3", "海诚", "建工有限公司")
    + '<x:c r="D3"><x:f t="shared" si="0"/><x:v>1.38E+10</x:v></x:c>',
    inline("A4", "滨江府乙") + '<x:c r="B4" t="e"><x:v>#REF!</x:v></x:c>',
    inline("A5", "_x6EE8_江府丙_x000D_") + '<x:c r="B5" t="s"><x:v>99</x:v></x:c>',
)


def test_files_of_other_programs(desk: Desk) -> None:
    body = "".join(f"<x:row>{one}</x:row>" for one in ROWS)
    raw = parts(
        f'<x:worksheet xmlns:x="y"><x:sheetData>{body}</x:sheetData></x:worksheet>',
        **{"xl/_rels/workbook.xml.rels": LINKS, "xl/texts.xml": TEXTS},
    )
    told = desk.bring(bringing.Request(Kind.SITES, bringing.of_bytes(raw, "导出.xlsx", read)))
    assert (counts(told), rejected(told)) == ((2, 0, 0), [(3, "B", "#REF!", "import.error_value")])
    first = party(desk, "滨江府甲")
    assert (first.name, first.phone, desk.named("滨江府甲").address) == (
        "海诚建工有限公司",
        "13800000000",
        "江滨路 1号",
    )
    assert desk.named("滨江府丙").address == ""


def test_rows_sent_back_bring_along_what_the_rows_above_said(desk: Desk, tmp_path: Path) -> None:
    ledger = (
        ("序号", "检查", None, None),
        (None, "日期", "工程名称", "人员"),
        (1, "3月5日", "海云广场", "周砚"),
        (2, "〃", "海云广场二号", "同上"),
    )
    desk.sites(("项目名称", "地址"), ("海云广场", "海云路"), ("海云广场2期", "海云路"))
    desk.brought(Kind.PEOPLE, {"名册": ((("姓名",), ("周砚",)), ())})
    request = desk.request(Kind.HISTORY, {"检查": (ledger, ("A1:A2", "B1:D1"))}, "2026年台账.xlsx")
    weighed = bringing.weighed(desk.bench.desk, request)
    assert rejected(desk.bring(request)) == [(4, "C", "海云广场二号", "import.site_unknown")]
    path = tmp_path / "退回.xlsx"
    assert returned.save(path, weighed, lambda one: one.problem.code) == 1
    made = openpyxl.load_workbook(path)
    rows = list(made["检查"].iter_rows(values_only=True))
    assert rows == [
        ("2026年", None, None, None, None),
        ("序号", "检查日期", "工程名称", "检查人员", "退回原因"),
        (2, "3月5日", "海云广场二号", "周砚", "import.site_unknown"),
    ]
    made["检查"]["C3"] = "海云广场二期"
    made.save(path)
    again = desk.bring(bringing.Request(Kind.HISTORY, bringing.of_bytes(path.read_bytes(), path.name, read)))
    assert (counts(again), rejected(again)) == ((1, 0, 0), [])
