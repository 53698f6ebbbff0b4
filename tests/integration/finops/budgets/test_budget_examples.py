"""What `examples/` ships, run against the real check over HTTP.

LiteLLM, Portkey and Kong are products of others: the callback is called as LiteLLM's proxy calls it, with a
stand-in for the class it inherits from; Portkey's event is sent to the webhook; Kong's Lua is run by the Lua
within Valkey, with stand-ins for the names Kong gives it.
"""

import asyncio
import importlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Thread
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import redis
import yaml
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from finops.accounts.services import key_create
from finops.budgets.checks import api, snapshot
from finops.budgets.checks.refreshing import Refreshed
from finops.budgets.checks.shadow import ShadowCounts, write
from finops.budgets.types import Enforcement
from finops.core.cache import location
from tests.factories.budgets import budget
from tests.factories.rollups import charge, project, roll_up
from tests.integration.finops.budgets.test_budget_check import EMPTY

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = Path(__file__).parents[4] / "examples"
GENEROUS_SECONDS = 30.0  # a busy test machine is no reason to call without an answer


@pytest.fixture(autouse=True)
def address(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Support has used up its budget, and its mini model has one of its own that is not."""
    monkeypatch.setattr(api, "CURRENT", Refreshed(snapshot.read))
    monkeypatch.setattr(api, "SHADOWS", ShadowCounts(write))
    charge(team="support", request_model="gpt-4o", cost=Decimal(120), time=timezone.now())
    roll_up()
    made = budget("Support", team="support", enforcement=Enforcement.DENY, advised_model="gpt-4o-mini")
    type(made).objects.filter(pk=made.pk).update(filters={"team": ["support"], "request_model": ["gpt-4o"]})
    charge(team="search", cost=Decimal(120), time=timezone.now())
    roll_up()
    budget("Search", team="search", enforcement=Enforcement.DENY)
    _, secret = key_create(project=project(), scope="read", actor="tests")
    monkeypatch.setenv("LEDGER_URL", live_server.url)
    monkeypatch.setenv("LEDGER_KEY", secret)
    monkeypatch.setenv("WEBHOOK_SECRET", "a secret")
    monkeypatch.syspath_prepend(EXAMPLES)
    yield live_server.url
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Imports an example as its users do."""
    logger = ModuleType("litellm.integrations.custom_logger")
    logger.CustomLogger = type("CustomLogger", (), {})  # type: ignore[attr-defined]
    for name in ("litellm", "litellm.integrations"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, logger.__name__, logger)
    imported = []

    def found(name: str) -> Any:
        imported.append(name)
        module = importlib.import_module(name)
        importlib.import_module("spanledger_budgets").PATIENCE_SECONDS = GENEROUS_SECONDS
        return module

    yield found
    for name in {*imported, "spanledger_budgets"}:
        sys.modules.pop(name, None)


def test_plain_python_goes_on_with_the_advised_model_or_is_told_why_not(example: Any) -> None:
    ours = example("spanledger_budgets")
    assert ours.allowed_model("gpt-4o", team="billing", journey=None) == "gpt-4o"
    assert ours.allowed_model("gpt-4o", team="support") == "gpt-4o-mini"
    with pytest.raises(ours.BudgetUsedUp, match="The budget Search is used up until"):
        ours.allowed_model("gpt-4o", team="search")


def test_plain_python_runs_from_the_command_line() -> None:
    source = (EXAMPLES / "spanledger_budgets.py").read_text()
    patient = source.replace("SECONDS = 0.3", f"SECONDS = {GENEROUS_SECONDS}")
    for team, status in (("search", 1), ("billing", 0)):
        command = [sys.executable, "-c", patient, f"team={team}", "model=gpt-4o"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, json.loads(done.stdout)["decision"]) == (status, ["allow", "deny"][status])


@pytest.mark.parametrize("broken", ["LEDGER_URL", "LEDGER_KEY"])
def test_plain_python_calls_when_spanledger_does_not_answer_or_refuses(
    example: Any, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(broken, "http://127.0.0.1:1")
    assert example("spanledger_budgets").allowed_model("gpt-4o", team="search") == "gpt-4o"


def hook(module: Any, caller: Any, **data: Any) -> dict[str, Any]:
    """What LiteLLM's proxy does before each call."""
    return asyncio.run(
        module.budgets.async_pre_call_hook(
            user_api_key_dict=caller, cache=None, data=data, call_type="completion"
        )
    )


def test_litellm_calls_the_advised_model_in_place_of_one_that_is_denied(example: Any) -> None:
    module = example("litellm_callback")
    caller = SimpleNamespace(team_alias="support", end_user_id=None)
    messages = [{"role": "user", "content": "hello"}]
    assert hook(module, caller, model="gpt-4o", messages=messages) == {
        "model": "gpt-4o-mini",
        "messages": messages,
    }
    of_others = hook(module, caller, model="gpt-4o", metadata={"team": "billing", "journey": 7})
    assert of_others["model"] == "gpt-4o"


def test_litellm_refuses_with_429_where_nothing_else_is_allowed(example: Any) -> None:
    module = example("litellm_callback")
    caller = SimpleNamespace(team_alias=None, end_user_id="u-1")
    with pytest.raises(Exception, match="The budget Search is used up") as refusal:
        hook(module, caller, model="gpt-4o", metadata={"team": "search"})
    assert refusal.value.status_code == 429


def test_portkey_is_told_a_verdict(example: Any) -> None:
    module = example("portkey_webhook")
    module.Webhook.log_message = lambda *arguments: None
    server = module.ThreadingHTTPServer(("127.0.0.1", 0), module.Webhook)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def post(body: bytes, secret: str = "a secret") -> tuple[int, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.server_port}/", body, {"Authorization": f"Bearer {secret}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)

    def event(team: str) -> bytes:
        return json.dumps(
            {
                "request": {"json": {"model": "gpt-4o", "messages": []}, "text": "hello"},
                "provider": "openai",
                "requestType": "chatComplete",
                "metadata": {"team": team, "_user": "u-1"},
                "eventType": "beforeRequestHook",
            }
        ).encode()

    try:
        status, told = post(event("support"))
        assert (status, told["verdict"], told["data"]["advised_model"]) == (200, False, "gpt-4o-mini")
        assert post(event("billing"))[1]["verdict"] is True
        assert post(event("support"), secret="guessed")[0] == 401
        assert post(b"no event")[0] == 400
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


KONG = """
local asked, left
local function require(name)
  if name == "cjson.safe" then return { decode = function(text)
    local fine, found = pcall(cjson.decode, text)
    if fine then return found end
  end } end
  return { new = function() return {
    set_timeout = function() end,
    request_uri = function(_, url, options)
      asked = { url = url, query = options.query, headers = options.headers }
      if ARGV[2] ~= "" then return { status = 200, body = ARGV[2] } end
    end,
  } end }
end
local kong = {
  request = {
    get_raw_body = function() return ARGV[1] end,
    get_header = function(name) return cjson.decode(ARGV[3])[name] end,
  },
  response = { exit = function(status, body) left = { status = status, body = body } end },
}
local function access()
%s
end
access()
return cjson.encode({ asked = asked, left = left })
"""


def run_kong(body: str, answer: str, **headers: str) -> dict[str, Any]:
    """The Lua of the plugin with this request, and with this answer to what it asks."""
    text = (EXAMPLES / "kong.yaml").read_text()
    for name in ("LEDGER_URL", "LEDGER_KEY"):
        text = text.replace('${{ env "DECK_NAME" }}'.replace("NAME", name), os.environ[name])
    (plugin,) = yaml.safe_load(text)["services"][0]["plugins"]
    (lua,) = plugin["config"]["access"]
    with redis.Redis.from_url(location(settings.BROKER_URL)) as client:
        return json.loads(client.eval(KONG % lua, 0, body, answer, json.dumps(headers)))


@pytest.mark.parametrize(("team", "status"), [("search", 429), ("billing", None)])
def test_kong_exits_with_429_where_a_budget_denies(team: str, status: int | None) -> None:
    asked = run_kong('{"model": "gpt-4o"}', "", **{"x-team": team})["asked"]
    query = urllib.parse.urlencode(asked["query"])
    request = urllib.request.Request(f"{asked['url']}?{query}", headers=asked["headers"])
    with urllib.request.urlopen(request, timeout=60) as answer:
        told = answer.read().decode()
    left = run_kong('{"model": "gpt-4o"}', told, **{"x-team": team}).get("left")
    assert (left and left["status"]) == status
    assert left is None or "The budget Search is used up" in left["body"]["error"]["message"]


@pytest.mark.parametrize("body", ["", "no json", '{"model": "gpt-4o"}'])
def test_kong_calls_when_spanledger_does_not_answer(body: str) -> None:
    assert "left" not in run_kong(body, "", **{"x-team": "search"})
