"""
What an export takes along, and why: the closure of a selection over the needs of its resources.

`because` is the shortest path from a selected resource to the one before (ties: kind, then name).
Source: `contract.md` section 5.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from fast_data_transfer.domain.export_file import NotExported
from fast_data_transfer.domain.issues import relate
from fast_data_transfer.domain.kinds import Key, sort_key
from fast_data_transfer.domain.needs import Need, Rule
from fast_data_transfer.domain.records import Summary

Resources = Mapping[Key, Summary]


class Dependency(NamedTuple):
    """A resource that the selection needs: under which rule, and along which path of resources."""

    key: Key
    rule: Rule
    because: tuple[Key, ...]


class Closure(NamedTuple):
    """What an export carries, which part of it is a dependency, and what it cannot or may not carry."""

    keys: frozenset[Key]
    dependencies: tuple[Dependency, ...]
    not_exported: tuple[NotExported, ...]


def exportable(resources: Resources) -> dict[Key, str | None]:
    """List what a user may select: everything but the default cast functions (`contract.md` section 4)."""
    return {key: summary.system for key, summary in resources.items() if not summary.is_default}


def resolve(need: Need, resources: Resources) -> Key | None:
    """Tell which resource of the branch meets a need; the nine defaults are no need of anybody."""
    if need.namespace != "collection":
        return _present(Key(need.namespace, need.name), resources)
    projection = _present(Key("projection", need.name), resources)
    return projection or _present(Key("singleView", need.name), resources)


def close_over(selected: Collection[Key], resources: Resources, collections: Collection[str]) -> Closure:
    """
    Take along all that the selection needs.

    The walk is breadth first from the selection in order, so the first path that reaches a resource is the shortest,
    and of equally short ones the first by kind and name. Needs of resources form no cycles, and are sorted.
    """
    paths: dict[Key, tuple[Key, ...]] = dict.fromkeys(sorted(selected, key=sort_key), ())
    queue = deque(paths)
    # Dense ER schemas ask for the same nodes again and again.
    find_target = cache(partial(resolve, resources=resources))
    found: dict[Key, Dependency] = {}
    not_exported: dict[str, NotExported] = {}
    while queue:
        key = queue.popleft()
        path = (*paths[key], key)
        for need in resources[key].needs:
            target = find_target(need)
            if target is None:
                _note(not_exported, need, path, collections)
                continue
            if target not in found:
                found[target] = Dependency(target, need.rule, path)
            if target not in paths:
                paths[target] = path
                queue.append(target)
    dependencies = tuple(sorted(found.values(), key=lambda dependency: sort_key(dependency.key)))
    return Closure(frozenset(paths), dependencies, tuple(not_exported[name] for name in sorted(not_exported)))


def leave_unconfirmed(closure: Closure, selected: Collection[Key], resources: Resources) -> Closure:
    """Leave out what the user did not confirm: the nodes of ER schemas, and what only those need."""
    kept = set(selected)
    for key in selected:
        needs = (need for need in resources[key].needs if need.namespace != "collection")
        kept |= {target for _, target in _resolve_all(needs, resources) if target}
    dropped = tuple(
        NotExported(kind=key.kind, name=key.name, rule=rule, because=tuple(map(relate, because)))
        for key, rule, because in closure.dependencies
        if key not in kept
    )
    dependencies = tuple(dependency for dependency in closure.dependencies if dependency.key in kept)
    return Closure(frozenset(kept), dependencies, (*dropped, *closure.not_exported))


def _present(key: Key, resources: Resources) -> Key | None:
    return key if key in resources else None


def _resolve_all(needs: Iterable[Need], resources: Resources) -> Iterator[tuple[Need, Key | None]]:
    return ((need, resolve(need, resources)) for need in needs)


def _note(
    not_exported: dict[str, NotExported], need: Need, path: tuple[Key, ...], collections: Collection[str]
) -> None:
    """Note the node of an ER schema that cannot travel; a missing cast function is an issue, not a dependency."""
    if need.namespace != "collection" or need.name in not_exported:
        return
    kind = "crudCollection" if need.name in collections else "unknown"
    not_exported[need.name] = NotExported(kind=kind, name=need.name, rule=need.rule, because=tuple(map(relate, path)))
