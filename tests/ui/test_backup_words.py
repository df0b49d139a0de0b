"""Backups in words: each place with its own day, what came of a round, and what must be known of it."""

from datetime import timedelta

import pytest

from inspector_app.casework.people.backup_rounds import Round
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, PeerError, RuleError, UnavailableError
from inspector_app.ui.exchange import backup_values
from inspector_app.ui.exchange.ways import AtHub, Backup
from tests.ui.exchange_doors import NOON

TODAY = NOON.date()
TEXTS = Messages("zh")
AWAY = PeerError("exchange.unreachable", where="https://10.1.2.3:8443", reason="x")
FULL = UnavailableError("backup.target_full", where="/media/u", reason="满了")


@pytest.mark.parametrize(
    ("told", "folder", "hub"),
    [
        (Backup(), ("从未备份", "red"), (False, False, "", "gray")),
        (Backup(hub=AtHub()), ("从未备份", "red"), (True, False, "", "gray")),
        (Backup(NOON, "/u", False), ("12:00", "green"), (False, False, "", "gray")),
        (Backup(NOON, "/u", False, True), ("12:00", "amber"), (False, False, "", "gray")),
        (Backup(hub=AtHub(True)), ("", "gray"), (True, True, "从未备份", "red")),
        (Backup(NOON, "", False, hub=AtHub(True, NOON, False)), ("", "gray"), (True, True, "12:00", "green")),
        (
            Backup(NOON, "/u", False, hub=AtHub(True, NOON - timedelta(days=4))),
            ("12:00", "green"),
            (True, True, "11-19 12:00", "red"),
        ),
    ],
)
def test_each_place_that_was_chosen_says_its_own_day(
    told: Backup, folder: tuple[str, str], hub: tuple[bool, bool, str, str]
) -> None:
    assert backup_values.backup_words(told, TODAY) == folder
    place = backup_values.hub_place(told, TODAY)
    assert (place.offered, place.chosen, place.words, place.tone) == hub


@pytest.mark.parametrize(
    ("told", "words", "tone"),
    [
        (Round(True, False), "备份完成，已重新打开核对", "green"),
        (Round(False, True), "备份完成，已送到中心", "green"),
        (Round(True, True), "备份完成，已核对，也送到了中心", "green"),
        (Round(False, False), "没有新写的，不用再备份", "gray"),
        (
            Round(True, False, (AWAY,)),
            "备份完成，已重新打开核对；连不上中心 https://10.1.2.3:8443。",
            "amber",
        ),
        (Round(False, False, (AWAY,)), "连不上中心 https://10.1.2.3:8443。", "amber"),
        (Round(False, True, (FULL,)), "备份完成，已送到中心；/media/u 写不下了：满了。", "red"),
    ],
)
def test_what_came_of_a_round_is_one_line(told: Round, words: str, tone: str) -> None:
    assert backup_values.round_words(told, TEXTS) == (words, tone)


@pytest.mark.parametrize(
    ("trouble", "failure"),
    [
        (AWAY, False),
        (PeerError("exchange.hub_busy", where="x", seconds="60"), False),
        (UnavailableError("backup.target_gone", where="/media/u"), False),
        (PeerError("exchange.hub_full", where="x", seconds="60"), True),
        (FULL, True),
        (RuleError("hub.backups_full", where="x", held="1", most="1"), True),
    ],
)
def test_what_is_only_not_there_now_is_no_failure(trouble: InspectorError, failure: bool) -> None:
    assert bool(Round(False, False, (trouble,)).failures) is failure
