"""Backups in words: when the last one was made at each place, what came of making them. Knows no widget."""

from dataclasses import dataclass
from datetime import date

from inspector_app.casework.people.backup_rounds import Round
from inspector_app.ui.exchange.exchange_values import moment_words
from inspector_app.ui.exchange.ways import AtHub, Backup
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, explain


@dataclass(frozen=True, slots=True)
class HubPlace:
    """The hub as a place of backups.

    Attributes:
        offered: there is one.
        chosen: backups go there by themselves.
        words, tone: when the last one came there.
    """

    offered: bool = False
    chosen: bool = False
    words: str = ""
    tone: str = "gray"


def backup_words(told: Backup, today: date) -> tuple[str, str]:
    """Return when the last backup was made and its tone; red where it is missing for three days.

    Nothing where the hub alone was chosen: then `hub_place` says it.
    """
    if told.at_hub and not told.place:
        return "", "gray"
    return _last_words(told, today)


def hub_place(told: Backup, today: date) -> HubPlace:
    """Return the same of the hub; no words where it was not chosen."""
    if told.hub is None or not told.hub.chosen:
        return HubPlace(offered=told.hub is not None)
    return HubPlace(True, True, *_last_words(told.hub, today))


def _last_words(told: Backup | AtHub, today: date) -> tuple[str, str]:
    if told.at is None:
        return said("从未备份"), "red"
    tone = "red" if told.overdue else "amber" if told.due else "green"
    return moment_words(told.at, today), tone


def round_words(told: Round, texts: Texts) -> tuple[str, str]:
    """Return what came of backups at the chosen places, in one line, and its tone."""
    made = said("备份完成，已重新打开核对") if told.in_folder else ""
    if told.at_hub:
        made = said("备份完成，已核对，也送到了中心") if made else said("备份完成，已送到中心")
    if not told.troubles:
        return (made, "green") if made else (said("没有新写的，不用再备份"), "gray")
    trouble = explain(told.troubles[0], texts).message
    tone = "red" if told.failures else "amber"
    return (f"{made}；{trouble}" if made else trouble), tone
