"""Hypothesis must not time single examples: the first one that meets the gap model loads it."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
