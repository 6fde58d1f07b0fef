"""
A problem is a request that fails; an *issue* (`issues.py`) is a difficulty of one item in a readable file.

Every problem has a stable code of `contract.md` section 7. The HTTP status and title of a code are the business of
`web.problems`; here there is only what happened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import field

from fast_data_transfer.domain.model import Base, Json


class Fault(Base, frozen=True, omit_defaults=True):
    """
    One thing that is wrong with what was sent: where (pointer, or line and column, both from 1), what, and why.

    `params` holds the values of the message, and as `reason` which of the messages of its code it is, where a client
    may want to word it in its own language.
    """

    code: str
    message: str
    pointer: str | None = None
    line: int | None = None
    column: int | None = None
    params: dict[str, Json] = field(default_factory=dict)


class Problem(Exception):
    """
    A request that cannot be done.

    `code` is stable, `detail` a sentence that names the thing, the cause and the way out, `errors` every fault
    found, `extra` further members of the answer (such as the fresh `plan` of `stale-plan`).
    """

    def __init__(
        self, code: str, detail: str, *, errors: Sequence[Fault] = (), extra: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.extra = dict(extra or {})

    @classmethod
    def of(cls, fault: Fault) -> "Problem":
        """Make the problem that a single fault is: its code and sentence are those of the fault."""
        return cls(fault.code, fault.message, errors=[fault])
