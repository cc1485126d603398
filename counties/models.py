"""The divisions (行政区划) and the officers who answer for them."""

from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from counties.initials import InitialsField, may_be_initials
from counties.levels import DEMO_PREFIX, PLACEHOLDERS, Level, prefix_of
from operations.written import ALWAYS, Written

NO_CODE = "-"  # with which no division's code begins


class User(AbstractUser):
    """A named person's account. What he may see comes from his posts, not from here.

    Every change of his posts counts *epoch* up, which ends his sessions.
    """

    changeable = "passwords, names and sessions change; who did what is in the trail, by username"

    epoch = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def post(self) -> "Officer | None":
        """The post that he holds now; ``sessions.WithPost`` has read it together with the account."""
        if "_post" in vars(self):
            known: Officer = vars(self)["_post"]
            return known
        serving = Officer.objects.serving().select_related("division", "user")
        return serving.filter(user=self).first()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session is good for one password and one post."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # Django's own, untyped
        return salted_hmac(
            "counties.User.epoch", f"{of_password} {self.epoch}", algorithm="sha256"
        ).hexdigest()


def begun(search: str) -> Q:
    """A code, or initials, that begin with *search*: what an index finds at once."""
    found = Q(code__begins=search) if search.isdigit() else Q(pk=None)
    return Q(initials__begins=search.lower()) if may_be_initials(search) else found


def named(search: str) -> Q:
    """A name that contains *search*, or a code or initials that begin with it."""
    return Q(name__contains=search) | begun(search)


class DivisionQuerySet(models.QuerySet["Division"]):
    def visible_to(self, officer: "Officer") -> Self:
        return self.filter(code__startswith=officer.prefix)

    def counties(self) -> Self:
        return self.filter(level=Level.COUNTY)

    def current(self) -> Self:
        return self.filter(valid_to__isnull=True)

    def of_year(self, year: int) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=year), valid_from__lte=year)

    def with_parents(self) -> Self:
        """Fetch what ``full_name`` and ``has_city`` look at in the same query."""
        return self.select_related("parent__parent__parent")


class Division(models.Model):
    """A county, city, province or the nation, under one code and name for a span of years.

    A change of name or code is a new row that points to its predecessor.
    """

    changeable = "the gazetteer corrects names and ends codes; a snapshot keeps what its county was called"

    code = models.CharField("代码", max_length=6)
    name = models.CharField("名称", max_length=60)
    initials = InitialsField("拼音首字母", max_length=60)
    level = models.CharField("层级", max_length=8, choices=[(level.value, level.label) for level in Level])
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.PositiveSmallIntegerField("始于")
    valid_to = models.PositiveSmallIntegerField("止于", null=True, blank=True)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="one_division_per_code_and_first_year"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="one_current_division_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="division_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_demo(self) -> bool:
        return self.code.startswith(DEMO_PREFIX)

    @property
    def prefix(self) -> str:
        return prefix_of(self.code)

    @property
    def is_placeholder(self) -> bool:
        """Is this a city in the code only (市辖区, 直辖县)? No office answers for it."""
        return self.level == Level.CITY and self.name in PLACEHOLDERS

    @property
    def has_city(self) -> bool:
        """Does a city stand between this county and its province? If not, the province reviews it."""
        return self.parent is not None and self.parent.level == Level.CITY and not self.parent.is_placeholder

    @property
    def full_name(self) -> str:
        """The name with those above it: 安徽省宣城市宁国市; a placeholder is not named."""
        above = self.parent
        if above is None or above.level == Level.NATION:
            return self.name
        if above.is_placeholder and above.parent is not None:
            above = above.parent
        return above.full_name + self.name


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, officer: "Officer") -> Self:
        """The posts of his office and of those below."""
        return self.filter(division__code__startswith=officer.division.prefix)

    def serving(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Officer(models.Model):
    """A post: one person answers for one division from one day to another (督导人员、填报员)."""

    written = Written(changes={"ended_on": "{row}.ended_on IS NULL"})

    class Role(models.TextChoices):
        CLERK = "clerk", "填报员"
        LEADER = "leader", "负责人"
        INSPECTOR = "inspector", "督学"
        VIEWER = "viewer", "查看"
        ACCOUNTS = "accounts", "账号管理员"
        SECURITY = "security", "安全管理员"
        AUDITOR = "auditor", "审计员"

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    division = models.ForeignKey(Division, models.PROTECT, related_name="officers")
    role = models.CharField("岗位", max_length=10, choices=Role.choices)
    began_on = models.DateField("任职")
    ended_on = models.DateField("离任", null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_on__isnull=True), name="one_current_post_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.get_role_display()} {self.user}"

    @property
    def prefix(self) -> str:
        """The beginning of the codes whose rows he sees; who looks after the system sees none."""
        return NO_CODE if self.looks_after_the_system else self.division.prefix

    @property
    def looks_after_the_system(self) -> bool:
        """三员: accounts, security and audit are apart from one another and from the county's business."""
        return self.role in {self.Role.ACCOUNTS, self.Role.SECURITY, self.Role.AUDITOR}

    @property
    def may_appoint(self) -> bool:
        return self.role in {self.Role.LEADER, self.Role.SECURITY}

    @property
    def level(self) -> Level:
        return Level(self.division.level)

    @property
    def may_fill(self) -> bool:
        """A county's clerk keeps the ledger; everybody else reads."""
        return self.level is Level.COUNTY and self.role == self.Role.CLERK


class Conflict(models.Model):
    """回避: a person who does not review a county, and why; entered by an office, never taken back."""

    append_only = True

    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    reason = models.TextField("事由")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "division"], name="one_conflict_per_person_and_county")
        ]

    def __str__(self) -> str:
        return f"{self.user} 回避 {self.division}"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(officer=officer)


class SavedFilter(models.Model):
    """常用筛选: an address of ours, with all that it filters and sorts by, under a name for its page."""

    written = Written(changes={"address": ALWAYS, "kept_at": ALWAYS}, deleted_while=ALWAYS)

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="filters")
    name = models.CharField(max_length=20)
    page = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    kept_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "page", "name"], name="one_filter_per_officer_page_and_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.name}"
