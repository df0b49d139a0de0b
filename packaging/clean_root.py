"""`python packaging/clean_root.py PACKAGE.deb ROOT`: starts the program where nothing else is; run as root.

ROOT is made anew: the package unpacked, the few libraries that a bundle leaves to every system (libc and what
draws), a user of its own, and nothing else: no Python, no shell, no fonts, no development packages. There, as
that user, the program tries itself, issues the papers of the demonstration, reads them back, writes the
half-year report as a Word file, and opens its window on a virtual screen. Sizes and times are printed.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from check_glibc import objects
from elf import Elf

USER, HOME, PROGRAM = 4321, "/home/inspector", "/usr/bin/inspector-app"
ENV = {"HOME": HOME, "LANG": "C.UTF-8", "PATH": "/usr/bin", "INSPECTOR_KEEP_IM": "1"}
SCREEN = ":97"
PERIOD, REPORT = ("--from", "2026-01-01", "--to", "2026-12-31"), f"{HOME}/half-year.docx"
"""What is reported of, and the Word file: its templates are data that a bundle forgets easily."""


def main(words: list[str]) -> int:
    """Make the root, try the program there, and return 0 when all went well."""
    if len(words) != 2 or os.getuid() != 0:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    package, root = Path(words[0]).resolve(), Path(words[1]).resolve()
    furnish(package, root)
    tree(root)
    codes = [
        tried(root, "selftest", "--selftest", QT_QPA_PLATFORM="offscreen"),
        tried(root, "demo", "demo", "--data", f"{HOME}/data", "--out", f"{HOME}/out"),
        tried(root, "verify", "verify", "--data", f"{HOME}/data", *papers(root)),
        tried(root, "report", "export", "figures", "--data", f"{HOME}/data", *PERIOD, "--out", REPORT),
        tried(root, "start of a command", "numbers", "--data", f"{HOME}/data", quiet=True),
        window(root),
    ]
    return max(codes)


def furnish(package: Path, root: Path) -> None:
    """Make the root."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    subprocess.run(["dpkg-deb", "-x", str(package), str(root)], check=True)
    known = system_libraries()
    for name in sorted(lacking(root / "opt/inspector-app", known)):
        source = known[name]
        goal = root / str(source).lstrip("/")
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source.resolve(), goal)
    loader = Path("/lib64/ld-linux-x86-64.so.2")
    (root / "lib64").mkdir(exist_ok=True)
    shutil.copy2(loader.resolve(), root / "lib64" / loader.name)
    for folder in ("tmp", "proc", "dev", HOME.lstrip("/"), "etc"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    os.chown(root / HOME.lstrip("/"), USER, USER)
    (root / "etc/passwd").write_text(f"inspector:x:{USER}:{USER}::{HOME}:/bin/false\n", "utf-8")
    subprocess.run(["ldconfig", "-r", str(root)], check=False, capture_output=True)


def system_libraries() -> dict[str, Path]:
    """Return every library that this machine's loader knows, by name."""
    told = subprocess.run(["ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    lines = re.findall(r"^\t(\S+) \(libc6,x86-64[^)]*\) => (\S+)$", told, re.M)
    return {name: Path(path) for name, path in lines}


def lacking(bundle: Path, known: dict[str, Path]) -> set[str]:
    """Return the libraries that the bundle needs and does not bring, and what those need in turn."""
    read = objects(bundle)
    own = {path.name for path in bundle.rglob("*.so*")}
    # The program's first bytes are loaded before it can say where its own libraries lie.
    open_ = [*Elf.of(bundle / "inspector-app").needed]
    found: set[str] = set()
    own -= set(open_)
    open_ += [name for _, elf in read for name in elf.needed]
    while open_:
        name = open_.pop()
        if name in own or name in found or name not in known:
            continue
        found.add(name)
        open_ += Elf.of(known[name]).needed
    return found


def tree(root: Path) -> None:
    """Print what the root holds beside the program."""
    others = [one for one in root.rglob("*") if one.is_file() and "opt/inspector-app" not in str(one)]
    bundle = sum(
        one.stat().st_size for one in (root / "opt").rglob("*") if one.is_file() and not one.is_symlink()
    )
    say(f"root {root}: program {bundle / 1e6:.0f} MB, {len(others)} other files:")
    say("  " + " ".join(sorted(one.name for one in others if one.suffix != ".txt")))


def papers(root: Path) -> list[str]:
    """Return the papers that were issued in the root, as they are named there."""
    return [f"{HOME}/out/{one.name}" for one in sorted((root / HOME.lstrip("/") / "out").glob("*.pdf"))]


def tried(root: Path, name: str, *words: str, quiet: bool = False, **env: str) -> int:
    """Run the program in the root as its user, print what it said and how long it took, return its code."""
    call = ["unshare", "--mount", "--pid", "--fork", "--net", "--root", str(root), "--wd", HOME]
    call += ["--setuid", str(USER), "--setgid", str(USER), PROGRAM, *words]
    began = time.perf_counter()
    done = subprocess.run(call, env={**ENV, **env}, check=False, capture_output=True, text=True)
    took = time.perf_counter() - began
    say(f"{name}: ended with {done.returncode} after {took:.2f} s")
    if not quiet or done.returncode:
        for line in (done.stdout + done.stderr).splitlines():
            say(f"  {line}")
    return done.returncode


def window(root: Path) -> int:
    """Open the window on a virtual screen, let it picture itself, and return what it ended with."""
    server = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1366x768x24", "-nolisten", "unix", "-listen", "tcp"]
    )
    try:
        time.sleep(2)
        words = [
            shutil.which("chroot") or "/usr/sbin/chroot",
            f"--userspec={USER}:{USER}",
            str(root),
            PROGRAM,
            "--data",
            f"{HOME}/data",
        ]
        env = {**ENV, "DISPLAY": f"127.0.0.1{SCREEN}", "QT_QPA_PLATFORM": "xcb"}
        began = time.perf_counter()
        words += ["--picture", f"{HOME}/window.png"]
        done = subprocess.run(words, env=env, check=False, capture_output=True, text=True, timeout=60)
        took = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()
    picture = root / HOME.lstrip("/") / "window.png"
    size = picture.stat().st_size if picture.is_file() else 0
    say(f"window on Xvfb: ended with {done.returncode} after {took:.2f} s, picture of {size} bytes")
    say(done.stderr.strip())
    return done.returncode or int(not size)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
