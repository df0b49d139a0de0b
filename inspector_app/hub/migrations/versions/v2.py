"""Workspaces shared by key open by an act of the office alone; a file's bytes are known by their sha256."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, column, select, table

from inspector_app.journal.entry import Entry

revision, down_revision = "2", "1"


def upgrade() -> None:
    """Make what came to the tables."""
    _rooms()
    _role_acts()
    op.add_column("paper_act", Column("raw", LargeBinary))
    op.add_column("blob", Column("sha256", LargeBinary))


def _rooms() -> None:
    op.create_table(
        "begun",
        Column("key", Text, primary_key=True),
        Column("day", Text, primary_key=True),
        Column("many", Integer, nullable=False),
    )
    op.create_table(
        "share_act",
        Column("hash", LargeBinary, primary_key=True),
        Column("room", Text, nullable=False),
        Column("no", BigInteger, nullable=False),
    )
    op.create_index("share_act_room", "share_act", ["room"])


def _role_acts() -> None:
    """Note who signed each role act."""
    op.add_column("role_act", Column("signer", Text, nullable=False, server_default=""))
    op.create_index("role_act_signer", "role_act", ["signer"])
    acts, connection = table("role_act", column("hash"), column("raw"), column("signer")), op.get_bind()
    for row in connection.execute(select(acts.c.hash, acts.c.raw)).all():
        signer = str(Entry.parse(bytes(row.raw)).fields.get("key") or "")
        connection.execute(acts.update().where(acts.c.hash == row.hash).values(signer=signer))
