from tests.chaos.crowd import crowd
from tests.chaos.servers import run_server


async def test_many_clients_on_a_branch_do_one_thing_after_the_other(mongo_url: str, database_name: str) -> None:
    """Whatever fifty clients do at once gives what some order of it gives, and nobody sees the server fail."""
    async with run_server(f"--mongodb-url={mongo_url}", MONGODB_DATABASE=database_name) as server:
        tally = await crowd(server, mongo_url, database_name, clients=50, seconds=10)

    assert tally.revisions > 20
    assert tally.exports > 2
