"""
A plan as lines for people: what would become of each item, and what stands in its way.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from fast_data_transfer.cli.output import Colour, say
from fast_data_transfer.cli.wording import describe_issue
from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.plan import Plan
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.statuses import Status

_KIND_WIDTH: Final = len("castFunction")
_MARKS: Final[dict[Status, tuple[str, Colour | None]]] = {
    "new": ("+", "green"),
    "reference-update": ("~", "yellow"),
    "unchanged": ("=", "bright_black"),
    "conflict": ("!", "red"),
    "duplicate": ("!", "red"),
    "invalid-name": ("!", "red"),
    "blocked": ("!", "red"),
}
_WAYS_OUT: Final = {
    "conflict": "Names that are taken: --on-conflict skip or rename, or --rename KIND/OLD=NEW.",
    "duplicate": "Two items with one name: --rename KIND/OLD=NEW for one of them.",
    "invalid-name": "Names that are not valid: --rename KIND/OLD=NEW.",
    "older-export": "Items that are newer here: --allow-older takes the older ones.",
    "architecture": "Items that cannot be references here: leave them out with --select, or use --mode resource.",
    "nothing-selected": "Nothing is selected: see --select and --on-conflict.",
}
"""What the options of a command can do about an error, by its code."""

_SEVERITIES: Final[dict[str, Colour | None]] = {"error": "red", "warning": "yellow", "info": None}


class Line(NamedTuple):
    """A line, and its colour; names in it are as they came."""

    text: str
    colour: Colour | None = None


def show_plan(plan: Plan) -> None:
    """Show a plan on the standard error."""
    for line in list_lines(plan):
        say(*line)


def list_lines(plan: Plan) -> Iterator[Line]:
    """List the lines of a plan: its items, its issues, and what it comes to."""
    source, destination = plan.file.source, plan.destination
    yield Line(
        f"As a {plan.mode}: {source.project_name}, branch {source.branch}, exported {plan.file.exported_at}, "
        f"into {destination.project_id}, branch {destination.branch} (revision {destination.revision})"
    )
    for item in plan.items:
        if item.selected:
            yield from _list_item(item)
    for issue in plan.issues:
        yield _describe_issue(issue, "")
    yield _conclude(plan)
    yield from _list_ways_out(plan)


def count_writes(plan: Plan) -> int:
    """Count the items that the plan writes."""
    return plan.summary["new"] + plan.summary["reference-update"]


def _list_item(item: PlanItem) -> Iterator[Line]:
    mark, colour = _MARKS[item.status]
    name = item.name if item.new_name == item.name else f"{item.name} → {item.new_name}"
    yield Line(f"{mark} {item.kind:{_KIND_WIDTH}} {name}{_comment(item)}", colour)
    for issue in item.issues:
        yield _describe_issue(issue, "    ")


def _comment(item: PlanItem) -> str:
    """Add what the mark does not say."""
    comments = []
    if item.because:
        comments.append(f"needed by {item.because[-1].kind} {item.because[-1].name}")
    if item.status == "reference-update" and not item.content_changed:
        comments.append("same content, other source")
    if item.suggested_name:
        comments.append(f"free name: {item.suggested_name}")
    return f" ({'; '.join(comments)})" if comments else ""


def _describe_issue(issue: Issue, indent: str) -> Line:
    return Line(f"{indent}{describe_issue(issue)}", _SEVERITIES[issue.severity])


def _conclude(plan: Plan) -> Line:
    counts = ", ".join(f"{count} {status}" for status, count in plan.summary.items() if count)
    if plan.blocked:
        return Line(
            f"Blocked: {counts or 'nothing selected'}. Nothing can be imported before the errors are solved.", "red"
        )
    verdict = "Plan" if count_writes(plan) else "Nothing to change"
    return Line(f"{verdict}: {counts}.")


def _list_ways_out(plan: Plan) -> Iterator[Line]:
    """List the options that help, once each."""
    found = {issue.code for item in plan.items if item.selected for issue in item.issues if issue.severity == "error"}
    found |= {issue.code for issue in plan.issues if issue.severity == "error"}
    for code, way_out in _WAYS_OUT.items():
        if code in found:
            yield Line(f"  {way_out}")
