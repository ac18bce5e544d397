"""Merged organisations, and what is remembered of their rows for the day they part

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("away_id", sa.Integer(), nullable=False),
        sa.Column("kept_actor", sa.BigInteger(), nullable=False),
        sa.Column("away_actor", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("merged_at", db.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", db.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["organisation.id"], name=op.f("fk_merge_kept_id_organisation")),
        sa.ForeignKeyConstraint(["away_id"], ["organisation.id"], name=op.f("fk_merge_away_id_organisation")),
        sa.ForeignKeyConstraint(["merged_by"], ["adviser.id"], name=op.f("fk_merge_merged_by_adviser")),
        sa.ForeignKeyConstraint(["ended_by"], ["adviser.id"], name=op.f("fk_merge_ended_by_adviser")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_merge_away_id"), "merge", ["away_id"], unique=False)
    op.create_table(
        "merge_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=True),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("home", sa.JSON(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["origin_id"], ["organisation.id"], name=op.f("fk_merge_row_origin_id_organisation")),
        sa.ForeignKeyConstraint(["merge_id"], ["merge.id"], name=op.f("fk_merge_row_merge_id_merge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_row")),
        sa.UniqueConstraint("table_name", "row_id", name=op.f("uq_merge_row_table_name_row_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merge_row_table_name_into_id", "merge_row", ["table_name", "into_id"], unique=False)
    op.create_index(op.f("ix_merge_row_origin_id"), "merge_row", ["origin_id"], unique=False)
    op.create_index(op.f("ix_merge_row_merge_id"), "merge_row", ["merge_id"], unique=False)


def downgrade() -> None:
    op.drop_table("merge_row")
    op.drop_table("merge")
