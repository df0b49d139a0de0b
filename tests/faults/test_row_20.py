"""Row 20: the answer is lost after the hub committed: trying again does nothing twice."""

import pytest

from inspector_app.domain.errors import PeerError
from tests.faults.network import measured, nothing_twice, small, tried
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, in_step, synced
from tests.sync.proxy import DROP, Fault

ROUNDS = 3
REPEAT = "python -m pytest tests/faults/test_row_20.py -n 0 -s"


@pytest.mark.slow
def test_every_answer_lost_once(bureau: Bureau) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    proxy = bureau.proxy()
    asked = measured(a, proxy, 0).requests
    assert {"push", "missing"} <= {one.split(" ")[1].rsplit("/", 1)[-1] for one in asked}
    number, lost = 0, 0
    for _ in range(ROUNDS):
        for at in range(len(asked)):
            number += 1
            small(a, number)
            told = tried(a, proxy, Fault(DROP, at))
            assert isinstance(told, PeerError), (asked[at], told)
            lost += 1
            before = a.desk.store.vector()
            synced(a)
            assert a.desk.store.vector()[a.desk.store.meta.journal_id] == before[a.desk.store.meta.journal_id]
            assert not a.desk.store.blobs_owed()
            assert a.desk.store.state().received == a.desk.store.state().entries, "the receipt came later"
    in_step(bureau, a, b)
    entries = nothing_twice(bureau, a)
    print(f"row 20: {lost} answers lost, {entries} entries once; repeat: {REPEAT}")
