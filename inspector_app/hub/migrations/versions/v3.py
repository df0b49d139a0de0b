"""An enrolment code may open the backups of a laptop that is gone."""

from alembic import op
from sqlalchemy import Column, Text

revision, down_revision = "3", "2"


def upgrade() -> None:
    """Make what came to the tables."""
    op.add_column("enrolment", Column("backup_of", Text))
