"""Values and rules, with no clock, no input or output, no SQL."""
