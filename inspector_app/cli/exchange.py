"""The commands `join` and `sync`."""

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.answers.answer import Answer
from inspector_app.cli.call import Call, answered, asked, opened, say
from inspector_app.cli.renewal import renewed
from inspector_app.domain.errors import InspectorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inspector_app.answers.joins import FromFile
    from inspector_app.casework.people.joining import Joined
    from inspector_app.casework.people.workspace import Session
    from inspector_app.domain.clock import Clock


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("sync")(sync)
    app.command("join")(join)


def sync(
    ctx: typer.Context,
    hub: Annotated[
        str | None, typer.Option("--hub", help="Another address of the hub; - is the known one.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Exchange file to write.")] = None,
    in_: Annotated[Path | None, typer.Option("--in", help="Exchange file to read.")] = None,
    to: Annotated[str, typer.Option("--to", help="With --out: key id of the one laptop that reads it.")] = "",
) -> None:
    """Exchange with the office: with its hub, or by a file on a stick."""
    from inspector_app.answers import syncs
    from inspector_app.casework.overview import holdings
    from inspector_app.casework.people import exchanged
    from inspector_app.sync import exchange, files

    call: Call = ctx.obj
    if sum(one is not None for one in (hub, out, in_)) > 1 or (to and out is None):
        raise UsageError("exchange.choose_one_way", where="sync")
    with opened(call) as session:
        store, now = session.desk.store, session.desk.clock.now()
        progress, filing = syncs.Spoken(say), syncs.filing_of(session)
        if out is not None:
            came = files.write_out(store, out, now, progress, to=to, filing=filing)
        elif in_ is not None:
            came = files.read_in(store, in_, progress, filing=filing)
        else:
            url = "" if hub in (None, "-") else str(hub)
            desk = session.desk
            came = exchange.run(
                store, now, progress, url=url, wanted=lambda: holdings.wanted(desk), filing=filing
            )
        settled = exchanged.settle(session)
        if settled.spares:
            say(call.messages().text("exchange.spares_came", "", {"codes": settled.spares})[0])
        news = (*came.news, *settled.news)
        answered.append(syncs.answer(replace(came, news=news), call.messages()))


def join(
    ctx: typer.Context,
    what: Annotated[str | None, typer.Argument(metavar="CODE|FILE")] = None,
    request: Annotated[Path | None, typer.Option("--request", help="Request file to write.")] = None,
    name: Annotated[str, typer.Option("--name", help="Your name.")] = "",
    instead: Annotated[
        bool, typer.Option("--instead", help="With --request: in the place of one that waits here.")
    ] = False,
    check: Annotated[str, typer.Option("--check", help="With FILE: the digits that the office tells.")] = "",
) -> None:
    """Make this laptop one of the office's: with a code, or with two files."""
    from inspector_app.answers import joins
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.casework.people import workspace
    from inspector_app.trust.enrolment_code import looks_like_code

    call: Call = ctx.obj
    code = what is not None and looks_like_code(what) and not Path(what).exists()
    if (what is None) == (request is None) or (instead and not request) or (check and (request or code)):
        raise UsageError("exchange.choose_one_join", where="join")
    clock, password = SystemClock(), _password(call)
    if workspace.exists(call.data):  # it has joined: the office certifies it anew
        answered.append(renewed(call, what, request, password or workspace.TRAINING_PASSWORD))
        return
    if request is not None:
        who, words = joins.Who(call.user, name), call.messages()
        answered.append(joins.requested(call.data, request, password, clock, who, words, instead=instead))
    elif code:
        joined = joins.by_code(call.data, str(what), password, clock)
        answered.append(_first_exchange(call, joined, password, clock))
    else:
        check = check or asked(call, "exchange.ask_check")
        came = joins.by_file(call.data, Path(str(what)), password, clock, check)
        answered.append(_joined_by_file(call, came, password, clock))


def _password(call: Call) -> str:
    return sys.stdin.readline().rstrip("\r\n") if call.password_stdin else ""


def _first_exchange(call: Call, joined: "Joined", password: str, clock: "Clock") -> Answer:
    """Fetch what the office has; a hub that is away now does not undo the joining."""
    from inspector_app.answers import joins, syncs
    from inspector_app.casework.overview import holdings
    from inspector_app.sync import exchange

    came, failed = None, None
    with _signed_in(call, joined, password, clock) as session:
        desk = session.desk
        try:
            came = exchange.run(
                desk.store, clock.now(), syncs.Spoken(say), wanted=lambda: holdings.wanted(desk)
            )
        except InspectorError as problem:
            failed = problem
        return joins.answer(joined, came, failed, desk.store.digest(), call.messages())


def _joined_by_file(call: Call, came: "FromFile", password: str, clock: "Clock") -> Answer:
    from inspector_app.answers import joins

    with _signed_in(call, came.joined, password, clock) as session:
        digest = session.desk.store.digest()
    return joins.answer(came.joined, None, None, digest, call.messages(), file=came)


@contextmanager
def _signed_in(call: Call, joined: "Joined", password: str, clock: "Clock") -> "Iterator[Session]":
    """Yield a session of whoever has just joined."""
    from inspector_app.casework.people import workspace
    from inspector_app.documents.render import PdfRenderer

    secret = workspace.TRAINING_PASSWORD if joined.training else password
    session = workspace.sign_in(call.data, joined.user, secret, clock, PdfRenderer())
    try:
        yield session
    finally:
        session.close()
