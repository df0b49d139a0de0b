"""Whose an act is stands with it where acts are looked up; and how far back receipts were followed."""

from alembic import op
from sqlalchemy import Column, LargeBinary, Text, column, table

revision, down_revision = "4", "3"


def upgrade() -> None:
    """Make what came to the tables."""
    for name in ("paper_act", "share_act"):
        op.add_column(name, Column("signer", Text, nullable=False, server_default=""))
    op.create_table(
        "vouched",
        Column("hash", LargeBinary, primary_key=True),
        Column("workspace", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    codes = table("machine_code", column("key"))
    op.execute(codes.update().where(codes.c.key == "").values(key="paper:"))
