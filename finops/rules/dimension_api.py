"""`/api/v1/dimensions`."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from finops.accounts.permissions import Capability, require
from finops.attribution import custom_services as services
from finops.attribution.custom_checks import BadDimension
from finops.attribution.custom_selectors import custom_dimensions
from finops.attribution.models import CustomDimension
from finops.core.parameters import BadParameter, plain_text
from finops.rules import dimension_saving as saving
from finops.rules.api import actor, day
from finops.rules.dimension_schemas import (
    DimensionChange,
    DimensionIn,
    DimensionOut,
    DimensionsOut,
    dimension_out,
)

router = Router(tags=["Dimensions"])


@router.get("/dimensions", response=DimensionsOut, summary="Custom dimensions")
@require(Capability.VIEW_SPEND)
def dimensions(request: HttpRequest) -> dict[str, Any]:
    """What groups spend besides the built-in dimensions, as `custom.<name>`; archived ones last."""
    return {"items": [dimension_out(one) for one in custom_dimensions()]}


@router.post("/dimensions", response=DimensionOut, summary="Allow a dimension")
@require(Capability.MANAGE_DIMENSIONS)
def dimension_allow(request: HttpRequest, given: DimensionIn) -> dict[str, Any]:
    """Allow a custom dimension, for calls since a day or from now on; needs a key of scope admin."""
    since = day(given.since)
    try:
        saving.allow(**given.dict(exclude={"since"}), since=since, actor=actor(request))
    except BadDimension as problem:
        raise BadParameter("dimension", str(problem)) from None
    return _told(given.name)


@router.get("/dimensions/{name}", response=DimensionOut, summary="One custom dimension")
@require(Capability.VIEW_SPEND)
def dimension(request: HttpRequest, name: str) -> dict[str, Any]:
    """One custom dimension, archived or not."""
    return _told(_found(name).name)


@router.put("/dimensions/{name}", response=DimensionOut, summary="Change or restore a dimension")
@require(Capability.MANAGE_DIMENSIONS)
def dimension_change(request: HttpRequest, name: str, given: DimensionChange) -> dict[str, Any]:
    """Change its label and attributes, and restore it when it is archived; needs a key of scope admin."""
    found, since = _found(name), day(given.since)
    try:
        if found.archived_at is not None:
            services.dimension_restore(dimension=found, actor=actor(request))
        saving.change(found, **given.dict(exclude={"since"}), since=since, actor=actor(request))
    except BadDimension as problem:
        raise BadParameter("dimension", str(problem)) from None
    return _told(name)


@router.delete("/dimensions/{name}", response=DimensionOut, summary="Archive a dimension")
@require(Capability.MANAGE_DIMENSIONS)
def dimension_archive(request: HttpRequest, name: str) -> dict[str, Any]:
    """Read it no longer from what arrives; stored calls keep it. Needs a key of scope admin."""
    try:
        services.dimension_archive(dimension=_found(name), actor=actor(request))
    except BadDimension as problem:
        raise BadParameter("dimension", str(problem)) from None
    return _told(name)


def _found(name: str) -> CustomDimension:
    found = CustomDimension.objects.filter(name=plain_text("name", name)).first()
    if found is None:
        raise Http404
    return found


def _told(name: str) -> dict[str, Any]:
    (told,) = (dimension_out(one) for one in custom_dimensions() if one.name == name)
    return told
