"""The content keys of the filing workspace: when one is made, for whom, and what no act does by itself."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.people import filing_acts, filing_codes, filing_keys, filing_workspace
from inspector_app.casework.people.filing_keys import Book
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Problem, SignInError
from inspector_app.trust import content_keys
from inspector_app.trust.keys import SigningKey, key_id_of
from inspector_app.trust.recipients import opener_of
from inspector_app.trust.slots import SlotFile
from tests.casework.bench import Bench
from tests.casework.test_filing_travels import laptop, let_in
from tests.casework.test_filing_withdrawn import withdrawn
from tests.casework.test_filing_workspace import colleague, sign_in, the_filing, trainee


def key_of(bench: Bench, user: str, password: str) -> SigningKey:
    slots = SlotFile.read(bench.folder / "keys.json")
    return slots.open(user, password, now=bench.clock.now()).signing_key


def book(bench: Bench) -> Book:
    return filing_keys.read(bench.desk.store, the_filing(bench), bench.desk.today())


def told(bench: Bench, content: Mapping[str, object]) -> None:
    """Tell an act as a changed program of an administrator's would."""
    room = the_filing(bench).meta.workspace
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.SHARE, filing_acts.ENTITY, room, content, bench.desk.signer)


def later(session: Session) -> dict[str, bytes]:
    assert session.room.keys is not None, session.room
    return session.room.keys.later()


def take(bench: Bench, user: str) -> None:
    filing_workspace.take(bench.desk, the_filing(bench), user)


def names(bench: Bench) -> list[str]:
    return [one.name for one in book(bench).made]


def test_ending_an_access_makes_a_key_for_all_others(bench: Bench) -> None:
    zhou, wei = let_in(bench), let_in(bench, "wei")
    keys = bench.session.room.keys
    assert keys is not None
    assert keys().under() == content_keys.ContentKey(keys.first)
    take(bench, "zhou")
    (made,) = names(bench)
    assert keys().used == (made,), "the session that is open goes on under it"
    gone = key_of(bench, "zhou", zhou)
    assert book(bench).opened({gone.key_id: opener_of(gone)}) == {}
    assert list(later(sign_in(bench, "wei", wei))) == [made]
    trainee(bench)
    assert names(bench) == [made], "it was owed once"


def test_a_withdrawal_by_the_office_makes_one_at_the_next_sign_in_of_an_administrator(bench: Bench) -> None:
    let_in(bench, "wei")
    withdrawn(bench, "wei", bench.desk.today() + timedelta(days=1))
    trainee(bench)
    assert names(bench) == [], "today they have access still"
    bench.clock.moment += timedelta(days=1)
    for _ in range(2):
        trainee(bench)
        assert len(names(bench)) == 1
    assert not book(bench).owes(book(bench).used(later(bench.session)))


def test_an_access_that_a_program_of_before_ended_is_made_up_for(bench: Bench) -> None:
    let_in(bench)
    told(bench, {"what": filing_acts.ENDED, "user": "zhou"})
    assert names(bench) == []
    trainee(bench)
    assert len(names(bench)) == 1


def test_who_is_no_administrator_makes_none_and_hands_on_what_there_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(bench)
    wei, shen = let_in(bench, "wei"), colleague(bench, "shen")
    take(bench, "zhou")
    with monkeypatch.context() as patch:  # as if who lets Shen in did not know of the key yet
        patch.setattr(filing_keys, "sealed", lambda *_, **__: {})
        filing_workspace.give(bench.desk, the_filing(bench), "shen")
    told(bench, {"what": filing_acts.GIVEN, "user": "zhou"})
    told(bench, {"what": filing_acts.ENDED, "user": "zhou"})
    (made,) = names(bench)
    held = sign_in(bench, "shen", shen).room.keys
    assert held is not None
    assert (held.later(), held().under()) == ({}, None), "nothing leaves while the key is not here"
    session = sign_in(bench, "wei", wei)
    assert session.room.keys is not None
    assert not filing_keys.hand_on(session.room.keys), "the sign-in did so"
    assert [one.name for one in session.room.keys.book().made] == [made]
    assert list(later(sign_in(bench, "shen", shen))) == [made]


def test_an_administrator_s_word_alone_gets_nobody_a_key(bench: Bench) -> None:
    """An act that lets somebody in, without the certificate of the workspace's own root."""
    let_in(bench)
    password = colleague(bench, "shen")
    told(bench, {"what": filing_acts.GIVEN, "user": "shen", "key": key_of(bench, "shen", password).key_id})
    take(bench, "zhou")
    trainee(bench)
    shen = key_of(bench, "shen", password)
    assert "shen" not in book(bench).inside
    assert all(shen.key_id not in boxes for boxes in book(bench).boxes.values())


def test_only_who_holds_a_key_puts_it_out_of_use(bench: Bench) -> None:
    let_in(bench)
    take(bench, "zhou")
    (made,) = names(bench)
    name, secret = content_keys.new_key(the_filing(bench).meta.workspace)
    mine = book(bench).receivers(bench.desk.store.keyring)
    content = filing_keys.turned(book(bench), {}, mine)
    forged = {**content, filing_keys.AFTER: {made: "ab" * 32}}
    told(bench, forged)
    used = book(bench).used(later(bench.session))
    assert set(used) == {made, forged[filing_keys.NAME]}
    told(bench, filing_keys.turned(book(bench), later(bench.session), mine))
    assert len(book(bench).used(later(bench.session))) == 1
    assert secret
    assert name not in names(bench)


def test_a_key_of_who_lost_access_that_opens_nowhere_keeps_nobody_waiting(bench: Bench) -> None:
    let_in(bench)
    held = bench.session.room.keys
    assert held is not None
    room, content = the_filing(bench).meta.workspace, {"what": filing_acts.TURNED, filing_keys.NAME: "ab" * 8}
    with bench.desk.store.transaction("zhou") as tx:  # in a colleague's name: the signature is still here
        tx.act(ActKind.SHARE, filing_acts.ENTITY, room, content, bench.desk.signer)
    assert held().under() is None, "somebody with access may have made it: it is waited for"
    told(bench, {"what": filing_acts.ENDED, "user": "zhou"})
    assert held().under() is not None


def test_the_newest_paper_opens_every_key_and_lets_an_administrator_in(bench: Bench, tmp_path: Path) -> None:
    let_in(bench)
    let_in(bench, "wei")
    take(bench, "zhou")
    old = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    code = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    take(bench, "wei")
    assert len(names(bench)) == 4
    for paper, opens in ((code, 4), (old, 2)):
        opener = content_keys.code_opener(book(bench).workspace, paper)
        assert len(book(bench).opened({key_id_of(opener.public): opener})) == opens
    whole = later(bench.session)
    folder = laptop(bench, tmp_path / "other")
    bench.folder = folder
    trainee(bench)
    with pytest.raises(SignInError, match=r"filing\.wrong_recovery"):
        filing_workspace.regain(bench.desk, old)
    filing_workspace.regain(bench.desk, code)
    bench.session = bench.session.with_filing(bench.desk)
    assert later(bench.session) == whole


def test_a_paper_of_a_program_of_before_opens_what_comes_later_too(bench: Bench) -> None:
    let_in(bench)
    code = filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    act = filing_acts.codes(bench.desk.store)[-1]
    told(bench, {name: one for name, one in act.content.items() if name != filing_keys.CODE_KEY})
    assert not book(bench).coded
    take(bench, "zhou")
    signer, root = bench.desk.signer, None
    assert signer is not None
    keys = filing_workspace.keys_here(bench.desk.store)
    root = keys.recover(code, now=bench.clock.now()).root
    openers = filing_keys.openers(book(bench).workspace, code, root, SigningKey.new())
    assert book(bench).opened(openers).keys() == set(names(bench))
    paper = filing_codes.paper(bench.desk, the_filing(bench))
    assert paper is not None
    assert paper.replace, "it should be replaced by one that has a key of its own"


def test_whose_paper_was_replaced_by_another_is_told_once(bench: Bench) -> None:
    assert filing_codes.paper(bench.desk, the_filing(bench)) is None
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    assert filing_codes.after_exchange(bench.session) == ()
    today = bench.desk.today().isoformat()
    assert filing_codes.paper(bench.desk, the_filing(bench)) == filing_codes.Paper(
        "培训员", today, replace=False
    )
    colleague(bench, "lu")
    act = filing_acts.codes(bench.desk.store)[-1]
    with bench.desk.store.transaction("lu") as tx:  # another administrator did so in the same moment
        tx.act(ActKind.SHARE, filing_acts.ENTITY, act.entity_id, act.content, bench.desk.signer)
    told = Problem.of("filing.code_replaced", "周砚", mine=today, day=today)
    assert filing_codes.after_exchange(bench.session) == (told,)
    assert filing_codes.after_exchange(bench.session) == ()
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    assert filing_codes.after_exchange(bench.session) == ()


def test_a_paper_that_an_administrator_may_know_who_left_is_to_be_replaced(bench: Bench) -> None:
    let_in(bench)
    filing_workspace.renew_recovery(bench.desk, the_filing(bench))
    take(bench, "zhou")
    paper = filing_codes.paper(bench.desk, the_filing(bench))
    assert paper is not None
    assert not paper.replace, "an inspector never saw it"


def test_who_has_no_access_lets_nobody_in(bench: Bench) -> None:
    let_in(bench)
    told(bench, {"what": filing_acts.ENDED, "user": bench.desk.user})
    with pytest.raises(SignInError, match=r"filing\.no_access"):
        filing_workspace.give(bench.desk, the_filing(bench), "zhou")
