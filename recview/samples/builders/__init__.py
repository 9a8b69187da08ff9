"""Writes recordings as the recorder would: one module a vendor. Knows no scenario, no disk."""
