"""Pure drawing: values to segments. No widget, no state."""
