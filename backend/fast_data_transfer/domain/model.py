"""
The structs that every room shares: JSON as we see it, and where a resource came from.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from fast_data_transfer.domain.kinds import Kind

if TYPE_CHECKING:
    Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
    JsonObject: TypeAlias = dict[str, Json]
else:
    # msgspec and OpenAPI resolve annotations at run time, and neither can describe a type that holds itself.
    Json = Any
    JsonObject = dict[str, Any]


class Base(Struct, frozen=True, rename="camel"):
    """
    Base of all structs: values never change once made, and are camelCase in JSON.

    `frozen` is inherited, but said again by each struct, since type checkers do not know.

    Response structs give no field a default, so that OpenAPI (and the generated TypeScript) has it as required;
    `omit_defaults` is added where the contract marks a field as optional.
    """


class Source(Base, frozen=True):
    """The project and branch that an export came from."""

    tenant_id: str
    project_id: str
    project_name: str
    branch: str

    @property
    def project(self) -> tuple[str, str]:
        """What identifies the project; its name and the branch may change."""
        return self.tenant_id, self.project_id


class Origin(Base, frozen=True):
    """
    Where a resource came from: what an export file says of a reference, and what `copiedFrom` keeps.

    `name` is its name in the source, `exported_at` an RFC 3339 time in UTC with milliseconds, `digest` that of the
    item in the source's own export.
    """

    source: Source
    name: str
    exported_at: str
    digest: str


class Reference(Origin, frozen=True):
    """The marker that makes a resource of a branch read only (`contract.md` section 3)."""

    imported_at: str
    imported_by: str


class Identity(Base, frozen=True):
    """Source identity: what makes two references the same thing, whatever their local names."""

    tenant_id: str
    project_id: str
    kind: Kind
    name: str


def identity_of(kind: Kind, origin: Origin) -> Identity:
    """Tell which resource of which project an origin speaks of."""
    source = origin.source
    return Identity(tenant_id=source.tenant_id, project_id=source.project_id, kind=kind, name=origin.name)
