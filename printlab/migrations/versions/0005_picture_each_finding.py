"""Picture each finding."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "revision_picture",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("part_revision_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("light_sha256", sa.String(length=64), nullable=False),
        sa.Column("dark_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_revision_picture_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["part_revision_id"],
            ["part_revision.id"],
            name=op.f("fk_revision_picture_part_revision_id_part_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_picture")),
        sa.UniqueConstraint(
            "part_revision_id", "name", name=op.f("uq_revision_picture_part_revision_id_name")
        ),
    )
    with op.batch_alter_table("revision_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_picture_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("revision_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_picture_organisation_id"))
    op.drop_table("revision_picture")
