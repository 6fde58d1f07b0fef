"""
A resource as a branch holds it: its content as one canonical text, and beside it what is asked about it.

The text is what files, digests and comparisons are made of; decoding it is needed only to change it.
Content and wiring: `contract.md` section 2.
"""

from typing import cast

import msgspec
from msgspec.structs import asdict

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.content import with_name
from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.model import Base, Json, JsonObject, Origin, Reference
from fast_data_transfer.domain.needs import Need, find_known_defaults, find_needs, find_nodes, find_outgoing
from fast_data_transfer.domain.problems import Fault
from fast_data_transfer.domain.shape import check_content


class Facts(Base, frozen=True, kw_only=True):
    """
    What is asked about a content, found once when it comes in.

    `faults` are its difficulties (`invalid-content`, `no-primary-key`); `data_type` is what a cast function returns;
    `known_defaults` are those of the nine default cast functions that it uses. It needs none of them to be there.
    """

    description: str
    is_default: bool
    needs: tuple[Need, ...]
    topics: tuple[str, ...]
    base_paths: tuple[str, ...]
    counts: dict[str, int]
    faults: tuple[Fault, ...]
    data_type: str | None = None
    known_defaults: tuple[str, ...] = ()


class Summary(Facts, frozen=True, kw_only=True):
    """What a plan, a list or a dependency closure asks about a resource."""

    kind: Kind
    name: str
    system: str | None
    digest: str
    reference: Reference | None = None
    copied_from: Origin | None = None

    @property
    def key(self) -> Key:
        """What identifies it within its branch."""
        return Key(self.kind, self.name)

    @property
    def owned(self) -> bool:
        """Whether this project may edit it."""
        return self.reference is None


class Record(Summary, frozen=True, kw_only=True):
    """
    A whole resource: `content` and `wiring` are JSON texts, the first one canonical.

    In a change, `wiring` `None` means that it stays as the project set it.
    """

    content: str
    wiring: str | None


def make_record(
    kind: Kind,
    name: str,
    system: str | None,
    content: JsonObject,
    *,
    wiring: JsonObject | None,
    reference: Reference | None = None,
    copied_from: Origin | None = None,
) -> Record:
    """Make the record of a resource; its name is written into the content, so that id, name and key are equal."""
    named = with_name(kind, name, content)
    canonical = encode_canonical(named)
    return Record(
        **asdict(find_facts(kind, system, named)),
        kind=kind,
        name=name,
        system=system,
        digest=digest_of(canonical),
        reference=reference,
        copied_from=copied_from,
        content=canonical.decode(),
        wiring=None if wiring is None else encode_canonical(wiring).decode(),
    )


def find_facts(kind: Kind, system: str | None, content: JsonObject) -> Facts:
    """Find what is asked about a content that has its name in it."""
    return Facts(
        description=_text(content.get("description")),
        is_default=kind == "castFunction" and content.get("type") == "default",
        needs=find_needs(kind, system, content),
        topics=find_topics(content) if kind == "projection" else (),
        base_paths=find_base_paths(content) if kind == "singleView" else (),
        counts=count_parts(kind, content),
        faults=tuple(check_content(kind, content)),
        data_type=_text(content.get("dataType")) if kind == "castFunction" else None,
        known_defaults=find_known_defaults(kind, content),
    )


def decode_content(record: Record) -> JsonObject:
    """Decode the content of a record."""
    return cast("JsonObject", msgspec.json.decode(record.content))


def decode_entry(record: Record) -> JsonObject:
    """Build the entry of a configuration: content and wiring together, without marker and projections."""
    return decode_content(record) | cast("JsonObject", msgspec.json.decode(record.wiring or "{}"))


def find_topics(projection: JsonObject) -> tuple[str, ...]:
    """Find the names of the Kafka topics of a projection, sorted."""
    topics = projection.get("topics")
    values = topics.values() if isinstance(topics, dict) else ()
    names = {topic.get("name") for topic in values if isinstance(topic, dict)}
    return tuple(sorted(name for name in names if isinstance(name, str) and name))


def find_base_paths(single_view: JsonObject) -> tuple[str, ...]:
    """Find the base paths of the internal endpoints of a single view, sorted."""
    endpoints = single_view.get("internalEndpoints")
    paths = {e.get("basePath") for e in endpoints if isinstance(e, dict)} if isinstance(endpoints, list) else set()
    return tuple(sorted(path for path in paths if isinstance(path, str) and path))


def count_parts(kind: Kind, content: JsonObject) -> dict[str, int]:
    """Count what a list shows of a resource."""
    if kind == "erSchema":
        conditions = (_length(related, "conditions") for _, out in find_outgoing(content) for related in out.values())
        return {"collections": len(find_nodes(content)), "conditions": sum(conditions)}
    if kind in {"projection", "singleView"}:
        return {part: _length(content, part) for part in ("fields", "indexes")}
    return {}


def _length(value: Json, key: str) -> int:
    part = value.get(key) if isinstance(value, dict) else None
    return len(part) if isinstance(part, dict | list) else 0


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
