"""What recview makes of recordings: pure functions over values. Knows no disk, no wall time, no screen."""
