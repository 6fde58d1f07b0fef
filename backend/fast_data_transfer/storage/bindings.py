"""
Who has which role: written by the platform's administrators, read here.
"""

from collections.abc import Sequence

from fast_data_transfer.domain.roles import ROLES, Binding
from fast_data_transfer.storage.database import Database


async def fetch_bindings(database: Database, subjects: Sequence[str]) -> tuple[Binding, ...]:
    """Fetch the bindings of a user and the user's groups; those with a role that we do not know are left out."""
    cursor = database.bindings.find({"subject": {"$in": list(subjects)}, "role": {"$in": list(ROLES)}})
    return tuple(
        [
            Binding(role=found["role"], tenant_id=found.get("tenantId"), project_id=found.get("projectId"))
            async for found in cursor
            # To a query, a list matches as soon as one of its values does.
            if isinstance(found["role"], str)
        ]
    )
