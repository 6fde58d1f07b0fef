import pytest
from playwright.sync_api import Page

from e2e.demo.scenes import SCENES
from e2e.demo.stage import Stage
from e2e.store import Store

REFUSED = {"wrong-file": pytest.mark.refused(400)}


@pytest.mark.parametrize("name", [pytest.param(name, marks=REFUSED.get(name, ())) for name in SCENES])
def test_scene_works(page: Page, store: Store, name: str) -> None:
    """A scene of the demo, played fast and silently, shows what it says."""
    SCENES[name](Stage(page, store))
