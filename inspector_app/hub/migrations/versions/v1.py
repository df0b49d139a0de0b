"""The first tables."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Text, UniqueConstraint

revision, down_revision = "1", None


def upgrade() -> None:
    """Make the first tables."""
    _journals()
    _people()
    _signed_on_and_told()


def _journals() -> None:
    op.create_table(
        "setting",
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.create_table(
        "workspace",
        Column("id", Text, primary_key=True),
        Column("no", BigInteger, nullable=False),
        Column("log", LargeBinary, nullable=False),
        Column("roles", BigInteger, nullable=False),
    )
    op.create_table(
        "bundle",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("no", BigInteger, primary_key=True, autoincrement=False),
        Column("sha256", LargeBinary, nullable=False),
        Column("journal_id", Text, nullable=False),
        Column("first", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),
        Column("last_hash", LargeBinary, nullable=False),
        Column("key", Text, nullable=False),
        Column("log", LargeBinary, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("at", Text, nullable=False),
        Column("raw", LargeBinary, nullable=False),
        UniqueConstraint("workspace", "sha256", name="bundle_once"),
    )
    op.create_index("bundle_place", "bundle", ["workspace", "journal_id", "last"])
    op.create_table(
        "tip",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("journal_id", Text, primary_key=True),
        Column("branch", Text, primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("hash", LargeBinary, nullable=False),
    )
    op.create_table(
        "role_act",
        Column("hash", LargeBinary, primary_key=True),
        Column("raw", LargeBinary, nullable=False),
    )
    op.create_table(
        "paper_act",
        Column("hash", LargeBinary, primary_key=True),
        Column("document_id", Text, nullable=False),
        Column("code", Text, nullable=False),
        Column("no", BigInteger, nullable=False),
    )
    op.create_index("paper_act_document", "paper_act", ["document_id"])
    op.create_index("paper_act_code", "paper_act", ["code"])


def _people() -> None:
    op.create_table(
        "person",
        Column("user", Text, primary_key=True),
        Column("name", Text, nullable=False),
    )
    op.create_table(
        "device",
        Column("key", Text, primary_key=True),
        Column("public", LargeBinary, nullable=False),
        Column("user", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("enrolled_at", Text, nullable=False),
        Column("seen_at", Text),
    )
    op.create_table(
        "machine_code",
        Column("code", Integer, primary_key=True, autoincrement=False),
        Column("key", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    op.create_index("machine_code_device", "machine_code", ["key"])
    op.create_table(
        "revoked",
        Column("key", Text, primary_key=True),
        Column("journal_id", Text, primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("at", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    op.create_table(
        "enrolment",
        Column("secret", LargeBinary, primary_key=True),
        Column("name", Text, nullable=False),
        Column("user", Text, nullable=False),
        Column("roles", Text, nullable=False),
        Column("codes", Integer, nullable=False),
        Column("made_at", Text, nullable=False),
        Column("expires_at", Text, nullable=False),
        Column("request", LargeBinary),
        Column("given", Text),
    )


def _signed_on_and_told() -> None:
    op.create_table(
        "nonce",
        Column("hash", LargeBinary, primary_key=True),
        Column("key", Text, nullable=False),
        Column("expires_at", Text, nullable=False),
    )
    op.create_index("nonce_age", "nonce", ["expires_at"])
    op.create_table(
        "token",
        Column("hash", LargeBinary, primary_key=True),
        Column("key", Text, nullable=False),
        Column("expires_at", Text, nullable=False),
    )
    op.create_index("token_age", "token", ["expires_at"])
    op.create_index("token_device", "token", ["key"])
    op.create_table(
        "blob",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("name", Text, primary_key=True),
        Column("size", BigInteger, nullable=False),
        Column("at", Text, nullable=False),
    )
    op.create_table(
        "digest",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("key", Text, primary_key=True),
        Column("tips", LargeBinary, nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Column("no", BigInteger, nullable=False),
        Column("at", Text, nullable=False),
    )
    op.create_index("digest_tips", "digest", ["workspace", "tips"])
    op.create_table(
        "audit",
        Column("no", Integer, primary_key=True),
        Column("at", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("address", Text, nullable=False),
        Column("told", Text, nullable=False),
    )
