"""Ledgers in the store: every question is answered as a plain recount of the rows answers it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Connection, Engine

from inspector_app.store import ledger_asking, ledger_book, ledger_conditions, ledger_marks, schema
from inspector_app.store.engine import make_engine, open_connection, run
from inspector_app.store.ledger_conditions import Asked, Condition, Sort
from inspector_app.store.ledger_plan import NEVER, Cell, Kept, LedgerPlan, Sheet, SheetRow
from inspector_app.store.searching import folded, parts_of

TODAY = date(2026, 6, 30)
SHEET = Sheet("trial", (("name", Kept.TEXT), ("day", Kept.TEXT), ("count", Kept.NUMBER), ("late", Kept.PAST)))
PLAN = LedgerPlan("1", (SHEET,), ("visit",), ("visit",), "visit")

NAMES = ("塔吊（一号）", "塔式起重机", "脚手架ABC", "abc 脚手", "", "%_'\"", "ＡＢＣ", "重庆路2标段", "塔 吊")
WORDS = (
    "",
    "塔",
    "塔吊",
    "abc",
    "脚手架",
    "cql",
    "塔 吊",
    "(一",
    "ql",
    "不在",
    "2标段",
    "架abc",
    "2026-0",
    "26-30",
)
# Every pair of the last one stands in 2026-06-30, and it does not.
DAYS = ("", "2026-01-01", "2026-06-30", "2025-12-31")
SINCE = (NEVER, *((TODAY - timedelta(days=n)).isoformat() for n in (-3, 0, 1, 30, 400)))

cells = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(DAYS),
    st.none() | st.integers(0, 5),
    st.sampled_from(SINCE),
)
tables = st.lists(cells, max_size=30)
conditions = st.one_of(
    st.builds(
        Condition,
        st.just("name"),
        st.sampled_from((Sort.HAS, Sort.IS, Sort.EMPTY)),
        st.sampled_from((*NAMES, "塔", "abc", "脚手架")),
    ),
    st.builds(
        Condition,
        st.just("day"),
        st.sampled_from((Sort.FROM, Sort.TO, Sort.IS, Sort.EMPTY)),
        st.sampled_from(DAYS[1:]),
    ),
    st.builds(
        Condition,
        st.sampled_from(("count", "late")),
        st.sampled_from((Sort.FROM, Sort.TO, Sort.IS, Sort.EMPTY)),
        st.sampled_from(("0", "1", "3", "30", "x")),
    ),
)
questions = st.builds(
    Asked,
    words=st.sampled_from(WORDS),
    conditions=st.lists(conditions, max_size=2).map(tuple),
    sort=st.sampled_from([name for name, _ in SHEET.columns]),
    descending=st.booleans(),
    today=st.just(TODAY.isoformat()),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A real encrypted database with the tables that ledgers stand beside."""
    path = tmp_path_factory.mktemp("ledger") / "inspector.db"
    open_connection(path, bytes(32)).close()
    made = make_engine(path, bytes(32), new=True)
    schema.durable.create_all(made)
    schema.projected.create_all(made)
    yield made
    made.dispose()


def fill(connection: Connection, table: list[tuple[Cell, ...]]) -> dict[str, tuple[Cell, ...]]:
    """Make the ledger anew with these rows, ten a unit; return them by id."""
    if getattr(connection.connection.dbapi_connection, "in_transaction", False):
        connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("BEGIN")  # nothing of a trial is ever committed: no disk is waited for
    ledger_book.rebuild(connection, PLAN)
    made = {f"row{n}": cells for n, cells in enumerate(table)}
    rows_ = [
        SheetRow(one, one[:4], f"visit:{one}", cells, ("cql",) if "重庆" in str(cells[0]) else ())
        for one, cells in made.items()
    ]
    ledger_book.put(connection, PLAN, sorted({one.unit for one in rows_}), {"trial": rows_}, {}, 0)
    for create in ledger_book.unindexed(connection, PLAN):
        run(connection, create)
    ledger_conditions.equip(connection)
    return made


def past(cell: Cell) -> int:
    """Return how many days have passed since."""
    return 0 if cell == NEVER else max((TODAY - date.fromisoformat(str(cell))).days, 0)


def holds(cells: tuple[Cell, ...], one: Condition) -> bool:
    """Tell whether a row meets a condition, read plainly."""
    cell = cells[SHEET.place(one.column)]
    if one.column in ("count", "late"):
        number = past(cell) or None if one.column == "late" else cell
        if one.sort is Sort.EMPTY:
            return number is None
        if number is None or not one.value.isdigit():
            return False
        asked = int(one.value)
        return {Sort.FROM: number >= asked, Sort.TO: number <= asked}.get(one.sort, number == asked)  # type: ignore[operator]
    text = str(cell)
    if one.sort is Sort.HAS:
        return folded(one.value) in folded(text)
    if one.sort is Sort.EMPTY:
        return text == ""
    return {Sort.FROM: text >= one.value, Sort.TO: bool(text) and text <= one.value}.get(
        one.sort, text == one.value
    )


def recounted(made: dict[str, tuple[Cell, ...]], asked: Asked) -> list[str]:
    """Return the ids of the rows that meet a question, in its order."""
    place = SHEET.place(asked.sort)
    met = []
    for no, (row_id, cells) in enumerate(made.items()):
        texts = [folded(str(one)) for one in cells if one is not None]
        texts += ["cql"] if "重庆" in str(cells[0]) else []
        found = all(any(part in text for text in texts) for part in parts_of(asked.words))
        if found and all(holds(cells, one) for one in asked.conditions):
            cell = cells[place]
            key = ((0, "") if cell is None else (1, cell)) if place == 2 else cell
            met.append((key, no, row_id))
    # Days that have passed grow as the day itself goes back.
    return [row_id for *_, row_id in sorted(met, reverse=asked.descending is not (place == 3))]


@pytest.mark.parametrize(
    ("few", "near", "passed", "read", "sample", "values"),
    [
        (3000, 0, 0, 0, 1, 0),
        (0, 0, 0, 0, 1, 4000),
        (0, 10**9, 10**9, 0, 1, 2),
        (0, 30, 12, 2, 4, 4000),
    ],
    ids=["each", "marked", "walked", "mixed"],
)
def test_every_question_is_answered_as_a_recount_answers_it(
    engine: Engine,
    few: int,
    near: int,
    passed: int,
    read: int,
    sample: int,
    values: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_asking, "FEW", few)
    monkeypatch.setattr(ledger_asking, "NEAR", near)
    monkeypatch.setattr(ledger_asking, "PASSED", passed)
    monkeypatch.setattr(ledger_marks, "READ", read)
    monkeypatch.setattr(ledger_marks, "AT_ONCE", 7)
    monkeypatch.setattr(ledger_marks, "SAMPLE", sample)
    monkeypatch.setattr(ledger_marks, "FEW_VALUES", values)
    with engine.connect() as connection:
        made = fill(connection, [(name, "2026-06-30", 1, NEVER) for name in NAMES])
        for words in WORDS:
            asked = Asked(words, sort="name", today=TODAY.isoformat())
            found = ledger_asking.read(connection, ledger_asking.ask(connection, SHEET, asked), 0, 99)
            assert [one.id for one in found] == recounted(made, asked), words

        @given(tables, st.lists(questions, min_size=1, max_size=6), st.integers(0, 30), st.integers(1, 9))
        def hold(table: list[tuple[Cell, ...]], several: list[Asked], first: int, many: int) -> None:
            made = fill(connection, table)
            kept = ledger_marks.Kept()
            for asked in [*several, *several]:
                found = ledger_asking.ask(connection, SHEET, asked, kept)
                told = recounted(made, asked)
                assert found.count == len(told)
                whole = ledger_asking.read(connection, found, 0, 99)
                assert [one.id for one in whole] == told
                assert [one.cells for one in whole] == [made[one] for one in told]
                for start in (first, first + many, 0):
                    window = ledger_asking.read(connection, found, start, many)
                    assert [one.id for one in window] == told[start : start + many]
                for place, row_id in enumerate(told[:3]):
                    assert ledger_asking.place_of(connection, found, row_id) == place
                assert ledger_asking.place_of(connection, found, "none") == -1

        hold()


def test_words_find_what_a_reader_would_find(engine: Engine) -> None:
    """By hand, whatever folding and parting do; the recount above folds as the product does."""
    wanted = {
        "塔": {"塔吊（一号）", "塔式起重机", "塔 吊"},
        "塔 吊": {"塔吊（一号）", "塔 吊"},
        "abc": {"脚手架ABC", "abc 脚手", "ＡＢＣ"},
        "ＡＢＣ": {"脚手架ABC", "abc 脚手", "ＡＢＣ"},
        "架abc": {"脚手架ABC"},
        "(一": {"塔吊（一号）"},
        "cql": {"重庆路2标段"},
        "标段 脚手": set(),
        "%_": {"%_'\""},
        "": set(NAMES),
    }
    with engine.connect() as connection:
        made = fill(connection, [(name, "", None, NEVER) for name in NAMES])
        for words, names in wanted.items():
            found = ledger_asking.ask(connection, SHEET, Asked(words, sort="name", today=TODAY.isoformat()))
            lines = ledger_asking.read(connection, found, 0, 99)
            assert {made[one.id][0] for one in lines} == names, words


@given(first=tables, second=tables)
def test_rows_that_are_written_again_are_as_if_written_once(
    engine: Engine, first: list[tuple[Cell, ...]], second: list[tuple[Cell, ...]]
) -> None:
    with engine.connect() as connection:
        fill(connection, second)
        once = ledger_book.contents(connection, SHEET)
        found_once = [one.id for one in ledger_asking.lines(connection, SHEET, _all(connection, "塔"))]
        made = fill(connection, first)
        rows_ = [
            SheetRow(
                f"row{n}", f"row{n}"[:4], f"visit:row{n}", cells, ("cql",) if "重庆" in str(cells[0]) else ()
            )
            for n, cells in enumerate(second)
        ]
        units = sorted({one[:4] for one in made} | {one.unit for one in rows_})
        ledger_book.put(connection, PLAN, units, {"trial": rows_}, {}, 0)
        assert ledger_book.contents(connection, SHEET) == once
        found = [one.id for one in ledger_asking.lines(connection, SHEET, _all(connection, "塔"))]
        assert sorted(found) == sorted(found_once)
        size = ledger_asking.ask(connection, SHEET, Asked(sort="name", today=TODAY.isoformat())).count
        assert size == len(second)


def _all(connection: Connection, words: str) -> list[int]:
    asked = Asked(words, sort="name", today=TODAY.isoformat())
    places = ledger_asking.ask(connection, SHEET, asked).places
    return list(places or ())


def test_the_values_of_a_column_are_listed_once(engine: Engine) -> None:
    with engine.connect() as connection:
        fill(connection, [("乙", "", 2, NEVER), ("甲", "", 2, NEVER), ("乙", "", None, NEVER)])
        assert ledger_asking.words_of(connection, SHEET, "name", 9) == ["乙", "甲"]
        assert ledger_asking.words_of(connection, SHEET, "name", 1) == ["乙"]
        assert ledger_asking.words_of(connection, SHEET, "count", 9) == [2]
        assert ledger_asking.words_of(connection, SHEET, "late", 9) == []


def test_rows_written_after_a_question_are_not_of_its_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_asking, "FEW", 0)
    with engine.connect() as connection:
        made = fill(connection, [("塔吊", DAYS[1], n, NEVER) for n in range(40)])
        asked = Asked("塔", (), "count", False, TODAY.isoformat())
        near, far = (ledger_asking.ask(connection, SHEET, asked) for _ in range(2))
        assert near.up_to == 40  # frequent: nothing was marked yet
        late = SheetRow("late", "late", "visit:late", ("塔", DAYS[1], -1, NEVER), ())
        ledger_book.put(connection, PLAN, ["late"], {"trial": [late]}, {}, 0)
        assert [one.id for one in ledger_asking.read(connection, near, 0, 3)] == list(made)[:3]
        monkeypatch.setattr(ledger_asking, "PASSED", 0)
        assert [one.id for one in ledger_asking.read(connection, far, 0, 3)] == list(made)[:3]
        assert (far.count, far.up_to) == (40, None)
        assert ledger_asking.place_of(connection, near, "late") == -1
        assert ledger_asking.place_of(connection, near, "row7") == 7
        assert ledger_asking.ask(connection, SHEET, asked).count == 41
        connection.exec_driver_sql("ROLLBACK")


def test_without_its_indexes_a_ledger_answers_the_same(engine: Engine) -> None:
    """Many changes are written without them: who scrolls or asks meanwhile must not be refused."""
    table: list[tuple[Cell, ...]] = [(NAMES[n % 9], DAYS[n % 4], n % 7, SINCE[n % 6]) for n in range(60)]
    with engine.connect() as connection:
        fill(connection, table)
        asked = Asked("", (Condition("count", Sort.FROM, "3"),), "count", True, TODAY.isoformat())
        whole = Asked("", (), "count", True, TODAY.isoformat())

        def answers() -> list[list[ledger_asking.Line]]:
            found = [ledger_asking.ask(connection, SHEET, one) for one in (asked, whole)]
            return [ledger_asking.read(connection, one, 0, 60) for one in found]

        before = answers()
        for drop in ledger_book.unindexing(PLAN):
            run(connection, drop)
        after = answers()
        assert after == before
        assert 0 < len(before[0]) < len(before[1]) == 60
        connection.exec_driver_sql("ROLLBACK")


def test_what_was_found_lately_is_kept_and_the_oldest_goes() -> None:
    recent, made = ledger_marks.Recent[int](4), list[int]()

    def make(key: int) -> int:
        made.append(key)
        return 1 << key

    def found(key: int) -> int:
        return recent.of(key, partial(make, key))

    assert [found(one) for one in (1, 2, 1, 2)] == [2, 4, 2, 4]
    assert made == [1, 2]
    for one in range(3, 3 + 4 - 1):
        found(one)
        found(1)  # asked for again and again, it stays
    assert made == [1, 2, *range(3, 3 + 4 - 1)]
    found(2)
    assert made[-1] == 2  # the oldest went
