"""Charts (SVG) as pictures (PNG): a page for each as HTML on standard input, a line of Base64 for each on
standard output. Run by ``reports.rendering`` as a process of its own, as the setting of a document is.
"""

import base64
import gc
import re
import resource
import sys
from io import BytesIO

import pypdfium2

from reports import pdf

WIDE = 1000  # pixels, at eight to a millimetre of print
VIEW = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def pictures(html: str) -> list[bytes]:
    """Return each drawing of *html*, which stands at the top of a page of its own, as PNG."""
    made = []
    document = pypdfium2.PdfDocument(BytesIO(pdf.pdf(html)))
    for page, (wide, tall) in zip(document, VIEW.findall(html), strict=True):
        picture = page.render(scale=WIDE / page.get_width()).to_pil()
        written = BytesIO()
        picture.crop((0, 0, WIDE, WIDE * int(tall) // int(wide))).save(written, "PNG", optimize=True)
        made.append(written.getvalue())
    return made


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (pdf.MEMORY, pdf.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (pdf.SECONDS, pdf.SECONDS))
    gc.disable()
    for each in pictures(sys.stdin.buffer.read().decode("utf-8")):
        sys.stdout.buffer.write(base64.b64encode(each) + b"\n")


if __name__ == "__main__":
    main()
