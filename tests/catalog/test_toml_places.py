"""The lines of keys and entries, compared with what tomllib reads."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.toml_places import Path, line_of, places

TEXT = '''# a comment with [brackets] = and "quotes"
title = "one"   # behind

"odd key" = 1
a.b.c = 2
inline = { x = 1, y = { z = [1, 2] } }
list = [
  1,
  # between
  [2, 3], { q = "]" },
]
long = """
line [with] = odd "things"
and more\\
"""
raw = \'\'\'
it's raw\'\'\'
after = true

[table]
key = 1979-05-27

[table.inner."with space"]
deep = [ ]

[[row]]
n = 1
[[row.cell]]
text = "a"
[[row.cell]]
text = "b"
[row.extra]
more = 1

[[row]]
n = 2
cells = ["{x}", """two
lines""", "third"]
'''


def _paths(told: Any, path: Path = ()) -> Iterator[Path]:
    entries = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, value in entries:
        yield (*path, name)
        yield from _paths(value, (*path, name))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("odd key",), 4),
        (("a", "b", "c"), 5),
        (("inline", "y", "z", 1), 6),
        (("list",), 7),
        (("list", 0), 8),
        (("list", 1, 1), 10),
        (("list", 2, "q"), 10),
        (("long",), 12),
        (("raw",), 16),
        (("after",), 18),
        (("table",), 20),
        (("table", "key"), 21),
        (("table", "inner", "with space"), 23),
        (("table", "inner", "with space", "deep"), 24),
        (("row", 0), 26),
        (("row", 0, "n"), 27),
        (("row", 0, "cell", 1, "text"), 31),
        (("row", 0, "extra", "more"), 33),
        (("row", 1), 35),
        (("row", 1, "cells", 1), 37),
        (("row", 1, "cells", 2), 38),
    ],
)
def test_line(path: Path, line: int) -> None:
    assert places(TEXT)[path] == line


def test_every_path_of_tomllib_has_a_line() -> None:
    found = places(TEXT)
    for path in _paths(tomllib.loads(TEXT)):
        assert line_of(found, path) > 1, path


def test_a_missing_key_is_at_its_table() -> None:
    found = places(TEXT)
    assert line_of(found, ("row", 1, "absent")) == 35
    assert line_of(found, ("absent",)) == 1
    assert line_of(found, ()) == 1


@pytest.mark.parametrize("path", sorted(assets.folder("forms").rglob("*.toml")), ids=lambda one: one.name)
def test_every_key_of_the_shipped_forms_is_on_its_line(path: Any) -> None:
    text = path.read_text("utf-8")
    lines = text.split("\n")
    found = places(text)
    for one in _paths(tomllib.loads(text)):
        line = found[one]
        if isinstance(one[-1], str):
            assert one[-1] in lines[line - 1], (one, line)


KEYS = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
SCALARS = st.one_of(
    st.integers(0, 99).map(str),
    st.booleans().map(lambda value: str(value).lower()),
    st.text(alphabet='ab[]{}#=,.é字 "\\', max_size=8).map(
        lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    ),
    st.text(alphabet="ab[]{}#=,\n", max_size=8).map(lambda text: f"'''{text}'''"),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3).map(lambda told: "[\n" + ",\n".join(told) + "]"),
    max_leaves=6,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=4)


@settings(max_examples=150, deadline=None)
@given(tables=st.dictionaries(KEYS, st.lists(TABLES, min_size=1, max_size=3), max_size=3))
def test_any_document_is_followed_to_its_end(tables: dict[str, list[dict[str, str]]]) -> None:
    lines: list[str] = []
    expected: dict[Path, int] = {}
    for name, rows in tables.items():
        for index, row in enumerate(rows):
            lines.append(f"[[{name}]]  # row")
            expected[name, index] = len(lines)
            for key, value in row.items():
                lines += f"{key} = {value}".split("\n")
                expected[name, index, key] = len(lines) - value.count("\n")
    text = "\n".join(lines)
    tomllib.loads(text)
    found = places(text)
    assert {path: found[path] for path in expected} == expected
