"""
The configuration of a branch in the Console's shape (`fastDataConfig`), read into records and written back.

Unknown keys are kept, inside entries and at the top. Source: `contract.md` section 2.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeVar

import msgspec

from fast_data_transfer.domain.content import split_entry
from fast_data_transfer.domain.envelope import check_origin
from fast_data_transfer.domain.issues import Issue, case_only_difference, from_fault, relate, shared_collection
from fast_data_transfer.domain.json_types import name_type
from fast_data_transfer.domain.kinds import NAMESPACES, SECTIONS, Key, Kind, Namespace, is_valid_name
from fast_data_transfer.domain.model import Base, Identity, Json, JsonObject, Origin, Reference, Source, identity_of
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault, Problem
from fast_data_transfer.domain.records import Record, decode_entry, make_record
from fast_data_transfer.domain.shape import check_shape

CONFIG_VERSION: Final = "2.2.0"

_Marker = TypeVar("_Marker", bound=Origin)

_TOP_KINDS: Final[tuple[Kind, ...]] = ("system", "singleView", "erSchema", "castFunction")
_NOT_KEPT: Final = frozenset({"version", "updatedAt", "lastCommitId", "deletedElements"})
_MARKERS: Final[tuple[tuple[str, type[Origin]], ...]] = (("reference", Reference), ("copiedFrom", Origin))


class Configuration(Base, frozen=True):
    """
    A configuration as records; `extra` are the top-level keys that the product does not know.

    `foreign_markers` are the faults of markers that no server of this product has written; their records have none.
    """

    version: str
    extra: JsonObject
    records: dict[Key, Record]
    foreign_markers: dict[Key, Fault]


class _Entry(NamedTuple):
    kind: Kind
    name: str
    system: str | None
    value: JsonObject
    pointer: str


def read_configuration(value: Json) -> Configuration:
    """
    Read a `fastDataConfig`; `name` wins over the key of an entry, an entry without it takes its key.

    Raises `Problem` `invalid-resource` with every fault of structure or name, up to 100.
    """
    if not isinstance(value, dict):
        raise _invalid([Fault(code="invalid-content", message="A configuration is a JSON object.", pointer="")])
    faults: list[Fault] = []
    entries = list(_entries(value, faults))
    faults += _check_version(value)
    faults += _check_names(entries)
    faults += [fault for entry in entries for fault in check_shape(entry.kind, entry.value, entry.pointer)]
    if faults:
        raise _invalid(faults)
    return Configuration(
        version=str(value.get("version") or CONFIG_VERSION),
        extra=_extra(value),
        records={Key(entry.kind, entry.name): _read_entry(entry) for entry in entries},
        foreign_markers={Key(entry.kind, entry.name): fault for entry in entries for fault in _check_markers(entry)},
    )


def require_own_markers(configuration: Configuration) -> None:
    """Guard a branch that takes references as given. Raises `Problem` `invalid-resource`, with up to 100 faults."""
    if configuration.foreign_markers:
        raise _invalid(list(configuration.foreign_markers.values()))


def require_sound_ownership(records: Mapping[Key, Record], place: Source) -> None:
    """
    Guard a branch against references that contradict each other: their markers are those of the body that was sent.

    `place` is the branch: what it owns belongs to that project. Raises `Problem` `invalid-resource` with every fault,
    up to 100.
    """
    faults = list(_check_ownership(records, place))
    if faults:
        raise _invalid(faults)


def find_warnings(records: Iterable[Record], collections: Collection[str] = ()) -> list[Issue]:
    """
    Report what loading accepts, and an edit or an import as a resource would not.

    `collections` are the CRUD collections of the branch: MongoDB collections, as Projections and Single Views are.
    """
    found: list[Issue] = []
    similar: dict[tuple[Namespace, str], Key] = {}
    for record in records:
        namespace = NAMESPACES[record.kind]
        found += [from_fault(_locate(fault, record), "warning", relate(record.key)) for fault in record.faults]
        if namespace == "collection" and record.name in collections:
            found.append(shared_collection(record.key))
        first = similar.setdefault((namespace, record.name.lower()), record.key)
        if first != record.key:
            found.append(case_only_difference(record.name, relate(first)))
    return found


def write_configuration(
    records: Iterable[Record], version: str, updated_at: str | None, extra: JsonObject
) -> JsonObject:
    """Write a `fastDataConfig`: entries with their wiring and markers, projections inside their systems."""
    sections: dict[str, JsonObject] = {SECTIONS[kind]: {} for kind in _TOP_KINDS}
    projections: dict[str, JsonObject] = {}
    for record in records:
        entry = write_entry(record)
        if record.kind == "projection":
            projections.setdefault(record.system or "", {})[record.name] = entry
            continue
        if record.kind == "system":
            entry["projections"] = projections.setdefault(record.name, {})
        sections[SECTIONS[record.kind]][record.name] = entry
    return {**extra, **sections, "version": version, "updatedAt": updated_at}


def write_entry(record: Record) -> JsonObject:
    """Write one entry with its markers, as the whole configuration shows it."""
    entry = decode_entry(record)
    for key, marker in (("reference", record.reference), ("copiedFrom", record.copied_from)):
        if marker:
            entry[key] = msgspec.to_builtins(marker)
    return entry


def _entries(configuration: JsonObject, faults: list[Fault]) -> Iterator[_Entry]:
    for kind in _TOP_KINDS:
        for entry in _section(kind, configuration, None, "", faults):
            yield entry
            if kind == "system":
                yield from _section("projection", entry.value, entry.name, entry.pointer, faults)


def _section(kind: Kind, holder: JsonObject, system: str | None, place: str, faults: list[Fault]) -> Iterator[_Entry]:
    """Give the entries of a kind; without its section there are none, and `null` is no section, since all would go."""
    section, pointer = holder.get(SECTIONS[kind], {}), f"{place}/{SECTIONS[kind]}"
    if not isinstance(section, dict):
        faults.append(Fault(code="invalid-content", message="This is a map of names to entries.", pointer=pointer))
        return
    for key, value in section.items():
        place = join_pointer(pointer, key)
        if isinstance(value, dict):
            name = value.get("name", key)
            yield _Entry(kind, name if isinstance(name, str) else key, system, value, place)
        else:
            faults.append(Fault(code="invalid-content", message="An entry is a JSON object.", pointer=place))


def _check_version(configuration: JsonObject) -> Iterator[Fault]:
    version = configuration.get("version")
    if version is not None and not isinstance(version, str):
        found = name_type(version)
        message = f"The version of a configuration is a text such as {CONFIG_VERSION}; this is {found}. Correct it."
        yield Fault(code="invalid-content", message=message, pointer="/version")


def _check_names(entries: Iterable[_Entry]) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    for entry in entries:
        slot = (NAMESPACES[entry.kind], entry.name)
        if not is_valid_name(entry.kind, entry.name):
            message = f'"{entry.name[:80]}" is no name for a {entry.kind}: up to 80 letters, digits, _ and -.'
            yield Fault(code="invalid-name", message=message, pointer=entry.pointer)
        elif slot in taken:
            message = f'"{entry.name}" is taken by {taken[slot]}.'
            yield Fault(code="name-taken", message=message, pointer=entry.pointer)
        taken.setdefault(slot, entry.pointer)


def _check_markers(entry: _Entry) -> Iterator[Fault]:
    for key, marker in _MARKERS:
        if entry.value.get(key) is not None and _read_marker(entry.value[key], marker) is None:
            message = f"`{key}` is not as the server writes it: send it as you got it, or leave it out."
            yield Fault(code="invalid-content", message=message, pointer=f"{entry.pointer}/{key}")


def _check_ownership(records: Mapping[Key, Record], place: Source) -> Iterator[Fault]:
    """A system and its projections are all owned, or all references to one project; nothing is there twice."""
    identities = {
        Identity(tenant_id=place.tenant_id, project_id=place.project_id, kind=key.kind, name=key.name)
        for key, record in records.items()
        if record.owned
    }
    for key, record in records.items():
        system = records.get(Key("system", record.system)) if record.system is not None else None
        if system and _source_project(system) != _source_project(record):
            message = f'"{key.name}" and its system "{system.name}" must be both owned, or references to one project.'
            yield _locate(Fault(code="mixed-ownership", message=message), record)
        if record.reference and identity_of(key.kind, record.reference) in identities:
            message = f'"{key.name}" is "{record.reference.name}" of a project that is here already.'
            yield _locate(Fault(code="duplicate-reference", message=message), record)
        if record.reference:
            identities.add(identity_of(key.kind, record.reference))


def _source_project(record: Record) -> tuple[str, str] | None:
    return record.reference.source.project if record.reference else None


def _read_entry(entry: _Entry) -> Record:
    content, wiring = split_entry(entry.kind, entry.value)
    return make_record(
        entry.kind,
        entry.name,
        entry.system,
        content,
        wiring=wiring,
        reference=_read_marker(entry.value.get("reference"), Reference),
        copied_from=_read_marker(entry.value.get("copiedFrom"), Origin),
    )


def _read_marker(value: Json, marker: type[_Marker]) -> _Marker | None:
    """Read a marker that an export can write and an import can read: it is judged as in a file."""
    if any(check_origin(value, "")):
        return None
    try:
        read = msgspec.convert(value, marker)
    except msgspec.ValidationError:
        return None
    return read if msgspec.to_builtins(read) == value else None


def _extra(configuration: JsonObject) -> JsonObject:
    known = {SECTIONS[kind] for kind in _TOP_KINDS} | _NOT_KEPT
    return {key: value for key, value in configuration.items() if key not in known}


def _locate(fault: Fault, record: Record) -> Fault:
    """Extend the pointer of a fault from inside an entry to the whole configuration."""
    section = join_pointer("/systems", record.system) if record.kind == "projection" and record.system else ""
    place = join_pointer(f"{section}/{SECTIONS[record.kind]}", record.name)
    return msgspec.structs.replace(fault, pointer=place + (fault.pointer or ""))


def _invalid(faults: list[Fault]) -> Problem:
    detail = "The configuration cannot be read as it is: see `errors` for each place. Nothing was saved."
    return Problem("invalid-resource", detail, errors=faults[:100])
