"""What `bench window` measures: the look into a catalogue of 5,000 items, beside a bare page of who is signed in."""

import random
import statistics

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.memory import settle
from officials.models import Official, Role, Unit
from reception.bench import TRANSACTION, Figure, signed_in, timed
from reception.demo.office import found
from reception.demo.one_window import ITEMS
from reception.models import FormerCounter, ServiceItem

COUNT = 5000
PLACES = ["东片", "西片", "南片", "北片", "老城", "新城", "沿河", "厂区"]
ASKED = {
    "词 words": "老年证",
    "首字母 initials": "lnyd",
    "一句话 sentence": "家里老人的老年证丢了怎么补办",
    "没有 none": "zzzz",
}


def grow(count=COUNT, seed=1):
    """A demo office whose first community has so many items, written as its catalogue writes them."""
    today, rng = timezone.localdate(), random.Random(seed)  # noqa: S311 - the same catalogue at every run
    found(today)
    clerk = Official.objects.holding(Role.WC, on=today).order_by("username").first()
    community = Unit.objects.get(pk=clerk.posts[0].unit_id)
    counters = list(FormerCounter.objects.all())
    items = []
    for number in range(count):
        name, words, counter, who_may, _materials, _section, _days, answer, _asks = ITEMS[number % len(ITEMS)]
        item = ServiceItem(
            community=community,
            line=f"00000000-0000-4000-8000-{number:012d}",
            name=f"{rng.choice(PLACES)}{name}{number}",
            words=words,
            counter=counters[counter],
            who_may=who_may,
            answer=answer or "照办。",
            valid_from=today,
            changed_by=clerk,
        )
        item.prepare()
        items.append(item)
    ServiceItem.objects.bulk_create(items)
    return clerk


def measure(clerk, rounds):
    """Each look as a part of the page, then the whole page, beside the page of all keys, which asks for nothing."""
    settle()
    client = signed_in(clerk)
    bare, htmx = reverse("officials:keys"), {"HX-Request": "true"}
    asks = {
        f"目录 5000 项，{label}": lambda q=q: client.get(reverse("window:find"), {"q": q}, headers=htmx)
        for label, q in ASKED.items()
    }
    asks["目录 5000 项，整页 page"] = lambda: client.get(reverse("window:counter"), {"q": "老年证"})
    return [beside(name, ask, lambda: client.get(bare), rounds) for name, ask in asks.items()]


def beside(name, ask, floor, rounds):
    ask(), floor()
    with CaptureQueriesContext(connection) as asked:
        ask()
    statements = sum(not query["sql"].startswith(TRANSACTION) for query in asked)
    times, floors = [], []
    for _round in range(rounds):
        times.append(timed(ask))
        floors.append(timed(floor))
    slow = sorted(times)[int(len(times) * 0.95)]
    return Figure(name, statistics.median(times), slow, statistics.median(floors), statements)
