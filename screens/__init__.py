"""The forms of the specification, one module each."""
