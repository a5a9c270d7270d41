"""Everything that a workspace keeps: the only package that knows SQL; rows never leave it."""
