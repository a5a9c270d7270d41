"""Use cases: one module a feature; synchronous, no Qt, no SQL."""
