"""Fuzzing by coverage: `make fuzz`, or `python -m tests.fuzz [options of libFuzzer]`.

A test case is one byte that chooses signal, encoding, policy and whether the rest is a request or one item
among others, and the rest. What crashes is written to build/fuzz; libFuzzer says how to repeat it.
"""

import os
import sys
from pathlib import Path

import atheris

FOUND = Path("build/fuzz")
LARGEST = 16_384  # bytes: larger seeds only make every step slower


def main() -> None:
    """Run until libFuzzer's limit, or the first crash."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "finops.settings"
    os.environ.setdefault("SPANLEDGER_SECRET_KEY", "only to fuzz")
    import django

    django.setup()
    with atheris.instrument_imports(include=["ingest"]):
        from tests.fuzz import cases
    corpus = FOUND / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(cases.first_cases(LARGEST)):
        (corpus / f"seed-{number}").write_bytes(case)
    options = [f"-artifact_prefix={FOUND}/", f"-max_len={LARGEST}", "-timeout=10", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], cases.try_case)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
