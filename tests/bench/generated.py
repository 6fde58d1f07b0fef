"""
A configuration of any size, always the same for one size: realistic, about 4 KB of JSON for each projection.
"""

from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

PROJECTIONS_IN_A_SYSTEM: Final = 50

# Columns as a database of a company has them: name, field type, cast function.
_COLUMNS: Final = (
    ("CUSTOMER_CODE", "string", "defaultCastToString"),
    ("COMPANY_CODE", "string", "castTrimmedCode"),
    ("DESCRIPTION", "string", "defaultCastToString"),
    ("AMOUNT", "number", "castCents"),
    ("QUANTITY", "number", "defaultCastToInteger"),
    ("EXCHANGE_RATE", "number", "defaultCastToFloat"),
    ("IS_ACTIVE", "boolean", "castYesOrNo"),
    ("VALID_FROM", "Date", "castDaysToDate"),
    ("ATTRIBUTES", "RawObject", "defaultCastToObject"),
    ("NOTES", "string", "defaultCastToString"),
    ("POSITIONS", "Array_RawObject", "defaultCastToArrayOfObject"),
    ("LAST_MODIFIED", "Date", "castDaysToDate"),
)
_FIELDS: Final = 25
_FUNCTIONS: Final = (
    ("castTrimmedCode", "string"),
    ("castCents", "number"),
    ("castYesOrNo", "boolean"),
    ("castDaysToDate", "Date"),
)
_CODE: Final = """\
export default function {name} (messageObject, fieldName, logger) {{
  const value = messageObject[fieldName]
  if (value === null || value === undefined) {{
    return null
  }}
  const text = String(value).trim()
  logger.debug({{ fieldName }}, 'è un valore «{data_type}»')
  return text === '' ? null : text
}}
"""

EVENT_DRIVEN: Final[Json] = {
    "trigger": {
        "name": "trigger",
        "type": "plugin",
        "dockerImage": "nexus.mia-platform.eu/fast-data/single-view-trigger-generator-plugin:3.3.1",
    }
}
"""Services that let a project take references."""


def make_configuration(projections: int) -> Json:
    """Make a `fastDataConfig` with this many projections, in systems of 50, and a few cast functions."""
    starts = range(0, projections, PROJECTIONS_IN_A_SYSTEM)
    systems = [_system(start, min(start + PROJECTIONS_IN_A_SYSTEM, projections)) for start in starts]
    return {
        "version": "2.2.0",
        "systems": {system["name"]: system for system in systems},
        "castFunctions": {name: _function(name, data_type) for name, data_type in _FUNCTIONS},
        "erSchemas": {},
        "singleViews": {},
    }


def _system(start: int, stop: int) -> Json:
    name = f"system_{start // PROJECTIONS_IN_A_SYSTEM:03}"
    projections = [_projection(name, number) for number in range(start, stop)]
    return {
        "systemId": name,
        "name": name,
        "description": f"Database of department {name}",
        "projections": {projection["name"]: projection for projection in projections},
    }


def _projection(system: str, number: int) -> Json:
    name = f"pr_table_{number:05}"
    topic = f"acme.bench.{system}.{name}"
    return {
        "projectionId": name,
        "name": name,
        "description": f"Table {number} of {system}",
        "fields": [_field(number, position) for position in range(_FIELDS)],
        "indexes": [
            _index("_id", "_id", unique=True),
            _index("mia_primary_key_index", "ID", unique=True),
            _index("mia_state_index", "ID", "__STATE__", unique=False),
        ],
        "primaryKeyIndexAutomation": True,
        "topics": {"ingestion": {"name": f"{topic}.ingestion"}, "prUpdate": {"name": f"{topic}.pr-update"}},
    }


def _field(number: int, position: int) -> Json:
    is_key = position == 0
    column, field_type, function = _COLUMNS[(number + position) % len(_COLUMNS)]
    if is_key:
        column, field_type, function = "ID", "string", "defaultCastToString"
    return {
        "name": column if is_key else f"{column}_{position}",
        "description": f"Column {position}",
        "type": field_type,
        "required": is_key,
        "nullable": not is_key,
        "primaryKey": is_key,
        "castFunction": function,
    }


def _index(name: str, *fields: str, unique: bool) -> Json:
    return {"name": name, "type": "normal", "unique": unique, "fields": [{"name": f, "order": 1} for f in fields]}


def _function(name: str, data_type: str) -> Json:
    code = _CODE.format(name=name, data_type=data_type)
    return {"castFunctionId": name, "name": name, "dataType": data_type, "casting": code, "type": "custom"}
