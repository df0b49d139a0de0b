"""The filing workspace is exchanged beside the office's own: what hinders one does not hold the other up."""

from collections.abc import Callable, Sequence

import pytest

from inspector_app.domain.errors import UnavailableError, UnverifiableError
from inspector_app.store.store import Store
from inspector_app.sync import trusting
from inspector_app.sync.rooms import UNKNOWN_KEY, Came, VeiledRoom
from tests.sync.filings import filing_of, shared, synced_whole
from tests.sync.hubs import Bureau, in_step, synced, writes
from tests.sync.test_filing_turning import has, note
from tests.sync.test_pulling import Refusing


def test_filings_go_out_while_the_office_s_own_cannot_be_read(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shared(bureau, monkeypatch)
    writes(told.c)
    synced(told.c)
    made = note(told.a)
    store = filing_of(told.a)
    monkeypatch.setattr(trusting.bundle, "unpack", Refusing(told.c.desk.store.meta.journal_id))
    with pytest.raises(UnavailableError, match=r"journal\.newer_bundle"):
        synced_whole(told.a)
    own = store.meta.journal_id
    assert store.receipted()[own] == store.tips()[own], "the hub has it"
    assert [one.outcome for one in told.a.desk.store.exchanges(1)] == ["journal.newer_bundle"]
    monkeypatch.undo()
    synced_whole(told.b)
    assert has(told.b, made) == [True]
    in_step(bureau, told.a, told.b, told.c)


class Late:
    """Lets one laptop meet a bundle whose key it does not know yet, while others hand over."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, store: Store, meanwhile: Callable[[], object]
    ) -> None:
        self.happened = False
        real = VeiledRoom.pulled

        def pulled(room: VeiledRoom, raws: Sequence[bytes]) -> Came:
            if room.store is store and not room.final and not self.happened:
                self.happened = True
                meanwhile()
                raise UnverifiableError(UNKNOWN_KEY, where="a laptop that joined since")
            return real(room, raws)

        monkeypatch.setattr(VeiledRoom, "pulled", pulled)


def test_what_comes_of_the_office_s_own_for_a_filing_s_sake_is_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop joined while B synced: its certificate is fetched, and a conflict that comes too is told."""
    told = shared(bureau, monkeypatch)
    site = writes(told.a)
    in_step(bureau, told.a, told.b, told.c)
    note(told.a)
    synced_whole(told.a)
    for session, name in ((told.a, "甲"), (told.b, "乙")):
        with session.desk.store.transaction(session.user) as tx:
            tx.set("site", site, {"name": name})
    late = Late(monkeypatch, filing_of(told.b), lambda: synced_whole(told.a))
    came = synced_whole(told.b)
    assert late.happened
    assert came.conflicts == (f"site:{site}",)
    assert "exchange.conflicts_new" in {one.code for one in came.news}
    assert came.received.entries == 1
    monkeypatch.undo()
    in_step(bureau, told.a, told.b, told.c)
