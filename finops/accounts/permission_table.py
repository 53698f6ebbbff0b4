"""`docs/permissions.md`, written from the table in the code. Pure."""

from collections.abc import Sequence

from finops.accounts.models import Role, Scope
from finops.accounts.permissions import CAPABILITIES, SCOPES, Capability

HEAD = """# Permissions

Who may do what is one table in `finops/accounts/permissions.py`. Pages, fragments and the API ask it through
the same decorator, and a test walks every address of the product: one that declares no capability fails it.
This page is printed from the code by `manage.py permissions`.

"""
TAIL = """
Roles do not nest. A deactivated person may do nothing; their sessions end at once. Prompts and completions
exist only where a project keeps them; an engineering lead reads those of traces that belong to one of their
teams.

A key of scope `read` sees its own project, one of scope `admin` all projects and changes attribution rules,
dimensions and budgets; neither reads prompts, completions or other settings. A key of scope `ingest` only
sends telemetry. A person who is signed in reads through the API what their role reads on the screens.
"""
YES, NO = "yes", "–"


def document() -> str:
    """The whole page."""
    roles = [(role.label, CAPABILITIES[role]) for role in Role]
    keys = [(f"`{scope}` key", SCOPES[scope]) for scope in Scope]
    return f"{HEAD}{_table(roles + keys)}{TAIL}"


def _table(columns: Sequence[tuple[str, frozenset[Capability]]]) -> str:
    lines = [_line("May", *(name for name, _ in columns)), _line(*["---"] * (len(columns) + 1))]
    for capability in Capability:
        lines.append(_line(capability, *(YES if capability in allowed else NO for _, allowed in columns)))
    return "".join(lines)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"
