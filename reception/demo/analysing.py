"""What the complex and hard matters of the demo office turn on, and what was done about them (F20, F51, F59)."""

from datetime import timedelta

from cases.forms.analysis import AnalysisForm, MeasureForm, MeasureOutcomeForm
from cases.forms.backlog import BacklogEntryForm
from cases.forms.call import CallForm, CallPostForm, ProposalForm
from cases.models import BacklogEntry, CaseAnalysis, Measure
from reception.demo.filling import fill

LEADER, DEPARTMENT, SOCIETY = Measure.Resource.LEADER, Measure.Resource.DEPARTMENT, Measure.Resource.SOCIETY
WORKED, PARTLY, FAILED = Measure.Outcome.WORKED, Measure.Outcome.PARTLY, Measure.Outcome.FAILED

# By the name of the matter: the seven parts of its analysis, in the order of `CaseAnalysis.PARTS`.
ANALYSES = {
    "车库渗水": (
        "渗水是施工没做好，还是物业没养护好，决定由谁出钱修。",
        "《建设工程质量管理条例》：防水工程最低保修五年。房子交付不满五年，在保修期内。",
        "开发商说过了保修期，物业说不归他管，谁也没有先查原因。",
        "城市建设科能组织会勘；区住建局能督促开发商履行保修。",
        "先查清漏点在哪里，结论一出，责任就分得清。",
        "一份三方签字的会勘记录。",
        "三方会勘，定漏点；在保修范围的由开发商限期修；修好以前物业雨后抽排。",
    ),
    "物业费公示": (
        "公共收益两年没有公开，业主不信调价有理由。",
        "《民法典》第二百八十二条：公共收入扣除合理成本后归业主共有。调价经业主大会表决有效。",
        "物业的账和业委会的账对不上，各说各的。",
        "业委会能要求公开，社区能在场监督，街道物业办能指导。",
        "先把账摆出来，业主自己看得见。",
        "两年收支明细张贴上墙，设查账日。",
        "物业十日内贴明细，社区在场答问；对调价不服的，指明起诉的路。",
    ),
    "加装电梯": (
        "高层要出行方便，低层要采光，不是手续合法不合法。",
        "专有部分面积三分之二以上同意即可；采光补偿没有直接的政策，可以协商。",
        "低层没有参加过商量，觉得被绕开了；高层怕一谈就停工。",
        "设计单位能改方案，楼上住户能让一步，调解员能坐中间。",
        "把两边请到现场，看早中晚三个时候的光。",
        "一个低层能接受的设计改动。",
        "请设计单位出改动方案；双方在现场谈；谈成的写进协议并司法确认。",
    ),
    "征收过渡费": (
        "过渡费停发是资金没有到，还是认定不该发。",
        "《国有土地上房屋征收与补偿条例》第二十二条：产权调换房屋交付前，要支付临时安置费。",
        "两家单位的名册对不上，钱拨到账上没有发。",
        "区征收部门能核名册，街道财政所能拨付。",
        "从三月的拨款单查起。",
        "十八户的名册两家单位签字一致。",
        "对名册，补发三月以来的；以后按季发放，专人盯着。",
    ),
    "产权办证": (
        "房改的钱交了，证据散在各处，没有单位出面认。",
        "历史遗留问题按区里的办法由专班认定；不动产登记机构依材料登记。",
        "企业破产，档案移交不全，住户各跑各的。",
        "区历史遗留问题专班能认定，区档案馆能查底册。",
        "从九八年的批复底册和交款收据对起。",
        "一份齐全的住户材料清单。",
        "街道牵头收材料，分两批报专班；每月告诉住户到了哪一步。",
    ),
    "业委会选举": (
        "两次公布差三十多票，是数错了，还是票有问题。",
        "《物业管理条例》：业主大会的决定要公布；对结果不服的可以请求法院撤销。",
        "筹备组不肯重数，两边互不信任。",
        "社区和街道物业办能到场监督重数。",
        "两边各出代表，当众重数。",
        "一份两边都签字的票数明细。",
        "定日子当众核票，明细张贴七天；仍不服的告知起诉。",
    ),
    "出入口改道": (
        "商户要客流，业主要不堵，北门封与不封只是办法之一。",
        "小区出入口由业主共同决定；道路开口由交警管。",
        "定方案时没有问过商户。",
        "业委会和交警中队能一起定时段。",
        "先试行，用一个月的数说话。",
        "分时段通行的试行方案。",
        "交警、社区、商户、业主一起商量试行办法，一个月后由业主大会定。",
    ),
    "预付卡": (
        "经营者走了，三十一个人的钱还剩多少、向谁要。",
        "《消费者权益保护法》第五十三条：未按约定提供的，应当退款。",
        "老板电话不通，房东也在追房租。",
        "市场监管所能查登记，派出所能帮着找人，同行门店能接卡。",
        "先找到人，再谈转店还是退款。",
        "三十一人的余额核对清楚。",
        "登记余额，联系经营者，能转店的转店，要退款的分期。",
    ),
    "关店三条": (
        "一家店关门，欠薪、押金、油污是三件事，归三家管。",
        "欠薪找劳动监察，押金走民事诉讼，后巷卫生是街道的事。",
        "来访人以为都该街道管，三家都没有人告诉过他怎么办。",
        "劳动监察大队、人民法院、街道城市建设科各管一条。",
        "先把油污清掉，一楼住户马上看得见。",
        "三条各给一个去处和期限。",
        "后巷本周清洗；欠薪、押金书面告知去处，社区跟着问结果。",
    ),
    "养老公寓会费": (
        "六十二位老人的会员费去了哪里，还剩多少能退。",
        "经营者承诺随时能退，应当退；是否非法集资由公安、金融部门认定。",
        "资金去向不明，退款一家先退别家就急。",
        "公安经侦能查账户，民政能管机构，区金融办能牵头。",
        "先逐人登记，让老人知道有人管。",
        "一张每个人都核对过的名单。",
        "逐人登记；三家单位每周碰头；督促分期退款，每月公布一次编号。",
    ),
    "集体资产": (
        "五年没有开会，账跨三届，股东不知道该分多少。",
        "集体经济组织应当定期公开财务；成员可以要求审计。",
        "三届班子交接不清，谁也不愿意先开口。",
        "街道经管能委托审计，区农业农村局能指导。",
        "审计先进场，结果说话。",
        "一份第三方的审计报告。",
        "委托审计，两个月公布；公布后三十日内开股东大会。",
    ),
}
# What was done, with which resource, by whom, and what came of it; nothing where nobody has looked yet.
MEASURES = [
    (DEPARTMENT, "约有关单位到现场会商，把各自该做的写下来。", "信访办、承办科室、社区", WORKED, "三家都签了字。"),
    (SOCIETY, "请人民调解员和楼组长一起上门，听两边怎么说。", "人民调解员、楼组长", PARTLY, "一边愿意再谈。"),
    (LEADER, "包案领导当面听取双方意见，定下下一次见面的日子。", "包案领导、承办人", "", ""),
]


CALL = {
    "title": "老厂宿舍交过房改款，档案不全，怎样补证办证",
    "brief": "厂子早已破产，档案移交时缺了几册。住户手里有当年的交款收据，批复的底册散在几个单位。"
    "没有一份直接写明哪一户买了哪一套，登记机构不认。住户跑了几年。",
    "wanted": "还缺哪几样材料、各向谁调取；没有原件的，用什么能代替。",
}
PROPOSAL = (
    "可以走专班认定：收据、工资扣款单、户籍迁入记录三样互相印证，再由原主管部门的承接单位出具情况说明。"
    "认定以后公示十五天，没有异议的一次办登记。"
)


class Analysing:
    """The part of a story in which a matter is thought through."""

    def analyse(self):
        """Only complex and hard matters, each once; whoever handles it writes."""
        parts = ANALYSES.get(self.matter.name)
        if parts is None or not self.case.needs_analysis:
            return
        fill(AnalysisForm, self.case, self.handler, self.on, dict(zip(CaseAnalysis.PARTS, parts, strict=True)))
        self.record("cases:analysis_write", self.handler)

    def take_measures(self):
        for resource, what, who, outcome, result in MEASURES:
            data = {"resource": resource, "what": what, "who": who, "taken_on": self.on.isoformat()}
            fill(MeasureForm, self.case, self.handler, self.on, data)
            self.record("cases:measure_add", self.handler)
            if outcome:
                measure = self.case.measures.first()
                data = {"outcome": outcome, "result": result}
                fill(MeasureOutcomeForm, measure, self.handler, self.on, data)
                self.record("cases:measure_outcome", self.handler)

    def post_call(self, head, guests, days):
        """The director drafts, the head posts, and one of those invited has answered (F49)."""
        people = self.office.people
        data = CALL | {
            "until": (self.on + timedelta(days=days)).isoformat(),
            "invited": [people[name].pk for name in guests],
        }
        fill(CallForm, self.case, self.director, self.on, data)
        self.record("cases:call_write", self.director)
        call = self.case.calls.get()
        fill(CallPostForm, call, people[head], self.on, {})
        self.record("cases:call_post", people[head])
        fill(ProposalForm, call, people[guests[0]], self.on, {"text": PROPOSAL})
        call.proposals.update(at=self.moment)

    def enter_backlog(self):
        data = {"source": BacklogEntry.Source.LISTED, "listed": self.plan.backlog}
        fill(BacklogEntryForm, self.case, self.director, self.on, data)
        self.record("cases:backlog_entry", self.director)
