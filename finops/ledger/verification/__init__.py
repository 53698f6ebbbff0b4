"""Recomputes the ledger from what is stored and says, in plain words, where the two differ."""

from finops.ledger.verification.verify import Verification, verify

__all__ = ["Verification", "verify"]
