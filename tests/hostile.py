"""
Hostile files: how they are made, and what must hold of every answer besides its code.

The answer comes at once, plan and import agree, and nothing is written: all collections are compared, history and kept
uploads included. Case ids begin with the number that a case has in `docs/hostile-input.md`.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from time import perf_counter, process_time
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

import pytest
from litestar import Litestar

from fast_data_transfer.domain.kinds import ID_KEYS, Kind
from fast_data_transfer.domain.model import Origin
from fast_data_transfer.domain.writing import encode_export_file
from fast_data_transfer.storage.database import Database
from tests.builders import Entry, event_driven, shop_config
from tests.export_files import HEADER, make_item
from tests.problems import assert_problem
from tests.workspace import Workspace, make_workspace

SECONDS: Final = 2.0
"""Of work that every answer takes at most, for files of up to some megabytes."""
MAX_WAIT: Final = 20.0
"""Seconds on the clock: the machine may have other things to do, which is no hang of ours."""

Choice: TypeAlias = Any
"""One of the choices of an import."""

_T = TypeVar("_T")
_numbers = count(1)


class Refused(NamedTuple):
    """A file that cannot be read: the code of the problem, and that of its first fault where it has one."""

    id: str
    data: bytes
    status: int
    code: str
    fault: str | None = None


class Readable(NamedTuple):
    """A file that can be read: codes that are among the issues of its plan, and whether that is blocked."""

    id: str
    data: bytes
    mode: str = "reference"
    codes: Collection[str] = ()
    blocked: bool = False


_Case = TypeVar("_Case", Refused, Readable)


def each(cases: Sequence[_Case]) -> pytest.MarkDecorator:
    """Run a test for each case, under its id."""
    return pytest.mark.parametrize("case", cases, ids=[case.id for case in cases])


@dataclass(frozen=True)
class Target:
    """An empty branch that takes references, with the database under it, which must not change."""

    app: Litestar
    workspace: Workspace

    @property
    def database(self) -> Database:
        """The application's database."""
        opened: Database = self.app.state.database
        return opened

    async def fresh(self, config: Entry | None = None, **save: Choice) -> "Target":
        """Make another project, to prepare it or to write to it."""
        save = {"services": event_driven()} | save
        workspace = await make_workspace(self.workspace.client, f"other-{next(_numbers)}", config, **save)
        return Target(self.app, workspace)

    async def refuse(self, case: Refused, mode: str = "reference", **choices: Choice) -> Entry:
        """Plan and import a file; both are refused alike, and no trace is left."""
        problem: Entry = {}
        for send in (self.workspace.try_plan, self.workspace.try_apply):
            before = await dump(self.database)
            response = await quickly(send(case.data, mode, **choices))
            problem = assert_problem(response, case.status, case.code)
            assert await dump(self.database) == before
        if case.fault is not None:
            assert problem["errors"][0]["code"] == case.fault
        return problem

    async def plan(self, data: bytes, mode: str = "reference", **choices: Choice) -> Entry:
        """Plan an import of a file that can be read; only the file itself is kept, for an hour."""
        before = await dump_but_uploads(self.database)
        response = await quickly(self.workspace.try_plan(data, mode, **choices))
        assert response.status_code == 200, response.text[:1000]
        assert await dump_but_uploads(self.database) == before
        plan: Entry = response.json()
        return plan

    async def judge(self, case: Readable, **choices: Choice) -> Entry:
        """Plan an import, and try it where it is blocked: nothing may be written then."""
        plan = await self.plan(case.data, case.mode, **choices)
        assert (plan["blocked"], set(case.codes) - all_codes(plan)) == (case.blocked, set()), all_codes(plan)
        if case.blocked:
            before = await dump_but_uploads(self.database)
            response = await quickly(self.workspace.try_apply(case.data, case.mode, **choices))
            assert_problem(response, 422, "plan-blocked")
            assert await dump_but_uploads(self.database) == before
        return plan

    async def apply(self, data: bytes, mode: str = "reference", **choices: Choice) -> Entry:
        """Import a file, and give the configuration that it leads to."""
        response = await quickly(self.workspace.try_apply(data, mode, **choices))
        assert response.status_code in {200, 201}, response.text[:1000]
        return await self.workspace.config()


async def dump(database: Database) -> dict[str, list[Any]]:
    """Show all that the database holds."""
    names = ("projects", "heads", "resources", "transfers", "snapshots", "uploads", "bindings")
    return {name: await getattr(database, name).find().sort("_id").to_list(None) for name in names}


async def dump_but_uploads(database: Database) -> dict[str, list[Any]]:
    """Show all that the database holds but the files that wait for their import, which each plan refreshes."""
    return await dump(database) | {"uploads": []}


async def quickly(call: Awaitable[_T]) -> _T:
    """Make a call, which must not take long: client, application and its threads are all in this process."""
    started, worked = perf_counter(), process_time()
    result = await call
    assert (process_time() - worked < SECONDS, perf_counter() - started < MAX_WAIT) == (True, True)
    return result


def all_codes(plan: Entry) -> set[str]:
    """Tell the codes of all issues of a plan."""
    issues = plan["issues"] + [issue for item in plan["items"] for issue in item["issues"]]
    return {issue["code"] for issue in issues}


def make_document(*entries: Entry, origins: Mapping[str, Origin | None] | None = None) -> Entry:
    """Make the document of a file that project acme/shop exported; `origins` by name make items references."""
    items = []
    for entry in map(dict, entries):
        kind: Kind = next(kind for kind, key in ID_KEYS.items() if key in entry)
        members = entry.pop("projections", {})
        origin = (origins or {}).get(entry["name"])
        items.append(make_item(kind, entry["name"], entry, origin=origin))
        items += [
            make_item("projection", name, member, system=entry["name"], origin=(origins or {}).get(name, origin))
            for name, member in members.items()
        ]
    document: Entry = json.loads(encode_export_file(HEADER, items))
    return document


def make_file(*entries: Entry, origins: Mapping[str, Origin | None] | None = None) -> bytes:
    """Make a file that project acme/shop exported, with right digests whatever is in the entries."""
    return write(make_document(*entries, origins=origins))


def write(document: object) -> bytes:
    """Write JSON as another program would: not one byte more than is needed."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


SHOP: Final = make_document(
    *shop_config()["systems"].values(),
    *shop_config()["erSchemas"].values(),
    *shop_config()["singleViews"].values(),
    *shop_config()["castFunctions"].values(),
)
"""A file with all kinds in it, to be spoiled."""


def spoil(change: Callable[[Entry], object]) -> bytes:
    """Change that file by hand."""
    document = deepcopy(SHOP)
    change(document)
    return write(document)


def spoil_text(old: str, new: str) -> bytes:
    """Replace a piece of that file, where JSON cannot be built in any other way."""
    text = write(SHOP).decode()
    assert old in text
    return text.replace(old, new, 1).encode("utf-8", "surrogatepass")
