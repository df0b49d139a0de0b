"""`inspector-app COMMAND`: wires the commands. Never imports Qt.

The files of this room wire: imports inside functions keep a command from paying for what it does not use
(reportlab costs 100 ms, the database 200 ms, the hub's server 300 ms).
"""

from inspector_app.cli.entry import hoisted, main

__all__ = ["hoisted", "main"]
