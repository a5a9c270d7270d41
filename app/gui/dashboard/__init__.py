"""The dashboard: work open and done, in plots, each with its table."""
