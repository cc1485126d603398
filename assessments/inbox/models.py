"""What an office was told (消息), and which officer has read it."""

from datetime import datetime, time
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from counties.levels import Level
from counties.models import Officer

LEVELS = [(level.value, level.label) for level in Level]


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, officer: Officer) -> Self:
        """Those to his own office: another level's are not his, though the county be."""
        return self.filter(assessment__county__code__startswith=officer.prefix, level=officer.level)

    def unread_by(self, officer: Officer) -> Self:
        """Those since the officer took up his post that he has not opened."""
        began = timezone.make_aware(datetime.combine(officer.began_on, time.min))
        return self.visible_to(officer).filter(at__gte=began).exclude(_read_by(officer))

    def with_read(self, officer: Officer) -> Self:
        """Annotate ``read``: opened by the officer, or older than his post."""
        began = timezone.make_aware(datetime.combine(officer.began_on, time.min))
        return self.annotate(
            read=models.Case(
                models.When(Q(at__lt=began) | Q(_read_by(officer)), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )


class Message(models.Model):
    """An office of *level* above (or at) the county was told of a move, a doubt or a review (复查). The words
    are told from the row pointed to; a message adds only to whom it went."""

    append_only = True

    class Kind(models.TextChoices):
        PASSED = "passed", "转来"
        RETURNED = "returned", "退回"
        WITHDRAWN = "withdrawn", "撤回"
        DECIDED = "decided", "结论"
        ASKED = "asked", "存疑"
        RECHECK = "recheck", "复查"

    assessment = models.ForeignKey(
        "assessments.Assessment", models.PROTECT, related_name="messages", verbose_name="评估"
    )
    level = models.CharField("告知哪一级", max_length=8, choices=LEVELS)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    change = models.ForeignKey(
        "assessments.StatusChange",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="办理",
    )
    mark = models.ForeignKey(
        "assessments.Mark",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="核查标记",
    )
    recheck_change = models.ForeignKey(
        "assessments.RecheckChange",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="复查的办理",
    )
    at = models.DateTimeField("时间")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["level", "at"], name="messages_of_a_level")]
        constraints = [
            models.UniqueConstraint(fields=["change", "level"], name="one_message_per_move_and_level"),
            models.UniqueConstraint(fields=["mark", "level"], name="one_message_per_doubt_and_level"),
            models.UniqueConstraint(
                fields=["recheck_change", "level"], name="one_message_per_move_of_a_review_and_level"
            ),
            models.CheckConstraint(
                condition=Q(change__isnull=False, mark=None, recheck_change=None)
                | Q(change=None, mark__isnull=False, recheck_change=None)
                | Q(change=None, mark=None, recheck_change__isnull=False),
                name="message_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.get_kind_display()} {self.get_level_display()}"


class Reading(models.Model):
    """An officer in his post has read a message; a colleague's reading is not his."""

    append_only = True

    message = models.ForeignKey(Message, models.PROTECT, related_name="readings", verbose_name="消息")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "消息阅读"
        constraints = [
            models.UniqueConstraint(fields=["message", "by"], name="one_reading_per_message_and_officer")
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.by}"


def _read_by(officer: Officer) -> Exists:
    return Exists(Reading.objects.filter(message=OuterRef("pk"), by=officer))
