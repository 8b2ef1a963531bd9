"""Pure decisions: no file, clock or network is touched here."""
