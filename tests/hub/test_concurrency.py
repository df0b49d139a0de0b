"""Many at once, on two openings of one hub as two workers have it: numbers follow the commits, none twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event

from inspector_app.domain.errors import InspectorError
from inspector_app.hub.books import Hub
from inspector_app.journal.log import START, log_after
from inspector_app.journal.receipt import Receipt
from inspector_app.trust.enrolment_code import EnrolmentCode
from tests.hub.office import Office

THREADS = 8


def at_once(*works: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(work) for work in works]]


def test_eight_laptops_push_at_once_and_two_readers_see_no_hole(office: Office) -> None:
    members = [office.enrol(f"p{number}") for number in range(THREADS)]
    for one in members:
        one.write(20)
    hubs, over = [office.hub, office.opened()], Event()

    def push(number: int) -> list[bytes]:
        one, hub = members[number], hubs[number % 2]
        receipts = []
        for at in range(0, 20, 2):
            receipts.append(hub.bundles.accept(office.workspace, one.pack(at, at + 2)).receipt)
        return receipts

    def read(hub: Hub) -> list[bytes]:
        no, log, found = 0, START, []
        while True:
            last = over.is_set()
            page = hub.bundles.pull(office.workspace, no, log, 6_000)
            for raw in page.bundles:
                log = log_after(log, sha256(raw).digest())
                found.append(raw)
            assert log == page.log
            assert page.no == len(found)
            no = page.no
            if last and not page.more:
                return found

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read, hub) for hub in hubs]
        told = at_once(*(lambda number=number: push(number) for number in range(THREADS)))
        over.set()
        logs = [each.result() for each in reading]
    assert logs[0] == logs[1]
    assert len(logs[0]) == THREADS * 10 + THREADS + 1
    numbers = sorted(
        Receipt.read(raw, office.hub.facts.key).no
        for each in told
        for raw in each  # type: ignore[attr-defined]
    )
    assert numbers == list(range(numbers[0], numbers[0] + THREADS * 10))
    held = office.hub.bundles.tips(office.workspace).tips
    assert all(held[one.journal] == [(20, one.laptop.head.hash)] for one in members)
    hubs[1].close()


def test_the_same_bundle_from_eight_at_once_is_taken_once(office: Office) -> None:
    wang = office.enrol()
    hubs = [office.hub, office.opened()]
    for at in range(0, 12, 3):
        wang.write(3)
        raw = wang.pack(at)
        before = office.hub.bundles.tips(office.workspace).no
        told = at_once(
            *(
                lambda hub=hubs[number % 2], raw=raw: hub.bundles.accept(office.workspace, raw).duplicate
                for number in range(THREADS)
            )
        )
        assert told.count(False) == 1
        assert office.hub.bundles.tips(office.workspace).no == before + 1
    hubs[1].close()


def test_clones_that_push_at_once_are_both_held(office: Office) -> None:
    wang = office.enrol()
    wang.write(2)
    twins = [wang.clone() for _ in range(4)]
    for number, one in enumerate(twins):
        one.laptop.name = f"twin {number}"
        one.write(3)
    hubs = [office.hub, office.opened()]
    at_once(
        *(
            lambda hub=hubs[number % 2], one=one: hub.bundles.accept(office.workspace, one.pack())
            for number, one in enumerate(twins)
        )
    )
    held = office.hub.bundles.tips(office.workspace).tips[wang.journal]
    assert set(held) == {(5, one.laptop.head.hash) for one in twins}
    assert office.hub.audit.count("fork") == 3
    hubs[1].close()


def test_machine_codes_are_never_given_twice_at_once(office: Office) -> None:
    hubs = [office.hub, office.opened()]
    codes = [EnrolmentCode.parse(office.hub.devices.make_code(f"p{number}")) for number in range(THREADS)]

    def enrol(number: int) -> Sequence[int]:
        request, _, _ = office.ask(f"p{number}")
        return hubs[number % 2].devices.enrol(codes[number].secret, request).machine_codes

    told = at_once(*(lambda number=number: enrol(number) for number in range(THREADS)))
    given = [code for each in told for code in each]  # type: ignore[attr-defined]
    assert sorted(given) == list(range(1, 4 * THREADS + 1))
    assert len(office.hub.devices.devices()) == THREADS
    hubs[1].close()


def test_one_code_used_by_eight_at_once_lets_one_in(office: Office) -> None:
    hubs = [office.hub, office.opened()]
    code = EnrolmentCode.parse(office.hub.devices.make_code("wang"))

    def enrol(number: int) -> str:
        request, _, _ = office.ask(f"p{number}")
        try:
            hubs[number % 2].devices.enrol(code.secret, request)
        except InspectorError as problem:
            return problem.code
        return ""

    told = at_once(*(lambda number=number: enrol(number) for number in range(THREADS)))
    assert sorted(map(str, told)) == ["", *["hub.code_used"] * (THREADS - 1)]
    hubs[1].close()
