"""Every environment variable that is read is documented, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\b(SPANLEDGER_[A-Z_]+[A-Z]|DATABASE_URL|BROKER_URL|EMAIL_URL)\b")
READ = re.compile(r"env\.\w+\(\s*\"(\w+)\"")


def read_by_the_code() -> set[str]:
    sources = [
        path.read_text() for package in ("finops", "ingest") for path in (ROOT / package).rglob("*.py")
    ]
    return {name for source in sources for name in READ.findall(source)} | {
        "SPANLEDGER_HOME",  # read by finops.core.env itself, with a prefix
        "SPANLEDGER_SECRET_KEY",
    }


def test_documentation_and_code_name_the_same_variables() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert documented == read_by_the_code()


def test_other_documents_name_no_variable_that_does_not_exist() -> None:
    known = read_by_the_code() | {"SPANLEDGER_INGEST_KEY"}  # of the Collector in docker-compose.yml
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "docker-compose.yml"]
    named = {name for path in documents for name in VARIABLE.findall(path.read_text())}
    assert named <= known
