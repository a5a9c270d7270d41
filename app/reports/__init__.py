"""Reports that are handed on: one document, written as HTML or PDF."""
