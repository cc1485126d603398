"""The product's own settings, but for passwords that are quick to check: nobody guesses them here."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
