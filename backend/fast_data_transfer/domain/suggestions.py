"""
A free name for each item whose own name cannot be used: `pr_orders_1`.

Free means: free in the destination, among the target names of the file, and among the names suggested before.
"""

import re
from collections.abc import Sequence
from itertools import count
from typing import Final

import msgspec

from fast_data_transfer.domain.incoming import Incoming
from fast_data_transfer.domain.kinds import MAX_NAME_LENGTH, NAMESPACES, Kind, Namespace
from fast_data_transfer.domain.plan_items import PlanItem

_NEEDS_NAME: Final = frozenset({"invalid-name", "duplicate", "conflict"})


def suggest_names(items: Sequence[PlanItem], incoming: Incoming) -> list[PlanItem]:
    """Add a suggested name to each item that needs one and may be renamed."""
    taken: set[tuple[str, str]] = {(NAMESPACES[key.kind], target) for key, target in incoming.targets.items()}
    last: dict[tuple[str, str], int] = {}
    suggested = []
    for item in items:
        if item.renamable and item.status in _NEEDS_NAME:
            namespace = NAMESPACES[item.kind]
            base = _base(item.kind, item.new_name)
            name, last[namespace, base] = _free_name(base, last.get((namespace, base), 0), namespace, incoming, taken)
            taken.add((namespace, name))
            suggested.append(msgspec.structs.replace(item, suggested_name=name))
        else:
            suggested.append(item)
    return suggested


def _base(kind: Kind, name: str) -> str:
    """The part of a name that the rule allows; something to start from where nothing is left of it."""
    if kind == "castFunction":
        return re.sub(r"^(?=[0-9])", "_", re.sub(r"[^A-Za-z0-9_]+", "_", name)) or "castFunction"
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name) or kind


def _free_name(
    base: str, last: int, namespace: Namespace, incoming: Incoming, taken: set[tuple[str, str]]
) -> tuple[str, int]:
    """Find the next free name, counting on from the last one found for this base."""
    numbered = ((_number(base, number), number) for number in count(last + 1))
    return next(
        (name, number)
        for name, number in numbered
        if (namespace, name) not in taken and incoming.destination.find_holder(namespace, name) is None
    )


def _number(base: str, number: int) -> str:
    suffix = f"_{number}"
    return base[: MAX_NAME_LENGTH - len(suffix)] + suffix
