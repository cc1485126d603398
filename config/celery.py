"""For ``celery -A config worker`` and ``celery -A config beat``; no other process needs it."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# Models can be imported only now.
broker = import_module("operations.broker")
broker.offer_every_kind()
app = broker.app
