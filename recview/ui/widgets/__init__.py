"""Thin widgets: values in, messages out. They know no screen, no store and not each other."""
