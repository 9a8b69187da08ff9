"""Bytes to values and back: JSON documents, server-sent events, text for a terminal. Knows no recordings."""
