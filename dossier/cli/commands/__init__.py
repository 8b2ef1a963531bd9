"""One module per family of commands; each registers its part of the grammar and runs it."""
