"""The steps that bring a workspace file from one revision of its tables to the next."""

# The newest revision: known here, so that a start need not import Alembic to compare.
HEAD = "0004"
