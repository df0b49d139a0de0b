"""`backup` and `restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.cli.call import Call, Tenths, answered, opened
from inspector_app.domain.errors import DamagedError, RuleError, UsageError

if TYPE_CHECKING:
    from inspector_app.casework.people.recovering import NewPassword
    from inspector_app.casework.people.restores import Way
    from inspector_app.casework.people.workspace import Session
    from inspector_app.store.backup import Made


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    ctx: typer.Context,
    to: Annotated[Path | None, typer.Option(help="A folder (stick, card, share), or a file.")] = None,
    hub: Annotated[bool, typer.Option("--hub", help="To the office's hub, which cannot open it.")] = False,
    everything: Annotated[bool, typer.Option("--everything", help="Also what the hub holds.")] = False,
) -> None:
    """Make a backup, reopen and prove it; the old one is kept until then."""
    from inspector_app.answers import backups as answers
    from inspector_app.casework.people import backups
    from inspector_app.store.backup_places import on_disk_of

    call: Call = ctx.obj
    if (to is None) != hub or (hub and everything):
        raise UsageError("backup.choose_place", where="backup")
    with opened(call) as session:
        if to is None:
            made = _to_hub(session)
            answered.append(answers.made(made, call.messages(), at_hub=True))
            return
        made = backups.run(session, to, Tenths(), everything=everything)
        near = on_disk_of(made.file, session.desk.store.folder.path)
        answered.append(answers.made(made, call.messages(), same_disk=near))


def _to_hub(session: "Session") -> "Made":
    from inspector_app.casework.people import hub_backups
    from inspector_app.casework.people.hub_backups import Way
    from inspector_app.sync import backing_up

    store, now, tenths = session.desk.store, session.desk.clock.now(), Tenths()

    def send(file: Path, name: str, sha256: bytes) -> int:
        return backing_up.send(store, file, name, sha256, now, tenths)

    way = Way(lambda: backing_up.reach(store, now, tenths, hurry=False), send)
    return hub_backups.run(session, way, tenths)


def restore(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option(help="An empty folder.")],
    file: Annotated[Path | None, typer.Argument(help="The backup; left out with --hub.")] = None,
    hub: Annotated[
        str, typer.Option(help="The office's code for a lost laptop: the backup is fetched from the hub.")
    ] = "",
    at: Annotated[
        str, typer.Option("--backup", help="With --hub: which one, YYYYMMDD-HHMMSS; the newest without it.")
    ] = "",
    recovery_key: Annotated[
        Path | None,
        typer.Option(
            help="The office's recovery key file; its code comes by standard input. With --password-stdin"
            " a new password for --user stands in the next line: the old one is lost."
        ),
    ] = None,
    recovery_code: Annotated[
        bool,
        typer.Option("--recovery-code", help="This laptop's own code comes by standard input, likewise."),
    ] = False,
    machine_code: Annotated[
        int | None, typer.Option(help="Go on under this code, when the backup knows no spare one.")
    ] = None,
) -> None:
    """Make a laptop of a backup: a new journal, a spare machine code, nothing counted twice."""
    from inspector_app.answers import backups as answers
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.casework.people import restores, workspace

    call: Call = ctx.obj
    if call.now is not None:
        raise RuleError("cli.now_outside_training", where="--now")
    if recovery_key is not None and recovery_code:
        raise UsageError("backup.one_way", where="--recovery-code")
    if (file is None) != bool(hub) or (at and not hub):
        raise UsageError("backup.choose_source", where="restore")
    way = _way(call, recovery_key, by_code=recovery_code)
    source = file if file is not None else _from_hub(hub, into, at)
    with _passing(source, passing=file is None):
        told = restores.restore(
            source, into, way, SystemClock(), machine_code=machine_code, progress=Tenths()
        )
    rules, _ = workspace.rules_of(into)
    labels = {str(kind): one.label for kind, one in rules.templates.items()}
    anew = not isinstance(way, restores.ByPassword) and way.new is not None
    answered.append(answers.brought(told, str(into), labels, call.messages(), anew=anew))


def _from_hub(told: str, into: Path, name: str) -> Path:
    """Fetch a backup beside the folder; it stays until it is restored, also after a wrong password."""
    from inspector_app.store import backup_restore
    from inspector_app.sync import bringing_back
    from inspector_app.trust.enrolment_code import EnrolmentCode

    code = EnrolmentCode.parse(told)
    backup_restore.refuse_used(into)
    return bringing_back.fetch(code, into.absolute(), Tenths(), name)


@contextmanager
def _passing(source: Path, *, passing: bool) -> Iterator[None]:
    """Remove what came from the hub once it is restored, or proves to be damaged: then it must come anew."""
    try:
        yield
    except DamagedError:
        if passing:
            source.unlink(missing_ok=True)
        raise
    if passing:
        source.unlink(missing_ok=True)


def _way(call: Call, key: Path | None, *, by_code: bool) -> "Way":
    from inspector_app.casework.people.restores import ByCode, ByOffice, ByPassword

    if key is not None:
        try:
            content = key.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise RuleError("keys.unreadable", where=str(key), reason=reason) from error
        return ByOffice(content, _line(), str(key), _new_password(call))
    if by_code:
        return ByCode(_line(), _new_password(call))
    return ByPassword(call.user, _line() if call.password_stdin else "")


def _new_password(call: Call) -> "NewPassword | None":
    """Return the new password, which stands in a line of its own behind the code when it was promised."""
    from inspector_app.casework.people.recovering import NewPassword

    return NewPassword(call.user, _line()) if call.password_stdin else None


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
