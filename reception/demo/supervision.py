"""What the sweep found in the demo office, who took note, and two orders of supervision: one answered, one not."""

from datetime import timedelta

from cases import telling
from cases.forms.supervision import AcknowledgementForm, SupervisionAnswerForm
from cases.models import Case, Deadline, DueWarning, SupervisionOrder
from cases.models.supervision import standing
from cases.sweep import sweep
from officials.calendar import Calendar
from petitions.forms.supervision import SupervisionForm
from reception.demo.filling import fill

Level = DueWarning.Level


def tell_supervision(office, moments):
    people, today = office.people, moments.today
    for back in range(3, -1, -1):
        sweep(moments.now - timedelta(days=back))
    telling.tell()
    director = people["周建国"]
    for warning in of_level(Level.DUE)[:2]:
        fill(AcknowledgementForm, warning, director, today, {"note": "已催承办科室，本周五前送签。"})
    late = [warning.deadline for warning in of_level(Level.LATE)[:2]]
    until = Calendar.load().add_workdays(today, 5)
    for clock in late:
        data = {
            "facts": "到期没有完成，也没有说明原因。",
            "demand": "五个工作日内办完，书面说明晚的原因。",
            "answer_due_on": until.isoformat(),
        }
        fill(SupervisionForm, clock, supervisor(people), today, data)
    for order in SupervisionOrder.objects.order_by("pk")[:1]:
        fill(SupervisionAnswerForm, order, order.to, today, {"answer": "材料已补齐，答复本周送签；晚在等鉴定结果。"})


def of_level(level):
    cases = Case.objects.open().current().unsealed().filter(procedure=Case.Procedure.PETITION)
    found = standing().filter(level=level, deadline__case__in=cases, deadline__kind=Deadline.Kind.STATUTORY)
    return list(found.select_related("deadline__case__handler").order_by("deadline__legal_end_on", "deadline_id"))


def supervisor(people):
    return next(person for person in people.values() if "SV" in person.roles)
