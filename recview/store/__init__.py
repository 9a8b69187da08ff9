"""Recordings on disk: scanning, reading, indexing, watching, git revisions. Knows no screen."""
