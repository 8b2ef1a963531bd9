"""A document archive and dossier compiler for assessment evidence."""

__version__ = "0.1.0"
