from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.import_machine import ImportMachine
from tests.machine_store import open_store

STEPS: Final = 1_000


def test_projects_stay_in_order_whatever_is_done(mongo_url: str, database_name: str) -> None:
    """A thousand steps of export, import, edit, detach, delete and undo between three projects hold every invariant."""
    few = settings(
        max_examples=10, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    ImportMachine.steps = 0

    with open_store(mongo_url, database_name) as ImportMachine.store:
        while ImportMachine.steps < STEPS:
            run_state_machine_as_test(ImportMachine, settings=few)
