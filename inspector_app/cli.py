"""`inspector-app COMMAND`: wires the commands. Never imports Qt.

This is one of the two wiring files: imports inside functions keep a command from paying for what it
does not use (reportlab costs 100 ms, the database 200 ms).
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from inspector_app import assets
from inspector_app.answers.answer import Answer
from inspector_app.answers.speaking import MisunderstoodError, speak, write
from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import Cancelled, Problem, RuleError, SignInError, UsageError

if TYPE_CHECKING:
    from inspector_app.answers.demos import Demo
    from inspector_app.answers.verdicts import Eyes
    from inspector_app.casework.papers.verification import Witnesses
    from inspector_app.casework.people.workspace import Session
    from inspector_app.domain.clock import Clock
    from inspector_app.domain.rules import Rules

FLAGS = frozenset({"--json", "--password-stdin"})
VALUED = frozenset({"--data", "--lang", "--user", "--now"})


@dataclass(slots=True)
class Call:
    """What was said before the command."""

    data: Path
    json: bool = False
    lang: str = "zh"
    user: str = ""
    password_stdin: bool = False
    now: datetime | None = None

    def messages(self) -> Messages:
        """Return the words of the chosen language."""
        return Messages(self.lang)


app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)
forms = typer.Typer(help="The office's data: check, test, activate.")
app.add_typer(forms, name="forms")
_answers: list[Answer] = []


@app.callback()
def before(
    ctx: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Data folder.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    user: Annotated[str, typer.Option(help="Who signs in.")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password.")] = False,
    now: Annotated[str | None, typer.Option(help="RFC 3339; only in a training workspace.")] = None,
) -> None:
    """Field inspection for a district housing bureau; without a command the desktop opens."""
    if lang not in ("zh", "en"):
        raise UsageError("cli.unknown_language", where="--lang", lang=lang)
    ctx.obj = Call(data or assets.own_folder(), json_, lang, user, password_stdin, _moment(now))


def _moment(told: str | None) -> datetime | None:
    if told is None:
        return None
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise UsageError("cli.bad_moment", where="--now", value=told) from error
    if moment.tzinfo is None:
        raise UsageError("cli.bad_moment", where="--now", value=told)
    return moment


@app.command()
def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the papers.")] = Path("out"),
    case: Annotated[Path | None, typer.Option(help="Your own case.")] = None,
    seed: Annotated[int | None, typer.Option(help="Vary the findings.")] = None,
    until: Annotated[str, typer.Option(help="findings, issue, serve, recheck or resume.")] = "resume",
    every_kind: Annotated[bool, typer.Option("--every-kind", help="One document of each kind.")] = False,
    findings: Annotated[int, typer.Option(help="With --every-kind.")] = 3,
    photos: Annotated[int, typer.Option(help="With --every-kind.")] = 1,
    issue: Annotated[int, typer.Option(help="Issue N notices, with --acks.")] = 0,
    acks: Annotated[bool, typer.Option("--acks", help="One line after each commit.")] = False,
    story: Annotated[str, typer.Option(help="A whole course of events, by its name.")] = "",
) -> None:
    """Play the main job end to end in the training workspace."""
    from inspector_app.answers import demos, stories
    from inspector_app.casework.play.stage import STAGES

    call: Call = ctx.obj
    if until not in STAGES:
        raise UsageError("cli.unknown_stage", where="--until", stage=until)
    with _demonstration(call, out) as told:
        if issue or acks:
            for ack in demos.acks(told, issue):
                write(ack)
            return
        if story:
            _answers.append(stories.play(told, story))
        elif every_kind:
            _answers.append(demos.play_every_kind(told, how_many=findings, photos_each=photos))
        else:
            paths = (case,) if case else demos.shipped_cases()
            _answers.append(demos.play(told, paths, seed=seed, until=until))


@contextmanager
def _demonstration(call: Call, out: Path) -> "Iterator[Demo]":
    """Yield a demonstration in the training workspace of the data folder, made if there is none."""
    from inspector_app.answers.demos import Demo
    from inspector_app.casework.base.clocks import PlayedClock, SystemClock
    from inspector_app.casework.people import workspace

    clock = PlayedClock(call.now or SystemClock().now())
    if not workspace.exists(call.data):
        workspace.make_training(call.data, clock)
    session = _signed_in(call, clock)
    try:
        if not session.training:
            raise RuleError("demo.not_training", where=str(call.data))
        desk = session.sign(workspace.TRAINING_PIN)
        filing = session.filing_desk(desk) if session.filing is not None else None
        yield Demo(desk, clock, out, call.messages(), _say, filing)
    finally:
        session.close()


def _say(stage: str) -> None:
    sys.stderr.write(f"… {stage}\n")


def _signed_in(call: Call, clock: "Clock") -> "Session":
    """Sign in: by name and password, or as the trainee of a training workspace."""
    from inspector_app.casework.people import workspace
    from inspector_app.documents.fonts.faces import use_office_fonts
    from inspector_app.documents.render import PdfRenderer

    use_office_fonts(call.data / "fonts")
    user, password = call.user, ""
    if call.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not user and workspace.is_training(call.data):
        user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    if not user:
        raise SignInError("cli.who", where="--user")
    session = workspace.sign_in(call.data, user, password, clock, PdfRenderer())
    if call.now is not None and not session.training:
        session.close()
        raise RuleError("cli.now_outside_training", where="--now")
    if session.rules_warning is not None:
        _warn(call, session.rules_warning)
    return session


def _warn(call: Call, problem: Problem) -> None:
    message, remedy = call.messages().text(problem.code, problem.where, dict(problem.values))
    sys.stderr.write(f"{message} {remedy}\n")


@contextmanager
def _opened(call: Call) -> "Iterator[Session]":
    """Yield a session on the existing workspace."""
    from inspector_app.casework.base.clocks import PlayedClock, SystemClock

    session = _signed_in(call, PlayedClock(call.now) if call.now else SystemClock())
    try:
        yield session
    finally:
        session.close()


def _rules(call: Call) -> "Rules":
    from inspector_app.casework.people import workspace

    rules, warning = workspace.rules_of(call.data if workspace.exists(call.data) else None)
    if warning is not None:
        _warn(call, warning)
    return rules


@app.command()
def gate(
    ctx: typer.Context,
    case: Path,
    kind: Annotated[str, typer.Option(help="Kind of document.")],
    on: Annotated[str | None, typer.Option(help="Day of issue, YYYY-MM-DD.")] = None,
) -> None:
    """Name what law still requires of a case's document."""
    from inspector_app.answers import demos, gates
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.documents.fonts.faces import use_office_fonts
    from inspector_app.documents.render import PdfRenderer
    from inspector_app.domain.chinese import local_date

    call: Call = ctx.obj
    use_office_fonts(call.data / "fonts")
    today = local_date(call.now or SystemClock().now())
    _answers.append(
        gates.answer(
            case,
            kind,
            _day(on, "--on") if on else today,
            rules=_rules(call),
            unprintable=PdfRenderer().missing,
            training=demos.training_office(),
            messages=call.messages(),
        )
    )


def _day(told: str, where: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise UsageError("cli.bad_day", where=where, value=told) from error


@app.command()
def score(ctx: typer.Context, file: Path) -> None:
    """Score JGJ 59 cases exactly."""
    from inspector_app.answers import scores

    _answers.append(scores.answer(file, _rules(ctx.obj).standard))


@app.command()
def numbers(ctx: typer.Context) -> None:
    """List every number with its fate."""
    from inspector_app.answers import health

    with _opened(ctx.obj) as session:
        _answers.append(health.numbers(session.desk.store, ctx.obj.messages()))


@app.command()
def digest(ctx: typer.Context) -> None:
    """Print the digest of everything in the workspace."""
    from inspector_app.answers import health

    with _opened(ctx.obj) as session:
        _answers.append(health.digest(session.desk.store))


class _Quiet:
    """Progress on stderr, one line a hundred thousand entries."""

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Tell how far it is."""
        if done and done % 100_000 == 0:
            sys.stderr.write(f"… {doing} {done}/{total}\n")


@app.command()
def replay(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Compare only; change nothing.")] = False,
) -> None:
    """Fold the journal again and compare it with what the screens read."""
    from inspector_app.answers import health

    with _opened(ctx.obj) as session:
        _answers.append(health.replay(session.desk.store, ctx.obj.messages(), _Quiet(), check_only=check))


@app.command()
def doctor(
    ctx: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help="Check every page and photo too.")] = False,
) -> None:
    """Look at everything that the program stands on."""
    from inspector_app.answers import doctors
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.casework.people import workspace
    from inspector_app.domain.chinese import local_date

    call: Call = ctx.obj
    today = local_date(call.now or SystemClock().now())
    with _opened(call) if workspace.exists(call.data) else nullcontext() as session:
        patient = doctors.patient_of(call.data, session, today)
        _answers.append(doctors.answer(patient, call.messages(), deep=deep))


@app.command()
def verify(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument()] = None,
    text: Annotated[str | None, typer.Option(help="Text of a QR code, or its 12 characters.")] = None,
    keys: Annotated[Path | None, typer.Option(help="Exported keys of an office.")] = None,
) -> None:
    """Judge papers, codes and bundles: valid, void, invalid or unknown."""
    from inspector_app.answers import verdicts
    from inspector_app.casework.base.clocks import SystemClock
    from inspector_app.casework.people import workspace

    call: Call = ctx.obj
    if not paths and text is None:
        raise UsageError("cli.nothing_to_verify", where="PATH")
    as_of = (call.now or SystemClock().now()).isoformat(timespec="seconds")
    session = _signed_in(call, SystemClock()) if workspace.exists(call.data) else None
    try:
        witnesses = _witnesses(session, keys)
        _answers.append(verdicts.answer(paths or [], text, _eyes(), witnesses, as_of, call.messages()))
    finally:
        if session is not None:
            session.close()


def _eyes() -> "Eyes":
    from inspector_app.answers.verdicts import Eyes
    from inspector_app.documents.proof.qr import parse_qr
    from inspector_app.documents.proof.verify import examine

    return Eyes(examine, parse_qr)


def _witnesses(session: "Session | None", keys: Path | None) -> "Witnesses":
    from inspector_app.casework.papers.verification import Witnesses
    from inspector_app.casework.people.keyfiles import read_keys

    rings = [session.desk.store.keyring] if session else []
    if keys is not None:
        rings.append(read_keys(keys))
    return Witnesses(session.desk.store if session else None, tuple(rings))


@app.command()
def export(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="keys, pdf, dossier or digest")],
    out: Annotated[Path, typer.Option(help="File or folder to write.")],
    id_: Annotated[str, typer.Option("--id", help="One document; dossier: a target or visit.")] = "",
    from_: Annotated[str, typer.Option("--from", help="dossier, digest: first day.")] = "",
    to: Annotated[str, typer.Option("--to", help="dossier, digest: last day.")] = "",
) -> None:
    """Write the office's public keys, issued papers, a dossier or a digest to a place of yours."""
    from inspector_app.answers import exports

    with _opened(ctx.obj) as session:
        asked = exports.Asked(id_, from_, to)
        if what == "dossier":
            from inspector_app.documents.binding import PdfBinder

            _answers.append(exports.dossier(session.desk, PdfBinder(), out, asked, _say))
            return
        _answers.append(exports.written(session, what, out, asked))


@app.command()
def figures(
    ctx: typer.Context,
    from_: Annotated[str, typer.Option("--from", help="First day.")],
    to: Annotated[str, typer.Option("--to", help="Last day.")],
) -> None:
    """Count what the half-year report counts; every figure opens its list."""
    from inspector_app.answers import statistics
    from inspector_app.casework.papers import board

    first, last = _day(from_, "--from"), _day(to, "--to")
    with _opened(ctx.obj) as session:
        told = statistics.answer(
            board.reckoned(session.desk),
            first,
            last,
            filing=session.filing,
            unseen=session.room.there,
            kinds=session.desk.rules.targets.values(),
        )
        _answers.append(told)


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="One or more; all when none is named.")] = None,
    rounds: Annotated[int | None, typer.Option(help="How often each is timed.")] = None,
    rows: Annotated[int, typer.Option(help="Size of the data of benches that have some.")] = 0,
) -> None:
    """Time works of ours beside peers in the same rounds; a peer that is not installed is skipped."""
    from inspector_app.answers.benches import answers
    from inspector_app.answers.benches.all import makers
    from inspector_app.documents.bench.works import documents
    from inspector_app.documents.render import PdfRenderer

    known = makers(lambda starts: documents(starts=starts), PdfRenderer)
    _answers.append(answers.answer(names or (), known, answers.Extent(rounds, rows), _say))


@forms.command("check")
def forms_check(ctx: typer.Context, folder: Path) -> None:
    """Check a folder of forms: every fault with file, line, field and remedy."""
    from inspector_app.answers import editions

    call: Call = ctx.obj
    _answers.append(editions.check(folder, call.messages()))


@forms.command("test")
def forms_test(folder: Path) -> None:
    """Run the examples written inside the files."""
    from inspector_app.answers import editions

    _answers.append(editions.test(folder))


@forms.command("activate")
def forms_activate(ctx: typer.Context, folder: Path) -> None:
    """Make a checked, tested folder of forms the office's edition."""
    from inspector_app.answers import editions
    from inspector_app.casework.people import workspace

    call: Call = ctx.obj
    with _opened(call) as session:
        desk = session.sign(workspace.TRAINING_PIN if session.training else _pin())
        _answers.append(editions.activate(desk, folder, call.data / workspace.FORMS, call.messages()))


def _pin() -> str:
    return sys.stdin.readline().strip()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code of the contract."""
    front, rest = _parted(sys.argv[1:] if argv is None else argv)
    _answers.clear()
    return speak(
        lambda: _answered(front + rest),
        as_json="--json" in front,
        lang=_language(front),
        command=_command(rest),
    )


def _answered(args: list[str]) -> list[Answer]:
    try:
        app(args=args, standalone_mode=False)
    except typer.Abort as error:
        raise Cancelled from error
    except TyperException as error:
        raise MisunderstoodError(error.format_message()) from error
    return _answers


def hoisted(args: Sequence[str]) -> list[str]:
    """Return the arguments with the global options in front, wherever they were said."""
    front, rest = _parted(args)
    return front + rest


def _parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the global options with their values, and everything else; behind `--` there are no options."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        name = arg.partition("=")[0]
        if arg == "--":
            rest += [arg, *left]
        elif arg in FLAGS or (name in VALUED and "=" in arg):
            front.append(arg)
        elif arg in VALUED:
            front += [arg, *(value for value in [next(left, None)] if value is not None)]
        else:
            rest.append(arg)
    return front, rest


def _language(front: Sequence[str]) -> str:
    """Return the language in which a failure is told; one that is not known is refused later, in Chinese."""
    said = dict(pairwise(front)) | dict(one.split("=", 1) for one in front if one.startswith("--lang="))
    told = said.get("--lang", "zh")
    return told if told in ("zh", "en") else "zh"


def _command(rest: Sequence[str]) -> str:
    """Return the name of the command for its schema; a group's with its own behind a dot."""
    first, second = [*rest, "", ""][:2]
    if first == "forms":
        return f"forms.{second}" if second in _names(forms) else "forms"
    return first if first in _names(app) else "inspector-app"


def _names(group: typer.Typer) -> frozenset[str]:
    return frozenset(
        one.name or one.callback.__name__ for one in group.registered_commands if one.callback is not None
    )
