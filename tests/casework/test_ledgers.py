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
