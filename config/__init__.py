"""Puts the apps together; nothing imports it."""

import os

# openpyxl would turn to lxml, which is here for python-docx alone, as soon as it is imported.
os.environ.update(OPENPYXL_LXML="False")
