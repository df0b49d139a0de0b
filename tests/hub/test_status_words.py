"""What happened at the hub, as people read it."""

from datetime import datetime

from inspector_app.hub.audit import Line
from inspector_app.hub.status_words import line_of

AT = "2026-11-26T18:45:42Z"


def test_a_line_shows_values_and_none_of_our_forms() -> None:
    told = {
        "up_to": {"journal": "ab", "seq": 3},
        "codes": [1, 2],
        "training": True,
        "hash": b"\x01\xff",
        "reason": "",
        "none": [],
    }
    shown = datetime.fromisoformat(AT).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    line = line_of(Line(7, AT, "revoked", "key", "10.0.0.9", told))
    assert line == (
        f"{shown}  revoked  key  10.0.0.9  up_to=journal:ab,seq:3  codes=1,2  training=true  hash=01ff"
    )
