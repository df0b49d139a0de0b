"""`python packaging/build.py OUT [--no-deb] [--system-libraries]`: the one-folder bundle and the .deb.

    uv sync --group bundle
    uv run --no-sync python packaging/build.py dist

OUT/inspector-app is the bundle: one folder, started by its file `inspector-app`, which is window and command
line. OUT/inspector-app_VERSION_ARCH.deb puts it into /opt/inspector-app. With `--system-libraries` the bundle
brings no library of the build machine's system and the .deb asks for them instead: for Kylin and UOS, whose
glibc is older than that of the machine (packaging/check_glibc.py tells).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import check_glibc
import licences
import shared
from debian import deb

ROOT = Path(__file__).resolve().parent.parent
DEBUGGED = ("zstandard", "sqlcipher3", "libpython3*", "python3*")
"""What is delivered with debugging tables; without them 58 MB less. Others stay as their makers made them."""


def main(words: list[str]) -> int:
    """Build, and print what came of it."""
    told = [one for one in words if not one.startswith("--")]
    options = {one for one in words if one.startswith("--")}
    if len(told) != 1 or options - {"--no-deb", "--system-libraries"}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    out = Path(told[0]).resolve()
    bundle = frozen(out)
    dropped = shared.drop(bundle, of_system="--system-libraries" in options)
    saved = strip(bundle)
    (bundle / "THIRD-PARTY.txt").write_text(licences.text(), "utf-8")
    say(f"dropped {len(dropped)} libraries that nothing asks for; debugging tables: {saved / 1e6:.0f} MB")
    files = sum(1 for one in bundle.rglob("*") if one.is_file())
    say(f"bundle {bundle}: {size(bundle) / 1e6:.0f} MB in {files} files")
    for name, many in largest(bundle):
        say(f"  {many / 1e6:6.1f} MB  {name}")
    say_verdict(bundle)
    if "--no-deb" not in options and sys.platform.startswith("linux"):
        package = deb(ROOT, bundle, out, leaves_system="--system-libraries" in options)
        say(f"package {package}: {package.stat().st_size / 1e6:.0f} MB, sha256 {digest(package)}")
    return selftest(bundle)


def say_verdict(bundle: Path) -> None:
    """Say what glibc the bundle asks for, and whether the builder's own Python asks for too young a one."""
    lines, good = check_glibc.report(bundle, check_glibc.BOUND)
    say(lines[-1])
    asking = {line.partition(": ")[0].removeprefix("_internal/") for line in lines[:-1]}
    own = {one for one in asking if one.startswith(("libpython", "python3"))}
    if not good and own:
        others = f"; beside it {len(asking - own)} libraries of this system" if asking - own else ""
        say(f"the builder's own Python asks for a younger glibc ({len(own)} files){others}")


def frozen(out: Path) -> Path:
    """Run PyInstaller and return the folder that it made."""
    work = out / "work"
    words = ["--noconfirm", "--log-level", "WARN", "--distpath", str(out), "--workpath", str(work)]
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    spec = str(ROOT / "packaging" / "inspector-app.spec")
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, spec], check=True, env=env)
    shutil.rmtree(work)
    return out / "inspector-app"


def strip(bundle: Path) -> int:
    """Take debugging tables out of what has many, and return how many bytes that saved."""
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return 0
    before = size(bundle)
    for pattern in DEBUGGED:
        for place in (bundle / "_internal").glob(pattern):
            files = [place] if place.is_file() else place.rglob("*.so")
            for file in files:
                subprocess.run(["strip", "--strip-debug", str(file)], check=True)
    return before - size(bundle)


def selftest(bundle: Path) -> int:
    """Let the bundle try itself, and return what it ends with."""
    began = time.perf_counter()
    ended = subprocess.run([str(bundle / "inspector-app"), "--selftest"], check=False)
    say(f"selftest ended with {ended.returncode} after {time.perf_counter() - began:.1f} s")
    return ended.returncode


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder, each once."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def largest(bundle: Path, many: int = 12) -> list[tuple[str, int]]:
    """Return the largest parts of the bundle: (name, bytes)."""
    parts = [*bundle.iterdir(), *(bundle / "_internal").iterdir()]
    sizes = [
        (one.name, size(one) if one.is_dir() else one.stat().st_size) for one in parts if not one.is_symlink()
    ]
    return sorted((one for one in sizes if one[0] != "_internal"), key=lambda one: -one[1])[:many]


def digest(file: Path) -> str:
    """Return the sha256 of a file, lower hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
