"""The terminal interface: a thin face over the workflows."""
