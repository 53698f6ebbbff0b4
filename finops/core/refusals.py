"""Answering a page whose parameters cannot be used with what would have been possible."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from finops.core.parameters import BadParameter

View = Callable[..., HttpResponse]


def teaches(view: View) -> View:
    """Answers 400 with a sentence and a way on when the view refuses a parameter."""

    @wraps(view)
    def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as problem:
            return render(request, "refused.html", {"problem": problem}, status=400)

    return refusing
