"""The notice that all engines make: another one in each round, so that nobody has met it before.

Two pages: title, number, addressee, a table of seven findings, six paragraphs, signature block, copies and
a signed QR code. The second work adds an annex of six photos, ready for paper, on a page of its own.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from inspector_app.assets import folder
from inspector_app.documents.photos import Derivatives
from inspector_app.documents.proof.qr import qr_text
from inspector_app.domain.content import Annex, Content, Paragraph, PhotoCell, Table, canonical

BODY = "临川市南溪区住房和城乡建设局"
BUILDER = "江右宏远建筑工程有限公司"
DAY = "2026年11月24日"
PHOTOS = 6
_OFFICERS = (("陈砚秋", "3610021107"), ("周岚", "3610021133"))
_RECEIPT = (
    ("签收人", "", "职务", ""),
    ("签收时间", "年　　月　　日　　时　　分"),
    ("代收人", "", "关系", ""),
    ("拒签说明", ""),
    ("见证人", "", "身份", ""),
)
_LAW = "《条例》\n第{}条"
_FINDINGS = (
    ("{}#楼5层", "电梯井口防护门缺失{}处，未设置安全警示标志。", "二十八", "2026年11月25日"),
    ("{}号钢筋加工棚", "开关箱漏电保护器失灵{}只，切断机传动部位无防护罩。", "三十四", "2026年11月26日"),
    ("地下室{}区", "消防通道堆放模板，灭火器{}具压力不足。", "三十一", "2026年11月26日"),
    (
        "{}#楼3层",
        "模板支架扫地杆缺失{}处，立杆间距大于专项施工方案（1.2m），现场无专人监督。",
        "二十六",
        "2026年11月30日",
    ),
    ("{}#施工升降机", "9层层门插销缺失{}个，10月检查保养记录未填写。", "三十四", "2026年11月27日"),
    ("{}#楼外墙保温", "安全技术交底{}份无双方签字。", "二十七", "2026年11月27日"),
    ("塔式起重机T{}", "小车变幅断绳保护失效，违反JGJ 196-2010，停用{}日。", "三十五", "2026年11月25日"),
)
_NOISE = 38
_SIZE = (1200, 900)


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine is given in one round.

    Attributes:
        hashed: sha256 of the content's canonical form.
        qr: the signed text of the code.
        photos: originals by their hash; their derivatives for paper are ready.
    """

    content: Content
    hashed: bytes
    qr: str
    photos: dict[str, bytes]


class Jobs:
    """Makes the jobs of the rounds.

    Args:
        with_photos: add the annex of six photos.
    """

    def __init__(self, *, with_photos: bool) -> None:
        self.with_photos = with_photos
        self._photos = dict(_photo(n) for n in range(PHOTOS)) if with_photos else {}
        ready = Derivatives(self._photos)
        self.derivatives = {sha: ready.of(sha) for sha in self._photos}

    def job(self, n: int) -> Job:
        """Return the notice of round n."""
        content = _content(n, tuple(self._photos))
        hashed = sha256(canonical(content)).digest()
        text = qr_text(
            content, hashed, sha256(b"key").hexdigest()[:16], lambda told: sha256(told).digest() * 2
        )
        return Job(content, hashed, text, self._photos)


def _content(n: int, photos: tuple[str, ...]) -> Content:
    number = f"南住建改〔2026〕5-{1000 + n % 9000}号"
    rows = tuple(
        (
            str(k + 1),
            place.format(1 + (n + k) % 9),
            fact.format(2 + (n * 7 + k) % 89) + "\n整改：立即整改并留存记录。",
            _LAW.format(article),
            due,
        )
        for k, (place, fact, article, due) in enumerate(_FINDINGS)
    )
    return Content(
        kind="rectification_notice",
        kind_label="限期整改通知书",
        layout="letter",
        title=(BODY, "限期整改通知书"),
        number=number,
        issuer=BODY,
        date=DAY,
        edition="5f0c" * 16,
        addressee=f"{BUILDER}：",
        paragraphs=_paragraphs(n),
        table=Table(
            ("序号", "部位", "存在的问题和整改要求", "违反条款", "整改期限"),
            (11, 27, 57, 28, 33),
            ("C", "L", "L", "L", "C"),
            rows,
            "注：《条例》指《建设工程安全生产管理条例》。",
        ),
        table_after=1,
        annex=_annex(photos),
        officers=_OFFICERS,
        receipt=_RECEIPT,
        copies=((1, "施工单位"), (2, "建设单位"), (3, "监理单位"), (4, "本局存卷")),
        main_recipient=BUILDER,
        copied=("临川南溪城建置业有限公司", "江右正衡工程监理有限公司"),
        facts=(
            ("number", number),
            ("kind", "限期整改通知书"),
            ("addressee", BUILDER),
            ("issued", "2026-11-24"),
            ("deadline", "2026-12-01"),
            ("count", str(len(rows))),
        ),
        phone="0794-8267 0315",
        verify_note="扫码核对：文号、受送达单位、签发日期、整改期限、问题项数。",
        imprint=f"{BODY}　　{DAY}印发",
    )


def _paragraphs(n: int) -> tuple[Paragraph, ...]:
    site = f"南溪印象花园二期{1 + n % 97}标段"
    return (
        Paragraph(f"{DAY}，我局对你单位承建的{site}进行现场检查，发现下列7项问题："),
        Paragraph("依据《建设工程安全生产管理条例》第四十三条第（四）项，责令你单位限期整改："),
        Paragraph("按表列期限逐项整改，消除隐患前采取防范措施。", "一、立即整改。"),
        Paragraph(
            "2026年12月1日前（含当日）整改完毕，向我局提交整改报告，附整改前后照片，由项目负责人和总监理工程师"
            "签字并加盖公章。",
            "二、书面回复。",
        ),
        Paragraph("逾期未整改或者整改不合格的，我局将依法处理。", "三、逾期责任。"),
        Paragraph(
            "如不服本通知，可自收到之日起60日内向临川市南溪区人民政府申请行政复议，或者六个月内向人民法院提起"
            "行政诉讼。"
        ),
    )


def _annex(photos: tuple[str, ...]) -> Annex | None:
    cells = tuple(
        PhotoCell(sha, f"照片{k + 1}　{_FINDINGS[k][0].format(k + 1)}", f"2026-11-24 09:{12 + 7 * k:02d}")
        for k, sha in enumerate(photos)
    )
    return Annex("现场照片", None, cells) if cells else None


def _photo(n: int) -> tuple[str, bytes]:
    """Return (sha256, JPEG) of one of the training photos with a camera's noise, each another."""
    files = sorted((folder("resources") / "demo" / "photos").glob("*.jpg"))
    with Image.open(files[n % len(files)]) as drawn:
        picture = ImageOps.fit(drawn.convert("RGB"), _SIZE)
    noise = Image.effect_noise(_SIZE, _NOISE).convert("RGB")
    out = BytesIO()
    Image.blend(ImageOps.mirror(picture) if n % 2 else picture, noise, 0.2).save(out, "JPEG", quality=92)
    return sha256(out.getvalue()).hexdigest(), out.getvalue()


def strings(content: Content) -> list[str]:
    """Return every text that the page has to say, apart from the margins."""
    told = [*content.title, content.number, content.addressee, content.issuer, content.date]
    told += [part for one in content.paragraphs for part in (one.heading, one.text) if part]
    if content.table is not None:
        told += [
            *content.table.head,
            content.table.note,
            *(cell for row in content.table.rows for cell in row),
        ]
    told += [label for row in content.receipt for label in row if label]
    told += [content.phone, content.verify_note, *content.copied, *(number for _, number in content.officers)]
    if content.annex is not None:
        told += [
            content.annex.title,
            *(text for one in content.annex.photos for text in (one.caption, one.taken)),
        ]
    return told
