"""The hub's tables, the same on SQLite and on PostgreSQL. What laptops wrote stays as it came: bytes.

Times are RFC 3339 text in UTC without fractions, so that they sort as they follow each other.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

workspace = Table(
    "workspace",  # its row is locked by whoever adds to the log: commit order is number order
    metadata,
    Column("id", Text, primary_key=True),
    Column("no", BigInteger, nullable=False),
    Column("log", LargeBinary, nullable=False),
    Column("roles", BigInteger, nullable=False),  # how many role acts are known; a keyring is as old as that
)

bundle = Table(
    "bundle",
    metadata,
    Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("journal_id", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("last_hash", LargeBinary, nullable=False),
    Column("key", Text, nullable=False),
    Column("log", LargeBinary, nullable=False),  # the log's hash with this bundle
    Column("size", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    UniqueConstraint("workspace", "sha256", name="bundle_once"),
    Index("bundle_place", "workspace", "journal_id", "last"),
)

begun = Table(
    "begun",  # how many journals and branches a key began today; rows of other days go
    metadata,
    Column("key", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("many", Integer, nullable=False),
)

tip = Table(
    "tip",
    metadata,
    Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
    Column("journal_id", Text, primary_key=True),
    Column("branch", Text, primary_key=True),  # "" is the trunk
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

role_act = Table(
    "role_act",  # entries that say who may do what; the keyring is made of them
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signer", Text, nullable=False),  # key id; only those of whoever may appoint are ever read
    Index("role_act_signer", "signer"),
)

paper_act = Table(
    "paper_act",  # the acts that the public page tells of
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # of a service: of what it is about, see `indexing`
    Column("document_id", Text, nullable=False),
    Column("code", Text, nullable=False),  # of an act of issue, twelve letters; otherwise empty
    Column("signer", Text, nullable=False),  # key id; empty for one whom nobody knew, and for a service
    Column("no", BigInteger, nullable=False),  # the bundle that holds it
    Column("raw", LargeBinary),  # the entry; null where an older program took it: read in its bundle
    Index("paper_act_document", "document_id"),
    Index("paper_act_code", "code"),
)

share_act = Table(
    "share_act",  # where acts stand that name a workspace shared by key; only a workspace so named is opened
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("room", Text, nullable=False),
    Column("signer", Text, nullable=False),  # as above
    Column("no", BigInteger, nullable=False),  # the bundle that holds it
    Index("share_act_room", "room"),
)

person = Table(
    "person",
    metadata,
    Column("user", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("key", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("user", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("enrolled_at", Text, nullable=False),
    Column("seen_at", Text),
)

ON_A_PAPER = "paper:"
"""Begins what stands in the place of a laptop's key for a code that some paper bears: whose code it is is
forgotten. The key of the machine that brought the paper follows."""

machine_code = Table(
    "machine_code",  # a code in this table is never given again
    metadata,
    Column("code", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("machine_code_device", "key"),
)

revoked = Table(
    "revoked",  # a key whose bundles are no longer taken, but for what it wrote up to these places
    metadata,
    Column("key", Text, primary_key=True),
    Column("journal_id", Text, primary_key=True),  # "" with place 0: shut out with no point at all
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

vouched = Table(
    "vouched",  # entries up to which a receipt of this hub was followed back; they go after some days
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("at", Text, nullable=False),
)

enrolment = Table(
    "enrolment",  # one-time codes; of the secret only the sha256 is kept
    metadata,
    Column("secret", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("roles", Text, nullable=False),  # JSON list
    Column("codes", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("request", LargeBinary),  # sha256 of the request that used it; null: still good
    Column("given", Text),  # JSON list of the machine codes that it got, for a laptop that never heard so
    Column("backup_of", Text),  # key of the laptop whose backups may be fetched with it; null: of none
)

nonce = Table(
    "nonce",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("key", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Index("nonce_age", "expires_at"),
)

token = Table(
    "token",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("key", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Index("token_age", "expires_at"),
    Index("token_device", "key"),
)

blob = Table(
    "blob",
    metadata,
    Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("sha256", LargeBinary),  # of its bytes; null for one that came before this was kept
)

digest = Table(
    "digest",  # what each laptop's tables came to, and at which tips; the last one told
    metadata,
    Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("tips", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("no", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Index("digest_tips", "workspace", "tips"),
)

audit = Table(
    "audit",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("told", Text, nullable=False),  # JSON
)
