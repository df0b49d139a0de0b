"""Every word of the window has its English; nothing in the table is stale, and holes match."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from inspector_app.casework.overview import calendar, departing, staff
from inspector_app.casework.papers.subjects import RESULT_LABELS
from inspector_app.domain import digest
from inspector_app.domain.conduct import WAY_LABELS, ConductState, Step
from inspector_app.domain.filing import PAUSES, CaseState
from inspector_app.domain.filing_rules import LABELS
from inspector_app.domain.findings import SEVERITY_LABELS
from inspector_app.domain.marks import MARK_LABELS
from inspector_app.domain.parties import ROLE_LABELS
from inspector_app.domain.planning import Progress, TaskState
from inspector_app.domain.serving import METHOD_LABELS
from inspector_app.domain.sheets import SheetState
from inspector_app.domain.states import DocumentState, FindingState, InspectionState
from inspector_app.ui.style.translation import table

ROOT = Path(__file__).parents[2] / "inspector_app"
HAN = re.compile(r"[㐀-鿿]")
HOLES = re.compile(r"%[0-9s]|%%|\{[a-z_]*\}")
SAYERS = ("tr", "said")


def _files() -> Iterator[Path]:
    yield from sorted((ROOT / "ui").rglob("*.py"))
    yield ROOT / "desktop.py"


def _told(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every literal that is said, and every hint of a key: tuples of two literals in HINTS tables."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SAYERS:
                for literal in ast.walk(node.args[0]):
                    if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                        yield literal.value, node.lineno
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id.isupper() for one in targets):
                for literal in ast.walk(node.value):
                    if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                        yield literal.value, node.lineno


def words() -> dict[str, str]:
    """Every Chinese literal that the window says, with where it stands."""
    return {
        told: f"{path.relative_to(ROOT)}:{line}"
        for path in _files()
        for told, line in _told(path)
        if HAN.search(told) and "\\" not in told  # patterns of dates are no words
    }


STATES = (
    DocumentState,
    FindingState,
    InspectionState,
    SheetState,
    Progress,
    TaskState,
    CaseState,
    ConductState,
    Step,
    departing.Owes,
    staff.Standing,
)
"""Words of the domain that the window shows as chips and choices."""


def domain_words() -> set[str]:
    """Every state, role, severity and result that the window may have to say."""
    told = {str(one) for states in STATES for one in states} | set(METHOD_LABELS.values())
    told |= {*ROLE_LABELS.values(), *SEVERITY_LABELS.values(), *RESULT_LABELS.values()}
    told |= {*MARK_LABELS.values(), *LABELS.values(), *PAUSES.values(), *WAY_LABELS.values()}
    told |= {*calendar.SAYINGS, *calendar.Matter, *digest.LABELS.values(), *digest.RESULTS.values()}
    return {one for one in told if HAN.search(one)}


def test_every_word_of_the_window_has_its_english() -> None:
    english = table("en")
    missing = {told: where for told, where in words().items() if told not in english}
    assert missing == {}
    assert {told for told in domain_words() if told not in english} == set()


def test_the_english_has_the_same_holes_and_no_chinese() -> None:
    wrong = [
        chinese
        for chinese, said in table("en").items()
        if sorted(HOLES.findall(chinese)) != sorted(HOLES.findall(said))
        or HAN.search(_without_examples(said))
    ]
    assert wrong == []


def _without_examples(said: str) -> str:
    """English may show what is to be typed or printed in Chinese, in quotation marks."""
    return re.sub(r"“[^”]*”", "", said)


def test_a_missing_word_is_found() -> None:
    source = 'class A:\n    def f(self):\n        return self.tr("新词")\nHINTS = (("F2", "另一个"),)\n'
    told = dict(_told_in(source))
    assert set(told) == {"新词", "F2", "另一个"}


def _told_in(source: str) -> list[tuple[str, int]]:
    path = ROOT / "ui" / "__init__.py"

    class _Text(type(path)):  # type: ignore[misc]
        def read_text(self, *_: object) -> str:
            return source

    return list(_told(_Text(path)))
