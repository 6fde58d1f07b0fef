"""
What is wrong, as one line (where, what, and the code that can be looked up), and how many there are of something.
"""

from fast_data_transfer.domain.issues import Issue
from fast_data_transfer.domain.problems import Fault


def describe_fault(fault: Fault) -> str:
    """Describe one thing that is wrong with what was sent."""
    places = [fault.pointer] if fault.pointer else []
    if fault.line is not None:
        places.append(f"line {fault.line}, column {fault.column}")
    where = f"{' '.join(places)}: " if places else ""
    return f"{where}{fault.message} [{fault.code}]"


def describe_issue(issue: Issue) -> str:
    """Describe a difficulty of an item, or of all."""
    where = f"{issue.pointer}: " if issue.pointer else ""
    return f"{issue.severity}: {where}{issue.message} [{issue.code}]"


def describe_count(count: int, one: str, many: str) -> str:
    """Describe how many there are, in the words for one or for any other number."""
    return f"{count} {one if count == 1 else many}"
