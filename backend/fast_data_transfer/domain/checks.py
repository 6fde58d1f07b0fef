"""
What else a user must know about an item besides its status: each check returns the issues that it finds.

Errors are given for whatever is not there yet, warnings only for items that would be written.
Source: `contract.md` section 6, from *Rename* to *Other codes*.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from fast_data_transfer.domain import issues
from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.content import with_name
from fast_data_transfer.domain.export_file import Item
from fast_data_transfer.domain.incoming import key_of
from fast_data_transfer.domain.issues import Issue, Related, relate
from fast_data_transfer.domain.kinds import NAMESPACES, Key
from fast_data_transfer.domain.needs import Need
from fast_data_transfer.domain.statuses import WRITTEN, Case, Status, is_own

Check: TypeAlias = Callable[[Case], Iterator[Issue]]


def check_item(case: Case, status: Status) -> list[Issue]:
    """Run every check that concerns an item of this status."""
    checks = list(_ALWAYS)
    if status != "unchanged":
        checks += _UNLESS_UNCHANGED
    if status in WRITTEN:
        checks += _IF_WRITTEN
    return [issue for check in checks for issue in check(case)]


def _check_rename(case: Case) -> Iterator[Issue]:
    incoming, key = case.incoming, case.key
    new_name = incoming.renames.get(key, case.result.name)
    if new_name != case.result.name and key in incoming.selected and incoming.keeps_name(key):
        yield issues.not_renamable(key, new_name)


def _check_not_in_file(case: Case) -> Iterator[Issue]:
    """An import never deletes: what a referenced system has and the file lacks is told, and stays."""
    if case.item.kind != "system" or case.counterpart is None:
        return
    held = case.incoming.destination.referenced_projections.get(case.counterpart.name, [])
    names = [summary.name for summary in held if summary.key not in case.incoming.referenced_keys]
    if names:
        yield issues.not_in_file(case.counterpart.name, names)


def _check_nodes(case: Case) -> Iterator[Issue]:
    for name, nodes in sorted(case.result.collisions.items()):
        yield issues.node_collision(nodes, name)


def _check_cast_functions(case: Case) -> Iterator[Issue]:
    for need in case.incoming.needs[case.key]:
        if need.namespace == "castFunction" and not _is_met(case, need):
            yield issues.missing_function(need.name, case.item.name)


def _is_met(case: Case, need: Need) -> bool:
    name = case.incoming.translate(need.namespace, need.name, case.key)
    in_file = case.incoming.find_item(need.namespace, need.name) is not None
    return in_file or case.incoming.destination.find_holder(need.namespace, name) is not None


def _check_errors_of_content(case: Case) -> Iterator[Issue]:
    if case.incoming.mode == "resource":
        yield from (issues.from_fault(fault, "error") for fault in case.result.facts.faults)


def _check_warnings_of_content(case: Case) -> Iterator[Issue]:
    if case.incoming.mode == "reference":
        yield from (issues.from_fault(fault, "warning") for fault in case.result.facts.faults)


def _check_provenance(case: Case) -> Iterator[Issue]:
    if case.incoming.mode == "resource":
        if case.item.origin and is_own(case):
            yield issues.own_resource(case.key, case.incoming.destination.project_id, "warning")
        if case.item.edited:
            yield issues.edited_item(case.key, "warning")


def _check_changed_place(case: Case) -> Iterator[Issue]:
    present = case.counterpart
    if present is None or present.reference is None:
        return
    if present.system != case.result.system:
        yield issues.system_changed(present.name, str(present.system), str(case.result.system))
    before, after = present.reference.source.branch, case.origin.source.branch
    if before != after:
        yield issues.branch_changed(present.name, before, after)


def _check_functions_that_differ(case: Case) -> Iterator[Issue]:
    """A function that stays behind, while the one that is here has other code than the file's."""
    for need in case.incoming.needs[case.key]:
        item = case.incoming.find_item(need.namespace, need.name) if need.namespace == "castFunction" else None
        if item is None or key_of(item) in case.incoming.selected:
            continue
        name = case.incoming.translate(need.namespace, need.name, case.key)
        holder = case.incoming.destination.find_holder(need.namespace, name)
        if holder and holder.summary and holder.summary.digest != _digest_as(name, item):
            yield issues.dependency_differs(need.name, case.item.name)


def _digest_as(name: str, item: Item) -> str:
    """Digest an item as it would be under the name that it is compared with."""
    return digest_of(encode_canonical(with_name(item.kind, name, item.content)))


def _check_unknown_nodes(case: Case) -> Iterator[Issue]:
    for need in case.incoming.needs[case.key]:
        if need.namespace != "collection":
            continue
        item = case.incoming.find_item(need.namespace, need.name)
        if item and key_of(item) in case.incoming.selected:
            continue
        name = case.incoming.translate(need.namespace, need.name, case.key)
        if case.incoming.destination.find_holder(need.namespace, name) is None:
            yield issues.unknown_node(Related(kind=item.kind if item else "unknown", name=need.name), case.result.name)


def _check_case(case: Case) -> Iterator[Issue]:
    variant = case.incoming.destination.find_case_variant(NAMESPACES[case.item.kind], case.result.name)
    if variant and case.counterpart is None:
        yield issues.case_only_difference(case.result.name, variant)


def _check_topics(case: Case) -> Iterator[Issue]:
    topics = case.result.facts.topics
    for topic in topics:
        for user in _others(case, case.incoming.destination.topics.get(topic, ())):
            yield issues.duplicate_topic(topic, relate(user))
    # A name with a public variable in it is another topic in each project.
    kept = [topic for topic in topics if topic in case.item.facts.topics and "{{" not in topic]
    if kept and case.incoming.mode == "resource":
        yield issues.source_topic(kept)


def _check_endpoints(case: Case) -> Iterator[Issue]:
    for path in case.result.facts.base_paths:
        for user in _others(case, case.incoming.destination.base_paths.get(path, ())):
            yield issues.duplicate_endpoint(path, relate(user))


def _others(case: Case, users: Sequence[Key]) -> Sequence[Key]:
    """The first of those that use something and are not what the item itself is here."""
    return [user for user in users if case.counterpart is None or user != case.counterpart.key][:1]


def _check_code(case: Case) -> Iterator[Issue]:
    if case.item.kind == "castFunction" and case.result.digest != (case.counterpart and case.counterpart.digest):
        yield issues.code_review(case.result.name)


_ALWAYS: Final[tuple[Check, ...]] = (_check_rename, _check_not_in_file)
_UNLESS_UNCHANGED: Final[tuple[Check, ...]] = (_check_nodes, _check_cast_functions, _check_errors_of_content)
_IF_WRITTEN: Final[tuple[Check, ...]] = (
    _check_warnings_of_content,
    _check_provenance,
    _check_changed_place,
    _check_functions_that_differ,
    _check_unknown_nodes,
    _check_case,
    _check_topics,
    _check_endpoints,
    _check_code,
)
