"""Thin widgets: values in, messages out. They know no screen, no panel and no store; some are made of others."""
