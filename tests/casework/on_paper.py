"""Builders of a day on paper: a site, its companies and officers, the visit, findings and scanned notices."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pypdf
from PIL import Image, ImageDraw

from inspector_app.casework.papers import (
    issued,
    late,
    service,
)
from inspector_app.casework.papers.late import LatePaper, LateVisit, Scan
from inspector_app.casework.papers.service import Service
from inspector_app.casework.targets import registry
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.findings import Severity
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

DAY = date(2026, 11, 20)
"""The day on paper; the bench stands on the 24th."""
NUMBER = "望住建改〔2026〕手-12号"


def photo(words: str = "notice", size: tuple[int, int] = (900, 1250)) -> bytes:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).text((80, 90), words, fill="black")
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class Office:
    """A bench with a site, its companies and two officers, and builders for a day on paper."""

    def __init__(self, bench: Bench) -> None:
        self.desk, self.bench = bench.desk, bench
        parties = (
            registry.NewParty(PartyRole.CONTRACTOR, "青澜宏岳建设集团有限公司", address="建业大道9号"),
            registry.NewParty(PartyRole.OWNER, "青澜临江置业有限公司"),
        )
        new = registry.NewTarget("construction_site", "临江雅苑二期3标段", "滨河路66号", parties)
        self.target_id = registry.add_target(bench.desk, new)
        years = (date(2024, 1, 1), date(2028, 12, 31))
        self.officers = tuple(
            registry.add_officer(bench.desk, Officer("", name, number, *years))
            for name, number in (("沈知远", "5199030217"), ("贺兰溪", "5199030385"))
        )

    @property
    def target(self) -> Target:
        return registry.target_of(self.desk.store, self.target_id)

    def party(self, role: PartyRole = PartyRole.CONTRACTOR) -> str:
        return next(one.id for one in self.target.parties if one.role is role)

    def visit(self, **changes: Any) -> LateVisit:
        whole = LateVisit(
            self.target_id,
            self.officers,
            datetime(2026, 11, 20, 9, 10, tzinfo=CHINA),
            datetime(2026, 11, 20, 10, 40, tzinfo=CHINA),
            "沈知远",
            "电脑故障",
            place="滨河路66号施工现场",
        )
        return replace(whole, **changes)

    def found(self) -> list[NewFinding]:
        duty = Duty(self.party(), "恢复防护栏杆并验收", None)
        return [
            NewFinding("3#楼14层", "临边防护栏杆拆除后未恢复。", "reg393-28", duties=(duty,)),
            NewFinding("加工区", "开关箱保护接零未连接。", "reg393-34", duties=(duty,)),
            NewFinding("东立面", "连墙件整层缺失。", "reg393-26", Severity.MAJOR, duties=(duty,)),
        ]

    def notice(self, **changes: Any) -> LatePaper:
        whole = LatePaper(
            DocumentKind.RECTIFICATION_NOTICE,
            NUMBER,
            DAY,
            self.party(),
            (Scan(photo(), "通知书.jpg"),),
            due_on=date(2026, 11, 27),
            findings=(1, 2),
            copied_ids=(self.party(PartyRole.OWNER),),
            signed=True,
            sealed=True,
        )
        return replace(whole, **changes)

    def stop(self, **changes: Any) -> LatePaper:
        whole = self.notice(
            kind=DocumentKind.STOP_WORK_NOTICE,
            number="望住建停〔2026〕手-3号",
            scans=(Scan(pdf(), "停工.pdf"),),
            findings=(3,),
            due_on=date(2026, 11, 30),
            stop_parts="3#楼东立面",
            approver="韩立群",
            approval="望住建停批〔2026〕3号",
        )
        return replace(whole, **changes)

    def keyed(self, *papers: LatePaper, **changes: Any) -> late.Entered:
        return late.key_in(
            self.desk, self.visit(**changes), self.found(), papers or (self.notice(), self.stop())
        )

    def paper(self, entered: late.Entered, n: int = 0) -> issued.Issued:
        return issued.must_be_issued(self.desk.store, entered.document_ids[n])

    def serve(self, told: issued.Issued, at: datetime = datetime(2026, 11, 20, 11, 0, tzinfo=CHINA)) -> None:
        main = next(one.party_id for one in told.recipients if one.main)
        service.serve(self.desk, told.id, Service(main, "direct", at, "项目部", "骆远山", "项目经理"))
