"""
The lock file of a branch, `fast-data-lock.json`: which references it holds, where they come from, and their digests.

It is kept in version control, so that a pipeline notices a reference that is no longer as it was reviewed. It has no
times and no revision: branches that hold the same references have the same lock file, byte for byte.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from fast_data_transfer.domain.canonical import encode_canonical, format_file
from fast_data_transfer.domain.json_bounds import node_limit
from fast_data_transfer.domain.kinds import Key, Kind, sort_key
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.safe_json import JsonFault, decode_json

LOCK_TYPE: Final = "fast-data-lock"
LOCK_VERSION: Final = "1.0.0"

_WITHOUT_NAMES: Final = frozenset({"system", "singleView", "castFunction"})
"""Kinds whose contents name nothing but themselves; the others change with what they name."""

_WAY_OUT: Final = "Make it again with `fdt import --lock`."


class LockedSource(Base, frozen=True, forbid_unknown_fields=True):
    """Where a reference comes from, and its name there."""

    tenant_id: str
    project_id: str
    branch: str
    name: str


class LockedReference(Base, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    A reference as it was locked.

    `digest` is that of the item in its source; `content_digest` that of the content here, where names that were taken
    here make it another one.
    """

    kind: Kind
    name: str
    source: LockedSource
    digest: str
    content_digest: str | None = None

    @property
    def key(self) -> Key:
        """What identifies it within its branch."""
        return Key(self.kind, self.name)


class LockFile(Base, frozen=True, forbid_unknown_fields=True):
    """The references of a branch, ordered by kind, then name."""

    type: Literal["fast-data-lock"]
    lock_version: str
    references: tuple[LockedReference, ...]


class Mismatch(Base, frozen=True):
    """A reference that is not as it was locked, and why."""

    code: Literal["missing", "differs", "tampered", "not-locked"]
    kind: Kind
    name: str
    message: str


def make_lock(records: Mapping[Key, Record]) -> LockFile:
    """Lock all references of a branch."""
    found = (_lock(records[key]) for key in sorted(records, key=sort_key))
    references = tuple(reference for reference in found if reference)
    return LockFile(type=LOCK_TYPE, lock_version=LOCK_VERSION, references=references)


def encode_lock(lock: LockFile) -> bytes:
    """Encode a lock file; the same references give the same bytes."""
    return format_file(encode_canonical(msgspec.to_builtins(lock)))


def decode_lock(data: bytes) -> LockFile:
    """Decode a lock file that anybody may have edited. Raises `Problem` `unreadable-file`."""
    try:
        value = decode_json(data, max_nodes=node_limit(len(data)))
    except JsonFault as error:
        raise Problem("unreadable-file", f"The lock file is no JSON. {_WAY_OUT}", errors=[error.fault]) from None
    version = value.get("lockVersion", LOCK_VERSION) if isinstance(value, dict) else LOCK_VERSION
    if version != LOCK_VERSION:
        raise _refuse(f"The lock file has version {quote(str(version))}; {LOCK_VERSION} is read here.")
    try:
        lock = msgspec.convert(value, LockFile)
    except msgspec.ValidationError as error:
        raise _refuse(f"This is no lock file ({error}).") from None
    if len({reference.key for reference in lock.references}) < len(lock.references):
        raise _refuse("The lock file names a reference twice.")
    return lock


def check_references(lock: LockFile, records: Mapping[Key, Record]) -> Iterator[Mismatch]:
    """Check that a branch holds the references that were locked, all of them and no other, ordered by kind and name."""
    locked = {reference.key: reference for reference in lock.references}
    present = {key: found for key, record in records.items() if (found := _lock(record))}
    for key in sorted(locked.keys() | present.keys(), key=sort_key):
        if key not in locked:
            yield _mismatch("not-locked", key, "is a reference here, and is not in the lock file")
        elif key not in present:
            what = "is owned by this project and no longer a reference" if key in records else "is not here"
            yield _mismatch("missing", key, what)
        else:
            yield from _check_reference(key, locked[key], present[key])


def _check_reference(key: Key, locked: LockedReference, present: LockedReference) -> Iterator[Mismatch]:
    if present.source != locked.source:
        yield _mismatch("differs", key, f"comes from {_name(present.source)}, locked is {_name(locked.source)}")
    elif present.digest != locked.digest:
        yield _mismatch("differs", key, "is from an export with another content than the one that was locked")
    elif present.content_digest != locked.content_digest or _has_other_content(present):
        yield _mismatch("tampered", key, "has a content that is not the imported one: it was changed in the database")


def _has_other_content(reference: LockedReference) -> bool:
    """Tell whether a content is not that of the source, and no other name of anything explains it."""
    is_renamed = reference.name != reference.source.name
    return reference.content_digest is not None and reference.kind in _WITHOUT_NAMES and not is_renamed


def _lock(record: Record) -> LockedReference | None:
    marker = record.reference
    if marker is None:
        return None
    source = marker.source
    return LockedReference(
        kind=record.kind,
        name=record.name,
        source=LockedSource(
            tenant_id=source.tenant_id, project_id=source.project_id, branch=source.branch, name=marker.name
        ),
        digest=marker.digest,
        content_digest=None if record.digest == marker.digest else record.digest,
    )


def _name(source: LockedSource) -> str:
    return f'"{source.name}" of {source.tenant_id}/{source.project_id}, branch {source.branch}'


def _mismatch(code: Literal["missing", "differs", "tampered", "not-locked"], key: Key, what: str) -> Mismatch:
    return Mismatch(code=code, kind=key.kind, name=key.name, message=f'The {key.kind} "{key.name}" {what}.')


def _refuse(reason: str) -> Problem:
    detail = f"{reason} {_WAY_OUT}"
    return Problem("unreadable-file", detail, errors=[Fault(code="wrong-file", message=detail)])
