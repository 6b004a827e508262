"""Regimes: their files read, checked and linked into frozen data."""
