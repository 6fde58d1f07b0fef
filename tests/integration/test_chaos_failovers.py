from pathlib import Path

from tests.chaos.failovers import fail_over_often


async def test_acknowledged_imports_survive_the_loss_of_the_primary(tmp_path: Path) -> None:
    """Of a replica set that loses its primary, clients see successes and documented errors, and lose nothing."""
    tally = await fail_over_often(tmp_path, failovers=2)

    assert tally.failovers == 2
    assert tally.acknowledged > 2
    assert not tally.log.failures()
