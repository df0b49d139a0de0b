"""What the exchange's log says of backups, later and in words: why there was none, and where one went."""

from pathlib import Path

import pytest

from inspector_app.casework.overview import exchange_board
from inspector_app.casework.people import backups
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, PeerError, UnavailableError
from inspector_app.ui.controls.board_values import Sheet
from inspector_app.ui.exchange import exchange_values
from inspector_app.ui.exchange.exchange_values import PAST
from inspector_app.ui.exchange.ways import Picture
from tests.casework.bench import Bench

TEXTS = Messages("zh")
AWAY = PeerError("exchange.unreachable", where="https://10.1.2.3:8443", reason="x")
FULL = UnavailableError("backup.target_full", where="/media/u", reason="满了")


def line_of(bench: Bench) -> Sheet:
    board = exchange_board.read(bench.desk)
    picture = Picture(board)
    (line, *_) = exchange_values.lines(picture, PAST, TEXTS)
    return exchange_values.sheet(picture, PAST, line.id, bench.desk.today(), TEXTS)


@pytest.mark.parametrize("trouble", [AWAY, FULL])
def test_the_log_says_why_there_was_none_as_it_was_said_then(bench: Bench, trouble: InspectorError) -> None:
    with pytest.raises(type(trouble)), backups.noted(bench.desk.store, "hub"):
        raise trouble
    (block,) = line_of(bench).blocks
    told = TEXTS.text(trouble.code, trouble.where, trouble.values)
    assert tuple(fact.text for fact in block.facts) == told
    assert "{" not in told[0]


def test_the_log_names_the_hub_in_words_and_a_folder_by_its_file(bench: Bench, tmp_path: Path) -> None:
    backups.run(bench.session, tmp_path / "b.ijk")
    facts = {fact.text for block in line_of(bench).blocks for fact in block.facts}
    assert str(tmp_path / "b.ijk") in facts
    bench.desk.store.note_exchange(backups.WAY, backups.DONE, {"where": "hub:20260302-080000"})
    facts = {fact.text for block in line_of(bench).blocks for fact in block.facts}
    assert "中心" in facts
    assert not any("hub:" in one for one in facts)
