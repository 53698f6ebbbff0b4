"""Fills the instance of SPANLEDGER_HOME."""

import argparse

from finops.core import env
from tests.performance import volume


def main() -> None:
    """Fill it."""
    parser = argparse.ArgumentParser(description=volume.__doc__)
    parser.add_argument("--traces", type=int, default=volume.TRACES)
    parser.add_argument("--days", type=int, default=volume.DAYS)
    arguments = parser.parse_args()
    volume.fill(env.runtime()["database_url"], traces=arguments.traces, days=arguments.days)


if __name__ == "__main__":
    main()
