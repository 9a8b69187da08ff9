"""recview: see what your tests recorded, and what a re-record changed."""

__version__ = "0.1.0"
