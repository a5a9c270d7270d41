"""Screendesk: an offline screening workstation for compliance officers."""
