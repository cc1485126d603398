"""Documents are the bytes that were rendered."""

from collections.abc import Iterator

from operations.verification import Fault, over, register
from reports.models import Document, Paper
from schools import files


@register("文书")
def documents() -> Iterator[Fault]:
    for document in over(Document.objects.order_by("pk")):
        try:
            files.verified(document.sha256)
        except files.Damaged:
            yield Fault(f"文书 {document.sha256[:12]}", "文件缺失或有改动")


@register("各轮文书")
def papers() -> Iterator[Fault]:
    for paper in over(Paper.objects.order_by("pk")):
        try:
            files.verified(paper.sha256)
        except files.Damaged:
            yield Fault(f"文书 {paper.number} {paper.form}", "文件缺失或有改动")
