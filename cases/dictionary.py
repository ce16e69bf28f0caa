"""The content categories a street starts with (handbook 4.3), two levels; the office changes them as it needs."""

from cases.models import Category

# 一级 -> 二级。代码按次序编：一级 010000 起，二级 010100 起；“其他”固定为 990000（同全国编码）。
SEED = {
    "城乡建设": "征收拆迁补偿 回迁安置 物业管理 业主委员会 房屋质量漏水 违法建设 老旧小区改造 停车 供水供电供暖燃气 "
    "市容环卫 不动产登记办证难 房屋租赁",
    "劳动和社会保障": "拖欠工资 工伤 养老保险 医疗保险 失业就业 劳动合同",
    "民政和社会事务": "低保救助 养老服务 残疾人 殡葬 社会组织 居委会换届与居务公开",
    "卫生健康": "医疗纠纷 公共卫生 生育支持",
    "教育": "入学 收费 校外培训 校园安全",
    "生态环境": "噪声 油烟 污水 扬尘 垃圾 辐射担忧",
    "自然资源和农业农村": "土地权属 集体资产 承包流转 宅基地",
    "市场监管和消费": "预付卡 食品药品 产品质量 价格收费 电梯安全",
    "金融和经济": "涉众投资受损 债务 企业改制",
    "交通": "道路 公交 电动车充电与停放 交通事故",
    "政法": "涉法涉诉 治安 户籍 调解执行",
    "退役军人": "安置 抚恤优待",
    "文体旅": "广场舞扰民 文化设施 旅游纠纷",
    "纪检监察": "作风 违纪违法检举",
    "组织人事": "编制 待遇 历史遗留身份",
    "邻里家庭": "邻里 婚姻家庭 赡养 损害赔偿",
    "其他": "其他",
}
OTHER = 99


def load_categories():
    """Add each category of the seed whose code is not there yet; what the office renamed stays. Returns how many."""
    known = dict(Category.objects.values_list("code", "pk"))
    added = 0
    for number, (name, children) in enumerate(SEED.items(), 1):
        head = OTHER if name == "其他" else number
        code = f"{head:02d}0000"
        if code not in known:
            known[code] = Category.objects.create(code=code, name=name).pk
            added += 1
        for place, child in enumerate(children.split(), 1):
            code = f"{head:02d}{place:02d}00"
            if code not in known:
                Category.objects.create(code=code, name=child, parent_id=known[f"{head:02d}0000"])
                added += 1
    return added
