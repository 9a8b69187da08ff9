"""The Textual interface. The only package that may import textual or rich."""
