"""A process of its own makes a snapshot's documents on another day, elsewhere: prints their digests.

No database; the clock says another day, also to the setting of the PDF, which runs within this process.
"""

import json
import locale
import os
import sys
import time
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import time_machine

from assessments import snapshots
from reports import documents, pdf, rendering
from reports.carrying import packing
from reports.contents.judged import Judged
from reports.verification.seal import Seal


def main() -> None:
    snapshot, sealed, day, zone = sys.argv[1:]
    os.environ["TZ"] = zone  # Django has set its own
    time.tzset()
    locale.setlocale(locale.LC_ALL, "")
    seal = Seal(**json.loads(sealed))
    snap = snapshots.opened(Path(snapshot).read_bytes())
    rendering.render = pdf.pdf
    with time_machine.travel(datetime.fromisoformat(day).timestamp()):
        found = snap.finding
        judged = Judged(facts=snap.facts(), county=found.county, whole=found)
        made = documents.made_of(judged, packing.occasion_of(snap, seal))
        digests = {str(kind): sha256(content).hexdigest() for kind, content in made}
        told = datetime.now().astimezone()
    print(json.dumps({"day": told.isoformat(), "digests": digests}))
