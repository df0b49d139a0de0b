"""The one place at the writer: a job that writes in many steps lets the window in between two of them."""

import threading
from queue import Queue

from inspector_app.store.turns import Turns


def test_the_window_is_let_in_before_a_job_that_asks_again() -> None:
    turns, held, go = Turns(), threading.Event(), threading.Event()
    order: Queue[str] = Queue()

    def job() -> None:
        with turns.turn():
            held.set()
            go.wait(60)
            order.put("job's first step")
        for _ in range(50):
            with turns.turn():
                order.put("job's next step")

    beside = threading.Thread(target=job)
    beside.start()
    held.wait(60)
    threading.Timer(0.05, go.set).start()  # by then the window asks
    with turns.turn():
        order.put("window")
    beside.join(60)
    told = [order.get_nowait() for _ in range(52)]
    assert told[:2] == ["job's first step", "window"]


def test_a_place_that_is_held_is_not_taken_at_once() -> None:
    turns = Turns()
    with turns.turn():
        assert not turns.at_once()
    assert turns.at_once()
    assert not turns.at_once()
    turns.leave()
    with turns.turn():
        pass


def test_a_turn_ends_with_what_goes_wrong_in_it() -> None:
    turns = Turns()
    try:
        with turns.turn():
            raise ValueError
    except ValueError:
        assert turns.at_once()
        turns.leave()
