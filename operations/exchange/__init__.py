"""Tables in and out of the administrator's rooms: what all of them have in common.

What comes in is read by the product's own reader (``settings.TABLE_READER``), gate first, so that no
library meets the bytes. What goes out keeps numbers numbers, and no text becomes a formula. Each
import and each export is in the trail.
"""
