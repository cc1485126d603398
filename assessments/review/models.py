"""Marks (核查标记) that reviewers set on a round, the replies to them, and who is through with it."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from counties.levels import Level
from counties.models import Officer

ORDER = (Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION)
LEVELS = [(level.value, level.label) for level in ORDER]


def below(level: Level) -> tuple[Level, ...]:
    return ORDER[: ORDER.index(level)]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(round__assessment__county__code__startswith=officer.prefix)


class Milestone(models.Model):
    """A reviewer is through with his marks (本人核完), or the leader opens all to his office (打开比对)."""

    append_only = True

    class Kind(models.TextChoices):
        FINISHED = "finished", "本人核完"
        OPENED = "opened", "打开比对"

    round = models.ForeignKey("assessments.Round", models.PROTECT, related_name="milestones")
    level = models.CharField(max_length=8, choices=LEVELS)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "level", "kind", "by"], name="one_milestone_per_reviewer_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_kind_display()} {self.by}"


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, officer: Officer) -> Self:
        """Those he may see of the counties he answers for: his own; those of offices below; of offices
        above, what they ask (存疑) and, once they decided, all; of his colleagues, all once both sides are
        open to each other."""
        of_his = self.filter(round__assessment__county__code__startswith=officer.prefix)
        return of_his.filter(
            Q(by__user=officer.user)
            | Q(by__division__level__in=below(officer.level))
            | (Q(kind=Mark.Kind.DOUBTFUL) & ~Q(by__division__level=officer.level))
            | Q(_decided())
            | (Q(by__division__level=officer.level) & _open_to(officer))
        )

    def told_to(self, officer: Officer) -> Self:
        """Let each know by *is_seen* whether the officer may see it: what holds is told from all of them."""
        return self.annotate(is_seen=Exists(Mark.objects.visible_to(officer).filter(pk=OuterRef("pk"))))


class Mark(models.Model):
    """What a reviewer found of an item: of all of it, of one *school* (标识码) in it, or of one *field* that
    it rests on. *level* is the part of the way (市级复核…); of a reviewer the last mark of a place holds."""

    append_only = True

    class Kind(models.TextChoices):
        TRUE = "true", "属实"
        DOUBTFUL = "doubtful", "存疑"
        FALSE = "false", "不属实"

    round = models.ForeignKey("assessments.Round", models.PROTECT, related_name="marks")
    level = models.CharField(max_length=8, choices=LEVELS)
    item = models.CharField(max_length=40)
    school = models.CharField(max_length=10, blank=True)
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField("核查标记", max_length=8, choices=Kind.choices)
    remark = models.TextField("意见", blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "level"], name="marks_of_a_round")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="true") | ~Q(remark=""), name="doubtful_and_false_marks_say_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.item} {self.get_kind_display()}"

    @property
    def place(self) -> tuple[str, str, str]:
        return self.item, self.school, self.field

    @property
    def is_of_item(self) -> bool:
        return not self.school and not self.field


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(mark__in=Mark.objects.visible_to(officer))


class Reply(models.Model):
    """What the office below says to a doubt (答复存疑)."""

    append_only = True

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="replies")
    text = models.TextField("答复")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_says_something")]

    def __str__(self) -> str:
        return f"{self.mark} 答复"


def _decided() -> Exists:
    """Did the office decide on the round?"""
    decided = Mark.objects.filter(pk=OuterRef("pk"), round__changes__decision_of=F("level"))
    return Exists(decided)


def _open_to(officer: Officer) -> Q:
    """Has the leader opened the marks, or are all who marked through with it, the officer among them?

    A leader who marks nothing himself sees them as soon as all others are through.
    """
    here = Milestone.objects.filter(round=OuterRef("round"), level=OuterRef("level"))
    marks = Mark.objects.filter(round=OuterRef("round"), level=OuterRef("level"))
    through = Milestone.objects.filter(
        round=OuterRef("round"),
        level=OuterRef("level"),
        kind=Milestone.Kind.FINISHED,
        by__user=OuterRef("by__user"),
    )
    all_through = ~Exists(marks.filter(~Exists(through)))
    he_too = Q(Exists(here.filter(kind=Milestone.Kind.FINISHED, by__user=officer.user)))
    if officer.role == Officer.Role.LEADER:
        he_too |= Q(~Exists(marks.filter(by__user=officer.user)))
    return Q(Exists(here.filter(kind=Milestone.Kind.OPENED))) | (Q(all_through) & he_too)
