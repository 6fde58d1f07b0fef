"""
What a user chose to export or import: names of the source, by kind.

Source: `contract.md` section 7, `selection`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from fast_data_transfer.domain.kinds import Key, Kind
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.problems import Fault, Problem

Names: TypeAlias = list[str] | Literal["all"]


class SystemSelection(Base, frozen=True, forbid_unknown_fields=True):
    """A system, with all its projections unless some are named (`[]`: none)."""

    name: str
    projections: list[str] | None = None


class Selection(Base, frozen=True, forbid_unknown_fields=True):
    """The chosen resources; a kind that is absent contributes none. `projections` come without their systems."""

    systems: list[SystemSelection] | Literal["all"] | None = None
    projections: Names | None = None
    er_schemas: Names | None = None
    single_views: Names | None = None
    cast_functions: Names | None = None


Choosable: TypeAlias = Mapping[Key, str | None]
"""What can be chosen: each resource, with its system if it is a projection."""


def select(selection: Selection | None, choosable: Choosable) -> set[Key]:
    """
    Tell which resources a selection means; `None` means everything.

    Raises `Problem` `unknown-resource` with a fault for every name that is not there.
    """
    if selection is None:
        return set(choosable)
    chosen: dict[Key, str] = {}
    for key, pointer in _chosen(selection, choosable):
        chosen.setdefault(key, pointer)
    _require_known(chosen, choosable)
    return set(chosen)


def _chosen(selection: Selection, choosable: Choosable) -> Iterator[tuple[Key, str]]:
    yield from _chosen_systems(selection.systems, choosable)
    named: tuple[tuple[Kind, str, Names | None], ...] = (
        ("projection", "projections", selection.projections),
        ("erSchema", "erSchemas", selection.er_schemas),
        ("singleView", "singleViews", selection.single_views),
        ("castFunction", "castFunctions", selection.cast_functions),
    )
    for kind, section, names in named:
        if names == "all":
            yield from ((key, "") for key in choosable if key.kind == kind)
        else:
            yield from ((Key(kind, name), f"/{section}/{i}") for i, name in enumerate(names or ()))


def _chosen_systems(
    systems: Sequence[SystemSelection] | Literal["all"] | None, choosable: Choosable
) -> Iterator[tuple[Key, str]]:
    if systems == "all":
        yield from ((key, "") for key in choosable if key.kind in {"system", "projection"})
        return
    members = _projections_by_system(choosable) if systems else {}
    whole: set[str] = set()
    for i, system in enumerate(systems or ()):
        yield Key("system", system.name), f"/systems/{i}"
        held = members.get(system.name, set())
        if system.projections is None and system.name in whole:
            # A list that names a large system again and again must not cost its size each time.
            continue
        whole |= {system.name} if system.projections is None else set()
        for j, name in enumerate(sorted(held) if system.projections is None else system.projections):
            # A projection of another system is not known here, so it must not pass as one of this system.
            kind: Kind = "projection"
            yield Key(kind, name if name in held else f"{system.name}/{name}"), f"/systems/{i}/projections/{j}"


def _projections_by_system(choosable: Choosable) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for key, system in choosable.items():
        if key.kind == "projection" and system is not None:
            members.setdefault(system, set()).add(key.name)
    return members


def _require_known(chosen: Mapping[Key, str], choosable: Choosable) -> None:
    faults = [
        Fault(code="unknown-resource", message=f'There is no {key.kind} "{key.name}" here.', pointer=pointer)
        for key, pointer in chosen.items()
        if key not in choosable
    ]
    if faults:
        names = ", ".join(f'"{key.name}"' for key in chosen if key not in choosable)
        detail = f"The selection names what is not there: {names[:400]}. Names are those of the source."
        raise Problem("unknown-resource", detail, errors=faults[:100])
