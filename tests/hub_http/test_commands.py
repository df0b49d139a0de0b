"""`hub init|enrol|status|revoke` as an operator types them."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from inspector_app.hub.laptop_backups import MOST_TOGETHER
from inspector_app.trust import check_digits
from inspector_app.trust.enrolment import Grant, ask
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop

NOW = "2026-11-26T09:00:00+08:00"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["--json", *args])
    return code, json.loads(capsys.readouterr().out)


def test_a_hub_is_founded_once_and_its_secrets_are_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "hub")
    code, told = run(capsys, "hub", "init", "--workspace", "某区", "--data", data)
    assert code == 0
    assert told["schema"] == "inspector.hub.init/1"
    assert len(str(told["hub_id"])) == 32
    assert len(str(told["fingerprint"])) == 64
    assert Path(str(told["root_key"])).is_file()
    assert Path(str(told["recovery_key"])).is_file()
    assert told["root_code"] != told["recovery_code"]
    code, again = run(capsys, "--data", data, "hub", "init", "--workspace", "某区")
    assert (code, again["ok"]) == (3, False)
    code, unknown = run(capsys, "--data", data, "hub", "enrol", "--name", "张三")
    assert (code, unknown["errors"][0]["code"]) == (3, "hub.url_unknown")
    url = ("--url", "https://hub.local:8443")
    code, made = run(capsys, "--data", data, "hub", "enrol", "--name", "张三", *url)
    assert (code, str(made["code"])[:4]) == (0, "IE1-")


def test_a_request_file_is_answered_and_an_administrator_needs_the_root_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, asked, out = str(tmp_path / "hub"), tmp_path / "request", tmp_path / "grant"
    _, founded = run(capsys, "hub", "init", "--workspace", "某区", "--data", data)
    device, person = SigningKey.new(), SigningKey.new()
    request = ask(device, person, datetime.fromisoformat(NOW), "", "李四")
    asked.write_bytes(request.to_bytes())
    base = ("--data", data, "hub", "enrol", "--request", str(asked), "--out", str(out))
    base += ("--url", "https://hub.local:8443", "--role", "administrator")
    code, told = run(capsys, *base)
    assert (code, told["errors"][0]["code"]) == (4, "hub.root_needed")
    assert not out.exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{founded['root_code']}\n"))
    code, told = run(capsys, *base, "--root-key", str(founded["root_key"]))
    assert code == 0, told
    grant = Grant.opened(out.read_bytes(), device)
    grant.checked(request)
    assert grant.person(request).roles == {Role.ADMINISTRATOR}
    code, told = run(capsys, *base)
    assert (code, told["errors"][0]["code"]) == (2, "hub.out_exists")


@pytest.mark.parametrize(
    ("args", "exit_code", "told"),
    [
        (("enrol",), 2, "hub.enrol_incomplete"),
        (("enrol", "--name", "a", "--out", "x"), 2, "hub.enrol_incomplete"),
        (("enrol", "--name", "a", "--role", "king"), 2, "hub.role_unknown"),
        (("enrol", "--name", "a", "--url", "http://x"), 2, "hub.url_unfit"),
        (("enrol", "--request", "/nowhere", "--out", "/nowhere2"), 2, "hub.file_unreadable"),
        (("revoke", "--device", "ab" * 8, "--from", "x"), 2, "hub.place_unreadable"),
        (("revoke", "--device", "ab" * 8), 3, "hub.key_unknown"),
        (("enrol", "--name", "a", "--backup-of", "ab" * 8), 3, "hub.backup_unknown"),
        (("enrol", "--request", "x", "--backup-of", "ab" * 8), 2, "hub.enrol_incomplete"),
        (("enrol", "--more-codes", "ab" * 8, "--backup-of", "ab" * 8), 2, "hub.enrol_incomplete"),
        (("drop-backups", "ab" * 8), 3, "hub.backup_unknown"),
        (("drop-backups", "../x"), 3, "hub.backup_unknown"),
    ],
)
def test_bad_input_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    exit_code: int,
    told: str,
) -> None:
    data = tmp_path_factory.mktemp("hub") / "data"
    run(capsys, "hub", "init", "--workspace", "某区", "--data", str(data))
    code, answer = run(capsys, "hub", *args, "--data", str(data))
    (error,) = answer["errors"]
    assert (code, error["code"]) == (exit_code, told)
    assert error["message"]


def test_without_a_hub_each_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for args in (("status",), ("serve", "--listen", "127.0.0.1:0"), ("enrol", "--name", "a")):
        code, told = run(capsys, "hub", *args, "--data", str(tmp_path / "none"))
        assert (code, told["errors"][0]["code"]) == (3, "hub.not_founded")


def test_status_and_revoke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Inside(tmp_path / "hub") as hub:
        one: Laptop = hub.laptop()
        assert one.push(one.write(4)).status_code == 200
        data = str(tmp_path / "hub")
        code, told = run(capsys, "hub", "status", "--data", data)
        assert code == 0
        assert told["vector"][one.journal] == [4, one.entries[-1].hash.hex()]
        assert told["branches"] == []
        assert [each["key"] for each in told["devices"]] == [one.device.key_id]
        place = f"{one.journal}:4"
        code, _ = run(capsys, "hub", "revoke", "--device", one.device.key_id, "--from", place, "--data", data)
        assert code == 0
        assert one.push(one.write(1)).status_code in (401, 403)
        assert cli.main(["--data", data, "hub", "status"]) == 0
        out = capsys.readouterr().out
        assert f"（{one.device.key_id}），已停用，最近来过 20" in out
        assert "账本 2 本，共 " in out


def test_the_status_tells_what_laptops_left_and_a_code_which_of_it_it_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one, data = hub.laptop(), str(tmp_path / "hub")
        _, told = run(capsys, "hub", "status", "--data", data)
        assert (told["backups"], told["backups_most"]) == ([], MOST_TOGETHER)
        key, backups = one.device.key_id, hub.books.backups
        for name in ("20260301-080000", "20260302-080000"):
            backups.add(key, name, 0, b"sealed")
            backups.finish(key, name, 6, sha256(b"sealed").digest())
        _, told = run(capsys, "hub", "status", "--data", data)
        ends = {"oldest": "20260301-080000", "newest": "20260302-080000"}
        assert told["backups"] == [{"laptop": key, "count": 2, "size": 12, **ends}]
        code, made = run(capsys, "hub", "enrol", "--name", "张三", "--backup-of", key, "--data", data)
        assert (code, made["backup_of"]) == (0, key)
        assert cli.main(["--data", data, "hub", "enrol", "--name", "张三", "--backup-of", key]) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert EnrolmentCode.parse(first.rpartition("：")[2]), "nothing stands behind the code"
        assert key in second
        run(capsys, "hub", "revoke", "--device", key, "--data", data)
        assert cli.main(["--data", data, "hub", "status"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert f"各台电脑的备份 2 份，12 B，上限 {MOST_TOGETHER / 1e9:,.1f} GB：" in lines
        assert any(line.endswith(f"（{key}）2 份，12 B，20260301-080000 – 20260302-080000") for line in lines)
        codes = [line for line in lines if line.endswith(f"可取 {key} 的备份。")]
        assert (len(codes), "张三" in codes[0]) == (2, True)


def test_a_hub_is_backed_up_and_put_back_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, stick = str(tmp_path / "hub"), tmp_path / "stick"
    _, founded = run(capsys, "hub", "init", "--workspace", "某区", "--data", data)
    code, told = run(capsys, "hub", "backup", "--out", str(stick), "--data", data)
    assert (code, told["errors"][0]["code"]) == (7, "hub.copy_place_gone")
    stick.mkdir()
    code, made = run(capsys, "hub", "backup", "--out", str(stick), "--data", data)
    assert (code, made["photos"], made["lost"]) == (0, 0, [])
    base = ("hub", "restore", "--from", str(made["file"]), "--recovery-key", str(founded["recovery_key"]))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{founded['root_code']}\n"))
    code, told = run(capsys, "--data", str(tmp_path / "new"), *base)
    assert (code, told["errors"][0]["code"]) == (4, "trust.wrong_recovery")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{founded['recovery_code']}\n"))
    code, told = run(capsys, "--data", str(tmp_path / "new"), *base)
    assert (code, told["hub_id"], told["lacking"]) == (0, founded["hub_id"], 0)
    code, again = run(capsys, "--data", str(tmp_path / "new"), "hub", "audit")
    assert [each["what"] for each in again["lines"]][-1] == "put_back"
    assert cli.main(["--data", data, "hub", "audit", "--last", "1"]) == 0
    assert "backed_up" in capsys.readouterr().out


def test_unused_codes_are_listed_and_ended_by_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "hub")
    run(capsys, "hub", "init", "--workspace", "某区", "--data", data)
    run(capsys, "--data", data, "hub", "enrol", "--name", "张三", "--url", "https://hub.local:8443")
    _, told = run(capsys, "--data", data, "hub", "codes")
    (one,) = told["codes"]
    _, status = run(capsys, "--data", data, "hub", "status")
    assert status["codes"] == [one]
    assert [each["what"] for each in status["audit"]][-1] == "code_made"
    assert cli.main(["--data", data, "hub", "status"]) == 0
    assert f"未用的加入码 {one['id']}：张三" in capsys.readouterr().out
    code, _ = run(capsys, "--data", data, "hub", "codes", "--end", one["id"])
    assert code == 0
    code, told = run(capsys, "--data", data, "hub", "codes", "--end", one["id"])
    assert (code, told["errors"][0]["code"]) == (3, "hub.code_not_open")


def test_a_person_is_shut_out_from_tomorrow_or_from_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one: Laptop = hub.laptop()
        person, data = one.person.key_id, ("--data", str(tmp_path / "hub"))
        days = [local_date(datetime.now(UTC))]
        code, told = run(capsys, "hub", "revoke", "--device", person, *data)
        days.append(local_date(datetime.now(UTC)))  # another day at midnight
        assert (code, told["beyond"]) == (0, [])
        assert told["on"] in {(day + timedelta(days=1)).isoformat() for day in days}
        code, told = run(capsys, "hub", "revoke", "--device", person, "--on", "2026-03-02", *data)
        assert (code, told["on"]) == (0, "2026-03-02")
        code, told = run(capsys, "hub", "revoke", "--device", person, "--on", "x", *data)
        assert (code, told["errors"][0]["code"]) == (2, "cli.bad_day")


def test_what_a_lost_laptop_handed_in_behind_the_point_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Inside(tmp_path / "hub") as hub:
        one: Laptop = hub.laptop()
        assert one.push(one.write(4)).status_code == 200
        data, place = ("--data", str(tmp_path / "hub")), f"{one.journal}:1"
        code, told = run(capsys, "hub", "revoke", "--device", one.device.key_id, "--from", place, *data)
        assert (code, told["from"]) == (0, place)
        assert told["beyond"] == [{"journal": one.journal, "first": 2, "last": 4}]
        assert cli.main([*data, "hub", "revoke", "--device", one.device.key_id, "--from", place]) == 0
        assert "第 2 至 4 条" in capsys.readouterr().out


def test_a_request_that_calls_itself_a_colleague_is_named_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, out, data = tmp_path / "request", tmp_path / "grant", ("--data", str(tmp_path / "hub"))
    run(capsys, "hub", "init", "--workspace", "某区", *data)
    by_file = ("hub", "enrol", "--request", str(asked), "--url", "https://hub.local:8443", *data)
    keys = [(SigningKey.new(), SigningKey.new()) for _ in range(2)]
    moment = datetime.fromisoformat(NOW)
    for device, person in keys:
        asked.write_bytes(ask(device, person, moment, "wang", "王五").to_bytes())
        code, told = run(capsys, *by_file, "--out", str(out))
        if (device, person) == keys[0]:
            assert (code, told["name"], told["user"], told["person"]) == (0, "王五", "wang", person.key_id)
            out.unlink()
    assert (code, told["errors"][0]["code"]) == (3, "hub.user_known")
    assert keys[1][1].key_id in told["errors"][0]["message"]
    assert not out.exists()
    code, told = run(capsys, *by_file, "--out", str(out), "--user", "wang")
    assert (code, told["person"], told["device"]) == (0, keys[1][1].key_id, keys[1][0].key_id)
    assert told["namesakes"] == []


def test_another_of_the_same_name_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked, out, data = tmp_path / "request", tmp_path / "grant", ("--data", str(tmp_path / "hub"))
    run(capsys, "hub", "init", "--workspace", "某区", *data)
    url = ("--url", "https://hub.local:8443")
    for user in ("wang", ""):
        request = ask(SigningKey.new(), SigningKey.new(), datetime.fromisoformat(NOW), user, "王五")
        asked.write_bytes(request.to_bytes())
        out.unlink(missing_ok=True)
        assert cli.main([*data, "hub", "enrol", "--request", str(asked), "--out", str(out), *url]) == 0
    assert "同名的已有 wang" in capsys.readouterr().out


def test_words_name_who_was_let_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked, out, data = tmp_path / "request", tmp_path / "grant", ("--data", str(tmp_path / "hub"))
    run(capsys, "hub", "init", "--workspace", "某区", *data)
    before, device, person = SigningKey.new(), SigningKey.new(), SigningKey.new()
    url = ("--url", "https://hub.local:8443")
    for told in (
        ask(before, person, datetime.fromisoformat(NOW), "wang", "王五"),
        ask(device, person, datetime.fromisoformat(NOW), "wang", "王五", before),
    ):
        asked.write_bytes(told.to_bytes())
        out.unlink(missing_ok=True)
        assert cli.main([*data, "hub", "enrol", "--request", str(asked), "--out", str(out), *url]) == 0
        said = capsys.readouterr().out
        for part in ("王五", "wang", person.key_id, check_digits.of_request(told), "没有核对过"):
            assert part in said
    assert f"接替 {before.key_id}" in said
    assert "5、6、7、8" in said


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_whoever_sits_at_a_terminal_is_asked_for_the_digits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, out, data = tmp_path / "request", tmp_path / "grant", ("--data", str(tmp_path / "hub"))
    run(capsys, "hub", "init", "--workspace", "某区", *data)
    request = ask(SigningKey.new(), SigningKey.new(), datetime.fromisoformat(NOW), "wang", "王五")
    asked.write_bytes(request.to_bytes())
    url = ("--url", "https://hub.local:8443")
    by_file = [*data, "hub", "enrol", "--request", str(asked), "--out", str(out), *url]
    monkeypatch.setattr(sys, "stdin", Terminal("1234 5678 9012 3456\n"))
    assert cli.main(by_file) == 3
    said = capsys.readouterr()
    assert "请输入申请人电脑上显示的核对数" in said.err
    assert not out.exists()
    monkeypatch.setattr(sys, "stdin", Terminal(f"{check_digits.of_request(request)}\n"))
    assert cli.main(by_file) == 0
    assert "与电脑上显示的一致" in capsys.readouterr().out
    out.unlink()
    monkeypatch.setattr(sys, "stdin", Terminal("\n"))
    assert cli.main(by_file) == 0
    assert "没有核对过" in capsys.readouterr().out
