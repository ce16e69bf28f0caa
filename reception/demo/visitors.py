"""Who comes: names put together from two lists, telephones of an unused range, documents of the handbook."""

from typing import NamedTuple

from cases.identity import IdType
from reception.demo.office import PEOPLE

SURNAMES = "张陈黄吕丁董魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷汤尹黎"
GIVEN = (  # two characters each
    "建平桂兰秀珍志刚玉梅国庆凤琴永明淑芬海涛晓东雪梅春生丽萍德胜美玲长林爱华小军红霞"
    "文斌彩云立民翠英卫东素芳家豪思雨子涵浩然玉兰金生惠敏福根巧云振华月娥新宇亚男宝贵"
)
COMPOUND = ["欧阳春梅", "上官明"]

# 手册 4.4 的合成号码，不属于任何人。
DOCUMENTS = [
    (IdType.RESIDENT, "110101190003070010"),
    (IdType.RESIDENT, "110101190003070029"),
    (IdType.RESIDENT, "11010519491231002X"),
    (IdType.HK_MACAU_RESIDENCE, "810000190001010018"),
]


class Visitor(NamedTuple):
    name: str
    phone: str
    room: str


def visitors(rng):
    """Some two thousand visitors, no two alike, none called like somebody of the office."""
    taken = {person.name for person in PEOPLE}
    given = [GIVEN[start : start + 2] for start in range(0, len(GIVEN), 2)]
    names = [name for surname in SURNAMES for second in given if (name := surname + second) not in taken]
    rng.shuffle(names)
    names[7:7], names[40:40] = COMPOUND[:1], COMPOUND[1:]
    for number, name in enumerate(names, 1000):
        yield Visitor(
            name, f"1380000{number:04d}", f"{rng.randint(1, 4)}单元{rng.randint(1, 6)}0{rng.randint(1, 4)}室"
        )
