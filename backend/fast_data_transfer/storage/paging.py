"""
A page of a list: what is asked for, and what is given.
"""

import re
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from fast_data_transfer.domain.model import Base

T = TypeVar("T")


class Page(Base, frozen=True):
    """What part of a list is wanted: from where, how many, with which text in the name, in which order."""

    offset: int
    limit: int
    q: str | None
    sort: Literal["name", "-updatedAt"]


class Found(Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list, and how many there are on all pages."""

    items: list[T]
    total: int


def contains(text: str) -> dict[str, Any]:
    """Build the condition that a field has this text in it, in upper or lower case."""
    return {"$regex": re.escape(text), "$options": "i"}
