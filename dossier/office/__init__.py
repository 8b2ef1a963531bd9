"""LibreOffice as a converter, and the cage it works in; shared by reading and bundling."""
