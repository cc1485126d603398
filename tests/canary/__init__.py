"""Canary words (金丝雀): planted in every text of one county, listened for by the officers of others."""
