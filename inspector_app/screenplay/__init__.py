"""Plays at the real window: what people do, timed, counted, and watched. Nothing imports it."""
