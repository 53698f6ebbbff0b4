#!/usr/bin/env python
"""Django's command line; `spanledger X` is the same as `manage.py X`."""

from finops.cli import main

if __name__ == "__main__":
    main()
