"""Old ledgers and registers of documents, each with the list made by hand of what comes of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector_app.casework.importing import bringing
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.papers import board
from inspector_app.domain.errors import SignInError
from inspector_app.domain.late import plain
from inspector_app.reports import figures
from tests.casework.bench import Bench
from tests.importing.books import Sheet
from tests.importing.desks import SITES, Desk, counts, rejected, skipped


@pytest.fixture
def desk(bench: Bench, tmp_path: Path) -> Desk:
    return Desk(bench, tmp_path)


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
        (8, "十月初", "日常检查", "海云广场", "周砚", 1),
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
        (10, "B", "十月初", "import.bad_day"),
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


def test_a_history_with_papers_asks_for_the_signature_before_it_writes(desk: Desk) -> None:
    prepared(desk)
    request = desk.request(Kind.HISTORY, history(desk))
    unsigned = replace(desk.bench.desk, signer=None)
    weighed = bringing.weighed(unsigned, request)
    assert weighed.signs
    with pytest.raises(SignInError, match="not_signed"):
        bringing.bring_in(unsigned, weighed)
    assert desk.bench.desk.store.records("inspection") == []


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


TWO_ROWS = (
    ("青澜区质量安全监督检查台账",),
    ("填报单位：质安站", None, None, None, None, None, "填报日期：2026年11月20日"),
    ("序号", "检查情况", None, None, None, "隐患", None, "文书", None, None, "复查"),
    (
        None,
        "检查时间",
        "工程名称",
        "检查人员",
        "出动人次",
        "隐患数",
        "其中重大",
        "文书种类",
        "文书编号",
        "整改期限",
        "复查结果",
    ),
    (
        1,
        "二〇二六年三月五日",
        "云栖里项目（第1标段）",
        "周砚、沈知行",
        "2人次",
        "5条",
        1,
        "限期整改",
        "榕住建改[2026]第1号、2号",
        "3月12日",
        "合格",
    ),
    (
        2,
        46087,
        "海云广场",
        "周砚 沈知行",
        2.0,
        "3",
        "/",
        "停工通知",
        "榕住建停(2026)1号榕住建改(2026)3号",
        "即日",
    ),
    (
        3,
        "3月9日上午",
        "恒固混凝土有限公司",
        "沈知行（组长）/周砚",
        2,
        0,
        0,
        "责令整改",
        "榕住建责〔2026〕1号（副本）",
        "7日内",
        "√",
    ),
    (None, None, "海云广场", "周砚", 1, 1),
    (4, "12月11日", "海云广场", "周砚", 1),
    ("3月小计", None, None, None, 8),
    (5, "2027年1月1日", "海云广场", "周砚", 1),
    ("制表：张三", None, None, None, "审核：李四", None, None, "日期：2026.11.20"),
)
DITTO = (
    ("文号", "签发日期", "文书名称", "受文单位", "工程名称", "事由", "整改期限", "签收人", "备注"),
    (
        "榕住建改〔2026〕1号",
        "2026.3.5",
        "限期整改通知书",
        "鼎恒建设集团有限公司",
        "云栖里项目一标段",
        "临边",
        "3月12日",
        "林",
    ),
    ("榕住建改〔2026〕2号（作废）", "2026.3.5", "同上", "鼎恒建设", "同上", "用电"),
    ("榕住建停﹝2026﹞1号", "2026.3.6", "局部停工整改通知书", "青澜宏岳建设集团有限公司", "海云广场", "基坑"),
    ("榕住建改〔2026〕3号", "〃", "限期整改通知书", "〃", "〃", "脚手架"),
    ("榕住建责【2026】1号", "2026-03-09", "责令整改通知书", "恒固混凝土有限公司", None, "骨料"),
    ("榕住建改〔2026〕7号", None, None, None, None, None, None, None, "空号"),
)


def test_9_a_two_row_head_a_day_of_filling_in_and_as_above(desk: Desk) -> None:
    prepared(desk)
    spans = ("A1:K1", "A3:A4", "B3:E3", "F3:G3", "H3:J3")
    sheets: dict[str, Sheet] = {
        "说明": ((("本台账由各组填写",),), ()),
        "检查台账": (TWO_ROWS, spans),
        "登记簿": (DITTO, ()),
    }
    told = desk.brought(Kind.HISTORY, sheets)
    assert counts(told) == (3 + 5, 0, 0)
    # Nobody said which year 12月11日 is of: the list was made up in November.
    assert rejected(told) == [
        (8, "B", "", "import.empty"),
        (9, "B", "12月11日", "import.year_missing"),
        (11, "B", "2027年1月1日", "import.day_to_come"),
    ]
    assert skipped(told) == [
        (10, "import.total_row"),
        (12, "import.note_row"),
        (7, "import.void_number"),
    ]
    days = sorted(str(one.fields["started"])[:10] for one in desk.bench.desk.store.records("inspection"))
    assert days == ["2026-03-05", "2026-03-06", "2026-03-09"]
    late = {one.number: one.fate for one in desk.bench.desk.store.late_numbers()}
    assert [one for one, fate in late.items() if fate == "void"] == ["榕住建改〔2026〕2号"]
    assert counts(desk.brought(Kind.HISTORY, sheets)) == (0, 0, 8)
