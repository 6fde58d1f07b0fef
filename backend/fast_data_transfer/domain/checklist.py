"""
What is left to do after an import, because it does not travel: services, topics, and reading imported code.

Source: the last caution of `seeds/mia-platform-import-export.md`; `product.md`, dialog `Import`, result.
"""

from collections.abc import Iterator, Sequence

from fast_data_transfer.domain.issues import Related
from fast_data_transfer.domain.model import Base
from fast_data_transfer.domain.plan_items import PlanItem
from fast_data_transfer.domain.statuses import WRITTEN


class Reminder(Base, frozen=True):
    """One thing to do by hand, and the resources (under their names in the destination) that it is about."""

    code: str
    message: str
    related: tuple[Related, ...]


def build_checklist(items: Sequence[PlanItem]) -> Iterator[Reminder]:
    """List what the user still has to do once the selected items are written."""
    written = [item for item in items if item.selected and item.status in WRITTEN]
    new = [item for item in written if item.status == "new"]
    reminders = (
        ("attach-service", _SYSTEM_SERVICES, [item for item in new if item.kind == "system"]),
        ("attach-single-view-creator", _SINGLE_VIEW_SERVICES, [item for item in new if item.kind == "singleView"]),
        ("check-topics", _TOPICS, [item for item in new if item.kind == "projection"]),
        ("code-review", _CODE, [item for item in written if item.kind == "castFunction" and item.content_changed]),
    )
    for code, message, concerned in reminders:
        if concerned:
            related = tuple(Related(kind=item.kind, name=item.new_name) for item in concerned)
            yield Reminder(code=code, message=message, related=related)


_SYSTEM_SERVICES = (
    "Services are not imported: create or attach the Real-Time Updater or Projection Storer of these systems, "
    "with its message format."
)
_SINGLE_VIEW_SERVICES = (
    "Services are not imported: create or attach the Single View Creator and Trigger Generator of these Single Views."
)
_TOPICS = "Check the Kafka topics of these Projections: they must exist, and the right service must read them."
_CODE = "Read the code of these cast functions before you deploy."
