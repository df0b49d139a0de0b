"""Whole stories at the real window over a real encrypted workspace."""

from tests.stories.stage import desktops, furnished_shelf, furnished_site, hands, seated, shelf, site

__all__ = ["desktops", "furnished_shelf", "furnished_site", "hands", "seated", "shelf", "site"]
