"""`join` on a laptop that has joined: its office certifies it anew, by a code or by two files."""

from dataclasses import replace
from pathlib import Path

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.answers.joins import JOIN, content, request_answer
from inspector_app.answers.speaking import words
from inspector_app.answers.syncs import lines_of, told_of
from inspector_app.casework.people import pending, renewing
from inspector_app.casework.people.renewing import Renewed
from inspector_app.casework.people.workspace import Session
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.sync import enrolling
from inspector_app.sync.outcome import Amount, Outcome
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment_code import EnrolmentCode


def by_code(session: Session, typed: str, password: str) -> Renewed:
    """Have this laptop certified anew over the network. The same code again gets the same answer.

    Raises:
        SignInError: `enrolment.mistyped`; and what `renewing.asked`, `enrolling.enrol`, `renewing.renew` say.
    """
    code = EnrolmentCode.parse(typed)
    desk = session.desk
    told = renewing.asked(desk, password)
    # Kept before it is sent: should the answer be lost, the same request gets the same answer again.
    pending.keep(desk.store.folder.path, told, password)
    return renewing.renew(desk, password, told, enrolling.enrol(code, told.request), code=code)


def requested(session: Session, file: Path, password: str, messages: Messages) -> Answer:
    """Write this laptop's request for the office to a file, and keep its keys here until the answer comes.

    Raises:
        RuleError, SignInError: what `renewing.asked` says. UnavailableError: it cannot be written.
    """
    told = renewing.asked(session.desk, password)
    pending.keep(session.desk.store.folder.path, told, password)
    write_durably(file, told.request.to_bytes())
    answered = request_answer(file, told, messages)
    return replace(answered, data={**answered.data, "renewal": True})


def by_file(session: Session, file: Path, password: str) -> Renewed:
    """Take in the file that the office made for this laptop's request.

    No digits are compared: an answer of another office than this laptop's is refused by its root.

    Raises:
        RuleError: `exchange.no_such_file`, `joining.no_pending`; and what `renewing.renew` says.
    """
    told, grant = pending.answered(session.desk.store.folder.path, content(file), password)
    return renewing.renew(session.desk, password, told, grant)


def answer(
    renewed: Renewed, outcome: Outcome | None, failed: InspectorError | None, digest: str, messages: Messages
) -> Answer:
    """Return what `join` answers on a laptop that has joined.

    Args:
        outcome: of the exchange that followed, None when there was none.
        failed: why that exchange did not end; the laptop is certified all the same.
    """
    first = outcome or Outcome("", Amount(), Amount(), Amount(), digest=digest)
    problem = Problem(failed.code, failed.where, tuple(failed.values.items())) if failed else None
    data = {
        **told_of(first, messages),
        "workspace": renewed.workspace,
        "training": renewed.training,
        "user": renewed.user,
        "name": renewed.name,
        "roles": sorted(renewed.roles),
        "machine_code": renewed.machine_code,
        "spares": list(renewed.spares),
        "renewal": True,
        "new_device": renewed.new_device,
        "new_person": renewed.new_person,
    }
    values = {"machine_code": renewed.machine_code, "spares": len(renewed.spares)}
    lines = [" ".join(messages.text("renewing.done", renewed.workspace, values)).rstrip()]
    if renewed.new_person:
        lines.append(" ".join(messages.text("renewing.new_person", renewed.name, {})).rstrip())
    lines += lines_of(outcome, messages) if outcome else ()
    if problem:
        lines.append(words(problem, messages.language)["message"])
    code = DECIDE if outcome is not None and outcome.decide else DONE
    return Answer(JOIN, data, tuple(lines), code, (problem,) if problem else ())
