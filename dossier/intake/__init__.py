"""Watching, reconciling, settling and unpacking what units drop."""
