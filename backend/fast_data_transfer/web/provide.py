"""
Dependencies of handlers that live as long as the app.
"""

from litestar.datastructures import State

from fast_data_transfer.settings import Settings
from fast_data_transfer.storage.database import Database
from fast_data_transfer.web.metrics import Metrics


def provide_database(state: State) -> Database:
    """Provide the database."""
    database: Database = state.database
    return database


def provide_metrics(state: State) -> Metrics:
    """Provide the measurements."""
    metrics: Metrics = state.metrics
    return metrics


def provide_settings(state: State) -> Settings:
    """Provide the settings."""
    settings: Settings = state.settings
    return settings
