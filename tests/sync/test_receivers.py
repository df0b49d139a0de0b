"""Whom an exchange file is sealed for: every machine in use; a key that is none hinders nobody else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import RuleError
from inspector_app.sync import files, sealed_file
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import VerifyKey
from tests.store.worlds import BEGIN, END, WORKSPACE
from tests.sync.office import Office, Steps, a_day

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("y", [1, 0, 2**255 - 20], ids=["one", "nought", "minus one"])
def test_a_machine_whose_key_is_none_keeps_no_file_from_the_others(tmp_path: Path, y: int) -> None:
    office, bad = Office(), VerifyKey(y.to_bytes(32, "little"))
    one, two = office.laptop(tmp_path / "one", 1), office.laptop(tmp_path / "two", 2)
    told = certify(
        office.root_key,
        workspace=WORKSPACE,
        subject=bad,
        user=f"device-{bad.key_id}",
        name="bad",
        roles={Role.DEVICE},
        valid_from=BEGIN,
        valid_to=END,
    )
    with one.transaction("wang") as tx:
        tx.act(ActKind.ROLE, "certificate", bad.key_id, told.to_content(), office.root_key)
    a_day(office, one)
    file = tmp_path / "x.ijx"
    files.write_out(one, file, NOW, Steps())
    with sealed_file.reading(file) as opened:
        assert set(opened.header.recipients) == {
            office.hub_key.key_id,
            *(office.device(n).key_id for n in (1, 2, 3)),
        }
    files.read_in(two, file, Steps())
    assert one.tips().items() <= two.tips().items()
    with pytest.raises(RuleError, match=r"exchange\.unknown_receiver"):
        files.write_out(one, tmp_path / "y.ijx", NOW, Steps(), to=bad.key_id)
    assert not (tmp_path / "y.ijx").exists()
    one.close()
    two.close()
