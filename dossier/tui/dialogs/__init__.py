"""Questions a room asks before it acts."""
