"""Custody: content store, ledger, catalogue."""
