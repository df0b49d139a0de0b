"""`join CODE`, `join FILE`, `join --request` and `sync` as an outsider calls them, with a real hub."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.answers import joins
from inspector_app.casework.people import workspace
from inspector_app.casework.people.joining import Joined
from inspector_app.catalog.messages import Messages
from inspector_app.domain.acts import Role
from tests.hub_http.conftest import Running, command, founded, serving  # noqa: F401 - a fixture
from tests.sync.hubs import Bureau

Run = Callable[..., tuple[int, dict[str, Any]]]
SHARED = {"sent", "received", "acknowledged", "conflicts", "branches", "digest"}
PASSWORD = "correct horse 3"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(data: Path, *args: str, password: str = "", user: str = "") -> tuple[int, dict[str, Any]]:
        said = ["--data", str(data), "--json"]
        if password:
            said.append("--password-stdin")
            monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        if user:
            said += ["--user", user]
        capsys.readouterr()
        code = cli.main([*said, *args])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_join_by_code_and_sync(bureau: Bureau, run: Run) -> None:
    a, b = bureau.folder / "a", bureau.folder / "b"
    for folder in (a, b):
        code, told = run(folder, "join", bureau.code().text().lower().replace("-", " "))
        assert (code, told["schema"], told["ok"]) == (0, "inspector.join/1", True)
        assert told.keys() >= SHARED
        assert told["training"] is True
    got_code = told["machine_code"]
    assert run(a, "demo", "--until", "issue", "--out", str(bureau.folder / "out"))[0] == 0
    code, sent = run(a, "sync", "--hub", bureau.running.url)
    assert (code, sent["sent"]["blobs"]) == (0, sent["acknowledged"]["blobs"])
    assert sent.keys() >= SHARED
    code, got = run(b, "sync", "--hub", bureau.running.url)
    assert (code, got["received"]["entries"]) == (0, sent["sent"]["entries"])
    _, again = run(a, "sync")  # with the hub that it knows
    assert run(a, "sync", "--hub", "-")[1]["digest"] == again["digest"]
    assert run(a, "sync", "--hub", "-", "--in", "x.ijx")[0] == 2
    _, health = run(a, "doctor")
    (last,) = [one for one in health["checks"] if one["id"] == "last_sync"]
    assert last["status"] == "ok"
    assert last["value"].endswith("改动 0 条、照片和文件 0 个")
    _, digests = run(b, "digest")
    assert again["digest"] == digests["digest"]
    assert run(b, "numbers")[1]["numbers"] == run(a, "numbers")[1]["numbers"]
    code, told = run(b, "join", bureau.code().text())
    assert (code, told["renewal"], told["machine_code"]) == (0, True, got_code), told


def test_who_joins_is_told_how_to_sign_in_and_what_the_code_is_for() -> None:
    joined = Joined("ab" * 16, False, "u42", "沈知远", frozenset({Role.INSPECTOR}), 7, "ABCD-EFGH")
    for language in ("zh", "en"):
        lines = joins.answer(joined, None, None, "", Messages(language)).lines
        (account,) = [one for one in lines if "--user u42" in one]
        assert "沈知远" in account
        assert "ABCD-EFGH" not in lines, "a secret without a word is lost"
        (code,) = [one for one in lines if "ABCD-EFGH" in one]
        assert ("只显示这一次" if language == "zh" else "shown this once") in code


def test_join_refuses_what_is_no_code(bureau: Bureau, run: Run) -> None:
    folder = bureau.folder / "a"
    typed = bureau.code().text()
    code, told = run(folder, "join", typed[:-1] + ("A" if typed[-1] != "A" else "B"))
    assert (code, told["errors"][0]["code"]) == (4, "enrolment.mistyped")
    code, told = run(folder, "join", str(bureau.folder / "missing.ijg"))
    assert code == 3
    assert run(folder, "join")[0] == 2
    used = bureau.code().text()
    assert run(bureau.folder / "b", "join", used)[0] == 0
    code, told = run(folder, "join", used)
    assert code in (3, 4)
    assert told["errors"][0]["code"].startswith("hub.")
    assert not workspace.exists(folder)


def test_join_without_a_hub_makes_nothing(bureau: Bureau, run: Run) -> None:
    code = bureau.code()
    gone = type(code)(code.hub, code.fingerprint, code.secret, "https://127.0.0.1:9")
    number, told = run(bureau.folder / "a", "join", gone.text())
    assert (number, told["errors"][0]["code"]) == (9, "exchange.unreachable")
    other = type(code)(code.hub, bytes(32), code.secret, bureau.running.url)
    number, told = run(bureau.folder / "a", "join", other.text())
    assert (number, told["errors"][0]["code"]) == (5, "exchange.certificate_changed")
    assert not workspace.exists(bureau.folder / "a")
    assert run(bureau.folder / "a", "join", code.text())[0] == 0, "the code was not used up"


def test_join_an_office_by_code_and_by_two_files(
    serving: Callable[..., Running],  # noqa: F811
    run: Run,
    tmp_path: Path,
) -> None:
    office = serving(data=tmp_path / "hub", hub=founded(tmp_path / "hub")["hub_id"])
    code = command("hub", "enrol", "--name", "李四", data=office.data)["code"]
    number, told = run(tmp_path / "a", "join", code)
    assert (number, told["errors"][0]["code"]) == (3, "joining.password_needed")
    assert not any((tmp_path / "a").glob("joining*"))
    number, first = run(tmp_path / "a", "join", code, password=PASSWORD)
    assert (number, first["training"], first["roles"], first["name"]) == (0, False, ["inspector"], "李四")
    assert first["recovery_code"]
    asked, granted = tmp_path / "申请.json", tmp_path / "答复.ijg"
    number, told = run(
        tmp_path / "b", "join", "--request", str(asked), "--name", "王五", password=PASSWORD, user="wangwu"
    )
    assert (number, told["request"]) == (0, str(asked))
    command("hub", "enrol", "--request", str(asked), "--out", str(granted), data=office.data)
    number, told = run(tmp_path / "c", "join", str(granted), password=PASSWORD)
    assert (number, told["errors"][0]["code"]) == (3, "joining.no_pending")
    number, told = run(tmp_path / "b", "join", str(granted), password="another one 5")
    assert number == 4
    number, second = run(tmp_path / "b", "join", str(granted), password=PASSWORD)
    assert (number, second["name"], second["machine_code"] > first["machine_code"]) == (0, "王五", True)
    for folder, joined in ((tmp_path / "b", second), (tmp_path / "a", first), (tmp_path / "b", second)):
        number, told = run(folder, "sync", "--hub", office.url, password=PASSWORD, user=joined["user"])
        assert (number, told["ok"]) == (0, True), told
    digests = {
        run(folder, "digest", password=PASSWORD, user=joined["user"])[1]["digest"]
        for folder, joined in ((tmp_path / "a", first), (tmp_path / "b", second))
    }
    assert len(digests) == 1
