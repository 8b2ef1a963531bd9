"""Plan, write, read back: BagIt bundles as folder and ZIP."""
