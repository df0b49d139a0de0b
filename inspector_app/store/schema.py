"""The tables. Durable ones are migrated; projected ones are dropped and replayed when the fold changes.

Text columns that hold JSON hold it as orjson wrote it, so that equal values are equal text.
"""

from sqlalchemy import (
    BLOB,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

SCHEMA_VERSION = 3
"""Of the durable tables, see `migrating`. Newer data is refused by name instead of being misread."""

durable = MetaData()
projected = MetaData()

ACT_DAY = (
    "coalesce(content ->> '$.issued_on', content ->> '$.received_on', content ->> '$.reached_on',"
    " content ->> '$.seen_on', content ->> '$.on')"
)
"""The day that an act tells of, as ISO text: of issue, receipt, arrival, sight, or plainly `on`."""

meta = Table(
    "meta",
    durable,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

journal = Table(
    "journal",
    durable,
    Column("no", Integer, primary_key=True),  # order of arrival here; nothing is decided by it
    Column("hash", BLOB, nullable=False, unique=True),
    Column("journal_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("raw", BLOB, nullable=False),
    Index("journal_place", "journal_id", "seq"),  # not unique: a fork is data
    Index("journal_subject", "entity_id"),
    sqlite_strict=True,
)

setting = Table(
    "setting",
    durable,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

buffer = Table(
    "buffer",
    durable,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

kept_blob = Table(
    "kept_blob",  # vault files that stood here when an older database was put back
    durable,
    Column("name", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

bundle = Table(
    "bundle",  # what others packed, exactly as it was received, to be passed on
    durable,
    Column("sha256", BLOB, primary_key=True),
    Column("journal_id", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("last_hash", BLOB, nullable=False),
    Column("raw", BLOB, nullable=False),
    Index("bundle_place", "journal_id", "last"),
    sqlite_strict=True,
)

own_journal = Table(
    "own_journal",  # every journal that this laptop ever wrote under: these it packs anew
    durable,
    Column("journal_id", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

parted_journal = Table(
    "parted_journal",  # journals that fork, and the first place that two of their entries stand at
    durable,
    Column("journal_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

receipt = Table(
    "receipt",  # the hub's signed word that it holds a journal up to this entry
    durable,
    Column("journal_id", Text, primary_key=True),
    Column("hash", BLOB, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("raw", BLOB, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

doubted_receipt = Table(
    "doubted_receipt",  # receipts that the hub's log contradicts: believed no longer, kept as evidence
    durable,
    Column("sha256", BLOB, primary_key=True),
    Column("journal_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("raw", BLOB, nullable=False),
    sqlite_strict=True,
)

handed = Table(
    "handed",  # how far each journal was given away, without a receipt so far
    durable,
    Column("journal_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("way", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

blob_state = Table(
    "blob_state",
    durable,
    Column("digest", Text, primary_key=True),
    Column("handed_at", Text),
    Column("received_at", Text),
    Column("dropped", Integer, nullable=False),  # 0: its place is here; else see `handing`: the hub keeps it
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

blob_receipt = Table(
    "blob_receipt",  # the hub's signed word that it holds these files, to be passed on
    durable,
    Column("sha256", BLOB, primary_key=True),
    Column("raw", BLOB, nullable=False),
    sqlite_strict=True,
)

exchange_log = Table(
    "exchange_log",
    durable,
    Column("no", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("told", Text, nullable=False),
    sqlite_strict=True,
)

head = Table(
    "head",
    projected,
    Column("entity", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # "" is the tombstone's place
    Column("n", Integer, primary_key=True),
    Column("hash", BLOB, primary_key=True),
    Column("value", Text, nullable=False),
    # A value of 34 characters is a quoted id: the way from a child to its parent.
    Index("head_reference", "entity", "field", "value", sqlite_where=text("length(value) = 34")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

record = Table(
    "record",
    projected,
    Column("entity", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("fields", Text, nullable=False),  # the values that show
    Column("conflicts", Text),  # {field: [value, …]} or null
    Column("deleted", Integer, nullable=False),
    Column("made", Text, nullable=False),  # wall time of the first entry; for display order only
    Column("place", Integer, nullable=False),  # and its place in its journal, for those of one moment
    Index("record_made", "entity", "made"),
    # Visits by the day on which they began: a week among those of ten years.
    Index("record_started", text("fields ->> '$.started'"), sqlite_where=text("entity = 'inspection'")),
    # And all of them in that order, for a list that reads no record.
    Index(
        "record_listed",
        text("fields ->> '$.started' DESC"),
        "id",
        "entity",
        "deleted",
        sqlite_where=text("entity = 'inspection' AND deleted = 0"),
    ),
    # And those of one target, for its quarter or its year.
    Index(
        "record_visits",
        text("fields ->> '$.target_id'"),
        text("fields ->> '$.started'"),
        sqlite_where=text("entity = 'inspection'"),
    ),
    Index("record_target_kind", text("fields ->> '$.kind'"), sqlite_where=text("entity = 'target'")),
    Index("record_conflict", "entity", "id", sqlite_where=text("conflicts IS NOT NULL")),
    # And findings by the day on which they were seen.
    Index("record_seen", text("fields ->> '$.seen_on'"), sqlite_where=text("entity = 'finding'")),
    sqlite_strict=True,
)

act = Table(
    "act",
    projected,
    # With rowids: the long contents of issue acts would stand in the inner pages of a tree by hash.
    Column("hash", BLOB, primary_key=True),
    Column("n", Integer, nullable=False),  # order of acts: n, tie, hash; see `journal.order`
    Column("tie", BLOB, nullable=False),
    Column("kind", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("wall", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("refusal", Text),  # null: valid
    Index("act_subject", "entity", "entity_id"),
    Index("act_kind", "kind"),
    Index("act_order", "n"),
    Index("act_day", text(ACT_DAY)),  # what was done on a day, among ten years
    # Which inspections nobody concluded is asked of this one and of `record_listed` alone.
    Index(
        "act_concluded",
        "entity_id",
        "entity",
        "kind",
        "refusal",
        sqlite_where=text("entity = 'inspection' AND kind = 'conclude' AND refusal IS NULL"),
    ),
    sqlite_strict=True,
)

number_book = Table(
    "number_book",
    projected,
    Column("hash", BLOB, primary_key=True),  # the issue act
    Column("machine_code", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("plain", Text, nullable=False),  # the number without brackets, spaces and width
    Index(
        "number_once",
        "machine_code",
        "kind",
        "year",
        "serial",
        unique=True,
        sqlite_where=text("duplicate = 0"),
    ),
    Index("number_document", "document_id"),
    Index("number_plain", "plain"),
    Index("number_kind", "kind", "year", "serial"),
    # Which stop-works may still hold is asked of these alone, see stop_book: no row is read for it.
    Index("number_stops", "fate", "document_id", sqlite_where=text("kind = 'stop_work_notice'")),
    Index("number_resumptions", "fate", "document_id", sqlite_where=text("kind = 'resumption_notice'")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

late_book = Table(
    "late_book",  # papers with numbers of their own (补录); the number book knows nothing of them
    projected,
    Column("hash", BLOB, primary_key=True),  # the issue act
    Column("document_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Index("late_document", "document_id"),
    Index("late_plain", "plain"),
    Index("late_kind", "kind", "issued_on"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

stop_book = Table(
    "stop_book",  # acts of resumption by the stop-work that they give back, and what their notices say
    projected,
    Column("hash", BLOB, primary_key=True),
    Column("document_id", Text, nullable=False),  # the stop-work
    Column("by_id", Text, nullable=False),  # the resumption notice
    Column("whole", Integer, nullable=False),
    Column("signed", Integer, nullable=False),  # 1: told by the notice's own act of issue
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

blob_reference = Table(
    "blob_reference",  # every sha256 that an act or a field ever named
    projected,
    Column("digest", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
