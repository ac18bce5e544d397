"""Hashes of register records, what a run has changed, and what it says of the data

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registry_hash",
        sa.Column("company_id", db.models.base.OWN_KEY, autoincrement=False, nullable=False),
        sa.Column("raw_hash", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["registry_company.id"], name=op.f("fk_registry_hash_company_id_registry_company")
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_registry_hash")),
    )
    # Hashes of the former kind say nothing of the new: the next import looks at every company.
    op.execute("INSERT INTO registry_hash (company_id, raw_hash, content_hash) SELECT id, 0, 0 FROM registry_company")
    op.execute("ALTER TABLE registry_company DROP COLUMN content_hash")
    op.add_column("registry_company", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("registry_change", sa.Column("image", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("import_run", sa.Column("quality", sa.JSON(), server_default="{}", nullable=False))
    op.create_index(
        "ix_registry_company_vanished_on",
        "registry_company",
        ["vanished_on"],
        unique=False,
        sqlite_where=sa.text("vanished_on IS NOT NULL"),
        postgresql_where=sa.text("vanished_on IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_registry_company_vanished_on", table_name="registry_company")
    op.drop_column("import_run", "quality")
    op.drop_column("registry_change", "image")
    op.drop_column("registry_company", "asked_on")
    op.add_column("registry_company", sa.Column("content_hash", sa.BigInteger(), server_default="0", nullable=False))
    op.drop_table("registry_hash")
