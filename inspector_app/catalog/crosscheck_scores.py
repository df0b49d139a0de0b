"""Scored tables: sums of marks, orders of points, and a summary that counts each table once."""

from collections.abc import Iterator

from inspector_app.catalog import schema
from inspector_app.catalog.faults import Fault
from inspector_app.catalog.files import Folder

FULL = 100
GUARANTEED = 60


def faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with the scored tables and their summary."""
    for table in folder.of(schema.ScoreTableFile):
        yield from _table(table.name, table.part)
    for standard in folder.of(schema.StandardFile):
        yield from _summary(folder, standard.name, standard.part)


def _table(file: str, part: schema.ScoreTableFile) -> Iterator[Fault]:
    total = sum(item.full for item in part.item)
    if total != FULL:
        yield Fault.of("forms.table_sum", file, "item", table=part.id, sum=total, full=FULL)
    guaranteed = sum(item.full for item in part.item if item.guarantee)
    if guaranteed not in (0, GUARANTEED):
        # The line of 40 is folded from 60 (JGJ 59-2011 4.0.3): other sums would fold it wrongly.
        yield Fault.of("forms.guarantee_sum", file, "item", table=part.id, sum=guaranteed, full=GUARANTEED)
    for n, item in enumerate(part.item):
        for k, criterion in enumerate(item.criteria):
            least, most = criterion.points
            if least > most:
                path = ("item", n, "criteria", k, "points")
                yield Fault.of("forms.points_order", file, *path, least=least, most=most)


def _summary(folder: Folder, file: str, part: schema.StandardFile) -> Iterator[Fault]:
    total = sum(entry.full for entry in part.category)
    if total != FULL:
        yield Fault.of("forms.summary_sum", file, "category", sum=total, full=FULL)
    if part.rules.passing >= part.rules.excellent:
        yield Fault.of(
            "forms.grades_order", file, "rules", passing=part.rules.passing, excellent=part.rules.excellent
        )
    tables = {one.part.id: one for one in folder.of(schema.ScoreTableFile)}
    counted: set[str] = set()
    for n, entry in enumerate(part.category):
        for k, table_id in enumerate(entry.tables):
            path = ("category", n, "tables", k)
            if table_id not in tables:
                yield Fault.of("forms.unknown_table", file, *path, id=table_id)
            elif tables[table_id].part.category != entry.number:
                yield Fault.of("forms.table_of_other_category", file, *path, id=table_id)
            if table_id in counted:
                yield Fault.of("forms.duplicate", file, *path, id=table_id, first=file)
            counted.add(table_id)
    for table_id, one in tables.items():
        if table_id not in counted:
            yield Fault.of("forms.table_uncounted", one.name, "id", id=table_id)
