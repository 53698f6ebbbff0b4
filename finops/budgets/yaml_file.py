"""Budgets as YAML that people keep in git. Pure.

Every value is read as the text that stands there: a team `no` or a customer `007` stays what it is, and no
amount passes through a float. Tags, anchors and aliases are refused: a budget needs none of them.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import yaml
from pydantic import ValidationError

from finops.budgets.documents import BudgetDocument
from finops.budgets.terms import plain

try:  # ten times as fast, where libyaml is compiled in
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

MOST_BYTES, MOST_BUDGETS, DEEPEST = 512 * 1024, 2_000, 6
MOST_PROBLEMS = 20
TAG = "tag:yaml.org,2002:"
LINE_ENDS = re.compile("[\n\r\x85\u2028\u2029]")
LEFT_OUT: tuple[Any, ...] = (None, "", {}, [], False, "off")


class BadFile(ValueError):
    """A file that cannot be used; `problems` are sentences, each with the budget it is about."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)[:MOST_PROBLEMS]
        super().__init__(" ".join(self.problems))


class _Texts(SafeLoader):
    """Reads text and null, nothing else, and no key twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Of two equal keys one would be lost unseen."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(node.value):
            raise ValueError(f"a key stands there twice, or is none ({_line(node)})")
        return super().construct_mapping(node, deep)


_Texts.add_implicit_resolver(f"{TAG}null", re.compile(r"^(?:~|null|Null|NULL)$"), list("~nN"))


class _Writer(yaml.SafeDumper):
    """Writes amounts as plain numbers, and what is said twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """Readers of a file need no anchors."""
        return True

    def decimal(self, amount: Decimal) -> yaml.Node:
        """Exact, and without quotes."""
        text = plain(amount)
        return self.represent_scalar(TAG + ("float" if "." in text else "int"), text)

    def text(self, text: str) -> yaml.Node:
        """With characters that end lines escaped: unquoted, a reader would fold them into spaces."""
        style = '"' if LINE_ENDS.search(text) else None
        return self.represent_scalar(f"{TAG}str", text, style=style)


_Writer.add_representer(Decimal, _Writer.decimal)
_Writer.add_representer(str, _Writer.text)


def written(documents: Iterable[Mapping[str, Any]]) -> str:
    """These budgets as a file."""
    shown = [_short(one) for one in documents]
    return yaml.dump({"budgets": shown}, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100)


def read(raw: bytes) -> list[BudgetDocument]:
    """The budgets of a file. Raises BadFile with everything that is wrong with them."""
    found, problems = [], []
    for number, given in enumerate(_entries(raw), start=1):
        try:
            found.append(BudgetDocument.model_validate(given))
        except ValidationError as wrong:
            problems += [f"{_title(number, given)}: {_said(one)}" for one in wrong.errors()]
    names = [one.name.strip().lower() for one in found]
    problems += [f"{name!r} stands there twice." for name in sorted({n for n in names if names.count(n) > 1})]
    if problems:
        raise BadFile(problems)
    return found


def _entries(raw: bytes) -> list[Any]:
    if len(raw) > MOST_BYTES:
        raise BadFile([f"A file has at most {MOST_BYTES // 1024} KiB."])
    try:
        _refuse_tricks(raw)
        given = yaml.load(raw, Loader=_Texts)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as wrong:
        raise BadFile([f"This is no YAML of budgets: {' '.join(str(wrong).split())[:300]}."]) from None
    budgets = given.get("budgets") if isinstance(given, dict) and set(given) == {"budgets"} else None
    if not isinstance(budgets, list) or len(budgets) > MOST_BUDGETS:
        raise BadFile([f"A file is a list of at most {MOST_BUDGETS} budgets below `budgets:`."])
    return budgets


def _refuse_tricks(raw: bytes) -> None:
    depth = 0
    for event in yaml.parse(raw, Loader=_Texts):
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise ValueError(f"no tags, anchors or aliases ({_line(event)})")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError(f"too deep ({_line(event)})")


def _line(of: yaml.Event | yaml.Node) -> str:
    return f"line {of.start_mark.line + 1}" if of.start_mark else "somewhere"


def _short(document: Mapping[str, Any]) -> dict[str, Any]:
    scope = {name: values[0] if len(values) == 1 else values for name, values in document["scope"].items()}
    shown = {**document, "scope": scope}
    return {name: value for name, value in shown.items() if value not in LEFT_OUT}


def _title(number: int, given: Any) -> str:
    name = given.get("name") if isinstance(given, dict) else None
    return f"budget {number}" + (f" ({name[:60]})" if isinstance(name, str) else "")


def _said(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])[:80]
    return f"{where}: {problem['msg']}." if where else f"{problem['msg']}."
