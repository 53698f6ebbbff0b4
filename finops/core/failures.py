"""Answers in the house style when a page cannot be given."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 10  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nobody, the database least of all: it may be what failed. Then the page says so, with 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        unavailable = HTTPStatus.SERVICE_UNAVAILABLE
        headers = {"Retry-After": str(RETRY_AFTER)}
        return HttpResponse(render_to_string("503.html"), status=unavailable, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
