"""Parts that rooms are made of."""
