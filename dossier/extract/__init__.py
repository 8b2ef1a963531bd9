"""Format by signature; text, pages and metadata, each file in a process that can be killed."""
