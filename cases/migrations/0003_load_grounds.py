from datetime import date

from django.db import migrations

SOURCE, SINCE = "《信访工作条例》", date(2022, 5, 1)
# 条、项、情形：中发〔2022〕印发的《信访工作条例》第六章，逐项照录。
GROUNDS = [
    (42, 1, "超越或者滥用职权，侵害公民、法人或者其他组织合法权益"),
    (42, 2, "应当作为而不作为，侵害公民、法人或者其他组织合法权益"),
    (42, 3, "适用法律、法规错误或者违反法定程序，侵害公民、法人或者其他组织合法权益"),
    (42, 4, "拒不执行有权处理机关作出的支持信访请求意见"),
    (44, 1, "对收到的信访事项不按照规定登记"),
    (44, 2, "对属于其职权范围的信访事项不予受理"),
    (44, 3, "未在规定期限内书面告知信访人是否受理信访事项"),
    (45, 1, "推诿、敷衍、拖延信访事项办理或者未在规定期限内办结信访事项"),
    (45, 2, "对事实清楚，符合法律、法规、规章或者其他有关规定的投诉请求未予支持"),
    (45, 3, "对党委和政府信访部门提出的改进工作、完善政策等建议重视不够、落实不力，导致问题长期得不到解决"),
    (45, 4, "其他不履行或者不正确履行信访事项处理职责的情形"),
    (46, 1, "对待信访人态度恶劣、作风粗暴，损害党群干群关系"),
    (46, 2, "在处理信访事项过程中吃拿卡要、谋取私利"),
    (46, 3, "对规模性集体访、负面舆情等处置不力，导致事态扩大"),
    (
        46,
        4,
        "对可能造成社会影响的重大、紧急信访事项和信访信息隐瞒、谎报、缓报，或者未依法及时采取必要措施",
    ),
    (46, 5, "将信访人的检举、揭发材料或者有关情况透露、转给被检举、揭发的人员或者单位"),
    (46, 6, "打击报复信访人"),
]


def load(apps, editor):
    Ground = apps.get_model("cases", "AccountabilityGround")
    Ground.objects.bulk_create(
        Ground(code=f"{article}({item})", article=article, item=item, text=text, source=SOURCE, valid_from=SINCE)
        for article, item, text in GROUNDS
    )


class Migration(migrations.Migration):
    replaces = [("cases", "0026_load_grounds")]

    dependencies = [("cases", "0002_keep_what_is_signed")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
