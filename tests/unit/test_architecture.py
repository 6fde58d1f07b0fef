"""
The detector of `domain.md` 7.3: what services tell about the architecture of a branch.
"""

from typing import Any

import pytest

from fast_data_transfer.domain.architecture import detect_architecture
from tests.builders import Entry, event_driven, service, standard

GENERATOR = "Single View Trigger Generator"


def _with_item(item: object) -> Entry:
    return {"s": {"sourceMarketplaceItem": item}}


@pytest.mark.parametrize(
    "services, name, signals",
    [
        ({}, "undetermined", []),
        (service("api", "api-gateway"), "undetermined", []),
        (event_driven(), "event-driven", [GENERATOR]),
        (_with_item({"itemId": "Single-View-Trigger-Generator"}), "event-driven", [GENERATOR]),
        ({"s": {"sourceComponentId": "single-view-trigger-generator"}}, "event-driven", [GENERATOR]),
        (service("s", "projection-storer"), "standard", ["Projection Storer"]),
        (service("s", "single-view-creator-plugin"), "standard", ["Single View Creator"]),
        (
            service("s", "realtime-updater"),
            "standard",
            ["Real-Time Updater"],
        ),
        (
            _with_item({"itemId": "real-time-updater"}),
            "standard",
            ["Real-Time Updater"],
        ),
        (
            service("s", "realtime-updater", PROJECTIONS_CHANGES_ENABLED=" False "),
            "standard",
            ["Real-Time Updater (PROJECTIONS_CHANGES_ENABLED=False)"],
        ),
        (
            event_driven() | service("u", "realtime-updater", PROJECTIONS_CHANGES_ENABLED="false"),
            "event-driven",
            [GENERATOR, "Real-Time Updater (PROJECTIONS_CHANGES_ENABLED=false)"],
        ),
        (
            event_driven() | service("u", "realtime-updater", PROJECTIONS_CHANGES_ENABLED="{{ENABLED}}"),
            "mixed",
            [GENERATOR, "Real-Time Updater (PROJECTIONS_CHANGES_ENABLED={{ENABLED}})"],
        ),
        (event_driven() | service("t", "projection-storer"), "event-driven", [GENERATOR, "Projection Storer"]),
        (
            service(
                "s",
                "custom-image",
                EVENT_STORE_CONFIG_PATH="a",
                EVENT_STORE_TARGET="kafka",
                SINGLE_VIEW_NAME="v",
                KAFKA_PROJECTION_UPDATES_FOLDER="b",
            ),
            "event-driven",
            [GENERATOR],
        ),
        (service("s", "custom-image", EVENT_STORE_TARGET="kafka", SINGLE_VIEW_NAME="v"), "undetermined", []),
    ],
)
def test_architecture(services: Entry, name: str, signals: list[str]) -> None:
    """The architecture follows from images, marketplace items and variables, and the evidence names them."""
    found = detect_architecture(services)

    assert (found.name, [evidence.signal for evidence in found.evidence]) == (name, signals)
    assert found.allows_references is (name in {"event-driven", "mixed"})


def test_evidence_is_sorted_by_service() -> None:
    """The order of services in a configuration does not matter."""
    services = standard()

    found = detect_architecture(dict(reversed(services.items())))

    assert found == detect_architecture(services)
    assert [evidence.service for evidence in found.evidence] == ["legacy-updater", "sv-creator"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        [],
        {},
        {"dockerImage": 1, "sourceComponentId": [], "sourceMarketplaceItem": "single-view-trigger-generator"},
        {"environment": {"SINGLE_VIEW_NAME": "v"}},
        {"environment": [1, None, {}, {"name": 1}]},
    ],
    ids=str,
)
def test_unreadable_services_are_no_signal(value: Any) -> None:  # noqa: ANN401 - any JSON
    """What is no service says nothing."""
    assert detect_architecture({"s": value}).name == "undetermined"


def test_long_values_are_cut_in_evidence() -> None:
    """A value of a variable is shown in part."""
    services = service("u", "realtime-updater", PROJECTIONS_CHANGES_ENABLED="x" * 1000)

    assert detect_architecture(services).evidence[0].signal.endswith(f"={'x' * 80})")
