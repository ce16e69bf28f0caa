"""Who lacks hours of training this year is warned of it by the ladder, a month before the year is over (F23, 0188)."""

from datetime import date

from django.db import models, transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from cases.models.deadline import Deadline
from cases.rules import find
from officials.models import Attendance, Official, Posting, Role, TrainingRequirement, required_hours

RULE = "F23b"
OUTSIDE = {Role.SA, Role.SP}  # who is trained: everybody in post but the administrator and the invited


def with_hours(on):
    """Everybody who is trained, with `hours` of this year and what his posts ask: `asked` and `lacks`."""
    by_role, done = TrainingRequirement.objects.hours_of(on.year), Attendance.objects.hours_in(on.year)
    posts = Prefetch("postings", Posting.objects.in_force(on).exclude(role__in=OUTSIDE), to_attr="held")
    people = list(Official.objects.holding(*(set(Role) - OUTSIDE), on=on).order_by("username").prefetch_related(posts))
    for person in people:
        person.hours = done.get(person.pk, 0)
        person.asked = required_hours(person.held, on.year, by_role)
        person.lacks = max(person.asked - person.hours, 0)
    return people


def last_day(on):
    """30 November; whoever is found lacking only after that has until the year is over."""
    warned_by = date(on.year, 11, 30)
    return warned_by if on <= warned_by else date(on.year, 12, 31)


class HoursClockManager(models.Manager):
    @transaction.atomic
    def bring_up(self, on):
        """Whoever lacks hours this year has a clock running; whose are enough, or who is gone, has none.

        Changes nothing the second time. One at a time: the rows of the requirements are locked.
        """
        list(TrainingRequirement.objects.select_for_update().order_by("pk"))
        lacking = {person.pk: person for person in with_hours(on) if person.lacks}
        clocks = {clock.official_id: clock for clock in self.filter(year=on.year).select_related("deadline")}
        running = {pk: clock for pk, clock in clocks.items() if clock.deadline.ended_on is None}
        for pk in lacking.keys() - running.keys():
            deadline = self._start(lacking[pk], on)
            self.update_or_create(official=lacking[pk], year=on.year, defaults={"deadline": deadline})
        over = Deadline.objects.running().filter(
            hours_clock__in=[running[pk].pk for pk in running.keys() - lacking.keys()]
        )
        over.update(ended_on=on, end_reason="学时已够")
        past = Deadline.objects.running().filter(hours_clock__year__lt=on.year)
        past.update(ended_on=on, end_reason="年度已过")

    @staticmethod
    def _start(person, on):
        """No rest day moves it and no workday is counted: a day of the calendar, as of a certificate (0155)."""
        rule, due_on = find(RULE), last_day(on)
        return Deadline.objects.create(
            kind=rule.kind,
            rule=RULE,
            whose=rule.whose,
            label="补齐本年学时",
            official=person,
            started_on=on,
            nominal_on=due_on,
            legal_end_on=due_on,
            target_on=due_on,
        )


class HoursClock(models.Model):
    """The day by which somebody has this year's hours; the sweep and the ladder warn of it like of anything else."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="hours_clock")

    objects = HoursClockManager()

    class Meta:
        verbose_name = gettext_lazy("学时提醒")
        verbose_name_plural = gettext_lazy("学时提醒")
        constraints = [models.UniqueConstraint(name="one_hours_clock_a_year", fields=["official", "year"])]

    def __str__(self):
        return f"{self.official} {self.year}"
