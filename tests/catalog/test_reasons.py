"""What the system says in English is said in the reader's words, wherever a sentence carries it."""

import errno
import os
import re
import tomllib
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog import reasons
from inspector_app.catalog.messages import LANGUAGES, Messages
from inspector_app.catalog.reasons import known

LATIN = re.compile(r"[A-Za-z]{3,}")


def _caught(path: Path, flags: int = os.O_WRONLY | os.O_CREAT) -> OSError:
    with pytest.raises(OSError) as caught:
        os.close(os.open(path, flags))
    return caught.value


def test_what_the_disk_really_says_holds_no_english_in_a_chinese_sentence(tmp_path: Path) -> None:
    (tmp_path / "台账").write_text("", "utf-8")
    refused = [
        _caught(tmp_path / "台账" / "a.xlsx"),
        _caught(tmp_path / "没有" / "a.xlsx"),
        _caught(tmp_path),
        _caught(tmp_path / "台账", os.O_CREAT | os.O_EXCL),
        _caught(tmp_path / ("长" * 200)),
    ]
    assert len({one.errno for one in refused}) == len(refused)
    for one in refused:
        for said in (one.strerror, f"[Errno {one.errno}] {one.strerror}"):
            message, _ = Messages("zh").text("export.refused", "/甲", {"reason": said})
            assert LATIN.search(message) is None, message
            assert "—" not in message


def test_the_place_that_the_system_names_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "file" / "it's 甲.xlsx"
    told = str(OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), "/台账：甲"))
    assert known(told) == ("system.no_folder", "/台账：甲")
    assert known(str(OSError(errno.EACCES, os.strerror(errno.EACCES), str(place)))) == (
        "system.no_permission",
        str(place),
    )


def test_every_reason_has_words_and_no_words_are_left_over() -> None:
    held = set(reasons._OTHERS.values()) | set(reasons._SYSTEM.values())
    words = tomllib.loads((assets.folder("resources") / "messages" / "zh" / "system.toml").read_text("utf-8"))
    assert set(words) == held


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "EACCES",
        "EPERM",
        "EROFS",
        "ENOSPC",
        "EIO",
        "EBUSY",
        "EDQUOT",
        "ECONNREFUSED",
        "ETIMEDOUT",
        "EHOSTUNREACH",
        "EADDRINUSE",
    ],
)
def test_the_common_reasons_have_words_in_both_languages(language: str, name: str) -> None:
    number = getattr(errno, name)
    told, _ = Messages(language).text("export.refused", "P", {"reason": os.strerror(number)})
    code, _ = known(os.strerror(number)) or ("", "")
    words, _ = Messages(language).text(code, "", {})
    assert words in told
    assert (os.strerror(number) in told) is (language == "en" and words == os.strerror(number))


def test_reasons_inside_a_list_are_said_too() -> None:
    told, _ = Messages("zh").text("export.refused", "", {"reason": (os.strerror(errno.EACCES), "甲")})
    assert "没有权限、甲" in told


def test_what_a_person_wrote_is_never_changed() -> None:
    assert known("Permission denied by the guard") is None
    assert known("") is None
    told, _ = Messages("zh").text("export.refused", "Not a directory", {"reason": "门卫说 Permission denied"})
    assert "门卫说 Permission denied" in told
    assert "Not a directory" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_is_handed_on_as_a_reason_is_said_in_words(language: str) -> None:
    told, _ = Messages(language).text("ui.training_part", "", {"reason": "store.disk_full"})
    assert "store." not in told
    assert not re.search(r"[。.][。.）)]", told)
    named, _ = Messages(language).text("ui.training_part", "", {"reason": "gate.text_too_long"})
    assert "—" not in named, "a sentence with holes is not said"


def test_a_code_under_another_name_stays_a_code() -> None:
    told, _ = Messages("zh").text("moon.fell", "", {"thing": "store.disk_full"})
    assert "thing=store.disk_full" in told
