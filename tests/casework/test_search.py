"""The one search box finds what people remember: a number's end, two characters, initials, a telephone."""

import random
import time
from statistics import quantiles

import orjson
import pytest

from inspector_app.casework.overview import search, target_book
from inspector_app.casework.overview.search import Command, Found, Kind
from inspector_app.casework.people import workspace
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.registry import NewParty, NewTarget
from inspector_app.casework.visits import findings, inspections
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import PartyRole
from inspector_app.store import searching
from tests.casework.bench import Bench

COMMANDS = (Command("go settings", "设置", "Ctrl 8", "字号 语言"), Command("begin", "开始检查", "Ctrl N"))


def enter(bench: Bench, name: str, **changes: object) -> str:
    told: dict[str, object] = {"kind": "construction_site", "name": name, "address": "", "parties": ()}
    return registry.add_target(bench.desk, NewTarget(**told | changes))  # type: ignore[arg-type]


def found(bench: Bench, told: str, kind: Kind | None = None) -> list[Found]:
    every = search.find(bench.desk, told, commands=COMMANDS)
    return [one for one in every if kind is None or one.kind is kind]


def titles(bench: Bench, told: str, kind: Kind | None = None) -> list[str]:
    return [one.title for one in found(bench, told, kind)]


def shown(one: Found) -> list[str]:
    return [one.title[start:end] for start, end in one.ranges]


def test_a_site_is_found_by_characters_initials_address_and_company(bench: Bench) -> None:
    parties = (
        NewParty(PartyRole.CONTRACTOR, "宏岳建工集团有限公司", "", "骆远山", "项目经理", "13812345678"),
    )
    site = enter(bench, "重庆路小学", address="滨河路66号", parties=parties, project="城北片区")
    for told in ("重庆", "小学", "cql", "zql", "CQL", "路小", "滨河", "宏岳", "hyjg", "城北", "小学 重庆"):
        assert [one.id for one in found(bench, told, Kind.TARGET)] == [site], told
    assert [one.target_id for one in found(bench, "骆远", Kind.PERSON)] == [site]
    assert titles(bench, "lys", Kind.PERSON) == titles(bench, "5678", Kind.PERSON) == ["骆远山"]
    assert "13812345678" in found(bench, "骆远山", Kind.PERSON)[0].note
    assert found(bench, "龙骨") == []


def test_initials_that_somebody_wrote_win(bench: Bench) -> None:
    site = enter(bench, "乐行苑", initials="yxy lhy")
    assert [one.id for one in found(bench, "lhy", Kind.TARGET)] == [site]
    assert found(bench, "lxy", Kind.TARGET) == []
    target = registry.target_of(bench.desk.store, site)
    told = NewTarget(target.kind, target.name, target.address, ())
    registry.change_target(bench.desk, site, told)
    assert [one.id for one in found(bench, "lxy", Kind.TARGET)] == [site], "cleared, pinyin counts again"


def test_a_number_is_found_by_its_end_and_stands_first(bench: Bench, played: Played) -> None:
    enter(bench, "3-1号地块")
    papers = found(bench, "望住建", Kind.DOCUMENT)
    assert papers
    number = papers[0].title
    for told in (number, number.rpartition("〕")[2], number.rpartition("〕")[2].removesuffix("号")):
        first = found(bench, told)[0]
        assert (first.kind, first.rank) == (Kind.DOCUMENT, 0), told
    assert found(bench, "通知书", Kind.DOCUMENT)
    assert all(one.inspection_id == played.inspection_id for one in papers)


def test_findings_and_inspections_lead_to_where_they_are_worked_on(bench: Bench) -> None:
    site = enter(bench, "云栖里三期")
    visit = inspections.begin(bench.desk, site, (), started="2026-11-24T09:12:00+08:00", place="河滨")
    told = findings.NewFinding(location="3#楼14层", fact="配电箱未上锁")
    finding = findings.add(bench.desk, visit, told)
    (one,) = found(bench, "电箱", Kind.FINDING)
    assert (one.id, one.inspection_id, one.target_id) == (finding, visit, site)
    assert one.note == "云栖里三期 · 3#楼14层"
    assert shown(one) == ["电箱"]
    assert [one.id for one in found(bench, "云栖", Kind.INSPECTION)] == [visit]
    assert [one.id for one in found(bench, "3#楼", Kind.FINDING)] == [finding]
    findings.remove(bench.desk, finding)
    assert found(bench, "电箱", Kind.FINDING) == []


def test_better_lines_come_first_and_kinds_stay_together(bench: Bench) -> None:
    for name in ("新望川大厦", "望川大厦二期", "望川"):
        enter(bench, name)
    assert titles(bench, "望川", Kind.TARGET) == ["望川", "望川大厦二期", "新望川大厦"]
    assert titles(bench, "wc", Kind.TARGET) == ["望川", "望川大厦二期", "新望川大厦"]
    enter(bench, "设置路工地")
    kinds = [one.kind for one in found(bench, "设置")]
    assert kinds[0] is Kind.COMMAND, "what is exactly that stands first"
    assert kinds == sorted(kinds, key=kinds.index)


def test_commands_are_found_by_words_initials_and_other_words(bench: Bench) -> None:
    for told in ("设置", "sz", "字号", "yy"):
        assert "设置" in titles(bench, told, Kind.COMMAND), told
    assert titles(bench, "ksjc", Kind.COMMAND) == ["开始检查"]
    assert [one.title for one in search.recent(bench.desk, commands=COMMANDS)] == ["设置", "开始检查"]


@pytest.mark.parametrize(
    ("told", "title", "parts"),
    [
        ("ljyy", "临江雅苑二期", ["临江雅苑"]),
        ("zql", "大重庆路", ["重庆路"]),
        ("gb5", "见 ＧＢ 5034", ["ＧＢ 5"]),
        ("二期 临江", "临江雅苑二期", ["临江", "二期"]),
        ("3bd", "二期3#标段", ["3#标段"]),
        ("没有", "临江", []),
        ("", "临江", []),
        ("临" * 300, "临江", []),
    ],
)
def test_what_was_asked_for_is_marked(told: str, title: str, parts: list[str]) -> None:
    assert [title[start:end] for start, end in search.matched(told, title)] == parts


def test_what_was_there_before_the_index_is_found_after_the_next_start(bench: Bench) -> None:
    """An older program wrote the data: the index is made at the next start."""
    site = enter(bench, "临江雅苑")
    with bench.desk.store._writing() as connection:
        for table in ("sought_gram", "sought", "sought_stale"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        for name in ("record_new", "record_changed", "act_new", "act_changed", "act_gone"):
            connection.exec_driver_sql(f"DROP TRIGGER sought_{name}")
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'searched'")
        connection.exec_driver_sql("COMMIT")
    # The store cannot bring an index up to date that is not there: it goes as if it was killed.
    bench.desk.store._release()
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    again = workspace.sign_in(bench.folder, user, password, bench.clock, PdfRenderer())
    assert [one.id for one in search.find(again.desk, "ljyy")] == [site]
    again.close()


def test_a_list_shows_those_visited_last_first(bench: Bench) -> None:
    ids = [enter(bench, f"工地{n}") for n in range(4)]
    inspections.begin(bench.desk, ids[1], (), started="2026-11-20T09:12:00+08:00")
    assert target_book.found(bench.desk, "")[0] == ids[1]
    assert set(target_book.found(bench.desk, "")) == set(ids)
    line = target_book.find_lines(bench.desk, "")[0]
    assert (line.name, line.visited is not None) == ("工地1", True)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("临江雅苑二期3标段", True),
        ("临江雅苑二期", True),
        ("林江雅苑二期三标段", True),
        ("凌江雅园二期3标段", True),
        ("望川大厦", False),
        ("临", False),
        ("", False),
        ("临" * 100_000, False),
    ],
)
def test_a_target_that_may_be_there_already_is_named(bench: Bench, typed: str, near: bool) -> None:
    site = enter(bench, "临江雅苑二期3标段")
    assert target_book.alike(bench.desk, typed) == (["临江雅苑二期3标段"] if near else [])
    assert target_book.alike(bench.desk, typed, but=site) == []


def test_a_card_tells_what_happened_there(bench: Bench, played: Played) -> None:
    visit = inspections.inspection_of(bench.desk.store, played.inspection_id)
    card = target_book.card(bench.desk, visit.target_id)
    assert card.visit_count == len(card.visits) == 1
    assert card.paper_count >= 1
    assert card.open_findings == card.visits[0].findings >= 1
    assert card.stage == card.target.field("phase") != ""


def test_the_stage_picks_what_is_checked(bench: Bench) -> None:
    kind = bench.desk.rules.targets["construction_site"]
    assert kind.applies("B.11", "foundation")
    assert not kind.applies("B.10", "foundation")
    assert kind.applies("B.10", "")
    assert kind.applies("B.10", "of another edition")
    site = enter(bench, "临江", phase="foundation")
    assert target_book.find_lines(bench.desk, "临江")[0].stage == "基坑与基础"
    assert registry.target_of(bench.desk.store, site).phase == "foundation"


def test_a_pasted_page_is_no_name(bench: Bench) -> None:
    with pytest.raises(RuleError) as caught:
        enter(bench, "临\x07江\n" * 30_000)
    assert caught.value.code == "registry.text_too_long"
    site = enter(bench, "临\x07江\n雅苑\x00")
    assert registry.target_of(bench.desk.store, site).name == "临 江 雅苑"


def fill(bench: Bench, targets: int, visits: int, facts: int) -> None:
    """Write an office of many years straight into the tables, as a replay would leave them."""
    chance = random.Random(3)
    rows: list[tuple[object, ...]] = []
    heads: list[tuple[object, ...]] = []

    def put(entity: str, n: int, **fields: object) -> str:
        key = f"{entity:0<8}"[:8].encode().hex() + f"{n:016x}"
        made = f"2025-{1 + n % 12:02}-{1 + n % 28:02}T08:00:00+08:00"
        rows.append((entity, key, orjson.dumps(fields).decode(), None, 0, made, n))
        heads.extend(
            (entity, key, name, 1, b"h", f'"{value}"')
            for name, value in fields.items()
            if isinstance(value, str) and len(value) == 32
        )
        return key

    def name() -> str:
        signs = "云栖里望川大厦南塘星槎江陵汀兰重庆临江雅苑澄湖青澜一二三期标段区"
        return "".join(chance.choice(signs) for _ in range(9))

    kind, road = "construction_site", "滨河路"
    sites = [put("target", n, kind=kind, name=name(), address=road) for n in range(targets)]
    for n in range(3 * targets):
        told = {"target_id": sites[n % targets], "role": "contractor", "manager": "骆远山"}
        put("party", n, name=name() + "公司", **told)
    seen = []
    for n in range(visits):
        started = f"2025-06-{1 + n % 28:02}T08:00:00+08:00"
        seen.append(put("inspection", n, target_id=chance.choice(sites), started=started))
    for n in range(facts):
        fact = chance.choice(("临边", "洞口", "配电箱", "塔机附着", "脚手架")) + f"缺防护{n % 977}处"
        put("finding", n, inspection_id=chance.choice(seen), number=1, fact=fact, location=f"{n % 40}#楼")
    with bench.desk.store._writing() as connection:
        connection.exec_driver_sql("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.exec_driver_sql("INSERT INTO head VALUES (?, ?, ?, ?, ?, ?)", heads)
        searching.rebuild(connection, bench.desk.store._searched)
        connection.exec_driver_sql("COMMIT")


ASKED = ("临", "临江", "lj", "缺防护", "望川", "cq", "骆远", "临边缺防护12", "云栖里", "qlhy", "")


def test_the_box_answers_in_an_office_of_many_years(bench: Bench) -> None:
    """Prints how long whole answers take; -s shows them."""
    fill(bench, 400, 4_000, 20_000)
    for words, does in (
        ("the search box", lambda told: search.find(bench.desk, told)),
        ("the picker", lambda told: target_book.find_lines(bench.desk, told)),
        ("names alike", lambda told: target_book.alike(bench.desk, told + "二期3标段")),
    ):
        times = []
        for told in ASKED * 4:
            begun = time.perf_counter()
            does(told)
            times.append(1000 * (time.perf_counter() - begun))
        cuts = quantiles(times, n=20)
        print(f"{words}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms, worst {max(times):.1f} ms")
    assert search.find(bench.desk, "骆远山")
