"""The commands of the laptop."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app import assets
from inspector_app.answers.speaking import write
from inspector_app.cli.call import Call, answered, day, moment, opened, pin, rules_of_call, say, signed_in
from inspector_app.domain.errors import RuleError, UsageError

if TYPE_CHECKING:
    from inspector_app.answers.demos import Demo
    from inspector_app.casework.papers.verification import Witnesses
    from inspector_app.casework.people.workspace import Session

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)
forms = typer.Typer(help="The office's data: check, test, activate.")


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
    ctx.obj = Call(data or assets.own_folder(), json_, lang, user, password_stdin, moment(now))


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
    decade: Annotated[int, typer.Option(help="Ten years that leave so many findings.")] = 0,
) -> None:
    """Play the main job end to end in the training workspace."""
    from inspector_app.answers import decades, demos, stories
    from inspector_app.casework.play.stage import STAGES

    call: Call = ctx.obj
    if until not in STAGES:
        raise UsageError("cli.unknown_stage", where="--until", stage=until)
    with _demonstration(call, out) as told:
        if issue or acks:
            for ack in demos.acks(told, issue):
                write(ack)
            return
        if decade:
            answered.append(decades.play(told, decade))
        elif story:
            answered.append(stories.play(told, story))
        elif every_kind:
            answered.append(demos.play_every_kind(told, how_many=findings, photos_each=photos))
        else:
            paths = (case,) if case else demos.shipped_cases()
            answered.append(demos.play(told, paths, seed=seed, until=until))


@contextmanager
def _demonstration(call: Call, out: Path) -> "Iterator[Demo]":
    """Yield a demonstration in the training workspace of the data folder, made if there is none."""
    from inspector_app.answers.demos import Demo
    from inspector_app.casework.base.clocks import PlayedClock, SystemClock
    from inspector_app.casework.people import workspace

    clock = PlayedClock(call.now or SystemClock().now())
    if not workspace.exists(call.data):
        workspace.make_training(call.data, clock)
    session = signed_in(call, clock)
    try:
        if not session.training:
            raise RuleError("demo.not_training", where=str(call.data))
        desk = session.sign(workspace.TRAINING_PIN)
        filing = session.filing_desk(desk) if session.filing is not None else None
        yield Demo(desk, clock, out, call.messages(), say, filing)
    finally:
        session.close()


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
    answered.append(
        gates.answer(
            case,
            kind,
            day(on, "--on") if on else today,
            rules=rules_of_call(call),
            unprintable=PdfRenderer().missing,
            training=demos.training_office(),
            messages=call.messages(),
        )
    )


@app.command()
def score(ctx: typer.Context, file: Path) -> None:
    """Score JGJ 59 cases exactly."""
    from inspector_app.answers import scores

    answered.append(scores.answer(file, rules_of_call(ctx.obj).standard))


@app.command()
def numbers(ctx: typer.Context) -> None:
    """List every number with its fate."""
    from inspector_app.answers import health

    with opened(ctx.obj) as session:
        answered.append(health.numbers(session.desk.store, ctx.obj.messages()))


@app.command()
def digest(ctx: typer.Context) -> None:
    """Print the digest of everything in the workspace."""
    from inspector_app.answers import health

    with opened(ctx.obj) as session:
        answered.append(health.digest(session.desk.store))


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

    with opened(ctx.obj) as session:
        answered.append(health.replay(session.desk.store, ctx.obj.messages(), _Quiet(), check_only=check))


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
    with opened(call) if workspace.exists(call.data) else nullcontext() as session:
        patient = doctors.patient_of(call.data, session, today)
        answered.append(doctors.answer(patient, call.messages(), deep=deep))


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
    from inspector_app.documents.proof.qr import parse_qr
    from inspector_app.documents.proof.verify import Examiner

    call: Call = ctx.obj
    if not paths and text is None:
        raise UsageError("cli.nothing_to_verify", where="PATH")
    as_of = (call.now or SystemClock().now()).isoformat(timespec="seconds")
    session = signed_in(call, SystemClock()) if workspace.exists(call.data) else None
    try:
        witnesses = _witnesses(session, keys)
        with Examiner() as examiner:
            eyes = verdicts.Eyes(examiner.examine, parse_qr)
            answered.append(verdicts.answer(paths or [], text, eyes, witnesses, as_of, call.messages()))
    finally:
        if session is not None:
            session.close()


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
    what: Annotated[str, typer.Argument(help="keys, pdf, dossier, digest, figures or ledger")],
    out: Annotated[Path, typer.Option(help="File or folder to write.")],
    id_: Annotated[str, typer.Option("--id", help="One document; dossier: a target or visit.")] = "",
    from_: Annotated[str, typer.Option("--from", help="All but keys and pdf: first day.")] = "",
    to: Annotated[str, typer.Option("--to", help="All but keys and pdf: last day.")] = "",
    name: Annotated[str, typer.Option("--ledger", help="One ledger; all, when none is named.")] = "",
    reason: Annotated[str, typer.Option(help="ledger: why personal numbers are shown whole.")] = "",
    report: Annotated[str, typer.Option(help="figures: half-year or plants.")] = "half-year",
) -> None:
    """Write public keys, issued papers, a dossier, a digest, figures or ledgers to a place of yours."""
    from inspector_app.answers import exports

    with opened(ctx.obj) as session:
        if what == "ledger":
            from inspector_app.answers import ledgers

            asked_for = ledgers.AskedLedger(name, from_, to, reason)
            answered.append(ledgers.export(session, out, asked_for, say))
            return
        asked = exports.Asked(id_, from_, to)
        if what == "figures":
            from inspector_app.answers import statistics

            first, last = day(from_, "--from"), day(to, "--to")
            answered.append(statistics.export(session, out, first, last, report))
            return
        if what == "dossier":
            from inspector_app.documents.binding import PdfBinder

            answered.append(exports.dossier(session.desk, PdfBinder(), out, asked, say))
            return
        answered.append(exports.written(session, what, out, asked))


@app.command()
def figures(
    ctx: typer.Context,
    from_: Annotated[str, typer.Option("--from", help="First day.")],
    to: Annotated[str, typer.Option("--to", help="Last day.")],
    report: Annotated[str, typer.Option(help="half-year or plants: its sentence.")] = "",
    by: Annotated[str, typer.Option(help="month, quarter, district, officer or campaign.")] = "none",
) -> None:
    """Count what the half-year report counts; every figure opens its list."""
    from inspector_app.answers import statistics

    first, last, told_by = day(from_, "--from"), day(to, "--to"), statistics.by_of(by)
    with opened(ctx.obj) as session:
        answered.append(statistics.answer(session, first, last, told_by, report))


@app.command()
def bench(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="One or more; all when none is named.")] = None,
    rounds: Annotated[int | None, typer.Option(help="How often each is timed.")] = None,
    rows: Annotated[int, typer.Option(help="Size of the data of benches that have some.")] = 0,
) -> None:
    """Time works of ours beside peers in the same rounds; a peer that is not installed is skipped."""
    from inspector_app.answers.benches import answers
    from inspector_app.answers.benches.all import makers
    from inspector_app.documents.bench.works import documents
    from inspector_app.documents.render import PdfRenderer
    from inspector_app.hub.admitting import admit

    known = makers(lambda starts: documents(starts=starts), PdfRenderer, admit)
    call: Call = ctx.obj
    folder = None if call.data == assets.own_folder() else call.data  # of `demo --decade`, made before
    answered.append(answers.answer(names or (), known, answers.Extent(rounds, rows, folder), say))


@forms.command("check")
def forms_check(ctx: typer.Context, folder: Path) -> None:
    """Check a folder of forms: every fault with file, line, field and remedy."""
    from inspector_app.answers import editions

    call: Call = ctx.obj
    answered.append(editions.check(folder, call.messages()))


@forms.command("test")
def forms_test(ctx: typer.Context, folder: Path) -> None:
    """Run the examples written inside the files."""
    from inspector_app.answers import editions

    call: Call = ctx.obj
    answered.append(editions.test(folder, call.messages()))


@forms.command("activate")
def forms_activate(ctx: typer.Context, folder: Path) -> None:
    """Make a checked, tested folder of forms the office's edition."""
    from inspector_app.answers import editions
    from inspector_app.casework.people import workspace

    call: Call = ctx.obj
    with opened(call) as session:
        desk = session.sign(workspace.TRAINING_PIN if session.training else pin())
        answered.append(editions.activate(desk, folder, call.data / workspace.FORMS, call.messages()))
