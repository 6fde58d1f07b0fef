"""
Load and save the whole configuration of a branch, as the Console does.

Source: `contract.md` section 7, `GET` and `PUT …/configuration`.
"""

import asyncio
from typing import Any, NamedTuple, cast

import msgspec

from fast_data_transfer.domain.canonical import encode_canonical
from fast_data_transfer.domain.changes import Change, find_change, require_references_untouched
from fast_data_transfer.domain.choices import Title
from fast_data_transfer.domain.configuration import (
    Configuration,
    find_warnings,
    read_configuration,
    require_own_markers,
    require_sound_ownership,
    write_configuration,
)
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, JsonObject, Source
from fast_data_transfer.domain.problems import Problem
from fast_data_transfer.domain.records import Record
from fast_data_transfer.domain.times import format_time
from fast_data_transfer.operations.writing import now, write_branch
from fast_data_transfer.storage.database import Database
from fast_data_transfer.storage.heads import Head, fetch_head
from fast_data_transfer.storage.resources import fetch_records
from fast_data_transfer.storage.transactions import open_snapshot


class SavedConfiguration(Base, frozen=True):
    """Everything that a branch holds, as one answer."""

    fast_data_config: JsonObject
    services: JsonObject
    collections: JsonObject
    revision: int
    title: str | None
    updated_at: str | None
    updated_by: str | None


class ConfigurationUpdate(Base, frozen=True, forbid_unknown_fields=True):
    """A whole save; `services` and `collections` stay as they are when they are not given."""

    title: Title
    previous_revision: int
    fast_data_config: JsonObject
    services: JsonObject | None = None
    collections: JsonObject | None = None


class SaveReceipt(Base, frozen=True):
    """What a save did: the revision that the branch is at now, and what was accepted with a warning."""

    revision: int
    updated_at: str | None
    warnings: list[Issue]


class _Save(NamedTuple):
    """A whole save as it is written: the change of the resources, and the fields of the head."""

    change: Change
    fields: dict[str, Any]
    warnings: list[Issue]


async def load_configuration(database: Database, place: Source) -> SavedConfiguration:
    """Load all of a branch."""
    async with open_snapshot(database) as session:
        head = await fetch_head(database, place, session)
        records = await fetch_records(database, head.id, session=session)
    return await asyncio.to_thread(_describe_branch, head, records)


def _describe_branch(head: Head, records: list[Record]) -> SavedConfiguration:
    extra = _decode(head.extra)
    return SavedConfiguration(
        fast_data_config=write_configuration(records, head.config_version, head.updated_at, extra),
        services=_decode(head.services),
        collections=_decode(head.collections),
        revision=head.revision,
        title=head.title,
        updated_at=head.updated_at,
        updated_by=head.updated_by,
    )


async def save_configuration(database: Database, place: Source, update: ConfigurationUpdate, by: str) -> SaveReceipt:
    """
    Replace all of a branch: what the update lacks is deleted, references must come back as they are.

    Raises `Problem` `invalid-resource`, `stale-revision` or `reference-read-only`; then nothing is written.
    """
    configuration = await asyncio.to_thread(read_configuration, update.fast_data_config)
    head = await fetch_head(database, place)
    if update.previous_revision != head.revision:
        detail = f"The branch is at revision {head.revision}, the change was made on {update.previous_revision}."
        raise Problem("stale-revision", f"{detail} Load it again, and make the change there.")
    before = await fetch_records(database, head.id)
    change, fields, warnings = await asyncio.to_thread(_prepare_save, place, head, before, configuration, update)
    if not change and not fields:
        return SaveReceipt(revision=head.revision, updated_at=head.updated_at, warnings=warnings)
    at = format_time(now())
    revision = await write_branch(database, head, change, title=update.title, by=by, at=at, fields=fields)
    return SaveReceipt(revision=revision, updated_at=at, warnings=warnings)


def _prepare_save(
    place: Source, head: Head, records: list[Record], configuration: Configuration, update: ConfigurationUpdate
) -> _Save:
    before = {record.key: record for record in records}
    after = _keep_markers(before, configuration.records)
    change = find_change(before, after)
    if all(record.is_default and record.owned for record in records):
        require_own_markers(configuration)
    else:
        require_references_untouched(before, change, configuration.foreign_markers)
    require_sound_ownership(after, place)
    collections = head.collection_names if update.collections is None else update.collections
    fields = _changed_fields(head, describe_head(configuration, update.services, update.collections))
    return _Save(change, fields, find_warnings(after.values(), collections))


def _keep_markers(before: dict[Key, Record], after: dict[Key, Record]) -> dict[Key, Record]:
    """`copiedFrom` is the server's: an entry that comes back without it keeps it."""
    return {
        key: msgspec.structs.replace(record, copied_from=before[key].copied_from)
        if record.copied_from is None and key in before
        else record
        for key, record in after.items()
    }


def describe_head(
    configuration: Configuration, services: JsonObject | None, collections: JsonObject | None
) -> dict[str, Any]:
    """Describe what a save gives a branch besides resources, as fields of its head; `None` stays as it is."""
    fields: dict[str, Any] = {"configVersion": configuration.version, "extra": _encode(configuration.extra)}
    if services is not None:
        fields["services"] = _encode(services)
    if collections is not None:
        fields["collections"] = _encode(collections)
        fields["collectionNames"] = sorted(collections)
    return fields


def _changed_fields(head: Head, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of the head that a save changes; a new title alone is no change."""
    present = msgspec.to_builtins(head, builtin_types=(type(head.id),))
    return {name: value for name, value in given.items() if present[name] != value}


def _encode(value: JsonObject) -> str:
    return encode_canonical(value).decode()


def _decode(text: str) -> JsonObject:
    return cast("JsonObject", msgspec.json.decode(text))
