"""One module per use case, each a list of steps a person can read aloud."""
