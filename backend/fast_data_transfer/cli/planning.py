"""
From a file and wishes to the plan that decides, with the server as the only judge.

What is selected, skipped or renamed here leads to a further plan, and the last one counts. The file is sent once; from
then on it is named by its digest. Source: `contract.md` sections 6 to 8.
"""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec import structs

from fast_data_transfer.cli.client import Client, ConnectionLostError, UnreachableError
from fast_data_transfer.cli.failures import CommandError
from fast_data_transfer.cli.options import OnConflict
from fast_data_transfer.cli.output import say
from fast_data_transfer.cli.progress import open_for_upload
from fast_data_transfer.cli.selecting import Pattern, choose, select_only
from fast_data_transfer.domain.choices import Choices, Mode, Rename
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.problems import Problem

_PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds between the attempts of an import whose answer was lost."""


class Wishes(NamedTuple):
    """What the user wants of an import."""

    mode: Mode
    patterns: list[Pattern]
    renames: list[Rename]
    on_conflict: OnConflict
    allow_older: bool


class Settled(NamedTuple):
    """A plan, as the server gave it, and the choices that lead to it."""

    choices: Choices
    plan: Plan
    answer: bytes


class SentFile:
    """The file of an import: sent once, then named by its digest, as long as the server keeps it."""

    def __init__(self, client: Client, path: Path) -> None:
        self._client = client
        self._path = path
        self._digest: str | None = None

    def plan(self, choices: Choices) -> Settled:
        """Ask what an import would do."""
        answer = self._post("imports", "plan", choices=choices)
        plan = self._client.decode(answer, Plan)
        self._digest = plan.file.digest
        return Settled(choices, plan, answer)

    def apply(self, choices: Choices, headers: Mapping[str, str]) -> bytes:
        """Import; when the answer is lost, ask again, which does no harm under the same idempotency key."""
        try:
            return self._post("imports", choices=choices, headers=headers)
        except ConnectionLostError as lost:
            return self._ask_again(lost, choices, headers)

    def _ask_again(self, lost: ConnectionLostError, choices: Choices, headers: Mapping[str, str]) -> bytes:
        for pause in _PAUSES:
            say("The connection was lost. Asking again.", "yellow")
            time.sleep(pause)
            # A server that went down with the answer may take a moment to be back.
            with suppress(ConnectionLostError, UnreachableError):
                return self._post("imports", choices=choices, headers=headers)
        key = headers.get("Idempotency-Key")
        raise CommandError(
            f"{lost} With --idempotency-key {key} this import is done once at most." if key else str(lost)
        )

    def _post(self, *steps: str, choices: Choices, headers: Mapping[str, str] | None = None) -> bytes:
        parts = {"choices": (None, msgspec.json.encode(choices))}
        if self._digest:
            try:
                digest = (None, self._digest)
                return self._client.call_on_branch(
                    "POST", *steps, files=parts | {"fileDigest": digest}, headers=headers
                )
            except Problem as problem:
                if problem.code != "file-expired":
                    raise
        with open_for_upload(self._path) as file:
            sent = {"file": ("export.json", file, "application/json")}
            return self._client.call_on_branch("POST", *steps, files=parts | sent, headers=headers)


def settle(sent: SentFile, wishes: Wishes) -> Settled:
    """Plan with all of the file, then with what is selected of it, then with conflicts solved: as far as needed."""
    choices = Choices(mode=wishes.mode, renames=wishes.renames, allow_older=wishes.allow_older)
    settled = sent.plan(choices)
    if wishes.patterns:
        available = {Key(item.kind, item.name): item.system for item in settled.plan.items}
        settled = sent.plan(structs.replace(choices, selection=choose(wishes.patterns, available)))
    conflicts = [item for item in settled.plan.items if item.selected and item.status == "conflict"]
    if conflicts and wishes.on_conflict == "skip":
        return sent.plan(_without(conflicts, settled))
    if conflicts and wishes.on_conflict == "rename":
        return sent.plan(_with_free_names(conflicts, settled))
    return settled


def _without(conflicts: Collection[PlanItem], settled: Settled) -> Choices:
    """Deselect items; what was taken along because another item needs it is not selected, but follows from that."""
    left_out = {Key(item.kind, item.name) for item in conflicts}
    selected = [Key(item.kind, item.name) for item in settled.plan.items if item.selected and not item.because]
    return structs.replace(settled.choices, selection=select_only([key for key in selected if key not in left_out]))


def _with_free_names(conflicts: Collection[PlanItem], settled: Settled) -> Choices:
    """Take the suggested names, also in place of a name that was asked for and is taken."""
    renames = {Key(rename.kind, rename.name): rename for rename in settled.choices.renames or ()}
    for item in conflicts:
        if item.suggested_name:
            key = Key(item.kind, item.name)
            renames[key] = Rename(kind=item.kind, name=item.name, new_name=item.suggested_name)
    return structs.replace(settled.choices, renames=list(renames.values()))
