"""P5: the disk is full in mid-sentence. It is said, the words stay in their field, and with space it goes on.

Repeat: uv run pytest -n 0 -s tests/faults/test_faults_full_disk_typing.py
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt

from inspector_app.casework.visits import findings
from inspector_app.screenplay.preview import SENTENCE
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import desktops, furnished_shelf, furnished_site, seated

__all__ = ["desktops", "furnished_shelf", "furnished_site", "seated"]

resource = pytest.importorskip("resource", reason="FULL DISK IN MID-SENTENCE NOT TESTED: needs setrlimit")
signal = pytest.importorskip("signal")

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@contextmanager
def full_disk() -> Iterator[None]:
    """While inside, no file can grow beyond its first byte, as on a full disk."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def facts(hands: Hands) -> list[str]:
    (visit,) = hands.store.records("inspection")
    return [one.fact for one in findings.findings_of(hands.store, visit.id)]


def test_the_disk_fills_in_mid_sentence_and_nothing_typed_is_lost(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    third = len(SENTENCE) // 3
    for char in SENTENCE[:third]:
        seated.write(char)
    seated.until(lambda: SENTENCE[:third] in seated.store.buffer().values())
    with full_disk():
        slowest = 0.0
        for char in SENTENCE[third : 2 * third]:
            began = time.perf_counter()
            seated.write(char)
            slowest = max(slowest, time.perf_counter() - began)
        seated.until(lambda: "磁盘" in seated.notice, "it is said")
        assert seated.editor.fact.text() == SENTENCE[: 2 * third]
        assert seated.focused == "fact", "the keys stay where they are"
        assert SENTENCE[:third] in seated.store.buffer().values(), "what was kept before is still kept"
    for char in SENTENCE[2 * third :]:
        seated.write(char)
    seated.until(lambda: SENTENCE in seated.store.buffer().values(), "with space everything is kept")
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert facts(seated) == [SENTENCE]
    assert seated.store.buffer() == {}
    assert seated.store.integrity().problems == ()
    print(
        f"\nfull disk in mid-sentence: {third} keys refused, none lost; slowest key {slowest * 1000:.0f} ms"
    )


def test_who_leaves_the_field_on_a_full_disk_finds_the_words_still_there(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write(SENTENCE[:10])
    seated.until(lambda: SENTENCE[:10] in seated.store.buffer().values())
    with full_disk():
        seated.write(SENTENCE[10:20])
        seated.press(Qt.Key.Key_Tab)
        seated.rest()
        assert "磁盘" in seated.notice
        assert seated.editor.fact.text() == SENTENCE[:20]
        assert facts(seated) == [""]
    seated.press(Qt.Key.Key_2, CTRL)
    seated.rest()
    assert facts(seated) == [SENTENCE[:20]], "with space, whatever the person does next writes it"
