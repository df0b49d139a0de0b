"""Who may do what, and errors that carry values and no sentences."""

import pytest

from inspector_app.domain import errors
from inspector_app.domain.acts import RIGHTS, SIGNED_KINDS, ActKind, Role, may
from inspector_app.domain.errors import InspectorError, Problem, ProblemsError, RuleError

R, K = Role, ActKind


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (K.ISSUE, {R.INSPECTOR, R.SUPERVISOR}),
        (K.VOID, {R.INSPECTOR, R.SUPERVISOR}),
        (K.REVOKE, {R.SUPERVISOR}),
        (K.APPROVE, {R.SUPERVISOR}),
        (K.ROLE, {R.ROOT, R.ADMINISTRATOR}),
        (K.EDITION, {R.ROOT, R.ADMINISTRATOR}),
        (K.SERVE, set(Role)),
        (K.RECHECK, set(Role)),
        (K.WITHDRAW, set(Role)),
    ],
)
def test_rights(kind: ActKind, allowed: set[Role]) -> None:
    assert {role for role in Role if may(frozenset({role}), kind)} == allowed


def test_several_roles_add_up_and_none_gives_nothing() -> None:
    assert may(frozenset({R.CLERK, R.SUPERVISOR}), K.REVOKE)
    assert not may(frozenset(), K.ISSUE)
    assert may(frozenset(), K.PRINT)


def test_every_signed_kind_has_rights_and_no_other() -> None:
    assert set(RIGHTS) == SIGNED_KINDS


def test_an_error_carries_code_place_and_values() -> None:
    error = RuleError("score.out_of_range", where="B.1.2", value="11", most=10)
    assert (error.code, error.where, error.values) == (
        "score.out_of_range",
        "B.1.2",
        {"value": "11", "most": 10},
    )
    assert str(error) == "score.out_of_range B.1.2 value='11', most=10"
    assert str(RuleError("score.no_sheet")) == "score.no_sheet"


def test_every_kind_of_error_ends_the_command_line_in_its_own_way() -> None:
    kinds = [
        told
        for told in vars(errors).values()
        if isinstance(told, type) and issubclass(told, InspectorError) and told is not ProblemsError
    ]
    assert sorted(kind.exit_code for kind in kinds) == list(range(1, 10))
    assert not issubclass(errors.Cancelled, InspectorError)


def test_problems_travel_together() -> None:
    problems = (Problem.of("a.b", "x", n=1, m="2"), Problem("a.c"))
    error = ProblemsError("a.several", problems, where="file")
    assert error.problems == problems
    assert problems[0].values == (("n", 1), ("m", "2"))
    assert error.exit_code == RuleError.exit_code
