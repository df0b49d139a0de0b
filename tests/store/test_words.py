"""Every code of this room has words in both languages that name nothing the code does not carry."""

import re
import string
import tomllib

import pytest

from inspector_app import assets

ROOM = assets.folder("resources").parent / "inspector_app" / "store"
CODE = re.compile(r'"(store\.[a-z_]+)"')


def codes() -> set[str]:
    return {code for file in ROOM.glob("*.py") for code in CODE.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_words(language: str) -> None:
    path = assets.folder("resources") / "messages" / language / "store.toml"
    words = tomllib.loads(path.read_text("utf-8"))
    assert set(words) == codes()
    for code, told in words.items():
        assert set(told) == {"message", "remedy"}
        named = {name for text in told.values() for _, name, _, _ in string.Formatter().parse(text) if name}
        source = "\n".join(file.read_text("utf-8") for file in ROOM.glob("*.py"))
        for call in re.findall(rf'"{re.escape(code)}"[^"]*?(.*?)\)(?:\n|$| from)', source, re.DOTALL):
            given = set(re.findall(r"(\w+)=", call)) | {"where"}
            assert named <= given, (code, named - given)
