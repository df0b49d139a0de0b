"""The ledgers: what stands in them is what records and acts tell, whatever happened since they were read."""

import shutil
from collections.abc import Iterator

import pytest

from inspector_app.answers import demos
from inspector_app.casework.ledgers import layouts, reading, views
from inspector_app.casework.ledgers.reading import Row
from inspector_app.catalog.case import read_case
from inspector_app.domain.errors import RuleError
from inspector_app.domain.ledgers import Ledger, Match, Narrowing, Question, View
from tests.casework.bench import Bench
from tests.casework.conftest import START, at_work, play, training


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The shipped site and plant, played to their ends; only looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = shutil.copytree(training(base), tmp_path_factory.mktemp("done") / "data")
    bench = at_work(folder, START)
    for path in demos.shipped_cases():
        play(bench, read_case(path), until="resume")
    yield bench
    bench.session.close()


def told(ledger: Ledger, row: Row) -> dict[str, str]:
    """Return a row's cells by their columns, those that hold something."""
    columns = layouts.LAYOUTS[ledger].columns
    return {one.code: cell for one, cell in zip(columns, row.cells, strict=True) if cell}


def every(bench: Bench, ledger: Ledger, **asked: object) -> list[dict[str, str]]:
    """Return all rows of an answer."""
    answer = reading.opened(bench.desk, Question(ledger, **asked))  # type: ignore[arg-type]
    return [told(ledger, one) for one in answer.rows(0, answer.count)]


def test_the_ledger_of_visits_tells_a_visit_from_its_day_to_its_end(done: Bench) -> None:
    plant, site = every(done, Ledger.INSPECTIONS)
    assert site == {
        "date": "2026-11-24",
        "source": "建筑施工领域专项检查（第四季度）",
        "target": "临江雅苑二期3标段",
        "contractor": "青澜宏岳建设集团有限公司",
        "supervisor": "青澜诚衡工程监理有限公司",
        "owner": "青澜临江置业有限公司",
        "officers": "沈知远、贺兰溪",
        "officer_count": "2",
        "findings": "3",
        "major": "1",
        "papers": "停工（整改）通知书、限期整改通知书、复工通知书",
        "numbers": "望住建停〔2026〕3-1号、望住建改〔2026〕3-1号、望住建复〔2026〕3-1号",
        "due": "2026-12-02",
        "rechecked_on": "2026-12-02",
        "recheckers": "沈知远、贺兰溪",
        "recheck_result": "全部合格",
        "closed": "已闭环",
        "state": "已完成",
        "late": "否",
        "kind": "在建工程",
        "address": "青澜市望江区滨河路66号",
        "approval": "望住建检批〔2026〕3-88号",
        "contact": "骆远山、温景行",
        "phone": "13808990146",
        "certificates": "5199030217、5199030385",
    }
    assert plant["numbers"] == "望住建责〔2026〕3-1号"


def _cells(rows: list[dict[str, str]], *codes: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(code, "") for code in codes) for row in rows]


def test_the_ledger_of_findings_tells_who_was_late(done: Bench) -> None:
    """Ordered on 24 November, rechecked on 2 December: only what was due that day was in time."""
    told = every(done, Ledger.FINDINGS, sort="due", descending=False)
    codes = ("number", "severity", "document", "due", "state", "closed_on", "timely", "round")
    assert _cells(told, *codes) == [
        ("3", "一般", "望住建改〔2026〕3-1号", "2026-11-26", "合格闭环", "2026-12-02", "否", "1"),
        ("2", "一般", "望住建改〔2026〕3-1号", "2026-11-27", "合格闭环", "2026-12-02", "否", "1"),
        ("1", "重大", "望住建停〔2026〕3-1号", "2026-12-02", "合格闭环", "2026-12-02", "是", "1"),
        ("1", "一般", "望住建责〔2026〕3-1号", "2026-12-15", "合格闭环", "2026-12-15", "是", "1"),
        ("2", "一般", "望住建责〔2026〕3-1号", "2026-12-15", "合格闭环", "2026-12-15", "是", "1"),
    ]


def test_the_register_tells_each_paper_from_its_issue_to_its_end(done: Bench) -> None:
    told = every(done, Ledger.DOCUMENTS, narrowings=(Narrowing("served_on", Match.FROM, "2026-01-01"),))
    codes = ("number", "issued_on", "due", "served_on", "cleared_on", "state", "findings", "receiver")
    on, later = "2026-11-24", "2026-12-02"
    assert sorted(_cells(told, *codes)) == [
        ("望住建停〔2026〕3-1号", on, later, on, later, "已解除", "1", "骆远山"),
        ("望住建复〔2026〕3-1号", later, "", later, "", "已送达", "0", "骆远山"),
        ("望住建改〔2026〕3-1号", on, "2026-11-27", on, later, "已履行", "2", "骆远山"),
        ("望住建检〔2026〕3-1号", on, "", on, "", "已送达", "3", "骆远山"),
        ("望住建检〔2026〕3-2号", later, "", later, "", "已送达", "2", "邵一帆"),
        ("望住建责〔2026〕3-1号", later, "2026-12-15", later, "2026-12-15", "已履行", "2", "邵一帆"),
    ]
    stop = next(row for row in told if row["paper"] == "停工（整改）通知书")
    assert stop["stop_scope"] == "局部停工：3#楼12层以上外脚手架及临边作业"
    assert stop["copies"] == "青澜临江置业有限公司、青澜诚衡工程监理有限公司"


def test_the_ledger_of_plants_has_a_row_for_each_visit(done: Bench) -> None:
    (row,) = every(done, Ledger.PLANTS)
    assert row == {
        "target": "青澜砼源新材料有限公司",
        "permit": "D351903318",
        "address": "青澜市望江区砂石路18号",
        "lines": "2条180生产线",
        "quarter": "2026年4季度",
        "date": "2026-12-02",
        "source": "预拌混凝土企业季度专项检查",
        "officers": "沈知远、贺兰溪",
        "findings": "2",
        "major": "0",
        "numbers": "望住建责〔2026〕3-1号",
        "due": "2026-12-15",
        "rechecked_on": "2026-12-15",
        "recheck_result": "全部合格",
        "closed": "已闭环",
        "late": "否",
    }


def test_a_word_and_a_filter_find_the_same_row(done: Bench) -> None:
    (row,) = every(done, Ledger.FINDINGS, words="脚手")
    assert row["location"] == "3#楼12至15层东立面"
    assert every(done, Ledger.FINDINGS, narrowings=(Narrowing("fact", Match.HAS, "脚手"),)) == [row]
    assert every(done, Ledger.FINDINGS, words="脚手 不存在") == []


def test_a_column_that_is_not_there_is_refused(done: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        reading.opened(done.desk, Question(Ledger.FINDINGS, sort="colour"))
    assert refused.value.code == "ledger.no_column"
    with pytest.raises(RuleError) as shut:
        reading.opened(done.desk, Question(Ledger.FILINGS))
    assert shut.value.code == "ledger.no_filings"


def test_a_view_is_kept_shared_and_dropped(bench: Bench) -> None:
    asked = Question(Ledger.FINDINGS, "塔吊", (Narrowing("state", Match.IS, "待整改"),), "due", False)
    own = views.save(bench.desk, View("本周到期", asked, ("date", "fact")))
    shared = views.save(bench.desk, View("全局逾期", asked, ("date",), shared=True))
    first, second = views.views(bench.desk, Ledger.FINDINGS)
    assert (first.id, first.shared, first.question, first.columns) == (shared, True, asked, ("date",))
    assert (second.id, second.shared, second.question, second.columns) == (
        own,
        False,
        asked,
        ("date", "fact"),
    )
    assert views.views(bench.desk, Ledger.PLANTS) == ()
    with pytest.raises(RuleError) as taken:
        views.save(bench.desk, View(" 本周到期 ", asked, ()))
    assert taken.value.code == "ledger.view_name_taken"
    views.drop(bench.desk, own)
    views.drop(bench.desk, shared)
    assert views.views(bench.desk, Ledger.FINDINGS) == ()


def test_a_view_whose_column_is_gone_works_without_it_and_stays_as_it_was() -> None:
    asked = Question(
        Ledger.FINDINGS, "", (Narrowing("colour", Match.HAS, "红"), Narrowing("party", Match.EMPTY)), "colour"
    )
    kept = View("旧视图", asked, ("date", "colour"))
    usable, problems = views.usable(kept)
    assert [(one.code, one.where) for one in problems] == [("ledger.view_column_gone", "colour")]
    assert usable.columns == ("date",)
    assert usable.question.narrowings == (Narrowing("party", Match.EMPTY),)
    assert usable.question.sort == ""
    assert kept.question is asked
