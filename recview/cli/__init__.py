"""The command line: one file a command, printing only. Loads the interface only when asked to open it."""
