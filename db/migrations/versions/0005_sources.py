"""Pages and mappings of columns that are remembered, and how records were found

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", db.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_page")),
        sa.UniqueConstraint("source", "url", name=op.f("uq_stored_page_source_url")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "column_mapping",
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", db.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("layout", name=op.f("pk_column_mapping")),
    )
    with op.batch_alter_table("source_record", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("how", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("confidence", sa.Float(), server_default="1", nullable=False))
        batch.add_column(sa.Column("traces", sa.JSON(), server_default="[]", nullable=False))
        batch.add_column(sa.Column("gone_at", db.models.base.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("source_record", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("how", server_default=None)
        batch.alter_column("confidence", server_default=None)
        batch.alter_column("traces", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("source_record", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("gone_at")
        batch.drop_column("traces")
        batch.drop_column("confidence")
        batch.drop_column("how")
    op.drop_table("column_mapping")
    op.drop_table("stored_page")
