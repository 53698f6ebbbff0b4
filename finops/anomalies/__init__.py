"""Spend that is not as its season has it: found, explained and told."""
