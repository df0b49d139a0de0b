"""A bench that workbooks are brought in at, and what came of them in short."""

from collections.abc import Sequence
from pathlib import Path

from inspector_app.casework.importing import bringing
from inspector_app.casework.importing.bringing import Request
from inspector_app.casework.importing.columns import Kind
from inspector_app.casework.importing.outcomes import Accepted, Outcome
from inspector_app.casework.targets import registry
from inspector_app.domain.targets import Target
from inspector_app.workbooks.reading import read
from tests.casework.bench import Bench
from tests.importing.books import Sheet, book

SITES = ("序号", "项目名称", "监督编号", "建设地点", "施工单位", "项目经理", "电话")


class Desk:
    """A bench that workbooks are brought in at."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench, self.folder = bench, folder

    def request(
        self, kind: Kind, sheets: dict[str, Sheet], name: str = "台账.xlsx", *accepted: str
    ) -> Request:
        source = bringing.opened(book(self.folder / name, sheets), read)
        return Request(kind, source, accepted=Accepted.of(accepted))

    def brought(
        self, kind: Kind, sheets: dict[str, Sheet], name: str = "台账.xlsx", *accepted: str
    ) -> Outcome:
        return self.bring(self.request(kind, sheets, name, *accepted))

    def bring(self, request: Request) -> Outcome:
        return bringing.bring_in(self.bench.desk, bringing.weighed(self.bench.desk, request))

    def sites(
        self, *rows: Sequence[object], merged: Sequence[str] = (), accepted: Sequence[str] = ()
    ) -> Outcome:
        return self.brought(Kind.SITES, {"台账": (rows, merged)}, "台账.xlsx", *accepted)

    def named(self, name: str) -> Target:
        found = [one for one in registry.targets(self.bench.desk.store) if one.name == name]
        assert len(found) == 1, [one.name for one in registry.targets(self.bench.desk.store)]
        return found[0]

    @property
    def names(self) -> list[str]:
        return [one.name for one in registry.targets(self.bench.desk.store)]


def counts(told: Outcome) -> tuple[int, int, int]:
    return len(told.new), len(told.changed), len(told.same)


def rejected(told: Outcome) -> list[tuple[int, str, str, str]]:
    return [(one.place.row, one.place.column, one.value, one.problem.code) for one in told.rejected]


def skipped(told: Outcome) -> list[tuple[int, str]]:
    return [(one.place.row, one.code) for one in told.skipped]
