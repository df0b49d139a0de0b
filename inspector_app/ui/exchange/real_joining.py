"""Joining as it really is: the office's hub or its files. Loaded in a job, never before.

A request is kept before it is sent or written, beside others that wait: a lost answer is asked for again, and
no request destroys another one.
"""

from collections.abc import Iterable
from pathlib import Path

from inspector_app.casework.people import joining, pending, renewing
from inspector_app.casework.people.joining import Joined
from inspector_app.casework.people.pending import Pending
from inspector_app.casework.people.renewing import Renewed
from inspector_app.casework.people.workspace import TRAINING_PASSWORD, Session
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Progress, RuleError, SignInError, UnavailableError
from inspector_app.sync import enrolling
from inspector_app.trust import check_digits
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import MOST_GRANT, Grant, Request
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.slots import SlotFile, Unlocked
from inspector_app.ui.exchange.ways import Again, Member, NewPerson, Waiting


class RealJoining:
    """Makes this laptop one of an office, or a person one of this laptop."""

    def by_code(self, folder: Path, code: str, who: NewPerson, clock: Clock, progress: Progress) -> Member:
        """Join with a code that the office gave."""
        told = EnrolmentCode.parse(code)
        joining.prepare(folder)
        _refuse_open(who.password, told)
        before = pending.asked_by_code(folder, who.password)
        asked = before or pending.request(clock)
        grant = _enrolled(folder, told, asked, who.password, new=before is None)
        progress.step(1, 2)
        return _member(joining.join(folder, asked, grant, who.password, clock, code=told))

    def ask_by_file(self, folder: Path, path: Path, who: NewPerson, clock: Clock) -> str:
        """Write the request that is carried to the office, and return its check digits."""
        joining.prepare(folder)
        _refuse_open(who.password)
        return _written(folder, path, pending.request(clock, who.user, who.name), who.password)

    def by_file(
        self, folder: Path, path: Path, password: str, check: str, clock: Clock, progress: Progress
    ) -> Member:
        """Join with the file that the office answered, once its check digits are the office's own."""
        asked, grant = pending.answered(folder, _content(path), password)
        check_digits.refuse_other(check, check_digits.of_grant(grant), str(path))
        progress.step(1, 2)
        return _member(joining.join(folder, asked, grant, password, clock))

    def waiting(self, folder: Path) -> Waiting | None:
        """Return what waits for its answer here, None when nothing does."""
        return _newest(pending.waiting_all(folder))

    def waiting_beside(self, session: Session) -> Waiting | None:
        """Return the request of another person that waits for its answer on this laptop."""
        here = pending.waiting_all(session.desk.store.folder.path)
        return _newest(one for one in here if one.user != session.user)

    def waiting_again(self, session: Session) -> Waiting | None:
        """Return the request by which this laptop is to be certified anew and that waits for its answer."""
        here = pending.waiting_all(session.desk.store.folder.path)
        return _newest(one for one in here if one.user == session.user)

    def add_by_code(
        self, session: Session, own: str, code: str, who: NewPerson, progress: Progress
    ) -> Member:
        """Let another person sign in on this laptop, with a code that the office gave them."""
        desk, told = session.desk, EnrolmentCode.parse(code)
        _opened(session, own)  # before the hub is asked: a slip of the finger must not use the code up
        _refuse_open(who.password, told)
        folder, device = desk.store.folder.path, desk.store.device_key()
        before = device and pending.asked_by_code(folder, who.password, device=device.public.raw)
        asked = before or joining.request_beside(desk)
        grant = _enrolled(folder, told, asked, who.password, new=before is None)
        progress.step(1, 2)
        return _member(joining.add_person(desk, own, asked, grant, who.password, code=told))

    def ask_beside(self, session: Session, path: Path, who: NewPerson) -> str:
        """Write the request of another person on this laptop, and return its check digits."""
        asked = joining.request_beside(session.desk, who.user, who.name)
        if not session.training:
            _refuse_open(who.password)
        return _written(session.desk.store.folder.path, path, asked, who.password)

    def add_by_file(
        self, session: Session, own: str, path: Path, password: str, progress: Progress
    ) -> Member:
        """Let another person sign in on this laptop, with the file that the office answered."""
        asked, grant = pending.answered(session.desk.store.folder.path, _content(path), password)
        progress.step(1, 2)
        return _member(joining.add_person(session.desk, own, asked, grant, password))

    def renew_by_code(self, session: Session, own: str, code: str, progress: Progress) -> Again:
        """Have this laptop certified anew with a code that the office gave."""
        told, desk = EnrolmentCode.parse(code), session.desk
        asked = renewing.asked(desk, own)
        grant = _enrolled(desk.store.folder.path, told, asked, own, new=False)
        progress.step(1, 2)
        return _again(renewing.renew(desk, own, asked, grant, code=told))

    def ask_again(self, session: Session, own: str, path: Path) -> str:
        """Write the request by which this laptop is certified anew, and return its check digits."""
        asked = renewing.asked(session.desk, own)
        return _written(session.desk.store.folder.path, path, asked, own)

    def renew_by_file(self, session: Session, own: str, path: Path, progress: Progress) -> Again:
        """Have this laptop certified anew with the file that the office answered."""
        asked, grant = pending.answered(session.desk.store.folder.path, _content(path), own)
        progress.step(1, 2)
        return _again(renewing.renew(session.desk, own, asked, grant))

    def new_recovery(self, session: Session, own: str) -> str:
        """Make another recovery code of this laptop and return it; the old one is worthless."""
        return _slots(session).renew_recovery(_opened(session, own))


def _newest(told: Iterable[Request]) -> Waiting | None:
    """Return the newest of those that went by file; what was sent with a code is sent again, not answered."""
    named = [one for one in told if one.name or one.user]
    return Waiting(named[-1].name or named[-1].user, check_digits.of_request(named[-1])) if named else None


def _slots(session: Session) -> SlotFile:
    return SlotFile.read(session.desk.store.folder.slots)


def _opened(session: Session, own: str) -> Unlocked:
    return _slots(session).open(session.user, own, now=session.desk.clock.now())


def _refuse_open(password: str, code: EnrolmentCode | None = None) -> None:
    """Refuse the password that everybody knows, before keys are kept under it, but where all is practice.

    Args:
        code: leads to the hub that says what it is; by file nobody can be asked.

    Raises:
        RuleError: `joining.password_needed`.
    """
    if password == TRAINING_PASSWORD and (code is None or not enrolling.is_training(code)):
        raise RuleError("joining.password_needed", where="" if code is None else code.url)


def _enrolled(folder: Path, code: EnrolmentCode, asked: Pending, password: str, *, new: bool) -> Grant:
    """Return what the hub answers a request, which is kept before it is sent.

    Args:
        new: it was made just now: when the hub says no, nothing waits for it.
    """
    pending.keep(folder, asked, password)
    try:
        return enrolling.enrol(code, asked.request)
    except (SignInError, RuleError):
        if new:
            pending.drop(folder, asked.request)
        raise


def _written(folder: Path, path: Path, asked: Pending, password: str) -> str:
    """Write a request to a file and return its check digits; one that waited before waits on."""
    before = asked.request in pending.waiting_all(folder)
    pending.keep(folder, asked, password)
    try:
        write_durably(path, asked.request.to_bytes())
    except BaseException:
        if not before:  # else the office may answer it yet: it was written elsewhere
            pending.drop(folder, asked.request)
        raise
    return check_digits.of_request(asked.request)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_GRANT + 1)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("trust.file_unreadable", where=str(path), reason=reason) from problem


def _member(told: Joined) -> Member:
    return Member(told.user, told.name, told.machine_code, told.recovery_code)


def _again(told: Renewed) -> Again:
    return Again(told.name, told.machine_code, new_person=told.new_person)
