"""Why the system refused, in the reader's words: what it says in English is known by its text.

Failures carry the reason as text, from wherever they come; here, where every sentence is filled, is the one
place that knows what such a text means. The words stand in resources/messages/<language>/system.toml.
"""

import errno
import os
import re
from typing import Final

_SYSTEM: Final = {
    errno.EACCES: "system.no_permission",
    errno.EPERM: "system.not_allowed",
    errno.EROFS: "system.read_only",
    errno.ENOENT: "system.no_such_place",
    errno.ENOTDIR: "system.no_folder",
    errno.EISDIR: "system.is_folder",
    errno.EEXIST: "system.stands_already",
    errno.ENOTEMPTY: "system.folder_not_empty",
    errno.ENOSPC: "system.disk_full",
    errno.EDQUOT: "system.share_used_up",
    errno.EFBIG: "system.file_too_large",
    errno.EIO: "system.device_failed",
    errno.ENODEV: "system.device_gone",
    errno.ENXIO: "system.device_gone",
    errno.EBUSY: "system.in_use",
    errno.ETXTBSY: "system.in_use",
    errno.EAGAIN: "system.in_use",
    errno.EMFILE: "system.too_many_open",
    errno.ENFILE: "system.too_many_open",
    errno.ENAMETOOLONG: "system.name_too_long",
    errno.EINVAL: "system.not_for_this_place",
    errno.ENOTSUP: "system.not_for_this_place",
    errno.EXDEV: "system.other_disk",
    errno.ELOOP: "system.links_in_a_ring",
    errno.ENOMEM: "system.no_memory",
    errno.ESTALE: "system.share_gone",
    errno.EADDRINUSE: "system.port_taken",
    errno.EADDRNOTAVAIL: "system.no_such_address",
    errno.ECONNREFUSED: "system.peer_refused",
    errno.ECONNRESET: "system.cut_off",
    errno.ECONNABORTED: "system.cut_off",
    errno.EPIPE: "system.cut_off",
    errno.ETIMEDOUT: "system.no_answer",
    errno.EHOSTUNREACH: "system.no_way",
    errno.ENETUNREACH: "system.no_way",
    errno.ENETDOWN: "system.no_way",
}

_OTHERS: Final = {
    "Name or service not known": "system.name_unknown",
    "Temporary failure in name resolution": "system.name_unknown",
    "No address associated with hostname": "system.name_unknown",
    "timed out": "system.no_answer",
    "The read operation timed out": "system.no_answer",
    "The write operation timed out": "system.no_answer",
    "Server disconnected without sending a response.": "system.cut_off",
    "database or disk is full": "system.disk_full",
    "disk I/O error": "system.device_failed",
    "unable to open database file": "system.database_closed",
    "attempt to write a readonly database": "system.read_only",
    "out of memory": "system.no_memory",
    "database disk image is malformed": "system.pages_wrong",
    "file is not a database": "system.no_database",
}
"""What name servers, connections and SQLite say; their texts are fixed."""

_NUMBERED = re.compile(r"\[Errno -?\d+\] (?P<said>[^:]+)(?:: (['\"])(?P<place>.*)\2)?", re.DOTALL)


def known(said: str) -> tuple[str, str] | None:
    """Return the code of what the system said and the place that it named, or None for any other text.

    Args:
        said: a whole value of a sentence, e.g. `Not a directory` or `[Errno 13] Permission denied: '/a'`;
            the system's own language is known as well.
    """
    numbered = _NUMBERED.fullmatch(said)
    text, place = (numbered["said"], numbered["place"] or "") if numbered else (said, "")
    code = _OTHERS.get(text)
    if code is None:
        # Asked anew each time: a window changes the language in which the system speaks.
        code = next((code for number, code in _SYSTEM.items() if os.strerror(number) == text), None)
    return None if code is None else (code, place)
