"""Describing the parameters of an endpoint that reads them itself."""

from collections.abc import Mapping
from typing import Any


def parameters(described: Mapping[str, str]) -> dict[str, Any]:
    """`openapi_extra` for query parameters: name -> description. `filter` is written `filter[name]=value`."""
    return {"parameters": [_parameter(name, text) for name, text in described.items()]}


def _parameter(name: str, text: str) -> dict[str, Any]:
    parameter: dict[str, Any] = {"name": name, "in": "query", "required": False, "description": text}
    if name == "filter":
        values = {"type": "object", "additionalProperties": {"type": "string"}}
        return {**parameter, "style": "deepObject", "explode": True, "schema": values}
    return {**parameter, "schema": {"type": "string"}}
