"""Keep toolpaths of submissions and builds."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OWNERS = ("organisation", "user", "submission", "part_revision", "build")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "toolpath",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=False),
        sa.Column("submission_id", sa.String(length=16), nullable=True),
        sa.Column("part_revision_id", sa.String(length=16), nullable=True),
        sa.Column("build_id", sa.String(length=16), nullable=True),
        sa.Column("laid_sha256", sa.String(length=64), nullable=True),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=True),
        sa.Column("file_format", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("error_params", sa.JSON(), nullable=False),
        sa.Column("layer_count", sa.Integer(), nullable=True),
        sa.Column("vector_count", sa.BigInteger(), nullable=True),
        sa.Column("report_sha256", sa.String(length=64), nullable=True),
        sa.Column("index_sha256", sa.String(length=64), nullable=True),
        sa.Column("layers_sha256", sa.String(length=64), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("error_count", sa.Integer(), nullable=True),
        sa.Column("warning_count", sa.Integer(), nullable=True),
        sa.Column("scan_mm", sa.Float(), nullable=True),
        sa.Column("jump_mm", sa.Float(), nullable=True),
        sa.Column("time_s", sa.Float(), nullable=True),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'checking', 'checked', 'failed')",
            name=op.f("ck_toolpath_state_known"),
        ),
        sa.CheckConstraint(
            "(submission_id IS NULL) <> (build_id IS NULL)", name=op.f("ck_toolpath_of_one_thing")
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_toolpath_{owner}_id_{owner}")
            )
            for owner in _OWNERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toolpath")),
    )
    with op.batch_alter_table("toolpath", schema=None) as batch_op:
        for column in (*(f"{owner}_id" for owner in _OWNERS), "file_sha256"):
            batch_op.create_index(batch_op.f(f"ix_toolpath_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("toolpath", schema=None) as batch_op:
        for column in (*(f"{owner}_id" for owner in _OWNERS), "file_sha256"):
            batch_op.drop_index(batch_op.f(f"ix_toolpath_{column}"))
    op.drop_table("toolpath")
