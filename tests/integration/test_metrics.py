import re
from collections.abc import Mapping

from httpx import AsyncClient

from tests.builders import cast_function, configuration, event_driven, single_view
from tests.hostile import make_file
from tests.workspace import export_shop, make_crm, make_workspace

VIEW = make_file(single_view("sv_customer"))


async def _read(client: AsyncClient, name: str) -> dict[str, float]:
    """Read the series of one metric: labels → value, without those that nothing was counted for."""
    text = (await client.get("/-/metrics")).text
    found = re.findall(rf"^{name}(?:{{(.*)}})? ([0-9.e+]+)$", text, re.MULTILINE)
    return {labels.replace('"', ""): float(value) for labels, value in found if float(value)}


async def test_transfers_are_counted_by_type_and_outcome(client: AsyncClient) -> None:
    """Each export, plan, import and undo is counted under how it ended."""
    crm = await make_crm(client)
    file = await export_shop(client)
    await crm.apply(file)
    await crm.try_apply(file, key="once")
    receipt = await crm.apply(make_file(cast_function("f")))
    await crm.undo(receipt["transferId"])
    await crm.try_undo(receipt["transferId"])
    await crm.try_apply(b"{")

    assert await _read(client, "fdt_transfer_duration_seconds_count") == {
        "outcome=done,type=export": 1,
        "outcome=done,type=plan": 2,
        "outcome=done,type=import": 2,
        "outcome=unchanged,type=import": 1,
        "outcome=refused,type=import": 1,
        "outcome=done,type=undo": 1,
        "outcome=refused,type=undo": 1,
    }


async def test_repeated_and_blocked_imports_are_told_apart(client: AsyncClient) -> None:
    """An import that was done before is no second one, and one that its plan blocks is no other refusal."""
    crm = await make_workspace(client, "crm", services=event_driven())
    for _ in range(2):
        await crm.try_apply(VIEW, key="once")
    await crm.try_apply(VIEW, "resource")

    assert await _read(client, "fdt_transfer_duration_seconds_count") == {
        "outcome=done,type=import": 1,
        "outcome=replayed,type=import": 1,
        "outcome=blocked,type=import": 1,
    }


async def test_sizes_are_measured(client: AsyncClient) -> None:
    """Files are measured in bytes, transfers in resources."""
    crm = await make_crm(client)
    file = await export_shop(client)
    await crm.apply(file)

    sizes = await _read(client, "fdt_transfer_size_bytes_sum")
    assert sizes == dict.fromkeys(("type=export", "type=plan", "type=import"), len(file))
    assert await _read(client, "fdt_transfer_resources_sum") == {"type=export": 5, "type=import": 5}


async def test_conflicts_are_counted(client: AsyncClient) -> None:
    """What users see in plans is counted: how many were blocked, and items by status."""
    crm = await make_workspace(client, "crm", configuration(single_view("sv_customer", description="mine")))

    await crm.plan(VIEW, "resource")
    await crm.plan(make_file(cast_function("f")), "resource")

    assert await _read(client, "fdt_plans_total") == {
        "mode=resource,result=blocked": 1,
        "mode=resource,result=ready": 1,
    }
    assert await _read(client, "fdt_plan_items_total") == {"status=conflict": 1, "status=new": 1}


async def test_problems_are_counted_by_code(client: AsyncClient) -> None:
    """Each refused request is counted under its code; all codes are there from the start."""
    before = (await client.get("/-/metrics")).text

    await client.get("/api/projects/nope")
    await client.get("/api/projects?nope=1")
    await client.get("/api/nope")

    assert 'fdt_problems_total{code="storage-unavailable"} 0.0' in before
    assert await _read(client, "fdt_problems_total") == {"code=not-found": 2, "code=invalid-request": 1}


async def test_callers_make_no_series(client: AsyncClient) -> None:
    """Whatever is called, by whatever method, the number of series stays what it is."""
    names: Mapping[str, str] = {"GET": "kiosk", "BREW": "garage"}
    for method, name in names.items():
        await client.request(method, f"/api/projects/{name}")
    text = (await client.get("/-/metrics")).text

    assert 'route="/api/projects/{projectId}",status="404"' in text
    assert 'method="other"' in text
    assert not any(name in text for name in names.values())
