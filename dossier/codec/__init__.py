"""Text or bytes to values and back."""
