"""Tests, arranged as what they test."""
