"""The public page at the real server: what it says of papers, how it takes what people type, how it looks."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from inspector_app import assets
from inspector_app.domain.acts import Role
from inspector_app.hub import admitting
from inspector_app.hub.admitting import Wanted
from inspector_app.journal import bundle
from inspector_app.sync import wire
from inspector_app.trust.keys import SigningKey
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop
from tests.journal.writing import Laptop as Writer

MUST = "INSPECTOR_BROWSER_TESTS"
CODES = {"valid": "7K3M-9QXF-2H5T", "void": "AAAA-BBBB-CCCC", "revoked": "DDDD-EEEE-FFFF"}
NAMES = ("王建国", "宏业建筑", "滨海路1号", "91120116MA05")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """A hub to which an inspector brought three papers: one in force, one voided, one revoked."""
    with Inside(tmp_path_factory.mktemp("hub") / "data") as inside:
        one = inside.laptop(enrolled=False)
        roles = (Role.INSPECTOR, Role.SUPERVISOR)
        wanted = Wanted("王建国", "", roles, 1, 7, "")
        grant = one.enrol(admitting.enrol(inside.data, wanted, database=None)["code"])
        (user,) = (each.user for each in grant.certificates if each.key == one.person.public.raw)
        one.sign_on()
        _bring(one, user)
        yield inside


def _bring(one: Laptop, user: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    writer = Writer("public", user=user, workspace=one.workspace, wall=now)
    for n, (fate, code) in enumerate(CODES.items(), 1):
        content = {
            "number": f"×住建改〔2026〕3-{n}号",
            "code": code,
            "kind": "rectification_notice",
            "label": "限期整改通知书",
            "issued_on": "2026-11-20",
            "machine_code": 3,
            "addressee": {"name": NAMES[1], "address": NAMES[2], "credit_code": NAMES[3]},
            "content": f"经 {NAMES[0]} 检查",
        }
        record = f"{n:032x}"
        writer.act("issue", content, one.person, record)
        if fate == "void":
            writer.act("void", {"reason": "错"}, one.person, record)
        if fate == "revoked":
            writer.act("revoke", {"by": "x", "number": "2"}, one.person, record)
    assert one.push(bundle.pack(writer.entries, one.device)).status_code == 200


def test_each_fate_is_told_and_nothing_about_people(hub: Inside) -> None:
    one = hub.laptop(enrolled=False)
    for fate, words in (("valid", "有效"), ("void", "已作废"), ("revoked", "已撤销")):
        for path in (f"/v/{CODES[fate]}", f"/v?code={CODES[fate]}"):
            answer = one.http.get(path)
            assert answer.status_code == 200
            assert f"<h2>{words}<" in answer.text
            assert "×住建改〔2026〕3-" in answer.text
            assert "2026年11月20日" in answer.text
            assert "Rectification notice" in answer.text
            assert not any(name in answer.text for name in NAMES)
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert answer.headers[wire.HUB_HEADER] == hub.hub
    unknown = one.http.get("/v/7K3M-9QXF-2H5U")
    assert (unknown.status_code, "查无此码" in unknown.text) == (404, True)
    assert one.http.get("/v").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m9qxf2h5t",
        "７Ｋ３Ｍ－９ＱＸＦ－２Ｈ５Ｔ",
        " 7K3M 9QXF 2H5T ",
        "核验码：7K3M-9QXF-2H5T",
        "7K3M–9QXF—2H5T",
    ],
)
def test_a_code_is_read_as_people_type_it(hub: Inside, typed: str) -> None:
    answer = hub.laptop(enrolled=False).http.get("/v", params={"code": typed})
    assert "<h2>有效<" in answer.text


def test_a_0_typed_for_a_d_is_found_and_said(hub: Inside) -> None:
    answer = hub.laptop(enrolled=False).http.get("/v", params={"code": "0DDD-EEEE-FFFF"})
    assert "<h2>已撤销<" in answer.text
    assert "您输入的 0DDD-EEEE-FFFF 已按 DDDD-EEEE-FFFF 查到" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("000M-9QXF-2H5T", "0、O 可能是 D 或 Q"),
        ("7K3M-9QXF-2H5", "读到 11 位"),
        ("hello", "这不是核验码"),
        ("<script>alert(1)</script>", "这不是核验码"),
        ("'; DROP TABLE paper_act; --", "这不是核验码"),
        ("x" * 5_000, "这不是核验码"),
        ("\x00\x01", "这不是核验码"),
    ],
)
def test_what_is_no_code_is_said(hub: Inside, typed: str, said: str) -> None:
    answer = hub.laptop(enrolled=False).http.get("/v", params={"code": typed})
    assert answer.status_code == 400
    assert said in answer.text
    assert "<script>" not in answer.text


def browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get(MUST) == "must":
            raise RuntimeError("a browser must be here, and is not")
        pytest.skip("no browser on this machine: install chromium")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("fate", [*CODES, "unknown"])
def test_a_browser_shows_it_whole(hub: Inside, tmp_path: Path, fate: str, width: int) -> None:
    code = CODES.get(fate, "7K3M-9QXF-2H5U")
    shots = Path(os.environ.get("INSPECTOR_SHOTS", tmp_path))
    shot = shots / f"public-{fate}-{width}.png"
    drawn = _seen(tmp_path, f"{hub.url}/v/{code}", width, "--dump-dom")
    assert code in drawn
    assert f'class="{fate}"' in drawn
    _seen(tmp_path, f"{hub.url}/v/{code}", width, f"--screenshot={shot}")
    with Image.open(shot) as picture:
        assert picture.width == width
        shown = picture.convert("L")
        assert shown.getextrema()[0] < 60, "ink"
        # Nothing reaches the right edge: the page does not scroll sideways.
        edge = shown.crop((width - 4, 0, width, picture.height))
        assert edge.getextrema()[0] > 200


def _seen(place: Path, url: str, width: int, what: str) -> str:
    fonts = place / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{assets.folder('resources') / 'fonts'}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{place / 'cache'}</cachedir></fontconfig>",
        "utf-8",
    )
    done = subprocess.run(
        [
            browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--ignore-certificate-errors", f"--user-data-dir={tempfile.mkdtemp(dir=place)}",
            "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run",
            f"--window-size={width},1700", what, url,
        ],
        capture_output=True, text=True, check=True, timeout=600,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(place)},
    )  # fmt: skip
    return done.stdout


def test_a_person_key_is_no_device(hub: Inside) -> None:
    one = hub.laptop(enrolled=False)
    one.device = SigningKey.new()
    assert one.try_sign_on().status_code == 401
