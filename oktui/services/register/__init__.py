"""KRK, the register of persons: the use cases."""
