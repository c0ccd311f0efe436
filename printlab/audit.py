"""Who did what: entries chained by their hashes, so that a change or a gap shows.

Each entry's hash is the SHA-256 of the hash before it and of everything the entry says, as
canonical JSON. Whoever keeps the newest hash somewhere else can prove the whole history.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from itertools import pairwise
from typing import Final

from sqlalchemy import select

from printlab.lab import Desk
from printlab.records import AuditEntry, JsonObject

__all__ = ["FIRST_HASH", "first_broken", "record"]

FIRST_HASH: Final = "0" * 64
"""What the first entry of a lab follows."""


def record(
    desk: Desk,
    action: str,
    subject_kind: str,
    subject_id: str,
    *,
    organisation_id: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one act to the chain, in the transaction of the act itself (a lab has one writer)."""
    newest = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
    last = desk.session.scalar(newest)
    entry = AuditEntry(
        sequence=1 if last is None else last.sequence + 1,
        at=desk.now,
        created_at=desk.now,
        user_id=desk.actor.user_id,
        organisation_id=organisation_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=_plain(detail),
        previous_hash=FIRST_HASH if last is None else last.hash,
    )
    entry.hash = _hash(entry)
    desk.session.add(entry)
    desk.session.flush()
    return entry


def first_broken(desk: Desk) -> int | None:
    """Return the sequence number at which the chain breaks, or None when it holds.

    An entry that was changed, removed from the middle or put in shows; that the newest entries
    are missing shows only to who kept a newer hash.
    """
    entries = desk.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    if not entries:
        return None
    if entries[0].previous_hash != FIRST_HASH or entries[0].sequence != 1:
        return entries[0].sequence
    for entry in entries:
        if entry.hash != _hash(entry):
            return entry.sequence
    for before, after in pairwise(entries):
        if after.previous_hash != before.hash or after.sequence != before.sequence + 1:
            return after.sequence
    return None


def _plain(detail: Mapping[str, object] | None) -> JsonObject:
    """Return the detail as JSON will give it back, so that its hash can be made again."""
    plain: JsonObject = json.loads(json.dumps(dict(detail or {}), default=str))
    return plain


def _hash(entry: AuditEntry) -> str:
    """Return the hash of the hash before and all that the entry says."""
    said = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(),
        "user_id": entry.user_id,
        "organisation_id": entry.organisation_id,
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject_id],
        "detail": entry.detail,
        "previous": entry.previous_hash,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
