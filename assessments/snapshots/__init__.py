"""Snapshots (快照): what a county submitted, as canonical bytes, and everything worked out from them.

``freeze`` alone reads the live tables; ``opened`` and ``figures`` know nothing but the bytes.
"""

from assessments.snapshots.freezing import essence, freeze
from assessments.snapshots.opening import Broken, Snap, figures, opened

__all__ = ["Broken", "Snap", "essence", "figures", "freeze", "opened"]
