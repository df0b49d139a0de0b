"""Every test asserts something, itself or through what it calls; else it shows only that nothing fell."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TELLS = re.compile(r"^\s*(assert|raise)\b|\.(raises|warns|fail|waitUntil|waitSignals?)\(", re.M)
CALL = re.compile(r"(?:\b(\w*)(\.))?\b([A-Za-z_]\w*)\(")
DEEP = 3
"""So many calls down an assertion may stand."""


class Shelf:
    """The functions and methods of all files by their names, with what they say."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.own: dict[str, dict[str, list[str]]] = {}
        self.methods: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.taken: dict[str, dict[str, tuple[str, str]]] = {}
        for name, text in texts.items():
            tree, lines = ast.parse(text), text.splitlines()
            self.own[name] = defaultdict(list)
            for owner, called, body in _functions(tree, lines):
                if owner:
                    self.methods[called].append((name, body))
                # To call a class is to make one.
                self.own[name][owner if called == "__init__" else called].append(body)
            self.taken[name] = {
                alias.asname or alias.name: (node.module, alias.name)
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and node.module
                for alias in node.names
            }

    def tells(self, name: str, body: str, deep: int = DEEP) -> bool:
        """Whether a function of a file asserts, or calls something that does."""
        if TELLS.search(body):
            return True
        calls = set(CALL.findall(body.partition("\n")[2])) if deep else ()
        return any(self.tells(*one, deep - 1) for call in calls for one in self._called(name, *call))

    def _called(self, name: str, owner: str, dot: str, called: str) -> list[tuple[str, str]]:
        """Return what may be called; of a method no text says whose it is."""
        taken = self.taken[name]
        if dot and owner not in taken:
            return self.methods.get(called, [])
        if dot:
            where, there = ".".join(taken[owner]), called
        else:
            where, there = (name, called) if called in self.own[name] else taken.get(called, ("", ""))
        return [(where, body) for body in self.own.get(where, {}).get(there, ())]


def _functions(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the functions and methods of a file: the class if there is one, the name, the text."""
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else (node,):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                body = "\n".join(lines[one.lineno - 1 : one.end_lineno])
                yield node.name if isinstance(node, ast.ClassDef) else "", one.name, body


def silent(texts: dict[str, str]) -> list[str]:
    """Return the tests that assert nothing."""
    shelf = Shelf(texts)
    return [
        f"{name}::{called}"
        for name, own in shelf.own.items()
        if name.rpartition(".")[2].startswith("test_")
        for called, bodies in own.items()
        if called.startswith("test")
        for body in bodies
        if not shelf.tells(name, body)
    ]


def test_every_test_asserts_something() -> None:
    texts = {
        ".".join(path.relative_to(TESTS.parent).with_suffix("").parts): path.read_text("utf-8")
        for path in TESTS.rglob("*.py")
    }
    assert silent(texts) == []


def test_a_test_without_an_assertion_is_found() -> None:
    hands = "class Hands:\n    def until(self):\n        assert self\n    def press(self):\n        self\n"
    told = "from tests.hands import shown\ndef helper():\n    shown()\n"
    tests = (
        "def test_alone():\n    run()\ndef test_by_helper():\n    helper()\n"
        "def test_pressed(one):\n    one.press()\ndef test_waits(one):\n    one.until()\n"
    )
    texts = {"tests.hands": f"{hands}def shown():\n    assert 1\n", "tests.test_a": told + tests}
    assert silent(texts) == ["tests.test_a::test_alone", "tests.test_a::test_pressed"]
