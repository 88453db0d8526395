"""The rules told a second time, as a small model in memory, and the services held to it step by step."""
