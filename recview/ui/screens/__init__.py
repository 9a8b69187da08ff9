"""The screens: they put panes together and carry values between them. No JSON, no SSE, no vendors' names."""
