"""
The branch that an import goes into, as a plan sees it: who holds which name, and which references are there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fast_data_transfer.domain.architecture import Architecture
from fast_data_transfer.domain.issues import Related
from fast_data_transfer.domain.kinds import NAMESPACES, Key, Namespace, sort_key
from fast_data_transfer.domain.model import Identity, identity_of
from fast_data_transfer.domain.needs import KNOWN_DEFAULTS
from fast_data_transfer.domain.records import Summary


class Holder(NamedTuple):
    """What holds a name; `summary` is `None` for a CRUD collection and for a default function that is not listed."""

    related: Related
    summary: Summary | None

    @property
    def owned(self) -> bool:
        """Whether this project may edit it."""
        return self.summary is None or self.summary.owned


@dataclass(frozen=True)
class Destination:
    """A branch at one revision; `collections` are the names of its CRUD collections."""

    tenant_id: str
    project_id: str
    branch: str
    revision: int
    config_version: str
    architecture: Architecture
    collections: frozenset[str]
    resources: Mapping[Key, Summary]

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Summary]:
        return {(NAMESPACES[key.kind], key.name): summary for key, summary in self.resources.items()}

    @cached_property
    def references(self) -> dict[Identity, Summary]:
        """The references that are here, by what they are to."""
        return {
            identity_of(key.kind, summary.reference): summary
            for key, summary in self.resources.items()
            if summary.reference
        }

    @cached_property
    def _by_folded_name(self) -> dict[tuple[str, str], Related]:
        # Sorted, since a plan must not depend on the order in which a set or a database gives names.
        folded = {
            (NAMESPACES["crudCollection"], name.lower()): Related(kind="crudCollection", name=name)
            for name in sorted(self.collections)
        }
        return folded | {
            (namespace, name.lower()): Related(kind=summary.kind, name=name)
            for (namespace, name), summary in sorted(self._by_name.items())
        }

    @cached_property
    def topics(self) -> dict[str, list[Key]]:
        """Who uses which Kafka topic."""
        return _find_users({key: summary.topics for key, summary in self.resources.items()})

    @cached_property
    def base_paths(self) -> dict[str, list[Key]]:
        """Who answers under which base path."""
        return _find_users({key: summary.base_paths for key, summary in self.resources.items()})

    @cached_property
    def referenced_projections(self) -> dict[str, list[Summary]]:
        """The projections of each referenced system."""
        members: dict[str, list[Summary]] = {}
        for key, summary in sorted(self.resources.items()):
            if key.kind == "projection" and summary.reference and summary.system is not None:
                members.setdefault(summary.system, []).append(summary)
        return members

    def find_reference(self, identity: Identity) -> Summary | None:
        """Find the reference to this very resource of another project, whatever its name here."""
        return self.references.get(identity)

    def find_holder(self, namespace: Namespace, name: str) -> Holder | None:
        """Find what holds a name: a resource, a reference, a CRUD collection, or one of the nine defaults."""
        summary = self._by_name.get((namespace, name))
        if summary:
            return Holder(Related(kind=summary.kind, name=name), summary)
        if namespace == "collection" and name in self.collections:
            return Holder(Related(kind="crudCollection", name=name), None)
        if namespace == "castFunction" and name in KNOWN_DEFAULTS:
            return Holder(Related(kind="castFunction", name=name), None)
        return None

    def find_case_variant(self, namespace: Namespace, name: str) -> Related | None:
        """Find what differs from a name by case alone."""
        found = self._by_folded_name.get((namespace, name.lower()))
        return found if found and found.name != name else None


def _find_users(used: Mapping[Key, Iterable[str]]) -> dict[str, list[Key]]:
    users: dict[str, list[Key]] = {}
    for key in sorted(used, key=sort_key):
        for value in used[key]:
            users.setdefault(value, []).append(key)
    return users
