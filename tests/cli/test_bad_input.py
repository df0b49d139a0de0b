"""What comes from outside and is wrong: refused in words, with nothing written."""

import hashlib
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from inspector_app import assets, cli
from inspector_app.answers import demos
from tests.cli.conftest import Run
from tests.cli.test_contract import changed_case

HOSTILE = "<b>甲</b> &lt; =1+1 [x](javascript:1) {工程} %s \u202e乙\u202c \x07 𠮷"


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("lock", "keys.json.tries")
    }


def a_png_bomb(width: int, height: int) -> bytes:
    """A picture of a few kilobytes that claims many gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_place_that_the_words_name_is_not_said_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ["--data", str(tmp_path / "hub"), "hub", "init", "--training", "--workspace", "局"]
    assert cli.main(found) == 0
    capsys.readouterr()
    assert cli.main(found) == 3
    told = capsys.readouterr().err
    assert told.startswith(f"{tmp_path / 'hub'} 里已经有一个中心。")
    assert told.count(str(tmp_path / "hub")) == 1


def test_a_field_inside_the_program_is_told_to_programs_and_not_to_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = str(tmp_path / "data"), str(tmp_path / "out")
    assert cli.main(["--data", data, "demo", "--until", "findings", "--out", out]) == 0
    asked = ["export", "digest", "--out", out, "--from", "2026-01-01", "--to", "2026-06-30"]
    capsys.readouterr()
    assert cli.main(["--data", data, *asked]) == 3
    assert capsys.readouterr().err.startswith("从第一天到最后一天共 181 天")
    assert cli.main(["--data", data, "--json", *asked]) == 3
    assert json.loads(capsys.readouterr().out)["errors"][0]["where"] == "digest.to"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["export"], "缺少“what”"),
        (["export", "bogus"], "缺少“--out”"),
        (["export", "keys", "--out"], "--out 后面没有写值"),
        (["expor"], "没有“expor”这个命令，是不是要写 export"),
        (["zzz"], "没有“zzz”这个命令"),
        (["export", "keys", "--out", "x", "--bogus"], "没有 --bogus 这个选项"),
        (["update", "take", "a", "b", "c"], "多写了 b c"),
        (["bench", "--rounds", "x"], "--rounds 的值不对"),
        (["forms"], "没有写做哪一件事"),
    ],
)
def test_a_command_that_is_written_wrongly_is_told_without_the_parser_s_english(
    capsys: pytest.CaptureFixture[str], asked: list[str], words: str
) -> None:
    assert cli.main(asked) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"命令写法不对：{words}。 "), told
    assert cli.main(["--lang", "en", *asked]) == 2
    assert capsys.readouterr().err.startswith("The call cannot be understood: ")


def test_a_broken_form_names_its_place_and_the_last_good_edition_stays(run: Run, tmp_path: Path) -> None:
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    good = tmp_path / "forms"
    shutil.copytree(assets.folder("forms"), good)
    _, first = run("forms", "activate", str(good))
    notice = good / "documents" / "rectification_notice.toml"
    text = notice.read_text("utf-8")
    notice.write_text(text.replace("{整改期限}", "{不存在的}").replace("{回复期限}", "{不存在的}"), "utf-8")
    code, told = run("forms", "activate", str(good))
    assert code == 3
    error = told["errors"][0]
    assert error["file"].endswith("rectification_notice.toml")
    assert isinstance(error["line"], int)
    assert error["line"] > 1
    assert error["field"]
    assert error["message"]
    assert error["remedy"]
    _, told = run("doctor")
    assert {one["id"]: one["value"] for one in told["checks"]}["forms"] == first["edition"][:12]


@pytest.mark.parametrize(
    ("lang", "kept"), [("zh", "没有启用；原来的版本继续使用"), ("en", "nothing was activated")]
)
def test_an_edition_whose_example_fails_is_not_activated_and_says_where_it_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, kept: str
) -> None:
    """Nothing is signed, and the difference stands with its file, line, example and both results."""
    data, bad = tmp_path / "data", tmp_path / "forms"
    assert cli.main(["--data", str(data), "demo", "--until", "findings", "--out", str(tmp_path / "out")]) == 0
    shutil.copytree(assets.folder("forms"), bad)
    table = bad / "checklists" / "jgj59" / "b13_highwork.toml"
    text = table.read_text("utf-8")
    table.write_text(text.replace('exact = "100"', 'exact = "99"', 1), "utf-8")
    line = text[: text.index("[[example]]")].count("\n") + 1
    capsys.readouterr()
    assert cli.main(["--data", str(data), "digest"]) == 0
    before = capsys.readouterr().out
    assert cli.main(["--data", str(data), "--lang", lang, "forms", "activate", str(bad)]) == 3
    told = capsys.readouterr().out
    assert kept in told
    differs = next(one for one in told.splitlines() if "“99”" in one)
    assert differs.startswith(f"checklists/jgj59/b13_highwork.toml:{line} 全部满分")
    assert "“100”" in differs
    assert cli.main(["--data", str(data), "digest"]) == 0
    assert capsys.readouterr().out == before
    assert cli.main(["--data", str(data), "--json", "forms", "activate", str(bad)]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["errors"]] == ["forms.examples_failed"]
    assert [one["line"] for one in found["failed"]] == [line]


def test_a_folder_without_forms_says_what_to_do_and_that_nothing_was_activated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    assert cli.main(["--data", str(data), "demo", "--until", "findings", "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert cli.main(["--data", str(data), "forms", "activate", str(tmp_path / "nowhere")]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert "没有启用；原来的版本继续使用" in lines[0]
    assert all(one and " :" not in one for one in lines)


def test_a_foreign_or_damaged_database_is_refused_and_untouched(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    for raw in (b"SQLite format 3\0" + os.urandom(8000), os.urandom(20_000)):
        (data / "inspector.db").write_bytes(raw)
        for side in ("inspector.db-wal", "inspector.db-shm"):
            (data / side).unlink(missing_ok=True)
        before = fingerprint(data)
        code, told = run("numbers")
        assert code == 6
        assert told["errors"][0]["message"]
        assert fingerprint(data) == before


def spent() -> float:
    """Return the processor's seconds that this process and its children took."""
    told = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in told)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"this is text, not a photo", "documents.not_a_photo"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 4000, "documents.not_a_photo"),
        (a_png_bomb(60_000, 60_000), "documents.photo_too_large"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 64, "documents.photo_heic"),
    ],
)
def test_a_photo_that_is_none_is_refused_quickly(run: Run, tmp_path: Path, raw: bytes, code: str) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(raw)
    case = changed_case(tmp_path, ('"photos/edge.jpg"', f'"{photo}"'))
    began = spent()
    exit_code, told = run("demo", "--case", str(case), "--out", str(tmp_path / "out"))
    assert exit_code == 3
    assert told["errors"][0]["code"].startswith(code)
    assert spent() - began < 8, "seconds of the processor, whatever else the machine does"


def test_text_over_its_limit_is_named_by_field(run: Run, tmp_path: Path) -> None:
    case = changed_case(tmp_path, ("长约6.4m", "长" * 2100))
    code, told = run("gate", str(case), "--kind", "rectification_notice")
    assert code == 3
    assert [(one["code"], one["field"]) for one in told["missing"]] == [
        ("gate.text_too_long", "findings.0.fact")
    ]


def test_hostile_text_is_printed_verbatim(run: Run, tmp_path: Path) -> None:
    told = HOSTILE.replace("\\", "\\\\").replace("\x07", "\\u0007").replace("\u202e", "\\u202E")
    case = changed_case(tmp_path, ("长约6.4m", told.replace("\u202c", "\\u202C")))
    code, answer = run("demo", "--case", str(case), "--until", "issue", "--out", str(tmp_path / "out"))
    assert code == 0, answer["errors"]
    assert any(HOSTILE in one["fact"] for one in answer["findings"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('kind = "construction_site"', 'kind = "construction_site', "case.syntax"),
        ("credentials_shown = true", 'credentials_shown = "perhaps"', "case.invalid"),
        ("[inspection]", "[inspektion]", "case.invalid"),
        ("findings = [1]", "findings = [9]", "case.no_such_finding"),
        ('kind = "site_record"', 'kind = "love_letter"', "case.unknown_kind"),
        ('"photos/edge.jpg"', '"photos/nowhere.jpg"', "demo.photo_unreadable"),
    ],
)
def test_a_wrong_case_is_refused_in_words(run: Run, tmp_path: Path, old: str, new: str, code: str) -> None:
    case = changed_case(tmp_path, (old, new))
    exit_code, told = run("demo", "--case", str(case), "--out", str(tmp_path / "out"))
    assert (exit_code, told["errors"][0]["code"]) == (3, code)
    assert all(one["message"] for one in told["errors"])


def test_a_case_that_law_stops_is_refused_and_nothing_is_numbered(run: Run, tmp_path: Path) -> None:
    case = changed_case(tmp_path, ("valid_to = 2028-12-31", "valid_to = 2024-12-31"))
    code, told = run("demo", "--case", str(case), "--out", str(tmp_path / "out"))
    assert code == 3
    assert "gate.certificate_expired" in [one["code"] for one in told["errors"]]
    assert run("numbers")[1]["numbers"] == []


def test_a_second_program_on_the_same_folder_is_refused(run: Run, tmp_path: Path) -> None:
    run("demo", "--until", "findings", "--out", str(tmp_path / "out"))
    holder = (
        "import sys; from pathlib import Path; from inspector_app.store.folder import DataFolder;"
        f"folder = DataFolder(Path({str(tmp_path / 'data')!r})); folder.lock();"
        "print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    code, told = run("numbers")
    child.communicate(b"")
    assert (code, told["errors"][0]["code"]) == (7, "store.in_use")


def test_an_output_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", "utf-8")
    code, told = run("demo", "--out", str(blocked / "out"))
    assert (code, told["errors"][0]["code"]) == (7, "demo.out_refused")


def test_an_office_workspace_is_no_playground(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    assert cli.main(["--data", str(data), "demo", "--until", "findings", "--out", str(tmp_path / "o")]) == 0
    slots = data / "keys.json"
    slots.write_text(slots.read_text("utf-8").replace("true", "false", 1), "utf-8")
    assert cli.main(["--data", str(data), "demo", "--out", str(tmp_path / "o")]) in (4, 6)
    assert capsys.readouterr().err
    assert demos.shipped_cases()[0].exists()
