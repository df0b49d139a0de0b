"""误录撤销: what was ordered by mistake is withdrawn with its reason, and never moves again."""

import pytest

from inspector_app.casework.followup import withdrawal
from inspector_app.casework.papers import board, duties, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.domain.states import FindingState
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise


@pytest.fixture
def risen(bench: Bench) -> Risen:
    return rise(bench)


def words(risen: Risen) -> list[str]:
    return [str(duties.finding_state(risen.desk, one).word) for one in risen.scene.finding_ids]


def test_it_is_open_no_more_and_stays_visible(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    withdrawal.withdraw(risen.desk, [first], " 同一处记了两次 ")
    assert words(risen) == [FindingState.WITHDRAWN, FindingState.TO_RECTIFY]
    assert {one.finding_id for one in board.open_duties(risen.desk)} == {second}
    (act,) = risen.desk.store.acts("finding", first, "withdraw", valid_only=True)
    assert act.content == {"reason": "同一处记了两次", "on": risen.desk.today().isoformat()}
    assert risen.desk.store.record("finding", first) is not None


def test_an_end_never_moves(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    recheck.recheck(risen.desk, risen.desk.today(), (Result(first, "rectified"),), ("纪闻笛",))
    withdrawal.withdraw(risen.desk, [second], "部位记错")
    for one in (first, second):
        risen.refused(
            "withdraw.ended",
            f"withdraw.findings.{one}",
            lambda one=one: withdrawal.withdraw(risen.desk, [one], "部位记错"),  # type: ignore[misc]
        )
    assert words(risen) == [FindingState.CLOSED, FindingState.WITHDRAWN]


@pytest.mark.parametrize(
    ("reason", "some", "code", "field"),
    [
        (" ", True, "withdraw.reason_missing", "withdraw.reason"),
        ("错" * 501, True, "withdraw.words_long", "withdraw.reason"),
        ("部位记错", False, "withdraw.nothing_named", "withdraw.findings"),
    ],
)
def test_what_is_not_told_is_asked_for(risen: Risen, reason: str, some: bool, code: str, field: str) -> None:
    ids = risen.scene.finding_ids if some else ()
    risen.refused(code, field, lambda: withdrawal.withdraw(risen.desk, ids, reason))


def test_what_nobody_ordered_is_removed_instead(risen: Risen) -> None:
    risen.refused(
        "withdraw.not_ordered",
        f"withdraw.findings.{'0' * 32}",
        lambda: withdrawal.withdraw(risen.desk, ["0" * 32], "部位记错"),
    )
