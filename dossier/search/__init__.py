"""Full text of Chinese documents; the only door to Whoosh."""
