"""A laptop that the office ended holds up nobody else, whatever of its work they already carry."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError
from inspector_app.hub import founding
from inspector_app.hub.books import Hub
from inspector_app.sync import exchange, files
from tests.hub_http.conftest import start
from tests.simulation.bureau import CHEAP, Quiet
from tests.simulation.enrolled import Hands, enrol, told_where


@pytest.mark.parametrize("reverse", [False, True])
def test_what_an_ended_laptop_gave_away_holds_up_nobody(tmp_path: Path, reverse: bool) -> None:
    """In a push journals come in the order of their ids: the ended one's before or after the own."""
    founding.found(tmp_path / "hub", "办公室", cost=CHEAP)
    hub = Hub.open(tmp_path / "hub")
    running = start(tmp_path / "hub", hub.facts.id)
    told_where(hub, running.url)
    try:
        both = [enrol(hub, tmp_path / name, name, Hands(datetime.now(UTC))) for name in ("one", "two")]
        both.sort(key=lambda each: each.store.meta.journal_id, reverse=reverse)
        lost, other = both
        for each in (lost, other, lost):
            exchange.run(each.store, datetime.now(UTC), Quiet())
        assert lost.issue() is not None
        files.write_out(lost.store, tmp_path / "stick.ijx", datetime.now(UTC), Quiet())
        files.read_in(other.store, tmp_path / "stick.ijx", Quiet())
        hub.devices.revoke(lost.device.public.key_id, reason="lost")
        own = {other.issue() for _ in range(3)}
        carried = other.store.meta.journal_id
        try:
            exchange.run(other.store, datetime.now(UTC), Quiet())
        except InspectorError as problem:
            raise AssertionError(f"held up by what another one wrote: {problem.code}") from problem
        at_hub = hub.bundles.tips(hub.facts.workspace).tips
        assert at_hub[carried] == other.store.tips()[carried], "its own papers did not reach the hub"
        borne = {(each.machine_code, each.serial) for each in other.store.numbers().numbers}
        assert own <= borne
    finally:
        for each in (lost, other):
            each.store.close()
        hub.close()
        running.close()
