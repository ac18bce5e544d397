"""Judgements between any two records or organisations, questions on organisations, learnt weights, merged organisations

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", db.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("learnt", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["adviser.id"], name=op.f("fk_link_weights_made_by_adviser")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_weights")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("link_decision", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_link_decision_record_key_actor_id")
        batch.add_column(sa.Column("one", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("other", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("posterior", sa.Float(), nullable=True))
        batch.add_column(sa.Column("weights_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_link_decision_weights_id_link_weights"), "link_weights", ["weights_id"], ["id"]
        )
    # "actor ..." sorts before "record ...", so it is always the lesser of the two.
    op.execute("UPDATE link_decision SET one = 'actor ' || actor_id, other = 'record ' || record_key")
    with op.batch_alter_table("link_decision", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("record_key")
        batch.drop_column("actor_id")
        batch.alter_column("one", server_default=None)
        batch.alter_column("other", server_default=None)
        batch.create_index(batch.f("ix_link_decision_one"), ["one"], unique=False)
        batch.create_index(batch.f("ix_link_decision_other"), ["other"], unique=False)
    with op.batch_alter_table("link_proposal", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("record_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_link_proposal_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        batch.create_check_constraint(
            batch.f("ck_link_proposal_one_subject"), "(record_id IS NULL) <> (organisation_id IS NULL)"
        )
        batch.create_index(batch.f("ix_link_proposal_organisation_id"), ["organisation_id"], unique=False)
    with op.batch_alter_table("organisation", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_organisation_merged_into_organisation"), "organisation", ["merged_into"], ["id"]
        )
        batch.create_index(batch.f("ix_organisation_merged_into"), ["merged_into"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("organisation", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index(batch.f("ix_organisation_merged_into"))
        batch.drop_constraint(batch.f("fk_organisation_merged_into_organisation"), type_="foreignkey")
        batch.drop_column("merged_into")
    op.execute("DELETE FROM link_proposal WHERE record_id IS NULL")
    with op.batch_alter_table("link_proposal", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index(batch.f("ix_link_proposal_organisation_id"))
        batch.drop_constraint(batch.f("ck_link_proposal_one_subject"), type_="check")
        batch.drop_constraint(batch.f("fk_link_proposal_organisation_id_organisation"), type_="foreignkey")
        batch.drop_column("organisation_id")
        batch.alter_column("record_id", existing_type=sa.Integer(), nullable=False)
    op.execute("DELETE FROM link_decision WHERE one NOT LIKE 'actor %' OR other NOT LIKE 'record %'")
    with op.batch_alter_table("link_decision", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index(batch.f("ix_link_decision_one"))
        batch.drop_index(batch.f("ix_link_decision_other"))
        batch.add_column(sa.Column("record_key", sa.String(), server_default="", nullable=False))
        batch.add_column(sa.Column("actor_id", sa.BigInteger(), server_default="0", nullable=False))
    op.execute("UPDATE link_decision SET record_key = substr(other, 8), actor_id = CAST(substr(one, 7) AS BIGINT)")
    with op.batch_alter_table("link_decision", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(batch.f("fk_link_decision_weights_id_link_weights"), type_="foreignkey")
        for column in ("one", "other", "posterior", "weights_id"):
            batch.drop_column(column)
        batch.create_index("ix_link_decision_record_key_actor_id", ["record_key", "actor_id"], unique=False)
    op.drop_table("link_weights")
