"""The two databases: ours and the register of persons (KRK)."""
