"""``manage.py paper``: a document of a submitted round, written to a file as PDF or Word."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import Snapshot
from reports import rendering
from reports.papers import actions, finishing, reading, setting
from reports.papers.kinds import BY_SLUG, Kind
from reports.papers.paper import Paper
from reports.papers.record import Record
from reports.rendering import RenderingFailed
from reports.word import writing


class Command(BaseCommand):
    help = "把一个县已报送的一轮的一份文书（自评报告、意见书、评估报告、全卷、公示、回执……）写到文件。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[*BY_SLUG], help="哪一种文书")
        parser.add_argument("county", help="县代码")
        parser.add_argument("year", type=int, help="学年，例如 2025")
        parser.add_argument("--out", type=Path, required=True, help="写到哪个 .pdf 或 .docx 文件")
        parser.add_argument("--round", type=int, help="第几轮，默认最近报送的一轮")
        parser.add_argument("--subject", default="", help="学校标识码（school）或办理序号（receipt）")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, out = BY_SLUG[options["kind"]], options["out"]
        known = self._known(options)
        subject = self._subject(kind, known, options["subject"])
        paper = finishing.paper_of(kind, known, subject)
        try:
            word = out.suffix.lower() == ".docx"
            out.write_bytes(_word(paper) if word else rendering.render(setting.html(paper)))
        except (RenderingFailed, OSError) as fault:
            raise CommandError(f"没有写成：{fault}") from fault
        draft = "" if finishing.cut(kind, known, subject)[1] else f"（草稿：{kind.waits}）"
        self.stdout.write(f"已写成 {out}{draft}")

    def _known(self, options: dict[str, Any]) -> Record:
        rounds = Snapshot.objects.select_related(actions.COUNTY).filter(
            round__assessment__county__code=options["county"], round__assessment__year=options["year"]
        )
        if options["round"]:
            rounds = rounds.filter(round__number=options["round"])
        snapshot = rounds.order_by("-made_at", "-pk").first()
        if snapshot is None:
            raise CommandError("该县这一学年没有报送过。请核对县代码、学年和轮次。")
        return reading.record_of(snapshot)

    def _subject(self, kind: Kind, known: Record, given: str) -> str:
        """Return which one, where a round has several of the kind; raise ``CommandError`` for none."""
        offered = kind.subjects(known)
        if given in offered:
            return given
        if not given and len(offered) == 1:
            return offered[0]
        raise CommandError(f"请用 --subject 指明哪一份：{'、'.join(offered)}")


def _word(paper: Paper) -> bytes:
    return writing.docx(paper, rendering.drawn(writing.charts(paper)))
