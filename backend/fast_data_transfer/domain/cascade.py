"""
The rename cascade: what the content of an item becomes once every name in it is the one valid in the destination.

Only results are rewritten, never what is in the destination already. Source: `contract.md` section 6, *Rename cascade*.
"""

import re
from typing import Final

from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.content import with_name
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.incoming import Incoming, key_of
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, Json, JsonObject
from fast_data_transfer.domain.needs import find_nodes
from fast_data_transfer.domain.records import Facts, find_facts

_TOPIC: Final = re.compile(r"([^.]+\.[^.]+)\.([^.]+)\.([^.]+)\.(ingestion|pr-update)")


class Result(Base, frozen=True):
    """
    What an item would be in the destination; `text` is the canonical form of `content`.

    `collisions` are the nodes of an ER schema that would get one name, by that name; its content is then left as it is.
    """

    name: str
    system: str | None
    content: JsonObject
    text: bytes
    digest: str
    facts: Facts
    collisions: dict[str, list[str]]


def build_result(item: Item, incoming: Incoming) -> Result:
    """Build what an item would be in the destination."""
    key = key_of(item)
    name = incoming.targets[key]
    system = None if item.system is None else incoming.translate("system", item.system, key)
    renames = _renames(item, incoming)
    collisions = _find_collisions(item, renames)
    content = item.content if collisions else _rewrite(item, incoming, name, renames)
    is_same = content == item.content
    text = item.text if is_same else encode_canonical(content)
    return Result(
        name=name,
        system=system,
        content=content,
        text=text,
        digest=item.digest if is_same else digest_of(text),
        facts=item.facts if is_same and system == item.system else find_facts(item.kind, system, content),
        collisions=collisions,
    )


def _renames(item: Item, incoming: Incoming) -> dict[str, str]:
    """The names in a content that change: those of cast functions for a projection, of nodes for an ER schema."""
    key = key_of(item)
    needs = (need for need in incoming.needs[key] if need.namespace != "system")
    translated = {need.name: incoming.translate(need.namespace, need.name, key) for need in needs}
    return {name: new_name for name, new_name in translated.items() if new_name != name}


def _find_collisions(item: Item, renames: dict[str, str]) -> dict[str, list[str]]:
    if item.kind != "erSchema" or not renames:
        return {}
    sources: dict[str, list[str]] = {}
    for node in sorted(find_nodes(item.content)):
        sources.setdefault(renames.get(node, node), []).append(node)
    return {name: nodes for name, nodes in sources.items() if len(nodes) > 1}


def _rewrite(item: Item, incoming: Incoming, name: str, renames: dict[str, str]) -> JsonObject:
    content = with_name(item.kind, name, item.content)
    if item.kind == "projection":
        content = _rewrite_fields(content, renames)
        return _rewrite_topics(content, item, incoming) if incoming.mode == "resource" else content
    if item.kind == "singleView":
        return _rewrite_base_paths(content, item.name, name)
    return _rewrite_nodes(content, renames) if item.kind == "erSchema" else content


def _rewrite_fields(content: JsonObject, renames: dict[str, str]) -> JsonObject:
    fields = content.get("fields")
    if not renames or not isinstance(fields, list):
        return content
    return {**content, "fields": [_rewrite_member(field, "castFunction", renames) for field in fields]}


def _rewrite_member(value: Json, member: str, renames: dict[str, str]) -> Json:
    if not isinstance(value, dict):
        return value
    present = value.get(member)
    return {**value, member: renames[present]} if isinstance(present, str) and present in renames else value


def _rewrite_topics(content: JsonObject, item: Item, incoming: Incoming) -> JsonObject:
    """A copy gets topics of its own where they have the Console's form; a reference keeps the source's."""
    topics = content.get("topics")
    if not isinstance(topics, dict):
        return content
    key = key_of(item)
    return {**content, "topics": {kind: _rewrite_topic(topic, key, incoming) for kind, topic in topics.items()}}


def _rewrite_topic(topic: Json, key: Key, incoming: Incoming) -> Json:
    name = topic.get("name") if isinstance(topic, dict) else None
    found = _TOPIC.fullmatch(name) if isinstance(name, str) else None
    if found is None or not isinstance(topic, dict):
        return topic
    prefix, system, projection, suffix = found.groups()
    system = incoming.translate("system", system, key)
    projection = incoming.translate("collection", projection, key)
    return {**topic, "name": f"{prefix}.{system}.{projection}.{suffix}"}


def _rewrite_base_paths(content: JsonObject, old: str, new: str) -> JsonObject:
    endpoints = content.get("internalEndpoints")
    if not isinstance(endpoints, list):
        return content
    renames = {f"/{old}": f"/{new}"}
    return {**content, "internalEndpoints": [_rewrite_member(endpoint, "basePath", renames) for endpoint in endpoints]}


def _rewrite_nodes(content: JsonObject, renames: dict[str, str]) -> JsonObject:
    schema = content.get("erSchema")
    config = schema.get("config") if isinstance(schema, dict) else None
    if not renames or not isinstance(schema, dict) or not isinstance(config, dict):
        return content
    renamed = {renames.get(node, node): _rewrite_outgoing(value, renames) for node, value in config.items()}
    return {**content, "erSchema": {**schema, "config": renamed}}


def _rewrite_outgoing(node: Json, renames: dict[str, str]) -> Json:
    outgoing = node.get("outgoing") if isinstance(node, dict) else None
    if not isinstance(node, dict) or not isinstance(outgoing, dict):
        return node
    return {**node, "outgoing": {renames.get(name, name): value for name, value in outgoing.items()}}
