"""Workspaces: made once, opened by those who may, PIN tries counted."""

from datetime import timedelta

import pytest

from inspector_app.casework import workspace
from inspector_app.domain.errors import RuleError, SignInError
from tests.casework.bench import Bench


def test_a_second_workspace_in_the_same_folder_is_refused(bench: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        workspace.make_training(bench.folder, bench.clock)
    assert refused.value.code == "workspace.already_there"


def test_people_are_named_without_signing_in(bench: Bench) -> None:
    assert [(one.user, one.name) for one in workspace.people(bench.folder)] == [
        (workspace.TRAINING_USER, workspace.TRAINING_NAME)
    ]
    assert workspace.is_training(bench.folder)
    assert not workspace.exists(bench.folder / "nothing")


def test_wrong_password_is_refused(bench: Bench) -> None:
    bench.session.close()
    with pytest.raises(SignInError) as refused:
        workspace.sign_in(bench.folder, workspace.TRAINING_USER, "wrong", bench.clock, bench.desk.renderer)
    assert refused.value.code == "trust.wrong_password"


def test_nothing_to_sign_into(bench: Bench) -> None:
    with pytest.raises(RuleError) as refused:
        workspace.sign_in(bench.folder / "no", "x", "x", bench.clock, bench.desk.renderer)
    assert refused.value.code == "workspace.none"


def test_pin_tries_are_limited_and_survive_a_restart(bench: Bench) -> None:
    left = []
    for _ in range(workspace.MOST_PIN_TRIES):
        with pytest.raises(SignInError) as refused:
            bench.session.sign("000000")
        assert refused.value.code == "workspace.wrong_pin"
        left.append(refused.value.values["left"])
    assert left == [4, 3, 2, 1, 0]
    bench.session.close()
    bench.clock.moment += timedelta(hours=1)
    again = workspace.sign_in(
        bench.folder,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        bench.clock,
        bench.desk.renderer,
    )
    with pytest.raises(SignInError) as refused:
        again.sign(workspace.TRAINING_PIN)
    assert refused.value.code == "workspace.pin_locked"
    again.close()


def test_a_good_pin_clears_the_tries(bench: Bench) -> None:
    with pytest.raises(SignInError):
        bench.session.sign("000000")
    assert bench.session.sign(workspace.TRAINING_PIN).signer is not None
    with pytest.raises(SignInError) as refused:
        bench.session.sign("000000")
    assert refused.value.values["left"] == 4


def test_a_locked_pin_is_freed_by_the_password(bench: Bench) -> None:
    for _ in range(workspace.MOST_PIN_TRIES):
        with pytest.raises(SignInError):
            bench.session.sign("000000")
    with pytest.raises(SignInError) as refused:
        bench.session.new_pin("wrong", "135790")
    assert refused.value.code == "trust.wrong_password"
    bench.session.new_pin(workspace.TRAINING_PASSWORD, "135790")
    assert bench.session.sign("135790").signer is not None
