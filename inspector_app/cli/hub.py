"""The commands of the bureau's hub: found it, let laptops in, serve, look, shut a laptop out."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.answers.answer import Answer
from inspector_app.cli import hub_backups, hub_copies, hub_files
from inspector_app.cli.call import Call, answered, asked, day, pin, say
from inspector_app.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inspector_app.hub.admitting import Root, Wanted

hub = typer.Typer(help="The bureau's hub: found it, let laptops in, serve, look, shut a laptop out.")

Database = Annotated[
    str | None, typer.Option(help="postgresql://…; without it SQLite.", envvar="INSPECTOR_HUB_DATABASE")
]
hub_copies.add_to(hub)
hub_backups.add_to(hub)
hub_files.add_to(hub)

RootKey = Annotated[
    Path | None, typer.Option("--root-key", help="Out of the safe; its code is read from standard input.")
]


def _root(file: Path | None) -> "Root | None":
    from inspector_app.hub.admitting import Root

    return None if file is None else Root(file, pin())


@hub.command("init")
def init(
    ctx: typer.Context,
    workspace: Annotated[str, typer.Option(help="The office's name.")],
    training: Annotated[bool, typer.Option("--training", help="A hub for practice.")] = False,
    database: Database = None,
) -> None:
    """Found a hub in the data folder: its keys, its certificate, its books."""
    from inspector_app.hub import commands

    call: Call = ctx.obj
    told = commands.init(call.data, workspace, training=training, database=database)
    words = call.messages()
    for code in ("hub.root_key_at", "hub.recovery_key_at"):
        path, secret = (told[name] for name in commands.SECRETS[code])
        if secret and not call.json:
            message, remedy = words.text(code, "", {"path": path, "code": secret})
            say(f"{message} {remedy}")
    values = {"hub": told["hub_id"], "fingerprint": told["fingerprint"]}
    _tell("init", told, call, ("hub.founded", values), ("hub.office_check", told))


@hub.command("enrol")
def enrol(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    codes: Annotated[int, typer.Option(help="Machine codes: one, and spare ones.", min=1, max=20)] = 4,
    role: Annotated[list[str] | None, typer.Option(help="inspector, supervisor or clerk.")] = None,
    days: Annotated[int, typer.Option(help="How long the code is good.", min=1, max=90)] = 7,
    request: Annotated[Path | None, typer.Option(help="A request file; without --out it is shown.")] = None,
    out: Annotated[Path | None, typer.Option(help="With --request: the grant to write.")] = None,
    check: Annotated[str, typer.Option(help="With --request: the digits that the laptop showed.")] = "",
    more_codes: Annotated[str, typer.Option("--more-codes", help="A laptop's key: it gets --codes.")] = "",
    url: Annotated[str, typer.Option(help="Where laptops reach the hub.")] = "",
    backup_of: Annotated[
        str, typer.Option("--backup-of", help="Key of a lost laptop: the code opens its backups here, too.")
    ] = "",
    root_key: RootKey = None,
    database: Database = None,
) -> None:
    """Make a code for a person's laptop, or answer a request file. --user: an id that is kept."""
    from inspector_app.hub import admitting

    call: Call = ctx.obj
    if more_codes:
        if request is not None or out is not None or name or backup_of:
            raise UsageError("hub.enrol_incomplete", where="--more-codes")
        given = admitting.more_codes(call.data, more_codes, codes, database=database)
        _tell("enrol", given, call, ("hub.codes_given", given))
        return
    wanted = admitting.Wanted(name, call.user, tuple(role or ()), codes, days, url, check, backup_of)
    if request is not None and backup_of:
        raise UsageError("hub.enrol_incomplete", where="--backup-of")
    if request is not None:
        _enrol_by_file(call, wanted, request, out, root_key, database)
        return
    if out is not None or check or not name:
        raise UsageError("hub.enrol_incomplete", where="--name")
    told = admitting.enrol(call.data, wanted, database=database)
    said = [("hub.code_made", told), *([("hub.code_opens_backups", told)] if backup_of else [])]
    _tell("enrol", told, call, *said)


def _enrol_by_file(
    call: Call,
    wanted: "Wanted",
    request: Path,
    out: Path | None,
    root_key: Path | None,
    database: str | None,
) -> None:
    """Answer a request file; without a file to answer into, say what it asks for and grant nothing."""
    from inspector_app.hub import admitting

    if out is None:
        shown = admitting.look(request)
        _tell("enrol", shown, call, ("hub.request_says", shown))
        return
    if not wanted.check:
        wanted = replace(wanted, check=asked(call, "hub.ask_check"))
    told = admitting.enrol_by_file(call.data, wanted, request, out, _root(root_key), database=database)
    said = [("hub.let_in", told | {"machine_codes": told["machine_codes"] or "–"})]
    if told["in_place_of"]:
        said.append(("hub.took_the_place", told))
    if told["namesakes"]:
        said.append(("hub.namesakes", told))
    said.append(("hub.request_compared" if told["compared"] else "hub.request_not_compared", told))
    _tell("enrol", told, call, *said, ("hub.grant_written", told))


@hub.command("serve")
def serve(
    ctx: typer.Context,
    listen: Annotated[str, typer.Option(help="ADDR:PORT; port 0 takes any.")] = "0.0.0.0:8443",
    ready_file: Annotated[Path | None, typer.Option("--ready-file", help="Written when it serves.")] = None,
    workers: Annotated[int, typer.Option(help="Processes; PostgreSQL only.", min=1, max=64)] = 1,
    url: Annotated[str, typer.Option(help="Where laptops reach it, when not by the address.")] = "",
    backups_gb: Annotated[
        int | None,
        typer.Option("--backups-gb", help="How many GB laptops' backups may take; remembered.", min=0),
    ] = None,
    database: Database = None,
) -> None:
    """Serve until SIGTERM; then open requests are done and the exit code is 0."""
    from inspector_app.hub import commands

    call: Call = ctx.obj

    def listening(values: "Mapping[str, object]") -> None:
        say(call.messages().text("hub.listening", "", values)[0])

    most = None if backups_gb is None else backups_gb * 10**9
    place = commands.Place(listen, url, ready_file, workers, most)
    told = commands.serve(call.data, place, call.languages(), listening, database=database)
    _tell("serve", told, call, ("hub.stopped", {}))


@hub.command("status")
def status(ctx: typer.Context, database: Database = None) -> None:
    """Say what the hub holds: journals, branches, files, laptops."""
    from inspector_app.hub import commands, status_words

    call: Call = ctx.obj
    told = commands.status(call.data, database=database)
    answered.append(Answer("hub.status", told, status_words.status_lines(told, call.messages())))


@hub.command("revoke")
def revoke(
    ctx: typer.Context,
    device: Annotated[str, typer.Option(help="The laptop's or the person's key, 16 digits.")],
    from_: Annotated[str, typer.Option("--from", help="JOURNAL:SEQ still accepted.")] = "",
    on: Annotated[
        str, typer.Option("--on", help="First day without rights; a laptop: today, a person: tomorrow.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, in words.")] = "",
    root_key: RootKey = None,
    database: Database = None,
) -> None:
    """Shut a laptop or a person out; what was written up to a place stays accepted."""
    from inspector_app.hub import admitting

    call: Call = ctx.obj
    first, root = (day(on, "--on") if on else None), _root(root_key)
    told = admitting.revoke(call.data, device, from_, reason, root, on=first, database=database)
    more = [("hub.held_beyond", one) for one in told["beyond"]]
    _tell("revoke", told, call, ("hub.revoked", told), *more)


def _tell(
    command: str,
    told: "Mapping[str, object]",
    call: Call,
    *said: "tuple[str, Mapping[str, object]]",
) -> None:
    words = call.messages()
    lines = tuple(" ".join(words.text(code, "", dict(values))).rstrip() for code, values in said)
    answered.append(Answer(f"hub.{command}", told, lines))
