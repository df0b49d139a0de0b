"""The .deb: the bundle in /opt, one name in /usr/bin, an entry in the menu. Old dpkg reads it (no zstd)."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

from check_glibc import objects, version_of

HOME = "opt/inspector-app"
NEEDED = ("libegl1", "libgl1", "zlib1g")
"""Always from the system: the driver of its graphics card, and what the program's first bytes ask for."""

OF_SYSTEM = (
    "libglib2.0-0",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libx11-xcb1",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libstdc++6",
    "libbz2-1.0",
    "liblzma5",
    "libuuid1",
    "libssl3 | libssl1.1",
    "libffi8 | libffi7 | libffi6",
)
"""What `--system-libraries` leaves to the system."""

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

CONTROL = """\
Package: inspector-app
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: cups-client | cups
Section: misc
Priority: optional
Description: Offline field inspection for a district housing bureau
 Findings, numbered notices and proof that they are genuine, with and without
 network. 住建执法检查：现场记录、当场出具编号文书、核验真伪。
"""


def deb(root: Path, bundle: Path, out: Path, *, leaves_system: bool) -> Path:
    """Pack a bundle and return the package."""
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    architecture = ARCHITECTURES.get(os.uname().machine, os.uname().machine)
    tree = out / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / HOME, symlinks=True)
    _place(root, tree)
    needs = [f"libc6 (>= {_glibc(bundle)})", *NEEDED, *(OF_SYSTEM if leaves_system else ())]
    size = sum(one.lstat().st_size for one in tree.rglob("*") if one.is_file()) // 1000
    control = CONTROL.format(
        version=version,
        architecture=architecture,
        kilobytes=size,
        depends=", ".join(needs),
        maintainer=_maintainer(),
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, "utf-8")
    _modes(tree)
    package = out / f"inspector-app_{version}_{architecture}.deb"
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(tree), str(package)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return package


def _maintainer() -> str:
    return (
        os.environ.get("DEBFULLNAME", "Inspector") + f" <{os.environ.get('DEBEMAIL', 'inspector@localhost')}>"
    )


def _glibc(bundle: Path) -> str:
    """Return the oldest glibc on which everything of the bundle can be loaded."""
    found = (version_of(one.version) for _, elf in objects(bundle) for one in elf.wanted)
    return ".".join(str(one) for one in max(found))


def _place(root: Path, tree: Path) -> None:
    """Put name, menu entry, icons and licences where a desktop looks for them."""
    source = root / "packaging"
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/inspector-app").symlink_to(f"/{HOME}/inspector-app")
    _copy(source / "inspector-app.desktop", tree / "usr/share/applications/inspector-app.desktop")
    icons = tree / "usr/share/icons/hicolor"
    _copy(source / "icons/inspector-app.svg", icons / "scalable/apps/inspector-app.svg")
    for picture in sorted((source / "icons").glob("inspector-app-*.png")):
        side = picture.stem.rsplit("-", 1)[-1]
        _copy(picture, icons / f"{side}x{side}/apps/inspector-app.png")
    told = tree / "usr/share/doc/inspector-app"
    _copy(root / "LICENSE", told / "copyright")
    _copy(tree / HOME / "THIRD-PARTY.txt", told / "THIRD-PARTY.txt")


def _copy(source: Path, goal: Path) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, goal)


def _modes(tree: Path) -> None:
    """Let everybody read everything and only root write, whatever this umask is."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
