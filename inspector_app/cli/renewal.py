"""What `join` does on a laptop that has joined."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.answers.answer import Answer
from inspector_app.cli.call import Call, say
from inspector_app.domain.errors import InspectorError, SignInError

if TYPE_CHECKING:
    from inspector_app.casework.people.renewing import Renewed
    from inspector_app.casework.people.workspace import Session


def renewed(call: Call, what: str | None, request: Path | None, password: str) -> Answer:
    """Have the laptop in this folder certified anew for who signs in: by a code, or by two files."""
    from inspector_app.answers import renewals
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.casework.people import workspace
    from inspector_app.documents.render import PdfRenderer
    from inspector_app.trust.enrolment_code import looks_like_code

    user = call.user
    if not user and workspace.is_training(call.data):
        user = workspace.trainee(call.data)
    if not user:
        raise SignInError("cli.who", where="--user")
    session = workspace.sign_in(call.data, user, password, SystemClock(), PdfRenderer())
    try:
        if request is not None:
            return renewals.requested(session, request, password, call.messages())
        told = str(what)
        if looks_like_code(told) and not Path(told).exists():
            return _exchanged(call, session, renewals.by_code(session, told, password))
        done = renewals.by_file(session, Path(told), password)
        return renewals.answer(done, None, None, session.desk.store.digest(), call.messages())
    finally:
        session.close()


def _exchanged(call: Call, session: "Session", done: "Renewed") -> Answer:
    """Exchange at once: what waited for the new key goes to the office. A hub that is away undoes nothing."""
    from inspector_app.answers import renewals, syncs
    from inspector_app.casework.overview import holdings
    from inspector_app.casework.people import exchanged
    from inspector_app.sync import exchange

    came, failed, desk = None, None, session.desk
    try:
        came = exchange.run(
            desk.store,
            desk.clock.now(),
            syncs.Spoken(say),
            wanted=lambda: holdings.wanted(desk),
            filing=syncs.filing_of(session),
        )
        came = replace(came, news=(*came.news, *exchanged.settle(session).news))
    except InspectorError as problem:
        failed = problem
    return renewals.answer(done, came, failed, desk.store.digest(), call.messages())
