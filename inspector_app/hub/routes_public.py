"""The public page: GET /v and /v/CODE, for anybody, at a limited rate."""

import logging
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.chinese import CHINA, iso_day
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.proof_code import LENGTH, Told, readings, told_code
from inspector_app.hub import public_page as pages
from inspector_app.hub.public_page import KIND, Page, Shown
from inspector_app.hub.refusing import BUSY_SECONDS, TooManyError
from inspector_app.hub.served import Served, address_of, served, work
from inspector_app.sync import wire

log = logging.getLogger(__name__)
router = APIRouter()

_MOST_TOLD = 80
_STATUS = {pages.UNKNOWN: 404, pages.UNREADABLE: 400, pages.WAIT: 429, pages.AWAY: 503}


@router.get(wire.PUBLIC)
async def asked(request: Request, code: str = "") -> Response:
    """Show the question, or the answer to it."""
    return await _answered(request, code)


@router.get(wire.PUBLIC + "/{code}")
async def named(request: Request, code: str) -> Response:
    """Show what was issued under a code."""
    return await _answered(request, code)


async def _answered(request: Request, code: str) -> Response:
    of, address = served(request), address_of(request)
    page = Page(of.words, of.english, of.hub.facts.name, training=of.hub.facts.training)
    headers = page.headers
    try:
        await of.rate(of.public, address, address)
        shown = await work(_looked_up, of, code) if code.strip() else Shown()
    except TooManyError as error:
        shown = Shown(pages.WAIT, code[:_MOST_TOLD], (), (("public.wait_for", {"seconds": error.seconds}),))
        headers["Retry-After"] = str(error.seconds)
    except InspectorError as error:  # the books are away or damaged: a citizen is told so in a page as well
        log.error("%s %s", error.code, error.values)
        shown = Shown(pages.AWAY, code[:_MOST_TOLD], (), (("public.away_means", {}),))
        headers["Retry-After"] = str(BUSY_SECONDS)
    return Response(page.draw(shown), _STATUS.get(shown.verdict, 200), headers, media_type=KIND)


def _looked_up(of: Served, code: str) -> Shown:
    told = told_code(code[:_MOST_TOLD])
    if told is None:
        return Shown(pages.UNREADABLE, code[:_MOST_TOLD], (), (("public.no_code", {"length": LENGTH}),))
    if told.well_formed:
        return _shown(of, told.code, told.code) or _unknown(of, told.code)
    for reading in readings(told):
        if (found := _shown(of, reading, told.code)) is not None:
            return found
    return _misread(told)


def _misread(told: Told) -> Shown:
    if told.length != LENGTH:
        note: tuple[str, dict[str, Any]] = ("public.wrong_length", {"found": told.length, "length": LENGTH})
    else:
        note = ("public.impossible", {"signs": " ".join(told.impossible)})
    return Shown(pages.UNREADABLE, told.code, (), (note,))


def _shown(of: Served, code: str, asked_for: str) -> Shown | None:
    paper = of.hub.papers.find(code)
    if paper is None:
        return None
    rows = [
        ("public.number", paper.number, ""),
        ("public.kind", paper.label, paper.kind.replace("_", " ").capitalize()),
        ("public.issued_on", *_day(paper.issued_on)),
        ("public.code", code, ""),
    ]
    if paper.ended_on:
        rows.insert(3, ("public.ended_on", *_day(paper.ended_on)))
    notes: list[tuple[str, dict[str, object]]] = [(f"public.{paper.fate}_means", {}), _as_of(of)]
    if paper.several:
        notes.insert(0, ("public.several", {}))
    if code != asked_for:
        notes.insert(0, ("public.read_as", {"told": asked_for, "code": code}))
    return Shown(paper.fate, code, tuple(rows), tuple(notes))


def _day(told: str) -> tuple[str, str]:
    """Return a day as the paper prints it, and as it is written elsewhere."""
    day = iso_day(told)
    # What an act says of itself is not what we wrote: what is no day is shown as it stands.
    return (chinese_day(day), day.isoformat()) if day is not None else (told, "")


def _unknown(of: Served, code: str) -> Shown:
    return Shown(pages.UNKNOWN, code, (), (("public.unknown_means", {}), _as_of(of)))


def _as_of(of: Served) -> tuple[str, dict[str, object]]:
    told = of.hub.papers.as_of()
    if not told:
        return "public.as_of_never", {}
    return "public.as_of", {"time": datetime.fromisoformat(told).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")}
