"""
One resource at a time: create, edit, delete, detach.

References refuse every edit but that of their wiring. Source: `contract.md` section 7.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from fast_data_transfer.domain.changes import Change, require_references_untouched
from fast_data_transfer.domain.content import MARKER_KEYS, split_entry
from fast_data_transfer.domain.issues import KIND_WORDS
from fast_data_transfer.domain.kinds import ID_KEYS, NAMESPACES, Key, is_valid_name
from fast_data_transfer.domain.model import JsonObject, Origin, Source
from fast_data_transfer.domain.needs import KNOWN_DEFAULTS, Need
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.records import Record, Summary, make_record
from fast_data_transfer.domain.shape import check_shape
from fast_data_transfer.operations.writing import retry_when_stale, write_branch
from fast_data_transfer.storage.branches import Branch
from fast_data_transfer.storage.database import Database, Session
from fast_data_transfer.storage.heads import Head, fetch_head
from fast_data_transfer.storage.resources import (
    Stored,
    fetch_named,
    fetch_records,
    fetch_stored,
    find_members,
    find_users,
)
from fast_data_transfer.storage.transactions import open_snapshot


class Shown(NamedTuple):
    """A resource at one revision of its branch; `needed` is what meets its needs, `users` what needs it."""

    head: Head
    stored: Stored
    needed: Mapping[Need, Summary]
    users: list[Key]


async def require_resource(database: Database, branch: Branch, key: Key) -> None:
    """Make sure that there is such a resource, without its content. Raises `Problem` `not-found`."""
    slot = Need(NAMESPACES[key.kind], key.name)
    found = await fetch_named(database, branch.id, {slot})
    if slot not in found or found[slot].kind != key.kind:
        raise _missing(key, branch.name)


async def show_resource(database: Database, place: Source, key: Key) -> Shown:
    """
    Fetch one resource and its neighbours.

    Raises `Problem` `not-found`.
    """
    async with open_snapshot(database) as session:
        return await _show(database, place, key, session)


async def _show(database: Database, place: Source, key: Key, session: Session) -> Shown:
    head = await fetch_head(database, place, session)
    stored = await fetch_stored(database, head.id, key, session)
    if stored is None:
        raise _missing(key, place.branch)
    needed = await fetch_named(database, head.id, stored.record.needs, session)
    return Shown(head, stored, needed, await find_users(database, head.id, {key}, session))


async def create_resource(
    database: Database, place: Source, key: Key, *, system: str | None, entry: JsonObject, by: str
) -> Shown:
    """
    Create an owned resource, and show it.

    Raises `Problem` `invalid-resource`, `name-taken`, `reference-read-only` or `default-read-only`.
    """

    async def attempt() -> Shown:
        head = await fetch_head(database, place)
        record = _read(key, system, entry, stored=None)
        _require_valid(record)
        slot = Need(NAMESPACES[key.kind], key.name)
        beside = await fetch_named(database, head.id, {slot, Need("system", system or "")})
        _require_free(slot, beside, head)
        resources = {summary.key: summary for summary in beside.values()}
        _require_system(key, system, resources)
        change = Change(created=(record,))
        require_references_untouched(resources, change)
        return await _write(database, place, key, head, change, title=f"create: {_words(key)}", by=by)

    return await retry_when_stale(attempt)


async def replace_resource(database: Database, place: Source, shown: Shown, entry: JsonObject, by: str) -> Shown:
    """
    Replace the entry of a resource, and show it; of a reference, only the wiring may differ.

    Raises `Problem` `invalid-resource`, `reference-read-only`, `default-read-only`, `invalid-request` for another
    name, or `stale-revision` when the branch moved since the resource was read.
    """
    present = shown.stored.record
    _require_custom(present)
    record = _read(present.key, present.system, entry, stored=present)
    if record == present:
        return shown
    if record.digest != present.digest and present.owned:
        _require_valid(record)
    beside = {present.key: present} | {summary.key: summary for summary in shown.needed.values()}
    change = Change(updated=(record,))
    require_references_untouched(beside, change)
    return await _write(database, place, present.key, shown.head, change, title=f"change: {_words(present.key)}", by=by)


async def delete_resource(database: Database, shown: Shown, by: str) -> None:
    """
    Delete a resource, a reference to a system with its projections.

    Raises `Problem` `resource-in-use` naming the users outside of what goes, or `default-read-only`.
    """
    present = shown.stored.record
    _require_custom(present)
    going = {present.key}
    if not present.owned:
        going |= await _find_members(database, shown)
    _require_unused(await find_users(database, shown.head.id, going))
    change = Change(deleted=tuple(sorted(going)))
    await write_branch(database, shown.head, change, title=f"delete: {_words(present.key)}", by=by)


async def detach_resource(database: Database, place: Source, shown: Shown, by: str) -> Shown:
    """
    Make a reference an owned resource, a system with its projections, and show it.

    Raises `Problem` `not-a-reference`, or `reference-read-only` for a projection alone.
    """
    present = shown.stored.record
    if present.owned:
        raise Problem("not-a-reference", f"{_words(present.key)} is owned already: edit it.")
    if present.kind == "projection":
        detail = f'A system and its projections are detached together: detach the system "{present.system}".'
        raise Problem("reference-read-only", detail)
    keys = {present.key} | await _find_members(database, shown)
    records = await fetch_records(database, shown.head.id, keys)
    change = Change(updated=tuple(_detach(record) for record in records))
    return await _write(database, place, present.key, shown.head, change, title=f"detach: {_words(present.key)}", by=by)


async def _write(
    database: Database, place: Source, key: Key, head: Head, change: Change, *, title: str, by: str
) -> Shown:
    """Write a change, and show the resource as that left it: afterwards, others may have changed or deleted it."""
    seen: list[Shown] = []

    async def look(session: Session) -> None:
        seen[:] = [await _show(database, place, key, session)]

    await write_branch(database, head, change, title=title, by=by, after=look)
    return seen[0]


def _read(key: Key, system: str | None, entry: JsonObject, stored: Record | None) -> Record:
    """Read an entry that was sent for a resource; markers in it may only be those that are stored."""
    _require_same_name(key, entry)
    faults = [] if is_valid_name(key.kind, key.name) else [_name_fault(key)]
    faults += [*check_shape(key.kind, entry, "/entry"), *_check_members(key, entry)]
    if faults:
        raise Problem("invalid-resource", "The resource is not valid: see `errors`. Nothing was saved.", errors=faults)
    _require_same_markers(entry, stored)
    content, wiring = split_entry(key.kind, entry)
    reference, copied_from = (stored.reference, stored.copied_from) if stored else (None, None)
    return make_record(key.kind, key.name, system, content, wiring=wiring, reference=reference, copied_from=copied_from)


def _name_fault(key: Key) -> Fault:
    message = f"The name of a {KIND_WORDS[key.kind]} has 1 to 80 letters, digits, _ and - (a function: no -)."
    return Fault(code="invalid-name", message=message, pointer="/name")


def _check_members(key: Key, entry: JsonObject) -> list[Fault]:
    """Projections sent with their system would be lost without a word."""
    if key.kind != "system" or not entry.get("projections"):
        return []
    message = "Projections are resources of their own: create and change them one by one."
    return [Fault(code="invalid-content", message=message, pointer="/entry/projections")]


def _require_same_name(key: Key, entry: JsonObject) -> None:
    for field in ("name", ID_KEYS[key.kind]):
        if entry.get(field, key.name) != key.name:
            message = f'`{field}` of the entry must be "{key.name}": a name does not change.'
            fault = Fault(code="invalid-value", message=message, pointer=f"/entry/{field}")
            raise Problem("invalid-request", message, errors=[fault])


def _require_same_markers(entry: JsonObject, stored: Record | None) -> None:
    markers: dict[str, Origin | None] = {
        "reference": stored.reference if stored else None,
        "copiedFrom": stored.copied_from if stored else None,
    }
    for field in sorted(MARKER_KEYS & entry.keys()):
        if entry[field] is not None and entry[field] != msgspec.to_builtins(markers[field]):
            raise Problem("reference-read-only", f"`{field}` is written by the server: leave it out.")


def _require_system(key: Key, system: str | None, resources: Mapping[Key, Summary]) -> None:
    if key.kind != "projection":
        if system is not None:
            raise Problem("invalid-request", f"Only a projection has a system; a {KIND_WORDS[key.kind]} has none.")
    elif system is None or Key("system", system) not in resources:
        message = "A projection is created in a System of Record that is there: name it as `system`."
        raise Problem(
            "invalid-resource", message, errors=[Fault(code="unknown-system", message=message, pointer="/system")]
        )


def _require_free(slot: Need, present: Mapping[Need, Summary], head: Head) -> None:
    is_collection = slot.namespace == "collection" and slot.name in head.collection_names
    is_known_default = slot.namespace == "castFunction" and slot.name in KNOWN_DEFAULTS
    if slot in present or is_collection or is_known_default:
        raise Problem("name-taken", f'The name "{slot.name}" is taken in this branch. Choose another one.')


def _require_valid(record: Record) -> None:
    if record.is_default:
        raise Problem("default-read-only", "Default cast functions cannot be created or changed one by one.")
    if record.faults:
        faults = [msgspec.structs.replace(fault, pointer=f"/entry{fault.pointer or ''}") for fault in record.faults]
        raise Problem("invalid-resource", "The resource is not valid: see `errors`. Nothing was saved.", errors=faults)


def _require_custom(record: Summary) -> None:
    # One that is a reference has been imported: what is allowed on references holds.
    if record.is_default and record.owned:
        detail = f'"{record.name}" is a default cast function: it cannot be changed or deleted on its own.'
        raise Problem("default-read-only", detail)


def _require_unused(users: Sequence[Key]) -> None:
    if users:
        faults = [_in_use(user) for user in users[:100]]
        names = ", ".join(f'"{user.name}"' for user in users[:5])
        raise Problem("resource-in-use", f"It is used by {names}. Change or delete these first.", errors=faults)


def _in_use(user: Key) -> Fault:
    params: JsonObject = {"reason": "user", "name": user.name}
    return Fault(code="resource-in-use", message=f"{_words(user)} uses it.", params=params)


async def _find_members(database: Database, shown: Shown) -> set[Key]:
    system = shown.stored.record
    return await find_members(database, shown.head.id, system.name) if system.kind == "system" else set()


def _detach(record: Record) -> Record:
    marker = record.reference
    if marker is None:
        return record
    origin = Origin(source=marker.source, name=marker.name, exported_at=marker.exported_at, digest=marker.digest)
    return msgspec.structs.replace(record, reference=None, copied_from=origin)


def _missing(key: Key, branch: str) -> Problem:
    return Problem("not-found", f'There is no {KIND_WORDS[key.kind]} "{key.name}" in "{branch}".')


def _words(key: Key) -> str:
    return f'{KIND_WORDS[key.kind]} "{key.name}"'
