"""One reader per family of formats; each has ``read(path, reading) -> Content``."""
