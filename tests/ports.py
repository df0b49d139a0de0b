"""Ports for servers that a test names before they are there."""

import contextlib
import random
import socket
from pathlib import Path

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
"""Of Linux: the ports that are given to whoever connects, or asks for any port."""


def free_port() -> int:
    """Return a free port below those that the system gives away: nobody is given it meanwhile.

    While a server is down, whoever tries to reach it may even be given its port, and meet itself.
    """
    lowest = int(RANGE.read_text("ascii").split()[0]) if RANGE.exists() else 32_768
    for port in random.SystemRandom().sample(range(max(1_024, lowest - 12_000), max(1_124, lowest)), 100):
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
