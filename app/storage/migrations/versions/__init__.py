"""One module a revision, named after its number; a revision that landed never changes."""
