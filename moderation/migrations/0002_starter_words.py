"""A first list of banned words, for operators to change."""

from django.db import migrations

# kind, weight, words; from 0.9 a word alone rejects, below that a person looks
STARTER_WORDS = [
    ("gambling", 0.92, ["真人荷官", "首存送彩金", "线上赌场", "网上赌场", "澳门赌场开户", "博彩平台", "六合彩特码", "赌球投注网", "时时彩计划群", "online casino bonus"]),
    ("gambling", 0.6, ["百家乐", "六合彩", "时时彩", "北京赛车pk10", "老虎机充值", "菠菜平台", "下注返水", "online casino", "sports betting tips", "betting bonus"]),
    ("sexual services", 0.92, ["裸聊", "上门服务小姐", "同城约炮", "楼凤", "一夜情群", "成人视频资源", "色情直播", "escort service", "send nudes", "live sex cam"]),
    ("sexual services", 0.6, ["约炮", "援交", "包夜", "福利姬", "成人影片", "porn", "hookup tonight"]),
    ("counterfeit goods", 0.92, ["高仿包包批发", "一比一复刻", "顶级复刻厂家", "莆田鞋批发", "精仿名表", "replica handbags", "replica watches", "aaa replica"]),
    ("counterfeit goods", 0.5, ["高仿包", "复刻表", "a货批发", "原单尾货", "超a货", "fake designer bags"]),
    ("fraud", 0.92, ["刷单返利", "兼职刷单", "代开发票", "代开增值税", "出售银行卡", "收购银行卡", "跑分平台", "信用卡套现", "办假证", "黑户贷款", "内幕股票群", "fake id for sale", "cloned credit cards", "double your bitcoin"]),
    ("fraud", 0.6, ["无抵押秒下款", "网贷秒批", "征信修复", "稳赚不赔", "带单老师", "日赚千元", "躺赚项目", "guaranteed profit", "payday loan approved", "free crypto airdrop", "wire transfer fee"]),
    ("forbidden goods", 0.92, ["听话水", "迷奸药", "出售冰毒", "大麻出售", "仿真枪出售", "蓝精灵迷药", "buy cocaine", "weed for sale"]),
    ("forbidden goods", 0.6, ["冰毒", "k粉", "迷药", "麻古", "气枪配件", "viagra", "cheap pills no prescription"]),
    ("bought engagement", 0.6, ["刷粉丝", "买粉丝", "刷赞平台", "代刷点赞", "涨粉服务", "刷好评", "buy followers", "buy likes"]),
    ("cheating", 0.5, ["代考保过", "替考", "论文代写", "代写论文", "包过证书", "essay writing service"]),
]  # fmt: skip


def add(apps, schema_editor):
    word_model = apps.get_model("moderation", "BannedWord")
    rows = [
        word_model(word=word, weight=weight, kind=kind)
        for kind, weight, words in STARTER_WORDS
        for word in words
    ]
    word_model.objects.bulk_create(rows, ignore_conflicts=True)


def remove(apps, schema_editor):
    words = [word for _kind, _weight, words in STARTER_WORDS for word in words]
    apps.get_model("moderation", "BannedWord").objects.filter(word__in=words).delete()


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
