"""The manual: both languages tell the same chapters, and every message is explained."""

import tomllib
from pathlib import Path

import pytest

from inspector_app.catalog import handbook, messages
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import DamagedError


def test_both_languages_have_the_same_chapters_each_with_a_title_and_words() -> None:
    chinese, english = handbook.read("zh"), handbook.read("en")
    assert [one.code for one in chinese] == [one.code for one in english]
    assert len(chinese) >= 27
    assert all(one.title and len(one.text) > 60 for one in (*chinese, *english))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_is_explained_with_its_remedy_and_without_an_open_brace(language: str) -> None:
    chapters = handbook.read(language)
    for code in messages.read(_words(), language).words:
        told = handbook.explain(chapters, code)
        assert f"`{code}`" in told, code
        assert "{" not in told, code


def _words() -> Path:
    return Path(__file__).parents[2] / "resources" / "messages"


AFTER = {
    "replying": {"duties"},
    "rechecking": {"recheck", "escalate"},
    "stops": {"stops"},
    "approving": {"approvals"},
    "conduct": {"conduct"},
    "filing": {"filings"},
    "planning": {"plans", "draws"},
    "late": {"late"},
    "dossier": {"dossier"},
    "backup": {"lost"},
}
"""The chapters that messages of what follows a paper lead to, by their file."""

APART = {"scan.", "forms.", "doctor."}
"""Rooms whose messages stand in those files and are explained among all others."""


@pytest.mark.parametrize("name", AFTER)
def test_every_message_of_what_follows_a_paper_leads_to_its_chapter(name: str) -> None:
    codes = tomllib.loads((_words() / "zh" / f"{name}.toml").read_text("utf-8"))
    own = [code for code in codes if not code.startswith(tuple(APART))]
    assert len(own) > 5
    assert {handbook.chapter_of(code) for code in own} == AFTER[name]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chapter_that_a_message_leads_to_exists(language: str) -> None:
    chapters = {one.code for one in handbook.read(language)}
    assert set(handbook.CHAPTER_OF.values()) <= chapters
    assert handbook.chapter_of("store.disk_full") == handbook.ERRORS
    codes = messages.read(_words(), language).words
    rooms = {code.partition(".")[0] for code in codes}
    assert {one for one in handbook.CHAPTER_OF if one not in codes and one not in rooms} == set()


def test_a_search_finds_words_in_titles_first_and_nothing_finds_nothing() -> None:
    chapters = handbook.read("zh")
    found = handbook.find(chapters, "打印")
    assert found[0].code == "print"
    assert {"print", "documents"} <= {one.code for one in found}
    assert handbook.find(chapters, "没有这样的词") == ()
    assert handbook.find(chapters, "  ") == chapters


def test_explanations_are_listed_at_most_so_many_with_their_count() -> None:
    errors = handbook.read("zh")[-1]
    told, count = handbook.entries(errors, "", 5)
    assert told.count("#### ") == 5
    assert count > 300
    told, count = handbook.entries(errors, "ui.screen_settings_damaged", 5)
    assert count == 1
    assert "显示设置" in told


def test_words_of_a_message_are_never_read_as_markup(tmp_path: Path) -> None:
    told = handbook._open("第 {n} 行有 *星号*、_线_、`撇` 和 <b>，见 [此]\n下一行")
    assert told == r"第 … 行有 \*星号\*、\_线\_、\`撇\` 和 \<b\>，见 \[此\] 下一行"


def test_a_missing_manual_is_said(tmp_path: Path) -> None:
    with pytest.raises(DamagedError) as refused:
        handbook.read("zh", tmp_path)
    assert refused.value.code == "handbook.missing"
    message, remedy = Messages("zh").text(refused.value.code, refused.value.where, refused.value.values)
    assert str(tmp_path) in message
    assert "重新安装" in remedy
