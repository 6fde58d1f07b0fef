"""
From what a caller has access to, to the place that an operation works on.
"""

from fast_data_transfer.domain.model import Source
from fast_data_transfer.storage.branches import Branch
from fast_data_transfer.storage.projects import Project


def place_of(project: Project, branch: Branch) -> Source:
    """Name a branch as operations, markers and files do."""
    return Source(
        tenant_id=project.tenant_id,
        project_id=project.project_id,
        project_name=project.name,
        branch=branch.name,
    )
