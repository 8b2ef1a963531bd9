"""The demo city: believable papers of an invented district, generated without any download."""

from dossier.sample.city import CitySummary, write_city

__all__ = ["CitySummary", "write_city"]
