"""A stop-work and what of it holds: parts read from text, resumptions in any order, findings behind parts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import stops
from inspector_app.domain.stops import WHOLE, Behind, Freeing, Held, StopState, holding

DAY = date(2026, 4, 24)
A, B, C = "1号楼外脚手架", "2号塔吊", "地下室基坑"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", ()),
        (" \n；；、 ", ()),
        (A, (A,)),
        (f"{A}、{B}；{C}", (f"{A}、{B}", C)),  # lines part, so a 、 belongs to its part
        (f"{A}、{B}、{C}。", (A, B, C)),
        (f"{A}\n{B}\r\n{C}\n", (A, B, C)),
        (f"{A};{B}", (A, B)),
        (f"（1）{A}；（2）{B}", (A, B)),
        (f"1．{A}\n2．{B}", (A, B)),
        (f"1、{A}\n2、{B}", (A, B)),
        ("1、2号楼外架", ("1、2号楼外架",)),
        ("1、2号楼外架\n3、4号楼外架", ("1、2号楼外架", "3、4号楼外架")),
        ("1、2号楼外架、塔吊", ("1、2号楼外架", "塔吊")),
        ("A、B区外墙", ("A、B区外墙",)),
        ("三、四层模板、五层钢筋", ("三、四层模板", "五层钢筋")),
        ("吊篮（东、西立面）、塔吊", ("吊篮（东、西立面）", "塔吊")),
        ("1.5米以上平台；2.4米平台", ("1.5米以上平台", "2.4米平台")),
        (f"{A}、1#楼外脚手架、１号楼 外脚手架", (A,)),
    ],
)
def test_parts_are_read_as_they_are_typed(told: str, expected: tuple[str, ...]) -> None:
    assert stops.parts(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("甲、乙", ("甲、乙",)),
        ("甲、乙、丙", ("甲、乙", "丙")),
        ("丙、甲、乙", ("丙", "甲、乙")),
        ("甲、丁", ("甲", "丁")),
        ("丙\n丁", ("丙", "丁")),
        ("1、2号楼外架\n2、3号楼外架", ("1、2号楼外架", "2、3号楼外架")),
        ("1、甲、乙\n2、丙", ("甲、乙", "丙")),
    ],
)
def test_a_resumption_is_read_against_the_parts_that_were_stopped(
    told: str, expected: tuple[str, ...]
) -> None:
    assert stops.named(told, ("甲、乙", "丙", "1、2号楼外架", "2、3号楼外架")) == expected


PART = st.text(alphabet="甲乙丙丁戊己庚辛号楼基坑", min_size=1, max_size=6)


@given(st.lists(PART, max_size=6, unique=True))
def test_what_is_written_a_line_each_is_read_back(told: list[str]) -> None:
    assert stops.parts("\n".join(told)) == tuple(told)


def test_words_count_several_parts_and_leave_one_alone() -> None:
    assert stops.words(()) == ""
    assert stops.words((A,)) == A
    assert stops.words((A, B)) == f"（1）{A}；（2）{B}"
    assert stops.parts(stops.words((A, B))) == (A, B)


STOPPED = ("甲部位", "乙部位", "丙部位", "丁部位")
ELSEWHERE = ("戊部位", "己部位")
PORTIONS = ("甲部位（东）", "乙部位（西）", "戊部位（东）")
RESUMPTION = st.builds(
    Freeing,
    by=st.sampled_from("abcdefgh"),
    full=st.sampled_from([False] * 9 + [True]),
    parts=st.lists(st.sampled_from(STOPPED + ELSEWHERE + PORTIONS), max_size=3).map(tuple),
    start=st.sampled_from([None, DAY, DAY + timedelta(days=3)]),
)
COURSE = st.lists(st.tuples(RESUMPTION, st.booleans()), max_size=8)
"""Resumptions, each with whether it was void afterwards."""


@given(COURSE, st.booleans(), st.randoms(use_true_random=False))
def test_what_holds_is_what_was_stopped_minus_what_was_given_back(course, full, shuffling) -> None:  # type: ignore[no-untyped-def]
    """For any resumptions, any of them void, in any order; and never wider than the stop."""
    standing = [one for one, void in course if not void]
    held = holding(full, STOPPED, standing)
    whole = any(one.full for one in standing)
    given_back = {part for one in standing for part in one.parts}
    if whole:
        assert held.remaining == ()
    elif full:
        assert held.remaining == (WHOLE,)
        assert [part for part in STOPPED + ELSEWHERE if held.holds(part)] == [
            part for part in STOPPED + ELSEWHERE if part not in given_back
        ]
    else:
        assert held.remaining == tuple(part for part in STOPPED if part not in given_back)
        assert all(held.holds(part) is (part in held.remaining) for part in STOPPED)
    assert held.lifted is (whole or (not full and set(STOPPED) <= given_back))
    if not full:
        assert set(held.freed) <= set(STOPPED)
        assert set(held.portions) == {
            one for one in given_back & set(PORTIONS[:2]) if one[:3] not in given_back
        }
    shuffling.shuffle(standing)
    assert holding(full, STOPPED, [*standing, *standing[:2]]) == held


@given(COURSE, st.booleans())
def test_a_void_gives_back_nothing_and_each_day_frees_no_less(course, full) -> None:  # type: ignore[no-untyped-def]
    standing = [one for one, void in course if not void]
    before, after = (holding(full, STOPPED, standing, DAY + timedelta(days=n)) for n in (0, 3))
    assert set(before.freed) <= set(after.freed)
    assert before.whole <= after.whole
    assert holding(full, STOPPED, standing) == after
    for n in range(len(standing)):
        fewer = holding(full, STOPPED, standing[:n] + standing[n + 1 :])
        assert set(fewer.freed) <= set(after.freed)
        assert fewer.whole <= after.whole
    assert holding(full, STOPPED, []) == Held(full, STOPPED)


@given(COURSE)
def test_lifted_from_is_the_first_day_on_which_nothing_held(course) -> None:  # type: ignore[no-untyped-def]
    standing = [one for one, _ in course if one.start is not None]
    held = holding(False, STOPPED, standing)
    day = stops.lifted_from(held, standing)
    assert (day is not None) is held.lifted
    if day is not None:
        assert holding(False, STOPPED, standing, day).lifted
        assert not holding(False, STOPPED, standing, day - timedelta(days=1)).lifted


def test_a_part_is_the_same_however_its_width_and_number_sign_are_written() -> None:
    held = holding(False, (A, B), [Freeing("x", False, ("1#楼 外脚手架。",))])
    assert held.freed == (A,)
    assert held.remaining == (B,)
    assert held.words == B
    assert held.beyond(("１号楼外脚手架", C)) == (C,)
    assert held.again((A, B)) == (A,)


def test_a_portion_of_a_part_is_given_back_by_its_name_and_a_bracket_and_lifts_nothing_else() -> None:
    south = Freeing("x", False, (f"{C}（南侧）",))
    held = holding(False, (A, C), [south])
    assert (held.freed, held.portions, held.remaining) == ((), (f"{C}（南侧）",), (A, C))
    assert held.words == f"（1）{A}；（2）{C}（{C}（南侧）除外）"
    assert held.beyond((f"{C}（北侧）", f"{B}（北侧）", "基坑南侧")) == (f"{B}（北侧）", "基坑南侧")
    assert held.again((f"{C}(南侧)", f"{C}（北侧）")) == (f"{C}(南侧)",)
    assert [held.holds(one) for one in (C, f"{C}（北侧）", f"{C}（南侧）", B)] == [True, True, False, False]
    assert stops.state_of("issued", held) is StopState.PARTLY
    rest = Freeing("y", False, (C,))
    assert holding(False, (A, C), [south, rest]) == holding(False, (A, C), [rest, south])
    assert holding(False, (A, C), [south, rest]) == Held(False, (A, C), (C,))
    assert holding(False, (A, C), [rest]).again((f"{C}（南侧）",)) == (f"{C}（南侧）",)


def test_a_full_stop_says_what_was_taken_out_of_it() -> None:
    held = holding(True, (), [Freeing("x", False, (B,)), Freeing("y", False, (A,))])
    assert held.words == f"{WHOLE}（{A}、{B}除外）"
    assert held.beyond((C,)) == ()
    assert holding(True, (), []).words == WHOLE
    assert holding(True, (), [Freeing("x", True)]).words == ""


def test_states() -> None:
    nothing = holding(False, (A, B), [])
    partly = holding(False, (A, B), [Freeing("x", False, (A,))])
    lifted = holding(False, (A, B), [Freeing("x", False, (A,)), Freeing("y", False, (B,))])
    assert [stops.state_of("issued", one) for one in (nothing, partly, lifted)] == [
        StopState.HOLDS,
        StopState.PARTLY,
        StopState.LIFTED,
    ]
    assert stops.state_of("void", lifted) is StopState.VOID
    assert stops.state_of("revoked", nothing) is StopState.REVOKED


def behind(row: int, location: str, *, is_open: bool = True) -> Behind:
    return Behind(f"finding-{row}", row, location, "待整改" if is_open else "合格闭环", is_open)


def test_findings_count_for_the_parts_that_their_place_names_and_in_doubt_for_all() -> None:
    held = holding(False, (A, B, C), [])
    told = (behind(1, "1号楼外脚手架12层"), behind(2, "2号塔吊"), behind(3, "材料堆场"))
    rows = lambda full, wanted: [  # noqa: E731
        one.row for one in stops.concerning(told, held, full=full, wanted=wanted)
    ]
    assert rows(False, (A,)) == [1, 3]
    assert rows(False, (B,)) == [2, 3]
    assert rows(False, (C,)) == [3]
    assert rows(True, ()) == [1, 2, 3]
    everything = holding(True, (), [])
    assert [one.row for one in stops.concerning(told, everything, full=False, wanted=(B,))] == [1, 2, 3]


@pytest.mark.parametrize("portion", [f"{C}（南侧）", f"{C}（全部）", f"{C}（南侧）（东段）"])
def test_a_portion_rests_on_all_that_its_part_rests_on(portion: str) -> None:
    """Which side of the pit a place is on, no name tells for certain: nothing is freed unseen."""
    told = (behind(1, f"{C}南侧坑底"), behind(2, C), behind(3, f"{C}东北角"), behind(4, A))
    concerned = stops.concerning(told, holding(False, (A, C)), full=False, wanted=(portion,))
    assert [one.row for one in concerned] == [1, 2, 3]


def test_what_lies_in_what_was_given_back_is_given_back() -> None:
    inner = f"{C}（南侧）（东段）"
    partial = holding(False, (A, C), [Freeing("x", False, (f"{C}（南侧）",))])
    whole_but_one = holding(True, (), [Freeing("x", False, (C,))])
    assert [partial.holds(one) for one in (inner, f"{C}（北侧）")] == [False, True]
    assert [whole_but_one.holds(one) for one in (inner, f"{C}（南侧）", f"{C}南侧")] == [False, False, True]
    assert partial.again((inner,)) == whole_but_one.again((inner,)) == (inner,)


@pytest.mark.parametrize(
    ("exception", "left"),
    [
        ("", [1, 2]),
        ("第1项正在验收", [2]),
        ("第１、２项不影响", []),
        ("第12项", [1, 2]),
        ("2号塔吊停用封存", [1]),
        ("第1项、第2项", []),
        pytest.param(f"第{'1' * 5000}项", [1, 2], id="no row has so many figures"),
        pytest.param(f"第{'1' * 5000}号，第2项", [1], id="a long number that is no row"),
    ],
)
def test_an_exception_must_name_each_open_finding(exception: str, left: list[int]) -> None:
    told = (behind(1, "1号楼外脚手架12层"), behind(2, "2号塔吊"), behind(3, "堆场", is_open=False))
    assert [one.row for one in stops.unnamed(told, exception)] == left
