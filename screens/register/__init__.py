"""KRK, the register of persons: the forms."""
