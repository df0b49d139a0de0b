"""cli.md to the letter: schemas, members, exit codes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app import assets, cli
from inspector_app.answers import demos
from inspector_app.domain.templates import DocumentKind
from tests.cli.conftest import Run, spawn
from tests.documents.reading import whole

SITE = demos.shipped_cases()[0]
HEX64 = re.compile(r"[0-9a-f]{64}")


def changed_case(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    told = SITE.read_text("utf-8")
    for old, new in changes:
        assert old in told, old
        told = told.replace(old, new)
    path = tmp_path / "case.toml"
    path.write_text(told.replace('"photos/', f'"{SITE.parent}/photos/'), "utf-8")
    return path


def test_demo_answers_everything_it_promises(run: Run, tmp_path: Path) -> None:
    code, told = run("demo", "--out", str(tmp_path / "out"))
    assert (code, told["schema"], told["ok"], told["errors"]) == (0, "inspector.demo/1", True, [])
    kinds = [one["kind"] for one in told["documents"]]
    assert set(kinds) == {
        "site_record",
        "rectification_notice",
        "stop_work_notice",
        "proof_of_service",
        "resumption_notice",
        "plant_order",
    }
    for one in told["documents"]:
        pdf = Path(one["pdf"])
        assert pdf.read_bytes().startswith(b"%PDF")
        assert HEX64.fullmatch(one["pdf_sha256"])
        assert HEX64.fullmatch(one["content_sha256"])
        assert one["number"] in one["qr"]
        assert one["pages"] >= 1
        assert one["recipients"][0]["main"] is True
    assert len(told["findings"]) == 5
    assert told["gate_before"]
    assert told["figures"]["stop_work_partial"] == 1
    assert told["figures"]["plant_visits"] == 1
    assert told["journal"]["entries"] > 80
    assert HEX64.fullmatch(told["digest"])
    assert HEX64.fullmatch(told["journal"]["head"])


def test_a_case_of_another_office_gives_its_own_documents(run: Run, tmp_path: Path) -> None:
    case = changed_case(
        tmp_path,
        ("青澜市望江区住房和城乡建设局", "白石县住房和城乡建设局"),
        ("望住建", "白住建"),
        ("临江雅苑二期3标段", "白石中学迁建工程"),
        ("沈知远", "欧阳若水"),
        ("长约6.4m", "长约11.5m"),
    )
    code, told = run("demo", "--case", str(case), "--out", str(tmp_path / "out"))
    assert code == 0
    stop = next(one for one in told["documents"] if one["kind"] == "stop_work_notice")
    assert stop["number"].startswith("白住建停〔")
    assert any("长约11.5m" in one["fact"] for one in told["findings"])


@pytest.mark.parametrize("until", ["findings", "issue", "serve", "recheck", "resume"])
def test_demo_stops_where_it_is_told(run: Run, tmp_path: Path, until: str) -> None:
    code, told = run("demo", "--case", str(SITE), "--until", until, "--out", str(tmp_path / "out"))
    kinds = {one["kind"] for one in told["documents"]}
    assert code == 0
    assert ("stop_work_notice" in kinds) is (until != "findings")
    assert ("proof_of_service" in kinds) is (until in ("serve", "recheck", "resume"))
    assert ("resumption_notice" in kinds) is (until == "resume")
    assert (told["figures"]["findings_closed"] > 0) is (until in ("recheck", "resume"))


def test_demo_every_kind(run: Run, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"))
    code, told = run("demo", "--every-kind", "--findings", "7", "--photos", "2", *out)
    assert code == 0
    assert {one["kind"] for one in told["documents"]} == {str(kind) for kind in DocumentKind}
    # Seven for each paper that orders: the site's general and major ones, and the plant's.
    assert len(told["findings"]) == 21
    assert all(len(one["photos"]) == 2 for one in told["findings"])


def test_seed_varies_the_findings_and_repeats_them(run: Run, tmp_path: Path) -> None:
    facts = []
    for n, seed in enumerate(("1", "1", "2")):
        out = str(tmp_path / f"out{n}")
        _, told = run("demo", "--seed", seed, "--until", "findings", "--out", out, data=tmp_path / f"data{n}")
        facts.append([one["fact"] for one in told["findings"]])
    assert facts[0] == facts[1] != facts[2]


def test_acks_are_numbers_that_stand(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    assert cli.main(["--data", data, "demo", "--issue", "3", "--acks", "--out", str(tmp_path / "out")]) == 0
    acks = [json.loads(line)["ack"] for line in capsys.readouterr().out.splitlines()]
    code, told = run("numbers")
    assert (code, told["gaps"], told["duplicates"]) == (0, [], [])
    assert set(acks) <= {one["number"] for one in told["numbers"]}
    assert len(set(acks)) == 3


def test_health(run: Run, tmp_path: Path) -> None:
    _, demo = run("demo", "--out", str(tmp_path / "out"))
    code, told = run("digest")
    assert (code, told["digest"]) == (0, demo["digest"])
    assert sum(n for n, _ in told["vector"].values()) == demo["journal"]["entries"]
    code, told = run("replay", "--check")
    assert (code, told["same"], told["entries"]) == (0, True, demo["journal"]["entries"])
    code, told = run("doctor", "--deep")
    status = {one["id"]: one["status"] for one in told["checks"]}
    assert code == 0
    for name in (
        "sqlite",
        "pragmas",
        "fonts",
        "libraries",
        "disk",
        "forms",
        "journal",
        "documents",
        "filing",
    ):
        assert status[name] == "ok"
    assert {"clock", "printer", "input_method"} <= set(status)
    assert (status["last_sync"], status["last_backup"]) == ("warn", "warn")
    assert all(one["value"] for one in told["checks"])
    assert all(one["remedy"] for one in told["checks"] if one["status"] != "ok")


def test_doctor_without_a_workspace_says_so(run: Run) -> None:
    code, told = run("doctor")
    assert code == 0
    assert {one["id"]: one["status"] for one in told["checks"]}["workspace"] == "warn"


def test_figures(run: Run, tmp_path: Path) -> None:
    run("demo", "--out", str(tmp_path / "out"))
    code, told = run("figures", "--from", "2000-01-01", "--to", "2099-12-31")
    figures = {one["code"]: one for one in told["figures"]}
    assert code == 0
    assert figures["officer_visits"]["value"] == 4 == len(figures["officer_visits"]["ids"])
    code, told = run("figures", "--from", "2026-12-31", "--to", "2026-01-01")
    assert (code, told["errors"][0]["code"]) == (3, "figures.period_reversed")


def test_gate_is_silent_over_the_shipped_case(run: Run) -> None:
    site, plant = demos.shipped_cases()
    kinds = (
        "site_record",
        "rectification_notice",
        "stop_work_notice",
        "resumption_notice",
        "proof_of_service",
    )
    for path, kind in [(site, one) for one in kinds] + [(plant, "plant_order")]:
        code, told = run("gate", str(path), "--kind", kind)
        assert (kind, code, told["missing"]) == (kind, 0, [])


@pytest.mark.parametrize(
    ("old", "new", "kind", "code"),
    [
        ("valid_to = 2028-12-31", "valid_to = 2024-06-30", "site_record", "gate.certificate_expired"),
        ("91519903MA7H3QT41C", "91519903MA7H3QT410", "rectification_notice", "gate.credit_code_wrong"),
        ('clause = "reg393-28"', 'clause = "no-such"', "rectification_notice", "gate.clause_unknown"),
        ("credentials_shown = true", "", "stop_work_notice", "gate.credentials_not_shown"),
        ("heard = true", "heard = true\n#", "stop_work_notice", "gate.defence_missing"),
        ("临边防护栏杆", "临边\U000323b1防护栏杆", "rectification_notice", "gate.unprintable"),
    ],
)
def test_gate_names_what_is_missing(
    run: Run, tmp_path: Path, old: str, new: str, kind: str, code: str
) -> None:
    if code == "gate.defence_missing":
        old, new = 'words = "项目经理对事实无异议，同意立即停止该部位作业并整改。"', 'words = ""'
    exit_code, told = run("gate", str(changed_case(tmp_path, (old, new))), "--kind", kind)
    assert exit_code == 3
    assert [one["code"] for one in told["missing"]] == [code]
    assert all(one["message"] and one["field"] for one in told["missing"])


def test_gate_with_one_officer(run: Run, tmp_path: Path) -> None:
    told = SITE.read_text("utf-8")
    start = told.index('[[officers]]\nname = "贺兰溪"')
    end = told.index("[inspection]")
    path = tmp_path / "case.toml"
    path.write_text(told[:start] + told[end:], "utf-8")
    _, answer = run("gate", str(path), "--kind", "site_record")
    assert [one["code"] for one in answer["missing"]] == ["gate.officers_two"]


def test_score_reads_cases_and_exact_decimals(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text('{"cases": [{"id": "X", "sheets": [{"table": "B.13", "score": 81.7}]}]}', "utf-8")
    code, told = run("score", str(path))
    case = told["cases"][0]
    assert (code, case["total"], case["exact"], case["grade"]) == (0, "81.7", "817/10", "优良")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "score.syntax"),
        ('{"cases": 3}', "score.shape"),
        ('{"cases": [{"sheets": [{"table": 3}]}]}', "score.shape"),
        ('{"cases": [{"sheets": [{"table": "B.99", "score": 3}]}]}', "score.unknown_table"),
        ('{"cases": [{"sheets": [{"table": "B.13", "score": 101}]}]}', "score.out_of_range"),
        ('{"cases": [{"sheets": [{"table": "B.13", "items": {"x": 1}}]}]}', "score.shape"),
    ],
)
def test_score_refuses_in_words(run: Run, tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(text, "utf-8")
    exit_code, told = run("score", str(path))
    assert (exit_code, told["ok"], told["errors"][0]["code"]) == (3, False, code)
    assert told["errors"][0]["message"]
    assert told["errors"][0]["remedy"]


def test_forms_commands(run: Run, tmp_path: Path) -> None:
    shipped = str(assets.folder("forms"))
    code, told = run("forms", "check", shipped)
    assert (code, told["schema"], told["errors"]) == (0, "inspector.forms.check/1", [])
    code, told = run("forms", "test", shipped)
    assert code == 0
    assert told["passed"] > 20
    assert told["failed"] == []
    altered = tmp_path / "forms"
    shutil.copytree(shipped, altered)
    examples = next(one for one in sorted(altered.rglob("*.toml")) if "\ngrade = " in one.read_text("utf-8"))
    text = examples.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("grade = "))
    other = 'grade = "优良"' if line != 'grade = "优良"' else 'grade = "合格"'
    examples.write_text(text.replace(line, other, 1), "utf-8")
    code, told = run("forms", "test", str(altered))
    assert (code, len(told["failed"])) == (3, 1)
    said = spawn("--data", str(tmp_path / "data"), "forms", "test", str(altered)).stdout
    assert "应为“" in said
    assert "{" not in said
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    code, told = run("forms", "activate", shipped)
    assert code == 0
    assert HEX64.fullmatch(told["edition"])


def test_usage_and_sign_in(run: Run, tmp_path: Path) -> None:
    code, told = run("nonsense")
    error = told["errors"][0]
    assert (code, error["code"]) == (2, "cli.usage")
    assert error["message"].startswith("命令写法不对：没有“nonsense”这个命令")
    assert "--help" in error["remedy"]
    assert run("verify")[0] == 2
    assert run("demo", "--until", "teatime")[0] == 2
    assert run("numbers")[0] == 4
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    done = spawn(
        "--data", str(tmp_path / "data"), "--user", "trainee", "--password-stdin", "numbers", stdin="no\n"
    )
    assert done.returncode == 4
    by_name = ("--data", str(tmp_path / "data"), "--user", "培训员", "--password-stdin", "numbers")
    assert spawn(*by_name, stdin="training\n").returncode == 0


def test_as_a_program_with_options_behind_the_command(tmp_path: Path) -> None:
    done = spawn("demo", "--out", str(tmp_path / "out"), "--json", "--data", str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True


def test_no_command_imports_qt(tmp_path: Path) -> None:
    data, out = str(tmp_path / "data"), str(tmp_path / "out")
    program = (
        "import sys; from inspector_app import cli;"
        f"cli.main(['--data', {data!r}, '--json', 'demo', '--out', {out!r}]);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_english_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "--data", str(tmp_path), "numbers"]) == 4
    assert "Nobody was named" in capsys.readouterr().err


def test_global_options_are_found_anywhere() -> None:
    assert cli.hoisted(["demo", "--json", "--data", "D", "--out", "o", "--lang=en"]) == [
        "--json",
        "--data",
        "D",
        "--lang=en",
        "demo",
        "--out",
        "o",
    ]


def test_the_shipped_pictures_state_the_day_of_the_visit(run: Run, tmp_path: Path) -> None:
    _, told = run(
        "--now", "2027-03-05T08:00:00+08:00", "demo", "--until", "issue", "--out", str(tmp_path / "o")
    )
    assert {one["issued_on"] for one in told["documents"]} == {"2027-03-05"}
    pages = "".join(whole(Path(one["pdf"]).read_bytes()) for one in told["documents"])
    assert "2027-03-0509:36" in pages
    assert "2026-11-24" not in pages


@pytest.mark.parametrize("said", [["--lang", "en"], ["--lang=en"]])
def test_a_refusal_is_told_in_the_language_asked_for_however_it_was_said(
    said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*said, "--data", str(tmp_path / "data"), "numbers"]) != 0
    assert capsys.readouterr().err.isascii()


@pytest.mark.parametrize(
    ("args", "schema"),
    [
        (["--user", "demo", "numbers"], "numbers"),
        (["score", "check"], "score"),
        (["forms", "check", "/nowhere/at/all"], "forms.check"),
        (["forms", "no-such"], "forms"),
        (["no-such"], "inspector-app"),
        (["score", "--", "forms"], "score"),
    ],
)
def test_a_failure_names_the_command_that_failed(run: Run, args: list[str], schema: str) -> None:
    code, told = run(*args)
    assert code != 0
    assert told["schema"] == f"inspector.{schema}/1"


def test_behind_two_dashes_nothing_is_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--data", str(tmp_path / "data"), "score", "--", "--json"]) != 0
    told = capsys.readouterr()
    assert told.out == "", "nobody asked for JSON"
    assert told.err


def test_doctor_names_the_log(run: Run, tmp_path: Path) -> None:
    file = assets.log_file(tmp_path / "data")
    found = []
    for _ in range(2):
        _, told = run("doctor")
        found.append(next(one for one in told["checks"] if one["id"] == "log"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", "utf-8")
    assert all(one["status"] == "ok" and str(file) in one["value"] for one in found)
    assert found[0]["value"] != found[1]["value"]
