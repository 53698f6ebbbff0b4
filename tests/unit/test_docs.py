"""The documents agree with the code and with each other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?:\]\(|(?:src|srcset|href)=\")([^)\"\s]+)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SOURCE = re.compile(r"`((?:finops|ingest|tests|templates|static|docs|docker)/[\w./-]+)`")
COMMANDS = sorted(
    path.stem
    for path in (ROOT / "finops").glob("*/management/commands/*.py")
    if not path.stem.startswith("_")
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(path.read_text())
    }


def links(path: Path) -> list[str]:
    return [link for link in LINK.findall(path.read_text()) if not link.startswith(("http://", "https://"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_that_is_named_exists(document: Path) -> None:
    missing = {path for path in SOURCE.findall(document.read_text()) if not (ROOT / path).exists()}
    assert missing == set()


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        found = {(document.parent / link.partition("#")[0]).resolve() for link in links(document)}
        waiting += [path for path in found - reached if path.suffix == ".md"]
    assert set(DOCUMENTS) <= reached


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table_of_the_readme(command: str) -> None:
    assert f"| `{command}` |" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_document_names_a_command_that_does_not_exist(document: Path) -> None:
    assert set(re.findall(r"(?:`|bin/)spanledger ([a-z_]+)", document.read_text())) <= set(COMMANDS)


def test_every_reason_a_span_can_be_refused_for_is_documented() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "ingest").rglob("*.py"))
    reasons = set(re.findall(r"(?:ItemRefused|Rejected)\(\s*\"(\w+)\"", sources))
    documented = (ROOT / "docs" / "otlp.md").read_text()
    assert {reason for reason in reasons if f"`{reason}`" not in documented} == set()


def test_decisions_are_numbered_without_gaps_and_listed_with_their_titles() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(path.stem[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    for path in decisions:
        text = path.read_text()
        title = HEADING.findall(text)[0].partition(". ")[2]
        assert f"[{title}]({path.name})" in index
        assert {"Context", "Decision", "Consequences"} <= set(HEADING.findall(text))
        assert "Status: accepted" in text
