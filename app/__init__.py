"""Screendesk: an offline screening workstation for compliance officers."""

__version__ = "0.1.0"
