"""What is typed into a ledger's filters, and what is kept of how a person likes it: any text, any file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.ledgers.layouts import LAYOUTS
from inspector_app.domain.errors import RuleError
from inspector_app.domain.ledgers import Column, Holds, Ledger, Match, Narrowing
from inspector_app.store.store import Store
from inspector_app.ui.ledger import book_memory, book_tones, book_words
from inspector_app.ui.ledger.book_memory import Liking
from tests.stories.hands import Hands

DAY, COUNT = Column("on", "日期", Holds.DAY), Column("n", "件数", Holds.NUMBER)
TODAY = date(2026, 11, 24)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_at_both_ends_however_it_is_written(on: date) -> None:
    for told in (on.isoformat(), f"{on.year}.{on.month}.{on.day}", f"{on.year}年{on.month}月{on.day}日"):
        for last in (False, True):
            assert book_words.end(DAY, told, TODAY, last=last) == on.isoformat()


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_a_month_begins_with_its_first_day_and_ends_with_its_last(year: int, month: int) -> None:
    for told in (f"{year}-{month:02}", f"{year}年{month}月"):
        first = book_words.end(DAY, told, TODAY, last=False)
        last = date.fromisoformat(book_words.end(DAY, told, TODAY, last=True))
        assert first == f"{year}-{month:02}-01"
        assert (last.year, last.month) == (year, month)
        assert date.fromordinal(last.toordinal() + 1).day == 1


def test_a_year_and_a_day_without_its_year() -> None:
    assert book_words.end(DAY, "2025", TODAY, last=False) == "2025-01-01"
    assert book_words.end(DAY, "2025年", TODAY, last=True) == "2025-12-31"
    assert book_words.end(DAY, "3-5", TODAY, last=True) == "2026-03-05"
    assert book_words.end(DAY, "  ", TODAY, last=True) == ""


@pytest.mark.parametrize("told", ["2026-13", "2026-02-30", "0000", "昨天", "2026-1-1-1", "０"])
def test_what_is_no_day_is_refused_with_its_field(told: str) -> None:
    with pytest.raises(RuleError) as refused:
        book_words.end(DAY, told, TODAY, last=False, where="from")
    assert (refused.value.code, refused.value.where) == ("ui.bad_day", "from")


@given(st.text(max_size=8))
def test_a_number_is_figures_alone(told: str) -> None:
    plain = told.strip()
    if not plain or (plain.isascii() and plain.isdigit()):
        assert book_words.end(COUNT, told, TODAY, last=False) == (str(int(plain)) if plain else "")
        return
    with pytest.raises(RuleError) as refused:
        book_words.end(COUNT, told, TODAY, last=False)
    assert refused.value.code == "books.bad_number"


def test_ends_are_compared_as_what_they_are() -> None:
    assert book_words.after(COUNT, "10", "9")
    assert not book_words.after(COUNT, "9", "10")
    assert book_words.after(DAY, "2026-11-30", "2026-11-03")


def test_every_word_of_every_state_has_a_tone_that_is_drawn_or_none() -> None:
    for layout in LAYOUTS.values():
        for column in layout.columns:
            for word in column.words:
                assert book_tones.tone_of(column.code, word) in ("", "green", "blue", "amber", "red", "gray")
    assert book_tones.tone_of("late", "否") == ""
    assert book_tones.tone_of("severity", "重大") == "red"


def test_a_filter_on_a_column_that_is_gone_is_told_by_its_code() -> None:
    layout = LAYOUTS[Ledger.FINDINGS]
    assert book_words.told(layout, Narrowing("gone", Match.HAS, "x")) == "gone"
    assert book_words.told(layout, Narrowing("due", Match.EMPTY)) == "整改期限 为空"


@pytest.mark.parametrize(
    "told",
    ["", "{", "[]", '{"columns": 3}', '{"columns": ["gone"], "widths": {"due": "x"}, "sort": 7}', "null"],
)
def test_a_liking_that_cannot_be_read_is_as_never_chosen(seated: Hands, told: str) -> None:
    store: Store = seated.store
    store.set_setting(book_memory.key_of("trainee", Ledger.FINDINGS), told)
    assert book_memory.read(store, "trainee", LAYOUTS[Ledger.FINDINGS]) == Liking()


def test_a_liking_comes_back_as_it_was_kept_each_person_their_own(seated: Hands) -> None:
    liking = Liking(("due", "fact"), {"due": 120}, "due", descending=False, whole=True)
    book_memory.keep(seated.store, "one", Ledger.FINDINGS, liking)
    assert book_memory.read(seated.store, "one", LAYOUTS[Ledger.FINDINGS]) == liking
    assert book_memory.read(seated.store, "two", LAYOUTS[Ledger.FINDINGS]) == Liking()
    assert book_memory.read(seated.store, "one", LAYOUTS[Ledger.DOCUMENTS]) == Liking()
