"""Tables and pages for people: xlsx, HTML, CSV."""
