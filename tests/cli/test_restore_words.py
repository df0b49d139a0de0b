"""What `restore` says of signing in: with what one has, or with what was chosen just now."""

import io
import sys
from pathlib import Path

import pytest

from inspector_app import cli
from inspector_app.casework.people import backups
from tests.casework.newcomers import PASSWORD, newcomer_at
from tests.casework.office_hub import Office

NEW = "后来另设的新密码"


@pytest.mark.parametrize("anew", [False, True])
def test_who_chose_a_new_password_is_not_sent_to_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, anew: bool
) -> None:
    newcomer = newcomer_at(tmp_path / "laptop")
    code = newcomer.join(Office().enrolled(newcomer.told.request)).recovery_code
    session = newcomer.sign_in()
    file = backups.run(session, tmp_path / "b.ijk").file
    session.close()
    given = [code, NEW] if anew else [PASSWORD]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*given, ""])))
    said = ["restore", str(file), "--into", str(tmp_path / "new"), "--user", "wang", "--password-stdin"]
    assert cli.main([*said, *(["--recovery-code"] if anew else [])]) == 0
    told = capsys.readouterr().out.splitlines()[0]
    assert ("用刚设的新密码登录" in told, "用原来的密码" in told) == (anew, not anew)
    assert ("join" in told) is anew, "the new key signs nothing before the office certified it"
