"""
The entries of an export file: what must hold for each and between them, and how they become items.

Source: `contract.md` section 4. The check takes any JSON; `read_items` takes what it found nothing wrong with.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias, cast

from msgspec import structs

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.content import WIRING_KEYS, split_entry, with_name
from fast_data_transfer.domain.envelope import ORIGIN_KEYS, check_origin, leave_out, read_origin
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.json_types import map_of, object_with, refuse_type
from fast_data_transfer.domain.kinds import ID_KEYS, KINDS, NAMESPACES, SECTIONS, Kind
from fast_data_transfer.domain.model import Json, JsonObject
from fast_data_transfer.domain.pointers import join_pointer
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.quoting import quote
from fast_data_transfer.domain.records import find_facts
from fast_data_transfer.domain.shape import check_shape

SECTION_KINDS: Final[tuple[Kind, ...]] = tuple(kind for kind in KINDS if kind != "projection")

_Project: TypeAlias = tuple[str, str]
_OWNED: Final[_Project] = ("", "")

_MANY_FAULTS: Final = 10_000

_check_section: Final = map_of(object_with({}))


class Entry(NamedTuple):
    """An entry of a file, and where it is."""

    kind: Kind
    name: str
    system: str | None
    value: JsonObject
    pointer: str


def list_entries(document: JsonObject) -> Iterator[Entry]:
    """List what can be read as an entry: a system, then its projections."""
    resources = document.get("resources")
    for kind in SECTION_KINDS:
        for entry in _list_section(kind, None, resources, "/resources"):
            yield entry
            if kind == "system":
                yield from _list_section("projection", entry.name, entry.value, entry.pointer)


def count_entries(document: JsonObject) -> int:
    """Count what stands where entries stand, be it one or not."""
    resources = document.get("resources")
    systems = _members(resources, "system").values()
    return sum(len(_members(resources, kind)) for kind in SECTION_KINDS) + sum(
        len(_members(system, "projection")) for system in systems
    )


def check_entries(document: JsonObject) -> Iterator[Fault]:
    """Check all entries, each by itself, and then against each other."""
    resources = document.get("resources")
    if not isinstance(resources, dict):
        yield refuse_type(resources, "/resources", "object")
        return
    for kind in SECTION_KINDS:
        if SECTIONS[kind] in resources:
            yield from _check_section(resources[SECTIONS[kind]], f"/resources/{SECTIONS[kind]}")
    entries = list(list_entries(document))
    for entry in entries:
        yield from _check_entry(entry)
    yield from _check_names(entries)
    yield from _check_identities(entries, _project_of(document.get("metadata")))
    yield from _check_ownership(entries)


def read_items(document: JsonObject, digests: "JsonObject | None") -> Iterator[Item]:
    """
    Read all items; without digests nothing can be told of them.

    When a file has very many faults, each further item tells one of its own: that is enough for a verdict.
    """
    left = _MANY_FAULTS
    for kind, name, system, value, _ in list_entries(document):
        content = with_name(kind, name, split_entry(kind, value)[0])
        text = encode_canonical(content)
        digest = digest_of(text)
        facts = find_facts(kind, system, content)
        left -= len(facts.faults)
        if left < 0:
            facts = structs.replace(facts, faults=facts.faults[:1])
        yield Item(
            kind=kind,
            name=name,
            system=system,
            text=text,
            digest=digest,
            origin=read_origin(cast("JsonObject", value["reference"])) if "reference" in value else None,
            content=content,
            facts=facts,
            edited=digests is not None and digests.get(f"{kind}/{name}") != digest,
        )


def find_left_out(document: JsonObject) -> Iterator[Fault]:
    """Find what entries have and an import does not take over: wiring, and what else a `reference` says."""
    for entry in list_entries(document):
        for key in entry.value:
            if key in WIRING_KEYS or key == "copiedFrom":
                yield leave_out(key, entry.pointer, "it belongs to the project that the file comes from")
        for key in cast("JsonObject", entry.value.get("reference", {})):
            if key not in ORIGIN_KEYS:
                yield leave_out(key, f"{entry.pointer}/reference", "an import writes its own")


def _list_section(kind: Kind, system: str | None, holder: Json, pointer: str) -> Iterator[Entry]:
    for name, value in _members(holder, kind).items():
        if isinstance(value, dict):
            yield Entry(kind, name, system, value, join_pointer(f"{pointer}/{SECTIONS[kind]}", name))


def _members(holder: Json, kind: Kind) -> JsonObject:
    section = holder.get(SECTIONS[kind]) if isinstance(holder, dict) else None
    return section if isinstance(section, dict) else {}


def _check_entry(entry: Entry) -> Iterator[Fault]:
    yield from check_shape(entry.kind, entry.value, entry.pointer)
    for key in (ID_KEYS[entry.kind], "name"):
        found = entry.value.get(key, entry.name)
        if isinstance(found, str) and found != entry.name:
            found, name = quote(found), quote(entry.name)
            message = f"This is {found}, and the key of the entry is {name}. Make them equal."
            yield _fault(message, f"{entry.pointer}/{key}", reason="other-name", found=found, name=name)
    if "reference" in entry.value:
        yield from check_origin(entry.value["reference"], f"{entry.pointer}/reference")
    if entry.kind == "system" and "projections" in entry.value:
        yield from _check_section(entry.value["projections"], f"{entry.pointer}/projections")


def _check_names(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Check that no two entries have one name in one namespace."""
    taken: dict[tuple[str, str], str] = {}
    for entry in entries:
        first = taken.setdefault((NAMESPACES[entry.kind], entry.name), entry.pointer)
        if first != entry.pointer:
            name = quote(entry.name)
            message = f"The name {name} is there twice. Keep one of the two."
            yield _fault(message, entry.pointer, reason="name-twice", name=name)


def _check_identities(entries: Iterable[Entry], own: _Project | None) -> Iterator[Fault]:
    """Check that no two entries are the same resource of the same project; `own` is that of the file."""
    taken: dict[tuple[_Project | None, Kind, str], Entry] = {}
    for entry in entries:
        reference = entry.value.get("reference")
        project, name = own, entry.name
        if isinstance(reference, dict):
            project, name = _project_of(reference), str(reference.get("name"))
        first = taken.setdefault((project, entry.kind, name), entry)
        if first.pointer != entry.pointer and project and first.name != entry.name:
            one, other = quote(first.name), quote(entry.name)
            message = f"{one} and {other} are the same resource of one project. Keep one."
            yield _fault(message, entry.pointer, reason="same-resource", one=one, other=other)


def _check_ownership(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Check that a system and its projections are all owned, or all references to one project."""
    owner: _Project | None = None
    for entry in entries:
        found = _owner_of(entry)
        if entry.kind == "system":
            owner = found
        elif entry.kind == "projection" and owner and found and found != owner:
            name, system = quote(entry.name), quote(str(entry.system))
            message = (
                f"{name} and its system {system} must be both owned, or both be references to one project. "
                "Export it again."
            )
            yield _fault(message, entry.pointer, reason="mixed-ownership", name=name, system=system)


def _owner_of(entry: Entry) -> _Project | None:
    """Tell the project that a reference is to; what is owned has no name for it, what is incomplete has no owner."""
    return _project_of(entry.value["reference"]) if "reference" in entry.value else _OWNED


def _project_of(holder: Json) -> _Project | None:
    """Tell which project the `source` of a marker or of the metadata names."""
    source = holder.get("source") if isinstance(holder, dict) else None
    tenant, project = (source.get("tenantId"), source.get("projectId")) if isinstance(source, dict) else (None, None)
    return (tenant, project) if isinstance(tenant, str) and isinstance(project, str) else None


def _fault(message: str, pointer: str, **params: Json) -> Fault:
    return Fault(code="invalid-file", message=message, pointer=pointer, params=params)
