"""The forms around a 案卷: what it is about and where it goes, and how long files are kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import archiving, binding, dossier_file
from inspector_app.casework.overview.binding import Scope
from inspector_app.casework.overview.dossier_file import Exported
from inspector_app.domain.dossier import PERMANENT, Binder, file_name
from inspector_app.domain.errors import Progress, RuleError
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given
from inspector_app.ui.ledger.timeline_values import Timeline
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

WHOLE, PERIOD, VISIT = "whole", "period", "visit"
EXPORT, KEEP = "dossier_form", "retention_form"
FIELDS = {"--from": "first", "--to": "last"}
"""Field of the form for what a refusal calls as the command line does."""


def export_form(told: Timeline, folder: Path, today: date, *, by_days: bool) -> Form:
    """Return the form that asks what a file is about, and where it is to go.

    Args:
        folder: in which the new folder is offered.
        by_days: the timeline shows a period: it is offered first.
    """
    first, last = (show_day(one) for one in told.period)
    scopes = [(WHOLE, said("这个对象的全部")), (PERIOD, said("这个对象的一段时间"))]
    if told.visits:
        scopes.append((VISIT, said("一次检查和它的后续文书")))
    name = file_name(f"{said('案卷')}-{told.target}-{today:%Y%m%d}")
    fields = (
        Field("scope", said("范围"), Asks.CHOICE, PERIOD if by_days else WHOLE, tuple(scopes), needed=True),
        Field("first", said("从哪天"), Asks.DAY, first, hint="2026-01-31", only_when=("scope", PERIOD)),
        Field("last", said("到哪天"), Asks.DAY, last, hint="2026-12-31", only_when=("scope", PERIOD)),
        Field("visit", said("检查"), Asks.SOUGHT, "", told.visits, needed=True, only_when=("scope", VISIT)),
        Field("number", said("档号"), Asks.LINE, hint=said("档案室给的；没有就留空，打印后手写")),
        Field("kept", said("保管期限"), Asks.TOLD, kept_words(told.retention)),
        Field("out", said("存到"), Asks.FOLDER, str(folder / name), needed=True),
    )
    return Form(
        EXPORT,
        said("导出案卷"),
        fields,
        said("导出"),
        about=told.target_id,
        note=said("新建一个文件夹，放入各件原件、清单和一份装订好的 PDF（封面、目录、页码、备考表）。"),
        icon="folder-open",
        width=620,
    )


def kept_words(years: int | None) -> str:
    """Return how long files are kept, in words."""
    if years is None:
        return said("未设定，封面上留空")
    return said("永久") if years == PERMANENT else said("%s 年") % years


@dataclass(frozen=True, slots=True)
class Wish:
    """An export that is wanted."""

    scope: Scope
    out: Path
    number: str


def wish_of(desk: Desk, target_id: str, given: Given) -> Wish:
    """Return what a form asks for.

    Raises:
        RuleError: `ui.bad_day`, `dossier.no_place`, and what `binding.scope_of` says.
    """
    told: Mapping[str, str] = {code: str(value).strip() for code, value in given.items()}
    out = Path(told.get("out", "")).expanduser()
    if not out.is_absolute():
        raise RuleError("dossier.no_place", where="out", path=str(out))
    if told.get("scope") == VISIT:
        scope = binding.scope_of(desk, told.get("visit", ""))
    else:
        days = [day_of(desk, told.get(one, ""), one) for one in ("first", "last")]
        scope = binding.scope_of(desk, target_id, *days)
    return Wish(scope, out, told.get("number", ""))


def day_of(desk: Desk, told: str, where: str) -> date | None:
    """Return a day that was typed; see `typed.day`."""
    return typed.day(told, desk.today(), desk.rules.calendar, where=where)


def export(desk: Desk, binder: Binder, target_id: str, given: Given, progress: Progress) -> Exported:
    """Write the file that a form asks for; runs beside the screen."""
    wish = wish_of(desk, target_id, given)
    return dossier_file.export(
        desk, binder, wish.scope, wish.out, archive_number=wish.number, progress=progress
    )


def retention_form(years: int | None) -> Form:
    """Return the form that asks how long files are kept."""
    now = "" if years is None else said("永久") if years == PERMANENT else str(years)
    hint = said("10、30，或者“永久”")
    return Form(
        KEEP,
        said("保管期限"),
        (Field("retention", said("保管期限（年）"), Asks.LINE, now, hint=hint, needed=True),),
        said("保存"),
        note=said("印在本机关以后导出的每一份案卷的封面上；按本机关归档范围和保管期限表填写。"),
        icon="save",
        width=460,
    )


_YEARS = re.compile(r"(\d{1,4})\s*(?:年|years?|)")


def keep(desk: Desk, given: Given) -> None:
    """Say how long files are kept.

    Raises:
        RuleError: `dossier.retention_unread`, and what `archiving.set_retention` says.
    """
    told = str(given.get("retention", "")).strip()
    if told in ("永久", said("永久")):
        archiving.set_retention(desk, PERMANENT)
        return
    found = _YEARS.fullmatch(told)
    if found is None or not int(found[1]):  # no years at all is not for ever
        raise RuleError("dossier.retention_unread", where="office.retention", told=told)
    archiving.set_retention(desk, int(found[1]))
