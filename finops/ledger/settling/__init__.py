"""Settling: from stored spans and charges to a ledger that says what counts and whom it belongs to."""
