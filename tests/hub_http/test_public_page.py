"""The public page as it is drawn: two languages, nothing that runs, nothing typed taken for markup."""

import re
from base64 import b64encode
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.catalog.messages import Messages
from inspector_app.domain.proof_code import ALPHABET, LENGTH, readings, told_code
from inspector_app.hub.public_page import Page, Shown

PAGE = Page(Messages("zh"), Messages("en"), "某区住房和城乡建设局", training=False)
ROWS = (("public.number", "×住建改〔2026〕3-12号", ""),)
HAN = re.compile(r"[㐀-鿿]")


def test_every_verdict_stands_in_both_languages() -> None:
    said = {
        "valid": ("有效", "Valid"),
        "void": ("已作废", "Void"),
        "revoked": ("已撤销", "Revoked"),
        "corrected": ("有效，已更正", "Valid, corrected"),
        "unknown": ("查无此码", "No such code"),
    }
    for verdict, (chinese, english) in said.items():
        drawn = PAGE.draw(Shown(verdict, "7K3M-9QXF-2H5T", ROWS, ((f"public.{verdict}_means", {}),))).decode()
        assert f"<h2>{chinese}<span" in drawn
        assert f">{english}<" in drawn
        assert "public." not in drawn


def test_nothing_runs_and_the_policy_fits_the_style() -> None:
    drawn = PAGE.draw(Shown("valid", "", ROWS)).decode()
    assert "<script" not in drawn
    assert "style=" not in drawn
    assert not re.search(r"https?://|//[a-z]|url\(", drawn)
    (style,) = re.findall(r"<style>(.*?)</style>", drawn, re.S)
    policy = PAGE.headers["Content-Security-Policy"]
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "unsafe" not in policy


def test_a_hub_for_training_says_so() -> None:
    page = Page(Messages("zh"), Messages("en"), "", training=True)
    assert "培训用中心" in page.draw(Shown()).decode()
    assert "培训用中心" not in PAGE.draw(Shown()).decode()


@settings(deadline=None)
@given(st.text())
def test_nothing_typed_becomes_markup(text: str) -> None:
    plain = PAGE.draw(
        Shown("unreadable", "x", (), (("public.read_as", {"told": "x", "code": "y"}),))
    ).decode()
    drawn = PAGE.draw(Shown("unreadable", text, (), (("public.read_as", {"told": text, "code": "y"}),)))
    drawn_text = drawn.decode("utf-8", "surrogatepass")
    for sign in "<>\"'":
        assert drawn_text.count(sign) == plain.count(sign)


def test_a_told_0_or_1_is_read_as_what_it_may_have_been() -> None:
    told = told_code("0K3M-9QXF-2H5T")
    assert told is not None
    assert readings(told) == ("DK3M-9QXF-2H5T", "QK3M-9QXF-2H5T")
    two = told_code("ok3m 9qxf 2h51")
    assert two is not None
    assert len(readings(two)) == 6
    assert all(set(one.replace("-", "")) <= set(ALPHABET) for one in readings(two))
    assert all(len(one.replace("-", "")) == LENGTH for one in readings(two))


def test_what_is_not_in_doubt_or_too_much_in_doubt_has_no_readings() -> None:
    for text in ("7K3M-9QXF-2H5T", "000M-9QXF-2H5T", "0K3M-9QXF-2H5"):
        told = told_code(text)
        assert told is not None
        assert readings(told) == ()
