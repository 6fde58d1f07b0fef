from tests.chaos.conformance import conform
from tests.chaos.servers import run_server


async def test_no_answer_is_outside_of_the_document(mongo_url: str, database_name: str) -> None:
    """Whatever is made from the OpenAPI document, good or bad, is answered as the document says, and never with 5xx."""
    async with run_server("--demo", f"--mongodb-url={mongo_url}", MONGODB_DATABASE=database_name) as server:
        tally = await conform(server, 5, "--no-shrink", "--seed=1", "--workers=2")

    assert tally.generated > 500
    assert tally.generated == tally.passed, tally.reports
