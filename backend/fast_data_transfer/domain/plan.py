"""
The plan of an import: what it would do to each item of the file, and everything that stands in its way.

This module is the table of contents of `contract.md` section 6: an item is received (`incoming`), gets its result
(`cascade`), its status (`statuses`) and its issues (`checks`); here they become the plan that the user reviews, and
whose digest apply insists on. Planning is pure: the same file, destination and choices give the same plan.
"""

import re
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from fast_data_transfer.domain import issues
from fast_data_transfer.domain.architecture import ArchitectureName, Evidence
from fast_data_transfer.domain.canonical import digest_of, encode_canonical
from fast_data_transfer.domain.cascade import Result, build_result
from fast_data_transfer.domain.checklist import Reminder, build_checklist
from fast_data_transfer.domain.choices import Choices, Mode
from fast_data_transfer.domain.destination import Destination
from fast_data_transfer.domain.export_file import ExportFile, Integrity
from fast_data_transfer.domain.incoming import Incoming, receive
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.kinds import Key
from fast_data_transfer.domain.model import Base, Source
from fast_data_transfer.domain.plan_items import PlanItem, plan_item
from fast_data_transfer.domain.statuses import make_case
from fast_data_transfer.domain.suggestions import suggest_names
from fast_data_transfer.domain.times import parse_time

_CLOCK_TOLERANCE: Final = timedelta(minutes=5)
# Python refuses to make an integer of thousands of digits.
_MAJOR_AND_MINOR: Final = re.compile(r"\s*v?([0-9]{1,9})(?![0-9])(?:\.([0-9]{1,9})(?![0-9]))?")


class PlanFile(Base, frozen=True):
    """The file that the plan is about."""

    digest: str
    format_version: str
    exported_at: str
    source: Source
    counts: dict[str, int]
    integrity: Integrity
    removed: tuple[str, ...]


class PlanDestination(Base, frozen=True):
    """The branch that the plan is about, at the revision that it was made for."""

    project_id: str
    branch: str
    revision: int
    architecture: ArchitectureName
    evidence: tuple[Evidence, ...]


class Plan(Base, frozen=True):
    """What the API, the dialog and the command line show, and what apply executes (`contract.md` section 7)."""

    plan_digest: str
    mode: Mode
    blocked: bool
    file: PlanFile
    destination: PlanDestination
    items: tuple[PlanItem, ...]
    issues: tuple[Issue, ...]
    summary: dict[str, int]
    checklist: tuple[Reminder, ...]


class Planned(NamedTuple):
    """A plan, with what apply needs of each item and nobody has to see."""

    plan: Plan
    incoming: Incoming
    results: dict[Key, Result]


def plan_import(file: ExportFile, destination: Destination, choices: Choices, now: datetime) -> Planned:
    """
    Plan an import; `now` is used only to notice exports from the future.

    Raises `Problem` `unknown-resource` or `invalid-request` where the choices speak of what the file does not have.
    """
    incoming = receive(file, destination, choices)
    results = {key: build_result(item, incoming) for key, item in incoming.items.items()}
    cases = [make_case(item, results[key], incoming) for key, item in incoming.items.items()]
    items = suggest_names([plan_item(case) for case in cases], incoming)
    found = tuple(_check_plan(incoming, now))
    plan = Plan(
        plan_digest=_digest(incoming, items, found),
        mode=choices.mode,
        blocked=_is_blocked(items, found),
        file=describe_file(file),
        destination=_describe_destination(destination),
        items=tuple(items),
        issues=found,
        summary=_summarize(items),
        checklist=tuple(build_checklist(items)),
    )
    return Planned(plan, incoming, results)


def _check_plan(incoming: Incoming, now: datetime) -> list[Issue]:
    """The issues of the plan as a whole."""
    file, destination = incoming.file, incoming.destination
    found = [] if incoming.selected else [issues.nothing_selected()]
    found += _check_config_version(file.metadata.config_version, destination.config_version)
    if incoming.mode == "reference" and destination.architecture.name == "mixed":
        found.append(issues.mixed_architecture(destination.architecture))
    if file.integrity == "unverified":
        found.append(issues.unverified_file())
    if parse_time(file.metadata.exported_at) > now + _CLOCK_TOLERANCE:
        found.append(issues.future_export(file.metadata.exported_at))
    return found + [issues.from_fault(fault, "warning") for fault in file.warnings]


def _check_config_version(file_version: str | None, version: str) -> list[Issue]:
    """Another major cannot be read; a newer minor can, with what is new in it kept."""
    theirs, ours = _version(file_version), _version(version)
    if theirs is None or ours is None or theirs == ours:
        return []
    if theirs[0] != ours[0]:
        return [issues.config_version(str(file_version), version, "error")]
    return [issues.config_version(str(file_version), version, "warning")] if theirs > ours else []


def _version(text: str | None) -> tuple[int, int] | None:
    found = _MAJOR_AND_MINOR.match(text or "")
    return (int(found[1]), int(found[2] or 0)) if found else None


def _is_blocked(items: list[PlanItem], found: tuple[Issue, ...]) -> bool:
    selected = (issue for item in items if item.selected for issue in item.issues)
    return any(issue.severity == "error" for issue in (*found, *selected))


def _digest(incoming: Incoming, items: list[PlanItem], found: tuple[Issue, ...]) -> str:
    """Digest what a user decides on: not the revision, no wording and no suggestions (`contract.md` section 7)."""
    covered = {
        "mode": incoming.mode,
        "file": incoming.file.digest,
        "items": [_without_words(item) for item in items],
        "issues": [_without_message(issue) for issue in found],
    }
    return digest_of(encode_canonical(msgspec.to_builtins(covered)))


def _without_words(item: PlanItem) -> PlanItem:
    return msgspec.structs.replace(
        item, suggested_name=None, issues=tuple(_without_message(issue) for issue in item.issues)
    )


def _without_message(issue: Issue) -> Issue:
    return msgspec.structs.replace(issue, message="")


def _summarize(items: list[PlanItem]) -> dict[str, int]:
    names = ("new", "reference-update", "unchanged", "conflict", "duplicate", "invalid-name", "blocked", "deselected")
    summary = dict.fromkeys(names, 0)
    for item in items:
        summary[item.status if item.selected else "deselected"] += 1
    return summary


def describe_file(file: ExportFile) -> PlanFile:
    """Describe a file as a plan shows it."""
    return PlanFile(
        digest=file.digest,
        format_version=file.format_version,
        exported_at=file.metadata.exported_at,
        source=file.metadata.source,
        counts=file.counts,
        integrity=file.integrity,
        removed=file.removed,
    )


def _describe_destination(destination: Destination) -> PlanDestination:
    return PlanDestination(
        project_id=destination.project_id,
        branch=destination.branch,
        revision=destination.revision,
        architecture=destination.architecture.name,
        evidence=destination.architecture.evidence,
    )
