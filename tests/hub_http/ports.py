"""Ports for servers that a test names before they are there."""

import contextlib
import random
import socket


def free_port() -> int:
    """Return a free port that nobody is given meanwhile: not one of those for whoever asks for any port."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
