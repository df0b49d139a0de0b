"""Contents of six kinds with data of our own, in the shapes that domain.composition makes."""

from dataclasses import replace

from inspector_app.domain.content import Annex, Content, FormRow, Paragraph, PhotoCell, Table

BODY = "临川市南溪区住房和城乡建设局"
SITE = "南溪印象花园二期1标段"
BUILDER = "江右宏远建筑工程有限公司"
DAY = "2026年11月24日"
EDITION = "5f0c" * 16
OFFICERS = (("陈砚秋", "3610021107"), ("周岚", "3610021133"))
RECEIPT = (
    ("签收人", "", "职务", ""),
    ("签收时间", "年　　月　　日　　时　　分"),
    ("代收人", "", "关系", ""),
    ("拒签说明", ""),
    ("见证人", "", "身份", ""),
)
COPIES = ((1, "施工单位"), (2, "建设单位"), (3, "监理单位"), (4, "本局存卷"))

FACTS = (
    ("2#楼5层", "电梯井口防护门缺失2处，未设置安全警示标志。", "《条例》\n第二十八条", "2026年11月25日"),
    (
        "钢筋加工棚",
        "开关箱漏电保护器失灵，切断机传动部位无防护罩。",
        "《条例》\n第三十四条",
        "2026年11月26日",
    ),
    ("地下室东区", "消防通道堆放模板，灭火器3具压力不足。", "《条例》\n第三十一条", "2026年11月26日"),
    (
        "4#楼3层",
        "模板支架扫地杆缺失7处，立杆间距大于专项施工方案（1.2m），现场无专职安全生产管理人员监督。",
        "《条例》\n第二十六条",
        "2026年11月30日",
    ),
    ("1#楼施工升降机", "9层层门插销缺失，10月检查保养记录未填写。", "《条例》\n第三十四条", "2026年11月27日"),
    ("外墙保温", "外墙保温作业安全技术交底无双方签字。", "《条例》\n第二十七条", "2026年11月27日"),
    (
        "塔式起重机T2",
        "小车变幅断绳保护装置失效，违反JGJ 196-2010规定。",
        "《条例》\n第三十五条",
        "2026年11月25日",
    ),
)


def findings(count: int) -> tuple[tuple[str, ...], ...]:
    rows = []
    for n in range(count):
        place, fact, clause, due = FACTS[n % len(FACTS)]
        rows.append((str(n + 1), place, f"{fact}\n整改：立即整改并留存记录。", clause, due))
    return tuple(rows)


def rectification_notice(count: int = 7) -> Content:
    number = "南住建改〔2026〕5-31号"
    return Content(
        kind="rectification_notice",
        kind_label="限期整改通知书",
        layout="letter",
        title=(BODY, "限期整改通知书"),
        number=number,
        issuer=BODY,
        date=DAY,
        edition=EDITION,
        addressee=f"{BUILDER}：",
        paragraphs=(
            Paragraph(f"{DAY}，我局对你单位承建的{SITE}进行现场检查，发现下列{count}项问题：", "", "facts"),
            Paragraph(
                "依据《建设工程安全生产管理条例》第四十三条第（四）项，责令你单位限期整改：", "", "order"
            ),
            Paragraph("按表列期限逐项整改，消除隐患前采取防范措施。", "一、立即整改。", "measures"),
            Paragraph(
                "2026年12月1日前（含当日）整改完毕，向我局提交整改报告，附整改前后照片，由项目负责人和总监理工程师签字并加盖公章。",
                "二、书面回复。",
                "reply",
            ),
            Paragraph("逾期未整改或者整改不合格的，我局将依法处理。", "三、逾期责任。", "consequence"),
            Paragraph(
                "如不服本通知，可自收到之日起60日内向临川市南溪区人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼。",
                "",
                "remedies",
            ),
        ),
        table=Table(
            ("序号", "部位", "存在的问题和整改要求", "违反条款", "整改期限"),
            (11, 27, 57, 28, 33),
            ("C", "L", "L", "L", "C"),
            findings(count),
            "注：《条例》指《建设工程安全生产管理条例》。",
        ),
        table_after=1,
        officers=OFFICERS,
        receipt=RECEIPT,
        copies=COPIES,
        main_recipient=BUILDER,
        copied=("临川南溪城建置业有限公司", "江右正衡工程监理有限公司"),
        facts=(
            ("number", number),
            ("kind", "限期整改通知书"),
            ("addressee", BUILDER),
            ("issued", "2026-11-24"),
            ("deadline", "2026-12-01"),
            ("count", str(count)),
        ),
        phone="0794-8267 0315",
        verify_note="扫码核对：文号、受送达单位、签发日期、整改期限、问题项数。",
        imprint=f"{BODY}　　{DAY}印发",
    )


def stop_work_notice(photos: tuple[str, ...] = (), count: int = 4) -> Content:
    number = "南住建停〔2026〕5-9号"
    places = ("3#楼11至14层西立面", "3#楼12层外脚手架", "3#楼13层北侧临边", "3#楼11层作业层")
    facts = (
        "外脚手架连墙件整层缺失2层，架体自由高度超过专项施工方案。",
        "架体与结构之间贯通，未采取水平防护措施。",
        "临边防护栏杆拆除后未恢复，长约7.8m，无警示标志。",
        "脚手板未满铺，堆放模板、钢管等材料。",
    )
    clauses = (
        "《判定标准》（2024版）第七条第（二）项",
        "《判定标准》（2024版）第九条第（四）项",
        "《建设工程安全生产管理条例》第二十八条",
        "《建设工程安全生产管理条例》第二十六条",
    )
    rows = tuple(
        (str(n + 1), places[n % 4], facts[n % 4], clauses[n % 4], "重大" if n % 4 < 2 else "一般")
        for n in range(count)
    )
    captions = ("连墙件整层缺失", "架体与结构间贯通", "临边防护缺失", "脚手板未满铺、堆料")
    cells = tuple(
        PhotoCell(sha, f"照片{n + 1}　{captions[n % 4]}", f"2026-11-24 09:{12 + 7 * n % 48:02d}")
        for n, sha in enumerate(photos)
    )
    return Content(
        kind="stop_work_notice",
        kind_label="停工（整改）通知书",
        layout="letter",
        title=(BODY, "停工（整改）通知书"),
        number=number,
        issuer=BODY,
        date=DAY,
        edition=EDITION,
        addressee=f"{BUILDER}：",
        paragraphs=(
            Paragraph(
                f"经查，你单位承建的{SITE}有附页所列{count}项隐患，其中2项属重大事故隐患，无法保证安全。经听取陈述申辩，依据《中华人民共和国安全生产法》第六十五条、《建设工程安全生产管理条例》第四十三条第（四）项，责令局部停工：",
                "",
                "order",
            ),
            Paragraph("3#楼11层以上外脚手架及临边作业。", "一、范围", "scope"),
            Paragraph("2026年11月24日10时20分起，至同意复工止。", "二、时间", "start"),
            Paragraph(
                "立即撤出上述部位全部作业人员，设警戒并派专人看守；停工期间仅可排除隐患和维护安全。",
                "三、撤人",
                "leave",
            ),
            Paragraph(
                "2026年12月4日前整改完毕，由建设单位组织验收，三方项目负责人签字盖章后报我局，经审查同意方可复工。",
                "四、复工",
                "resume",
            ),
            Paragraph(
                "如不服本通知，可自收到之日起60日内向临川市南溪区人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼。",
                "",
                "remedies",
            ),
        ),
        annex=Annex(
            "隐患清单",
            Table(
                ("序号", "部位", "隐患事实", "违反条款", "等级"),
                (10, 30, 56, 42, 18),
                ("C", "L", "L", "L", "C"),
                rows,
                "注：《判定标准》指《房屋市政工程生产安全重大事故隐患判定标准（2024版）》（建质规〔2024〕5号）。",
            ),
            cells,
        ),
        officers=OFFICERS,
        receipt=RECEIPT,
        copies=COPIES,
        main_recipient=BUILDER,
        copied=("临川南溪城建置业有限公司", "江右正衡工程监理有限公司", "临川市南溪区建设工程质量安全监督站"),
        facts=(
            ("number", number),
            ("kind", "停工（整改）通知书"),
            ("addressee", BUILDER),
            ("issued", "2026-11-24"),
            ("deadline", "2026-12-04"),
            ("scope", "局部停工：3#楼11层以上外脚手架及临边作业"),
            ("count", str(count)),
        ),
        phone="0794-8267 0315",
        verify_note="扫码核对：文号、受送达单位、签发日期、停工范围、期限、项数。",
        imprint=f"{BODY}　　{DAY}印发",
    )


def plant_order() -> Content:
    number = "南住建责〔2026〕5-6号"
    plant = "临川砼达建材有限公司"
    return replace(
        rectification_notice(4),
        kind="plant_order",
        kind_label="责令整改通知书",
        title=(BODY, "责令整改通知书"),
        number=number,
        addressee=f"{plant}：",
        paragraphs=(
            Paragraph(f"{DAY}，我局开展第四季度预拌混凝土质量专项检查，发现你单位存在下列4项问题："),
            Paragraph("依据《建设工程质量管理条例》第四十八条第（三）项，责令你单位改正，并提出如下要求："),
            Paragraph("表列问题自收到本通知之日起改正；涉及批次未经复验合格，不得出厂。", "一、立即改正。"),
            Paragraph(f"核查已供{SITE}的批次，书面告知使用单位和监理单位，留存核查记录。", "二、追溯核查。"),
            Paragraph(
                "2026年12月8日前（含当日）整改完毕，向我局提交整改报告，附整改前后照片和复验资料，由企业负责人签字并加盖公章。",
                "三、书面回复。",
            ),
            Paragraph(
                "如不服本通知，可自收到之日起60日内向临川市南溪区人民政府申请行政复议，或者六个月内向人民法院提起行政诉讼。"
            ),
        ),
        table=Table(
            ("序号", "检查项", "存在的问题", "依据", "涉及批次"),
            (11, 24, 56, 38, 27),
            ("C", "L", "L", "L", "C"),
            (
                (
                    "1",
                    "骨料贮存",
                    "2号仓5～10mm与10～20mm碎石混仓，标识与实物不符。",
                    "GB/T 14902-2012\n原材料贮存",
                    "11月21日\n进场碎石",
                ),
                (
                    "2",
                    "计量设备",
                    "1号线外加剂秤未见本季度自校记录，抽查6盘中1盘计量偏差超过允许值。",
                    "GB/T 14902-2012\n计量",
                    "11月23日\nC35",
                ),
                (
                    "3",
                    "试件留置",
                    "出厂检验试件少留1组，标养室温度记录不全。",
                    "GB/T 14902-2012\n检验规则",
                    "11月22日\nC30",
                ),
                (
                    "4",
                    "质量证明",
                    f"交付{SITE}的2车混凝土，发货单无出机时间。",
                    "GB/T 14902-2012\n订货与交货",
                    "11月23日\nC35",
                ),
            ),
        ),
        copies=((1, "预拌混凝土企业"), (2, "使用单位"), (3, "本局存卷")),
        facts=(
            ("number", number),
            ("kind", "责令整改通知书"),
            ("addressee", plant),
            ("issued", "2026-11-24"),
            ("deadline", "2026-12-08"),
            ("count", "4"),
        ),
    )


def resumption_notice() -> Content:
    number = "南住建复〔2026〕5-3号"
    return replace(
        rectification_notice(0),
        kind="resumption_notice",
        kind_label="复工通知书",
        title=(BODY, "复工通知书"),
        number=number,
        paragraphs=(
            Paragraph(
                f"我局于{DAY}对你单位承建的{SITE}下达停工（整改）通知书（南住建停〔2026〕5-9号）。2026年12月3日，你单位报送整改报告和三方验收记录。"
            ),
            Paragraph(
                "经复查，停工范围内的重大事故隐患已经消除，同意3#楼11层以上外脚手架及临边作业自2026年12月4日8时起复工。"
            ),
            Paragraph("复工前应当对作业人员重新进行安全技术交底；其余问题继续按期整改。"),
        ),
        table=None,
        table_after=0,
        date="2026年12月4日",
        facts=(
            ("number", number),
            ("kind", "复工通知书"),
            ("addressee", BUILDER),
            ("issued", "2026-12-04"),
            ("scope", "部分复工：3#楼11层以上外脚手架及临边作业"),
        ),
        imprint=f"{BODY}　　2026年12月4日印发",
    )


def site_record(problems: int = 4) -> Content:
    number = "南住建检〔2026〕5-88号"
    text = "\n".join(f"{n + 1}．{FACTS[n % 7][0]}：{FACTS[n % 7][1]}（照片{n + 1}）" for n in range(problems))
    half = (24, 62, 22, 48)
    return Content(
        kind="site_record",
        kind_label="现场检查记录",
        layout="form",
        title=(BODY, "现场检查记录"),
        number=number,
        issuer=BODY,
        date=DAY,
        edition=EDITION,
        rows=(
            FormRow((24, 132), ("被检查单位", f"{BUILDER}（施工单位）　信用代码 91361002MA35Q7XR2K")),
            FormRow(half, ("工程名称", f"{SITE}（68450㎡）", "形象进度", "3#楼主体14层")),
            FormRow(half, ("检查地点", "临川市南溪区梅岭路26号施工现场", "许可证号", "361002202604180201")),
            FormRow((24, 132), ("检查时间", "2026年11月24日8时55分至2026年11月24日10时30分")),
            FormRow(
                half,
                ("任务来源", "建筑施工领域专项检查（第四季度）", "检查通知书", "南住建检通〔2026〕5-80号"),
            ),
            FormRow(
                (24, 132),
                ("执法人员\n及证号", "陈砚秋（执法证号 3610021107）　周　岚（执法证号 3610021133）"),
            ),
            FormRow(
                (24, 132),
                ("在场人员", "项目经理　许怀谷（电话 13907940146）　总监　方知行　建设单位　梅若溪"),
            ),
            FormRow(
                (24, 132),
                (
                    "告知事项",
                    "检查人员已出示执法证件，告知检查事项和依据，并告知你单位享有陈述、申辩和申请回避的权利。"
                    "是否申请回避：□是　√否",
                ),
            ),
            FormRow(
                (24, 132),
                (
                    "检查内容\n和方式",
                    "核查安全生产责任制、危险性较大的分部分项工程资料；查看3#楼外脚手架、11至14层临边和洞口、施工用电、起重机械；采用查阅资料、现场查看、测量和拍照方式。",
                ),
            ),
            FormRow((24, 132), ("发现的问题", text), 0, 3, "L", True, True),
            FormRow(
                (24, 132),
                (
                    "JGJ 59评分",
                    "安全管理8.4、文明施工12.2、脚手架0、模板支架8.0、高处作业7.0、施工用电8.2、物料提升机与施工升降机8.6、塔式起重机与起重吊装8.8、施工机具4.2，基坑工程缺项；实得65.4÷应得90×100＝72.67分。评定等级：不合格。",
                ),
            ),
            FormRow(
                (24, 132),
                (
                    "处理意见",
                    "问题1、2属重大事故隐患，听取陈述申辩后下达停工（整改）通知书（南住建停〔2026〕5-9号），局部停止3#楼11层以上外脚手架及临边作业；其余问题限期整改。",
                ),
            ),
            FormRow(
                (24, 132),
                ("被检查单位\n意见", ""),
                17,
                2,
                sign="负责人签名：　　　　　　职务：　　　　　　年　　月　　日　　时　　分",
            ),
            FormRow(half, ("执法人员\n签名", "", "监理单位\n人员签名", ""), 13, 1),
            FormRow(half, ("拒签情况", "□拒绝签字　事由：", "见证人签名", ""), 10),
        ),
        copies=((1, "本局存卷"), (2, "被检查单位")),
        facts=(
            ("number", number),
            ("kind", "现场检查记录"),
            ("addressee", BUILDER),
            ("issued", "2026-11-24"),
            ("count", str(problems)),
        ),
        phone="0794-8267 0315",
        left_note="检查审批：南住建检批〔2026〕5-77号",
        footer="空白处划斜线，改动处按指印",
        size_tenths=105,
        lead_tenths=146,
    )


def proof_of_service() -> Content:
    number = "南住建送〔2026〕5-44号"
    half = (28, 56, 24, 48)
    officer = (28, 72, 18, 38)
    return Content(
        kind="proof_of_service",
        kind_label="送达回证",
        layout="form",
        title=(BODY, "送达回证"),
        number=number,
        issuer=BODY,
        date=DAY,
        edition=EDITION,
        rows=(
            FormRow((28, 128), ("案　　由", f"{SITE}3#楼外脚手架及临边作业局部停工整改"), 12),
            FormRow(
                (28, 128),
                (
                    "送达文书\n名称及文号",
                    "停工（整改）通知书（南住建停〔2026〕5-9号）及附页《隐患清单》，共2页",
                ),
                15,
            ),
            FormRow((28, 128), ("受送达人", f"{BUILDER}\n统一社会信用代码：91361002MA35Q7XR2K"), 15),
            FormRow((28, 128), ("送达地点", f"临川市南溪区梅岭路26号{SITE}项目部会议室"), 11),
            FormRow(
                (28, 128),
                (
                    "送达方式",
                    "√直接送达　□留置送达　□委托送达　□公告送达\n"
                    "□电子送达（确认书编号：　　　　　　　　）\n□邮寄送达（邮件号：　　　　　　　　　　）",
                ),
                20,
            ),
            FormRow(half, ("受送达人\n签名或盖章", "", "送达时间", "年　　月　　日\n时　　分"), 20, 2, "R"),
            FormRow(half, ("代收人\n签名", "", "与受送达人\n关系及职务", ""), 16, 1),
            FormRow((28, 128), ("拒收事由\n和日期", ""), 20, 2, sign="年　　月　　日"),
            FormRow(half, ("见证人\n签名", "", "单位及职务", ""), 16, 1),
            FormRow(half, ("影像记录", "□已拍照　□已录像", "影像编号", ""), 11),
            FormRow(officer, ("送达人", "陈砚秋（执法证号 3610021107）", "签名", ""), 14, 1),
            FormRow(officer, ("送达人", "周　岚（执法证号 3610021133）", "签名", ""), 14, 1),
            FormRow(
                (28, 128),
                (
                    "备　　注",
                    "受送达人拒绝签收的，记明拒收事由和日期，由送达人、见证人签名后，将文书留在其住所；也可以将文书留在其住所，并采用拍照、录像等方式记录送达过程。",
                ),
                20,
            ),
        ),
        copies=((1, "本局存卷"),),
        facts=(("number", number), ("kind", "送达回证"), ("addressee", BUILDER), ("issued", "2026-11-24")),
        phone="0794-8267 0315",
        left_note="本回证一件一证，签收后存卷",
        size_tenths=120,
        lead_tenths=170,
    )


def every_kind(photos: tuple[str, ...] = ()) -> tuple[Content, ...]:
    return (
        site_record(),
        rectification_notice(),
        stop_work_notice(photos),
        plant_order(),
        resumption_notice(),
        proof_of_service(),
    )
