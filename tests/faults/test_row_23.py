"""Row 23: a bundle, a request or a file comes ten times: the same state."""

from datetime import UTC, datetime
from pathlib import Path

from inspector_app.sync import files
from inspector_app.sync.trusting import Trusted
from tests.faults.network import measured, nothing_twice, small, tried
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, in_step, synced
from tests.sync.office import Office, Steps, a_day
from tests.sync.proxy import TWICE, Fault

TIMES = 10
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REPEAT = "python -m pytest tests/faults/test_row_23.py -n 0 -s"


def test_every_request_sent_twice(bureau: Bureau) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    proxy = bureau.proxy()
    asked = measured(a, proxy, 0).requests
    refused = []
    for at, name in enumerate(asked):
        small(a, at + 1)
        told = tried(a, proxy, Fault(TWICE, at))
        if isinstance(told, Exception):
            refused.append(name)
        synced(a)
    assert [one for one in refused if "/v1/token" not in one] == [], "only a used-up challenge is refused"
    in_step(bureau, a, b)
    entries = nothing_twice(bureau, a)
    print(f"row 23: {len(asked)} requests twice, {entries} entries once; repeat: {REPEAT}")


def test_the_same_bundles_ten_times_at_the_hub(bureau: Bureau) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    small(a, 1)
    synced(a)
    store, device = a.desk.store, a.desk.store.device_key()
    assert device is not None
    hub = bureau.books()
    try:
        before = hub.bundles.tips(store.meta.workspace)
        for _ in range(TIMES):
            for raw in store.lacking({}, device):
                hub.bundles.accept(store.meta.workspace, raw, device.key_id)
        assert hub.bundles.tips(store.meta.workspace) == before
    finally:
        hub.close()
    in_step(bureau, a, b)
    nothing_twice(bureau, a)


def test_the_same_bundles_and_file_ten_times_at_a_laptop(tmp_path: Path) -> None:
    office = Office()
    a, b = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    try:
        a_day(office, a, photo=b"photo")
        files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
        files.read_in(b, tmp_path / "x.ijx", Steps())
        before = b.digest(), b.vector(), b.tips(), b.numbers()
        bundles = list(a.lacking({}, office.device(1)))
        for _ in range(TIMES):
            files.read_in(b, tmp_path / "x.ijx", Steps())
            assert b.take_in(Trusted(b.keyring).unpacked(bundles * 3)).new == 0
        assert (b.digest(), b.vector(), b.tips(), b.numbers()) == before
        assert b.replay_check().same
    finally:
        a.close()
        b.close()
