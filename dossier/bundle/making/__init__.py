"""Making what is sent out of what is kept: pictures, pages, office files, books."""
