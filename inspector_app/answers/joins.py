"""`join`: this laptop becomes one of its office's, by a code or by two files."""

from dataclasses import dataclass
from pathlib import Path

from inspector_app.answers.answer import DECIDE, DONE, Answer
from inspector_app.answers.speaking import words
from inspector_app.answers.syncs import lines_of, told_of
from inspector_app.casework.people import joining, pending
from inspector_app.casework.people.joining import Joined
from inspector_app.casework.people.pending import Pending
from inspector_app.casework.people.workspace import TRAINING_PASSWORD
from inspector_app.catalog.messages import Messages
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import InspectorError, Problem, RuleError, SignInError, UnavailableError
from inspector_app.sync import enrolling
from inspector_app.sync.outcome import Amount, Outcome
from inspector_app.trust import check_digits
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import MOST_GRANT
from inspector_app.trust.enrolment_code import EnrolmentCode

JOIN = "join"


def by_code(path: Path, typed: str, password: str, clock: Clock) -> Joined:
    """Join over the network, with the code that the office gave.

    The request is kept before it is sent: when the answer is lost, or comes to nothing here, the same command
    sends the same request again and gets the same answer.

    Args:
        password: the person's; empty will do where the hub is one for practice.

    Raises:
        SignInError: `enrolment.mistyped`. RuleError: `joining.password_needed`, before anything is asked for;
            and what `enrolling.enrol` and `joining.join` say.
    """
    code = EnrolmentCode.parse(typed)
    joining.prepare(path)
    secret = TRAINING_PASSWORD if enrolling.is_training(code) else _own(password, code.url)
    waiting = pending.asked_by_code(path, secret)
    told = waiting or pending.request(clock)
    if waiting is None:
        pending.keep(path, told, secret)
    try:
        grant = enrolling.enrol(code, told.request)
    except (SignInError, RuleError):  # the hub said no: nothing waits for this request
        if waiting is None:
            pending.drop(path, told.request)
        raise
    return joining.join(path, told, grant, secret, clock, code=code)


@dataclass(frozen=True, slots=True)
class FromFile:
    """What came of joining with a file.

    Attributes:
        check: digits of the office that the file says it comes from; see `check_digits`.
        compared: somebody compared them with the office's.
    """

    joined: Joined
    check: str
    compared: bool


def by_file(path: Path, file: Path, password: str, clock: Clock, check: str = "") -> FromFile:
    """Join with the file that the office made for this laptop's request.

    Args:
        check: the office's digits, as it told them by telephone; empty compares nothing.

    Raises:
        RuleError: `exchange.no_such_file`, `joining.no_pending`, `joining.password_needed`,
            `enrolment.check_differs`; and what `joining.join` says.
    """
    joining.prepare(path)
    if not password and pending.waiting(path) is not None:
        raise RuleError("joining.password_needed", where=str(file))
    told, grant = pending.answered(path, content(file), password)
    digits = check_digits.of_grant(grant)
    if check:
        check_digits.refuse_other(check, digits, str(file))
    return FromFile(joining.join(path, told, grant, password, clock), digits, bool(check))


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks to join by file, as they call themselves."""

    user: str
    name: str


def requested(
    path: Path,
    file: Path,
    password: str,
    clock: Clock,
    who: Who,
    messages: Messages,
    *,
    instead: bool = False,
) -> Answer:
    """Write a request for the office to a file, and keep its keys here until the grant comes.

    Args:
        password: the person's own, also towards an office for practice: which one it is shows in the grant.
        instead: in the place of requests that wait already.

    Raises:
        RuleError: `joining.password_needed`, `joining.pending_there`, `joining.already_joined`.
        UnavailableError: it cannot be written.
    """
    joining.prepare(path)
    secret = _own(password, str(file))
    if not instead and (waiting := pending.waiting(path)) is not None and (waiting.user or waiting.name):
        raise RuleError("joining.pending_there", where=waiting.name or waiting.user)
    told = pending.request(clock, who.user, who.name)
    pending.keep(path, told, secret, instead=instead)
    try:
        write_durably(file, told.request.to_bytes())
    except BaseException:
        pending.drop(path, told.request)
        raise
    return request_answer(file, told, messages)


def request_answer(file: Path, told: Pending, messages: Messages) -> Answer:
    """Return what is answered once a request stands in a file, with the digits to be told the office."""
    check = check_digits.of_request(told.request)
    data = {
        "request": str(file),
        "hash": told.request.hash.hex(),
        "device": told.device.key_id,
        "person": told.person.key_id,
        "check": check,
    }
    line = " ".join(messages.text("exchange.request_written", str(file), {"check": check})).rstrip()
    return Answer(JOIN, data, (line,))


def answer(
    joined: Joined,
    outcome: Outcome | None,
    failed: InspectorError | None,
    digest: str,
    messages: Messages,
    *,
    file: FromFile | None = None,
) -> Answer:
    """Return what `join` answers.

    Args:
        file: what it joined with, when that was a file.
        outcome: of the first exchange, None when there was none.
        failed: why the first exchange did not end; the laptop has joined all the same.
    """
    first = outcome or Outcome("", Amount(), Amount(), Amount(), digest=digest)
    problem = Problem(failed.code, failed.where, tuple(failed.values.items())) if failed else None
    data = {
        **told_of(first, messages),
        "workspace": joined.workspace,
        "training": joined.training,
        "user": joined.user,
        "name": joined.name,
        "roles": sorted(joined.roles),
        "machine_code": joined.machine_code,
    }
    if file is not None:
        data |= {"office_check": file.check, "compared": file.compared}
    if joined.recovery_code:
        data["recovery_code"] = joined.recovery_code
    values = {"machine_code": joined.machine_code}
    line, _ = messages.text("exchange.joined", joined.workspace, values)
    lines = [line, _told("joining.account", messages, user=joined.user, name=joined.name)]
    lines += lines_of(outcome, messages) if outcome else ()
    if file is not None:
        said = "exchange.office_compared" if file.compared else "exchange.office_not_compared"
        lines.append(" ".join(messages.text(said, joined.workspace, {"check": file.check})).rstrip())
    if joined.recovery_code:
        lines.append(_told("joining.recovery_code", messages, code=joined.recovery_code))
    if problem:
        lines.append(words(problem, messages.language)["message"])
    code = DECIDE if outcome is not None and outcome.decide else DONE
    return Answer(JOIN, data, tuple(lines), code, (problem,) if problem else ())


def _told(said: str, messages: Messages, /, **values: object) -> str:
    return " ".join(messages.text(said, "", values)).rstrip()


def _own(password: str, where: str) -> str:
    """Return a password that is the person's own: under the one for practice, keys lie open to everybody.

    Raises:
        RuleError: `joining.password_needed`.
    """
    if not password or password == TRAINING_PASSWORD:
        raise RuleError("joining.password_needed", where=where)
    return password


def content(file: Path) -> bytes:
    """Return the bytes of a file that the office made.

    Raises:
        RuleError: `exchange.no_such_file`. UnavailableError: `exchange.not_read`.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_GRANT + 1)
    except FileNotFoundError as problem:
        raise RuleError("exchange.no_such_file", where=str(file)) from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("exchange.not_read", where=str(file), reason=reason) from problem
