"""Workspaces: made once, opened by those who may, PIN tries counted."""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.people import editions, workspace
from inspector_app.catalog import office
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.store import making
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.conftest import CHEAP, START


class PowerCutError(Exception):
    """The plug was pulled."""


class Plug:
    """Ends the process, as far as this program can tell, at the n-th file operation of a kind."""

    def __init__(self, real: Callable[..., object], after: int) -> None:
        self.real, self.left = real, after

    def __call__(self, *args: object, **named: object) -> object:
        if self.left == 0:
            raise PowerCutError
        self.left -= 1
        return self.real(*args, **named)


@pytest.mark.parametrize("operation", ["rename", "fsync", "mkdir"])
def test_a_making_that_is_cut_off_anywhere_begins_anew_or_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    clock, cuts = PlayedClock(START), 0
    for after in range(200):
        folder = tmp_path / str(after)
        with monkeypatch.context() as patch:
            patch.setattr(os, operation, Plug(getattr(os, operation), after))
            try:
                workspace.make_training(folder, clock, cost=CHEAP)
            except PowerCutError:
                cuts += 1
            else:
                break
        if not workspace.exists(folder):
            workspace.make_training(folder, clock, cost=CHEAP)
        session = workspace.sign_in(
            folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
        )
        assert session.sign(workspace.TRAINING_PIN).signer is not None
        session.close()
        assert not (folder / making.CORNER).exists()
    assert cuts > 3


def test_data_whose_key_slots_are_gone_is_never_overwritten(bench: Bench) -> None:
    bench.session.close()
    (bench.folder / "keys.json").unlink()
    before = (bench.folder / "inspector.db").read_bytes()
    with pytest.raises(RuleError) as refused:
        workspace.make_training(bench.folder, bench.clock, cost=CHEAP)
    assert refused.value.code == "store.already_there"
    (bench.folder / "inspector.db").rename(bench.folder / "kept.db")
    with pytest.raises(RuleError) as refused:
        workspace.make_training(bench.folder, bench.clock, cost=CHEAP)
    assert refused.value.code == "store.remains"
    assert (bench.folder / "kept.db").read_bytes() == before


def _forms(tmp_path: Path, days: int) -> Path:
    copy = tmp_path / f"forms-{random.Random(days).getrandbits(32)}"
    shutil.copytree(assets.folder("forms"), copy)
    options = copy / "options.toml"
    options.write_text(options.read_text("utf-8").replace("reply_days = 3", f"reply_days = {days}"), "utf-8")
    return copy


def test_an_edition_is_in_use_once_an_administrator_signed_it(bench: Bench, tmp_path: Path) -> None:
    place = bench.folder / workspace.FORMS
    editions.activate(bench.desk, _forms(tmp_path, 5), place)
    rules, warning = editions.in_use(bench.desk.store, place)
    assert (rules.options.reply_days, warning) == (5, None)


def test_an_edition_without_a_signed_act_is_not_used(bench: Bench, tmp_path: Path) -> None:
    place = bench.folder / workspace.FORMS
    office.activate(_forms(tmp_path, 9), place)
    rules, _ = editions.in_use(bench.desk.store, place)
    assert rules.options.reply_days == 3


def test_an_inspector_cannot_put_an_edition_into_use(bench: Bench, tmp_path: Path) -> None:
    place = bench.folder / workspace.FORMS
    somebody = SigningKey.new()
    ring, store = bench.desk.store.keyring, bench.desk.store
    told = ring.certificate(bench.desk.signer.key_id if bench.desk.signer else "")
    assert told is not None
    weaker = certify(
        bench.desk.signer,  # an administrator's key: it may appoint inspectors
        workspace=store.meta.workspace,
        subject=somebody.public,
        user="zhang",
        name="张",
        roles=frozenset({Role.INSPECTOR}),
        valid_from=told.valid_from,
        valid_to=told.valid_to,
    )
    workspace.appoint(store, weaker, bench.desk.signer)
    with pytest.raises(SignInError) as refused:
        editions.activate(replace(bench.desk, user="zhang", signer=somebody), _forms(tmp_path, 7), place)
    assert refused.value.code == "store.no_right"
    assert editions.in_use(store, place)[0].options.reply_days == 3
    assert not (place / office.POINTER).exists()


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
