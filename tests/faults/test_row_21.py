"""Row 21: the digests of two laptops with the same entries differ: both kept, compared, told."""

import json
from pathlib import Path

import pytest

from inspector_app import cli
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, in_step, synced, writes

REPEAT = "python -m pytest tests/faults/test_row_21.py -n 0 -s"


def by_sql(folder_store: object, statement: str) -> None:
    with folder_store._engine.begin() as connection:  # type: ignore[attr-defined]
        assert connection.exec_driver_sql(statement).rowcount > 0


def test_digests_that_differ(
    bureau: Bureau,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    writes(a, 5)
    in_step(bureau, a, b)
    entries = b.desk.store.vector()
    by_sql(b.desk.store, "DELETE FROM head WHERE entity = 'site'")
    wrong = b.desk.store.digest()
    told = synced(b)
    assert (told.same, told.decide) == (False, True)
    assert "exchange.digest_differs" in {one.code for one in told.news}
    assert synced(a).same is False, "the other one is told too"
    assert (b.desk.store.vector(), b.desk.store.digest()) == (entries, wrong), "nothing was overwritten"
    user = b.user
    b.close()
    capsys.readouterr()
    code = cli.main(["--data", str(bureau.folder / "b"), "--json", "sync", "--hub", bureau.running.url])
    answered = json.loads(capsys.readouterr().out)
    assert (code, answered["ok"], answered["same"]) == (8, False, False)
    assert [one["code"] for one in answered["errors"]] == ["exchange.digest_differs"]
    b = bureau.sign_in(bureau.folder / "b", user)
    assert not b.desk.store.replay_check().same
    b.desk.store.replay()
    in_step(bureau, a, b)
    assert synced(a).same is True
    print(f"row 21: repeat: {REPEAT}")
