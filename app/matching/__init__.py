"""Matching: text in, scored and explained matches out; no clock, disk, database or Qt."""
