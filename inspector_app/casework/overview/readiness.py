"""Whether one may drive out this morning: each thing looked at, in a word, and where it is mended.

What was never done (exchange, backup) is told as such, so that nobody takes silence for safety.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import staff
from inspector_app.casework.papers import sheets
from inspector_app.casework.people import backups, filing_acts
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.domain.numbers import LONGEST_SILENCE
from inspector_app.domain.printing import works
from inspector_app.domain.templates import Sealing
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import PrinterFacts
from inspector_app.store.store import Store

LEAST_FREE_MB, TOO_FEW_MB = 2_000, 200
FEW_SHEETS = 3
FEW_DAYS, NEAR_DAYS = 30, staff.NEAR_DAYS
OLD_EDITION_DAYS = 365
SIGNING, CARD = "签名证书", "执法证"
LONGEST_UNTOLD = timedelta(days=7)
"""So long nothing went to or fro: what others ordered or lifted meanwhile is not known here."""
A_MOMENT = timedelta(minutes=2)
"""Two laptops' clocks never agree to the second; what lies within this is no fault."""


IDS = (
    "exchange",
    "library",
    "printer",
    "targets",
    "sheets",
    "disk",
    "clock",
    "backup",
    "certificate",
    "numbers",
)
"""What is looked at, in the order in which it is shown."""


class Ready(StrEnum):
    """How something stands: good, worth a look, or in the way."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        id: stable name, one of IDS.
        word: what it is called on the screen.
        note: code and values of what was found, in words in the catalogue (today.toml); its remedy mends it.
        mend: the place where it is mended: a code of the rail, `printer`, or empty where no page does it.
    """

    id: str
    word: str
    state: Ready
    note: Problem
    mend: str = ""


def _check(name: str, word: str, state: Ready, code: str, mend: str = "", /, **told: object) -> Check:
    return Check(name, word, state, Problem.of(code, "", **told), mend)


def look(session: Session, folder: Path) -> tuple[Check, ...]:
    """Look at everything but the printer, which may let one wait; see `look_at_printer`.

    Args:
        folder: the data folder, whose disk must have room.
    """
    desk = session.desk
    return (
        _exchange(session),
        _library(session),
        _targets(desk.store),
        _sheets(desk),
        _disk(folder),
        _clock(desk),
        _backup(desk),
        _certificate(session),
        _numbers(session),
    )


def _stores(session: Session) -> tuple[Store, ...]:
    """Return the store, and the filing workspace's where this person has its key."""
    return (session.desk.store,) if session.filing is None else (session.desk.store, session.filing)


def _exchange(session: Session) -> Check:
    """Tell what a person must settle first, then what the office does not hold, then how long ago it was."""
    desk, told, stores = session.desk, partial(_check, "exchange", "同步"), _stores(session)
    if torn := sum(one.torn() for one in stores):
        return told(Ready.WARN, "ready.exchange_torn", "sync", count=torn)
    if (rivals := len(filing_acts.made(desk.store))) > 1:
        return told(Ready.WARN, "ready.two_filings", "sync", count=rivals)
    state = desk.store.state()
    newest = max(state.last_hub, state.last_out, state.last_in, key=_moment)
    if not newest:
        return told(Ready.WARN, "ready.never_exchanged", "sync")
    last = datetime.fromisoformat(newest)
    silent = desk.clock.now() - last
    if silent > LONGEST_UNTOLD:
        return told(Ready.WARN, "ready.exchange_old", "sync", days=silent.days)
    states = [each.state() for each in stores]
    if owed := sum(one.entries - one.received for one in states):
        return told(Ready.WARN, "ready.exchange_owed", "sync", count=owed)
    if files := sum(one.blobs - one.blobs_received for one in states):
        return told(Ready.WARN, "ready.files_owed", "sync", count=files)
    return told(Ready.OK, "ready.exchanged", "sync", on=last.astimezone(CHINA).strftime("%m-%d %H:%M"))


def _moment(told: str) -> float:
    return datetime.fromisoformat(told).timestamp() if told else 0.0


def _library(session: Session) -> Check:
    desk, rules = session.desk, session.desk.rules
    name, told = rules.name, rules.dated.isoformat() if rules.dated else rules.edition[:12]
    if session.rules_warning is not None:
        return _check(
            "library", "法规库", Ready.WARN, "ready.library_fell_back", "settings", name=name, on=told
        )
    if not rules.calendar.known(desk.today()):
        year = desk.today().year
        return _check("library", "法规库", Ready.WARN, "ready.no_calendar", "settings", on=told, year=year)
    if rules.dated and desk.today() - rules.dated > timedelta(days=OLD_EDITION_DAYS):
        return _check("library", "法规库", Ready.WARN, "ready.library_old", "settings", on=told)
    return _check("library", "法规库", Ready.OK, "ready.library", "settings", name=name, on=told)


def _targets(store: Store) -> Check:
    count = len(store.ids("target"))
    if not count:
        return _check("targets", "今日对象", Ready.WARN, "ready.no_targets", "targets")
    return _check("targets", "今日对象", Ready.OK, "ready.targets", "targets", count=count)


def _sheets(desk: Desk) -> Check:
    """Tell how many blank stamped sheets the person holds, if the office's wordings need any."""
    needed = any(one.sealing is Sealing.PRE_STAMPED for one in desk.rules.templates.values())
    if not needed:
        return _check("sheets", "带章纸", Ready.OK, "ready.sheets_unneeded")
    told = sheets.all_sheets(desk.store)
    if not told:
        return _check("sheets", "带章纸", Ready.WARN, "ready.sheets_unknown", "settings")
    left = sum(one.free and one.holder == desk.user for one in told)
    state = Ready.OK if left >= FEW_SHEETS else Ready.WARN
    code = "ready.sheets" if state is Ready.OK else "ready.sheets_few" if left else "ready.sheets_none"
    return _check("sheets", "带章纸", state, code, "settings", count=left)


def _disk(folder: Path) -> Check:
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError as error:
        return _check("disk", "磁盘", Ready.WARN, "ready.disk_unknown", reason=error.strerror or "")
    room = (
        f"{free / 1000:.0f} GB"
        if free >= 10_000
        else f"{free / 1000:.1f} GB"
        if free >= 1000
        else f"{free} MB"
    )
    if free < TOO_FEW_MB:
        return _check("disk", "磁盘", Ready.BAD, "ready.disk_full", room=room)
    if free < LEAST_FREE_MB:
        return _check("disk", "磁盘", Ready.WARN, "ready.disk_small", room=room)
    return _check("disk", "磁盘", Ready.OK, "ready.disk", room=room)


def newest_entry(store: Store, *, own: bool = True) -> tuple[datetime, str] | None:
    """Return the latest time that the end of a journal claims, and who wrote it; None where none did.

    Args:
        own: of the journals that this laptop wrote; else of all others.
    """
    mine, told = frozenset(store.own_journals()), []
    for journal_id, (length, _) in store.vector().items():
        if (journal_id in mine) is own:
            told += [entry.header for entry in store.entries(journal_id, int(length) - 1)]
    moments = [(datetime.fromisoformat(one.wall), one.user) for one in told]
    return max(moments, default=None)


def _clock(desk: Desk) -> Check:
    """Hold the clock against what was written: without a network nothing else knows the time.

    What this laptop wrote itself proves its clock wrong. What another one claims may be that one's fault: it
    is told, with whose it is, and this clock is not called wrong for it.
    """
    now = desk.clock.now()
    own, other = newest_entry(desk.store), newest_entry(desk.store, own=False)
    if own is not None and own[0] - now > A_MOMENT:
        return _clock_at(now, own[0])
    if other is not None and other[0] - now > A_MOMENT:
        names = {one.user: one.name for one in desk.store.keyring.certificates()}
        shown = other[0].astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        who = names.get(other[1], other[1])
        return _check("clock", "时钟", Ready.WARN, "ready.clock_other", last=shown, who=who)
    return _clock_at(now, max((one[0] for one in (own, other) if one is not None), default=None))


def _clock_at(now: datetime, last: datetime | None) -> Check:
    shown = now.astimezone(CHINA).strftime("%H:%M")
    if last is None:
        return _check("clock", "时钟", Ready.OK, "ready.clock_new", now=shown)
    told = last.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    if last - now > A_MOMENT:
        return _check("clock", "时钟", Ready.BAD, "ready.clock_back", now=shown, last=told)
    if now - last > LONGEST_SILENCE:
        return _check("clock", "时钟", Ready.WARN, "ready.clock_silent", days=(now - last).days, last=told)
    return _check("clock", "时钟", Ready.OK, "ready.clock", now=shown)


def _backup(desk: Desk) -> Check:
    told = backups.last(desk.store)
    if told is None:
        return _check("backup", "备份", Ready.WARN, "ready.never_backed_up", "sync")
    at = told.at.astimezone(CHINA).strftime("%m-%d %H:%M")
    if backups.overdue(desk):
        days = (desk.clock.now() - told.at).days
        return _check("backup", "备份", Ready.BAD, "ready.backup_old", "sync", days=days, at=at)
    return _check("backup", "备份", Ready.OK, "ready.backed_up", "sync", at=at)


def _certificate(session: Session) -> Check:
    """Tell how long the person may still enforce and sign: the shorter of 执法证 and signing certificate.

    Source: 行政处罚法 42 (who enforces holds a certificate valid that day).
    """
    desk, told = session.desk, partial(_check, "certificate")
    today = desk.today()
    own = [one.valid_to for one in desk.store.keyring.people() if one.user == session.user]
    cards = [one for one in registry.officers(desk.store) if one.name == session.name and not one.expert]
    # A certificate that was renewed stays in the ring: what counts is the last day of the newest.
    days = [(SIGNING, "settings", max(own))] if own else []
    days += [(CARD, "targets", one.valid_to) for one in cards if one.valid_to is not None]
    kind, mend, last = min(days, key=lambda one: one[2], default=("证件", "settings", None))
    if last is not None and last < today:
        return told(kind, Ready.BAD, "ready.certificate_over", mend, on=last.isoformat())
    begins = max((one.valid_from for one in cards if one.valid_from is not None), default=today)
    if begins > today:
        return told(CARD, Ready.BAD, "ready.certificate_early", "targets", on=begins.isoformat())
    if any(not one.certificate.strip() or None in (one.valid_from, one.valid_to) for one in cards):
        return told(CARD, Ready.WARN, "ready.certificate_undated", "targets")
    if last is None:
        return told(kind, Ready.WARN, "ready.no_certificate", mend)
    left = (last - today).days
    near = NEAR_DAYS if kind == CARD else FEW_DAYS
    if left > near and (others := _others(desk, session.name)):
        return told(
            CARD, Ready.WARN, "ready.certificates_of_others", "administration", who=others, count=len(others)
        )
    state = Ready.WARN if left <= near else Ready.OK
    code = "ready.certificate_last_day" if left == 0 else "ready.certificate"
    return told(kind, state, code, mend, days=left, on=last.isoformat())


def _others(desk: Desk, name: str) -> list[str]:
    """Return whose certificates are over or end within 90 days, for who looks after the bureau's people."""
    if not staff.may_look_after(desk):
        return []
    return [one.name for one in staff.expiring(desk, NEAR_DAYS) if one.name != name]


def _numbers(session: Session) -> Check:
    for meta in (one.meta for one in _stores(session)):
        if meta.code_spent:
            code = meta.machine_code
            return _check("numbers", "文号", Ready.BAD, "ready.code_spent", "settings", machine_code=code)
    code = session.desk.store.meta.machine_code
    return _check("numbers", "文号", Ready.OK, "ready.numbers", machine_code=code)


def look_at_printer(chosen: Chosen, last: str = "") -> Check:
    """Look at the printer: the one used last, else the system's own choice, else the first there is.

    Trouble is only worth a look: papers are issued without printers.

    Args:
        last: name of the printer that was used last on this laptop.
    """
    if chosen.system is None:
        return _check("printer", "打印机", Ready.WARN, "ready.no_printer", "printer")
    try:
        there = chosen.system.printers()
    except InspectorError:
        return _check("printer", "打印机", Ready.WARN, "ready.printer_silent", "printer")
    if not there:
        return _check("printer", "打印机", Ready.WARN, "ready.no_printer", "printer")
    own = _usual(there, last)
    state = Ready.OK if works(own.state) else Ready.WARN
    return _check("printer", "打印机", state, f"ready.printer_{_near(own)}", "printer", name=own.label)


def _near(printer: PrinterFacts) -> str:
    """Return the code's end: ready, or what stands in the way."""
    return "ready" if works(printer.state) else str(printer.state)


def _usual(there: tuple[PrinterFacts, ...], last: str) -> PrinterFacts:
    used = next((one for one in there if one.name == last), None)
    return used or next((one for one in there if one.default), there[0])


PRINTER = "ui.printer"
"""The setting that remembers the printer used last on this laptop."""


def printer_used(store: Store) -> str:
    """Return the name of the printer used last, empty when none was."""
    return store.setting(PRINTER) or ""
