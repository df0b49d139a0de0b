"""Windows of photos and of signing, each filled and shown by one call: to be looked at in any look.

Each takes (look, parent) and returns the shown widget; `WINDOWS` holds them by name.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inspector_app.answers import demos
from inspector_app.casework.visits.photos import Shot
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.marks import MarkKind, mark
from inspector_app.receiving.addresses import Network
from inspector_app.ui.controls.pictures import Shelf, small
from inspector_app.ui.photos.folder_dialog import FolderDialog
from inspector_app.ui.photos.folder_held import Listing, in_order
from inspector_app.ui.photos.folder_scan import FileHeld
from inspector_app.ui.photos.pair import PairView
from inspector_app.ui.photos.phone_dialog import PhoneDialog
from inspector_app.ui.photos.tray_page import TrayPage
from inspector_app.ui.photos.tray_values import TRAY, Heap, Tray
from inspector_app.ui.photos.viewer import Viewer
from inspector_app.ui.photos.viewer_values import Pair, Viewed
from inspector_app.ui.photos.viewer_work import fitted
from inspector_app.ui.signing.show_values import Shown, ShownFinding, ShownPhoto
from inspector_app.ui.signing.show_view import ShowView
from inspector_app.ui.signing.sign_dialog import SignDialog, ToSign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

Window = Callable[[Look, QWidget | None], QWidget]

SHOTS = sorted((demos.shipped_cases()[0].parent / "photos").glob("*.jpg"))
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=CHINA)
FACT = "2#塔机第三道附着销轴缺开口销，附着框与塔身间隙超过规定值，仍在吊装作业"
COMPANY = "青澜宏岳建设集团有限公司云栖里三期2标段项目经理部"
STATED = "2026-11-24 09:36:00 +0800；29.500000,106.500000；HUAWEI P60"
MARKS = (
    mark(MarkKind.ARROW, 0.3, 0.7, 0.5, 0.5),
    mark(MarkKind.RING, 0.4, 0.3, 0.6, 0.6),
    mark(MarkKind.TEXT, 0.1, 0.1, 0.5, 0.2, "缺开口销"),
    mark(MarkKind.PIXELATE, 0.7, 0.2, 0.85, 0.4),
)
TO_SIGN = ToSign(
    "停工（整改）通知书",
    "青住建停〔2026〕3-12号",
    "p1",
    COMPANY,
    name="骆远山",
    position="项目经理",
    known=(("骆远山", "项目经理"),),
)


def _raw(n: int) -> bytes:
    return SHOTS[n % len(SHOTS)].read_bytes()


def _hash(n: int) -> str:
    return sha256(_raw(n)).hexdigest()


def _shot(n: int, finding_id: str = "") -> Shot:
    taken = MORNING + timedelta(minutes=n) if n % 4 else None
    return Shot(f"p{n}", _hash(n), finding_id, FACT[:20], taken, STATED if taken else "", n)


def _viewed(n: int, *, after: bool = False) -> Viewed:
    return Viewed(
        f"p{n}",
        _hash(n),
        "f1",
        1,
        n + 1,
        3,
        FACT,
        "2#塔机 第三道附着",
        caption="附着框与塔身之间",
        taken=MORNING + timedelta(days=3 * after),
        stated=STATED,
        marks=MARKS if n == 0 else (),
        after=after,
    )


def tray(look: Look, parent: QWidget | None = None) -> TrayPage:
    """The tray with photos that wait, three findings, one chosen photo, and photos on their way in."""
    shelf = Shelf()
    for n in range(len(SHOTS)):
        shelf.put(_hash(n), small(_raw(n)))
    page = TrayPage(look, shelf)
    page.setParent(parent)
    page.resize(570, 620)
    heaps = [Heap(TRAY, 0, "", tuple(_shot(n) for n in range(9)))]
    heaps += [Heap(f"f{n}", n, FACT, tuple(_shot(20 + k, f"f{n}") for k in range(n))) for n in range(1, 4)]
    page.show_tray(Tray("i1", tuple(heaps), locked=False))
    page.grid.choose(["p1", "p2"])
    page.show_busy(3, 12, "IMG_20261124_093012.jpg")
    page.show_removed(2)
    page.show()
    return page


def viewer(look: Look, parent: QWidget | None = None) -> Viewer:
    """The viewer with a picture, all kinds of marks, and what is to be written on the picture."""
    made = Viewer(look, parent)
    _alone(made, parent)
    made.open()
    made.show_photos([_viewed(0), _viewed(1), _viewed(2)], "p0")
    made.show_image(_hash(0), fitted(_raw(0), QSize(1600, 1200)))
    for _ in range(3):
        QTest.keyClick(made.canvas, Qt.Key.Key_Space)
    return made


def pair(look: Look, parent: QWidget | None = None) -> PairView:
    """Before and after, side by side."""
    made = PairView(look, parent)
    _alone(made, parent)
    made.open()
    before, after = _viewed(0), _viewed(1, after=True)
    made.show_pair(Pair(before, after), [before, after])
    for n in range(2):
        made.show_image(_hash(n), fitted(_raw(n), QSize(1200, 1200)))
    return made


def phone(look: Look, parent: QWidget | None = None) -> PhoneDialog:
    """The code for a phone, two networks, photos that came, one that did not."""
    dialog = PhoneDialog(look, "第 12 个问题", parent)
    wlan, lan = Network("WLAN", "192.168.43.17", wireless=True), Network("以太网", "10.10.120.7")
    dialog.show_networks([wlan, lan], wlan)
    dialog.show_address("http://192.168.43.17:51234/DU3-MqqP7sfP2zlgDqDelA")
    dialog.open()
    dialog.show_opened()
    for n in range(3):
        told = Words("已收到", "", "phone.taken")
        dialog.show_fate(f"IMG_20261124_0930{n}.jpg", told, taken=True, known=n == 1)
    message, remedy = Messages("zh").text("documents.photo_heic", "IMG_9.HEIC", {})
    heic = Words(message, remedy, "documents.photo_heic")
    dialog.show_fate("IMG_9.HEIC", heic, taken=False, known=False)
    return dialog


def card(look: Look, parent: QWidget | None = None) -> FolderDialog:
    """What is on a camera's card, two days of it, and two cards in the machine."""
    dialog = FolderDialog(look, "照片托盘", (MORNING, MORNING + timedelta(hours=1)), MORNING.date(), parent)
    dialog.open()
    dialog.show_cards([("EOS_DIGITAL", SHOTS[0].parent), ("现场相机的存储卡二号", SHOTS[0].parents[1])])
    held = [FileHeld(one, MORNING - timedelta(days=n % 2, minutes=n)) for n, one in enumerate(SHOTS)]
    dialog.grid.thumbs_wanted.connect(lambda keys: _make(dialog, held, keys))
    dialog.show_listing(SHOTS[0].parent, Listing(in_order(held), heic=3, odd=1))
    return dialog


def _make(dialog: FolderDialog, held: list[FileHeld], keys: list[str]) -> None:
    for one in held:
        if one.key in keys:
            dialog.show_thumb(one.key, small(one.read()))


def sign(look: Look, parent: QWidget | None = None) -> SignDialog:
    """The window in which somebody signs, with a stroke and a message."""
    made = SignDialog(look, TO_SIGN, parent)
    _alone(made, parent)
    made.open()
    made.wish()
    made.pad.strokes.begin(0.3, 0.4, 0)
    made.pad.strokes.add(0.6, 0.6, 80)
    made.pad.strokes.end()
    return made


def manager(look: Look, parent: QWidget | None = None) -> ShowView:
    """What the site manager is shown: three findings with photos, his rights, where he signs."""
    made = ShowView(look, shown(), parent)
    _alone(made, parent)
    made.open()
    for n in range(4):
        made.show_image(_hash(n), fitted(_raw(n), QSize(640, 480)))
    return made


def draft(look: Look, parent: QWidget | None = None) -> ShowView:
    """The same of a draft, which nobody can sign for."""
    made = ShowView(look, replace(shown(), number="", signs=False), parent)
    _alone(made, parent)
    made.open()
    return made


def shown() -> Shown:
    """A stop-work order with three findings as its addressee is shown it."""
    told = [
        ShownFinding(
            n,
            FACT,
            "2#塔机 第三道附着",
            "立即停止吊装，补装开口销并经检测合格后使用。",
            date(2026, 11, 20 + 3 * n),
            n == 1,
            tuple(ShownPhoto(_hash(k), MARKS) for k in range(n)),
        )
        for n in range(1, 4)
    ]
    order = "2026年11月24日11时0分起局部停工：5号楼外立面；下面3项隐患排除、经复查同意后才能复工。"
    rights = ("您有权陈述和申辩。", "如不服本通知，可自收到之日起60日内申请行政复议。")
    return Shown(
        "d1",
        "云栖里三期2标段",
        COMPANY,
        TO_SIGN.label,
        TO_SIGN.number,
        order,
        tuple(told),
        rights,
        MORNING.date(),
        signs=True,
        to_sign=TO_SIGN,
    )


def _alone(window: QWidget, parent: QWidget | None) -> None:
    """A window that covers its parent needs a size of its own where it has none."""
    if parent is None:
        window.resize(1366, 768)


WINDOWS: dict[str, Window] = {
    "tray": tray,
    "viewer": viewer,
    "pair": pair,
    "phone": phone,
    "card": card,
    "sign": sign,
    "manager": manager,
    "draft": draft,
}
"""Every window of these rooms by name."""
