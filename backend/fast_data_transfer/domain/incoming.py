"""
An export file on its way into a destination: what is selected, what each item meets there, and what it is to be called.

Source: `contract.md` section 6, from *Selected* to *Target name*.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fast_data_transfer.domain.choices import Choices, Mode, require_renames
from fast_data_transfer.domain.destination import Destination
from fast_data_transfer.domain.export_file import ExportFile, Item
from fast_data_transfer.domain.issues import Related, relate
from fast_data_transfer.domain.kinds import KIND_ORDER, NAMESPACES, Key, Namespace, sort_key
from fast_data_transfer.domain.model import Identity, Origin, identity_of
from fast_data_transfer.domain.needs import Need
from fast_data_transfer.domain.records import Summary
from fast_data_transfer.domain.selection import select


def key_of(item: Item) -> Key:
    """Name an item as its file does."""
    return Key(item.kind, item.name)


@dataclass(frozen=True)
class Incoming:
    """A file, the destination, and the choices of the user, matched once for the whole plan."""

    file: ExportFile
    destination: Destination
    mode: Mode
    allow_older: bool
    chosen: frozenset[Key]
    renames: Mapping[Key, str]

    @cached_property
    def items(self) -> dict[Key, Item]:
        """The items of the file, by their names there."""
        return {key_of(item): item for item in self.file.items}

    @cached_property
    def _keys(self) -> dict[tuple[str, str], Key]:
        return {(NAMESPACES[key.kind], key.name): key for key in self.items}

    @cached_property
    def origins(self) -> dict[Key, Origin]:
        """Where each item comes from: what its own `reference` says, else the file's metadata."""
        metadata = self.file.metadata
        return {
            key: item.origin
            or Origin(source=metadata.source, name=item.name, exported_at=metadata.exported_at, digest=item.digest)
            for key, item in self.items.items()
        }

    @cached_property
    def identities(self) -> dict[Key, Identity]:
        """What each item is a reference to, once it is one."""
        return {key: identity_of(key.kind, origin) for key, origin in self.origins.items()}

    @cached_property
    def needs(self) -> dict[Key, tuple[Need, ...]]:
        """What each item needs, under the names in the file."""
        return {key: item.facts.needs for key, item in self.items.items()}

    @cached_property
    def references(self) -> dict[Key, Summary]:
        """The reference in the destination to the same resource, for each item that has one, in either mode."""
        found = ((key, self.destination.find_reference(identity)) for key, identity in self.identities.items())
        return {key: summary for key, summary in found if summary}

    @cached_property
    def counterparts(self) -> Mapping[Key, Summary]:
        """The references that this import would update; a copy updates none."""
        return self.references if self.mode == "reference" else {}

    @cached_property
    def because(self) -> dict[Key, tuple[Related, ...]]:
        """The items that were not chosen and come along: a chosen projection needs them, the destination has none."""
        reasons: dict[Key, tuple[Related, ...]] = {}
        for key in sorted(self.chosen, key=sort_key):
            for need in self.needs[key]:
                needed = None if need.namespace == "collection" else self._keys.get(need)
                if needed and needed not in self.chosen and not self._has(self.items[needed]):
                    reasons.setdefault(needed, (relate(key),))
        return reasons

    @cached_property
    def selected(self) -> frozenset[Key]:
        """What would be written: what was chosen, and what comes along."""
        return self.chosen | self.because.keys()

    @cached_property
    def targets(self) -> dict[Key, str]:
        """The name that each item gets here; a rename of what stays out, or is not renamable, has no effect."""
        return {key: self._target(key, item) for key, item in self.items.items()}

    @cached_property
    def target_counts(self) -> Counter[tuple[str, str]]:
        """How many selected items would end with a name."""
        return Counter((NAMESPACES[key.kind], self.targets[key]) for key in self.selected)

    @cached_property
    def referenced_keys(self) -> frozenset[Key]:
        """The references of the destination that the file has an item for."""
        return frozenset(summary.key for summary in self.references.values())

    def find_item(self, namespace: Namespace, name: str) -> Item | None:
        """Find the item that has a name in the file."""
        key = self._keys.get((namespace, name))
        return self.items[key] if key else None

    def keeps_name(self, key: Key) -> bool:
        """Tell whether an item cannot be renamed: it came from an external project, or is here already."""
        return self.items[key].origin is not None or key in self.counterparts

    def translate(self, namespace: Namespace, name: str, within: Key) -> str:
        """
        Translate a name in the content of an item into the name that is valid in the destination.

        It is the target name of the selected item (`within` counts as selected), else the local name of the
        reference with its identity, else the name itself. A copy goes into an owned system, never into a reference.
        """
        key = self._keys.get((namespace, name))
        if key and (key == within or self._takes_rename(key)):
            return self.targets[key]
        if key and namespace != "collection" and not self._has(self.items[key]):
            # Were `within` selected, this would come along.
            return self._wanted_name(self.items[key])
        # A name without item is taken as one of the file's source project.
        reference = self.references.get(key) if key else self._references_to_source.get((namespace, name))
        return reference.name if reference else name

    @cached_property
    def _references_to_source(self) -> dict[tuple[Namespace, str], Summary]:
        """The references here to the file's source project, by their names there; a Projection before a Single View."""
        source = self.file.metadata.source.project
        found = sorted(self.destination.references.items(), key=lambda pair: -KIND_ORDER[pair[0].kind])
        return {
            (NAMESPACES[identity.kind], identity.name): summary
            for identity, summary in found
            if (identity.tenant_id, identity.project_id) == source
        }

    def _target(self, key: Key, item: Item) -> str:
        counterpart = self.counterparts.get(key)
        if counterpart:
            return counterpart.name
        return self._wanted_name(item) if self._takes_rename(key) else item.name

    def _takes_rename(self, key: Key) -> bool:
        # A copy of a projection goes into the system of that name also when the system stays out of the import.
        return key in self.selected or (key.kind == "system" and self.mode == "resource")

    def _wanted_name(self, item: Item) -> str:
        """The name that the user gives an item, which may not be renamed if it came from an external project."""
        return item.name if item.origin else self.renames.get(key_of(item), item.name)

    def _has(self, item: Item) -> bool:
        """Tell whether the destination has what a projection needs, so that the item need not come along."""
        if key_of(item) in self.counterparts:
            return True
        if item.kind == "castFunction":
            return self.destination.find_holder("castFunction", item.name) is not None
        system = self.destination.find_holder("system", self._wanted_name(item))
        return self.mode == "resource" and system is not None and system.owned


def receive(file: ExportFile, destination: Destination, choices: Choices) -> Incoming:
    """
    Match a file with a destination under the choices of the user.

    Raises `Problem` `unknown-resource` or `invalid-request` where the choices speak of what the file does not have.
    """
    chosen = select(choices.selection, {key_of(item): item.system for item in file.items})
    return Incoming(
        file=file,
        destination=destination,
        mode=choices.mode,
        allow_older=bool(choices.allow_older),
        chosen=frozenset(chosen),
        renames=require_renames(choices, file),
    )
