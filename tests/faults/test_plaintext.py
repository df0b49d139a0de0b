"""Row 31 through the public command line: nothing typed into a case is readable on the disk."""

from pathlib import Path

from inspector_app import cli
from inspector_app.answers import demos

MARKERS = {
    "临江雅苑二期3标段": "旭日标记花园",
    "青澜宏岳建设集团有限公司": "标记宏图建设有限公司",
    "外脚手架连墙件整层缺失2层": "MARKER脚手架事实标记",
    "沈知远": "标记员甲",
    "骆远山": "标记经理乙",
    "13808990146": "13900001234",
}


def test_no_marker_stands_in_any_file(tmp_path: Path) -> None:
    site = demos.shipped_cases()[0]
    told = site.read_text("utf-8").replace('"photos/', f'"{site.parent}/photos/')
    for plain, marker in MARKERS.items():
        assert plain in told
        told = told.replace(plain, marker)
    case = tmp_path / "case.toml"
    case.write_text(told, "utf-8")
    data = tmp_path / "data"
    assert cli.main(["--data", str(data), "demo", "--case", str(case), "--out", str(tmp_path / "out")]) == 0
    photo = (site.parent / "photos/edge.jpg").read_bytes()
    seen = 0
    for path in data.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            seen += len(raw)
            for marker in MARKERS.values():
                for encoding in ("utf-8", "utf-16-le", "gb18030"):
                    assert marker.encode(encoding) not in raw, (path, marker)
            assert photo[1000:1040] not in raw, path
            assert b"%PDF" not in raw, path
    assert seen > 300_000, "the workspace is too small to have held the case"
