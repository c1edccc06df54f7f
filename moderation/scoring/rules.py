"""The rules. Each looks at one text and gives reasons; weights were set so that few honest notes are held.

A weight is how much one finding alone should worry a moderator: below 0.4 it only adds to others.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from .normal import BRACKET_EMOJI, NOT_WORD, Text
from .reason import Reason

# --- Links --------------------------------------------------------------------------------------------------

URL = re.compile(r"(?:https?://|www\.)[^\s一-鿿]+")
SHORT_URL = re.compile(
    r"(?<![\w.])(?:t\.cn|dwz\.cn|url\.cn|bit\.ly|tinyurl\.com|t\.me|is\.gd|goo\.gl|wa\.me)/\w+"
)
DOMAIN = re.compile(
    r"(?<![\w.@/-])[a-z0-9][a-z0-9-]{1,40}\.(?:com|cn|net|top|xyz|vip|shop|club|cc|info|site|online)\b"
)


def links(text: Text) -> Iterator[Reason]:
    """Addresses that lead away from the site."""
    if "." not in text.plain:
        return
    if match := SHORT_URL.search(text.plain):
        yield Reason("link", 0.6, match[0])
    elif urls := URL.findall(text.plain):
        yield Reason("link", min(0.45 + 0.1 * (len(urls) - 1), 0.75), urls[0])
    elif match := DOMAIN.search(text.plain):
        yield Reason("link", 0.3, match[0])


# --- Contact details ----------------------------------------------------------------------------------------

LONG_NUMBER = re.compile(r"\d[\d. -]{8}\d")
MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d([-. ]?)\d{4}\1\d{4}(?!\d)")
HOTLINE = re.compile(r"(?<![\d.-])(?:[48]00[- ]?\d{3}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8})(?!\d)")
ACCOUNT = re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)")
# What people call WeChat, the open and the disguised names; signs between the characters do not hide it.
CHINESE_NAMES = "微信 微芯 徽信 薇信 威信 维信 唯信 微心 薇心 威心 卫星 v信 v心 wei信 绿泡泡 绿色软件"
WECHAT = "(?:{}|(?<![a-z])(?:vx|wx|wechat|weixin))".format(
    "|".join(r"[^\w\n]{0,2}".join(name) for name in CHINESE_NAMES.split())
)
MESSENGER_ID = re.compile(
    rf"{WECHAT}\W{{0,2}}(?:号|id|公众号)?[\s:是为搜加]{{0,4}}(?P<id>[a-z][-_a-z0-9]{{5,19}}|\d{{6,12}})"
    r"|(?:qq|扣扣|企鹅|q群|群号|交流群)(?:号|群)?[\s:是为加]{0,4}(?P<qq>\d{5,12})"
    r"|(?:telegram|tg|电报|纸飞机|whatsapp|line id|skype)(?:号|id)?\s{0,2}[:@]\s{0,2}"
    r"@?(?P<tg>[a-z0-9_+-]{5,32})"
)
ADD_ME = re.compile(
    rf"(?:加|\+|十)(?:我|个|下|一下|本人)?(?:的)?(?:{WECHAT}|[微薇威v](?![一-鿿a-z0-9])|v\s?(?=\d)|扣扣|qq)"
    r"|(?:dd|滴滴|戳|敲)我.{0,6}(?:微信|vx|wx|v信)"
    r"|(?:add|dm|text|message) me on (?:wechat|whatsapp|telegram|line)"
)
EMAIL = re.compile(r"[\w.+-]{2,40}@[a-z0-9-]{2,30}\.[a-z]{2,10}")


def contacts(text: Text) -> Iterator[Reason]:
    """Ways to reach somebody outside the site, disguised spellings included."""
    plain = text.plain
    if LONG_NUMBER.search(plain):
        yield from _numbers(plain)
    if (match := MESSENGER_ID.search(plain)) and any(map(_has_digit_or_length, match.groups())):
        yield Reason("messenger", 0.6, match[0])
    elif match := ADD_ME.search(plain):
        yield Reason("messenger", 0.5, match[0])
    if "@" in plain and (match := EMAIL.search(plain)):
        yield Reason("email", 0.25, match[0])


def _numbers(plain: str) -> Iterator[Reason]:
    if match := MOBILE.search(plain):
        yield Reason("phone", 0.6, match[0])
    elif match := ACCOUNT.search(plain):
        yield Reason("account_number", 0.5, match[0])
    elif match := HOTLINE.search(plain):
        yield Reason("phone", 0.25, match[0])


def _has_digit_or_length(name: str | None) -> bool:
    return name is not None and (len(name) >= 6 or any(char.isdigit() for char in name))


# --- Repetition ---------------------------------------------------------------------------------------------

RUN = re.compile(r"([^\s\d.。·…~～哈啊呜嘿嘻呵嗷hw!！?？_=—\-*])\1{11,}")
LINE_OF_WORDS = re.compile(r"\w\w.*\w\w")
SHINGLE = 5
REPETITIVE_FROM = 120  # characters; shorter texts repeat by nature


def repetition(text: Text) -> Iterator[Reason]:
    """One character, one line, or the whole text over and over."""
    if match := RUN.search(text.body):
        yield Reason("repetition", 0.3, match[0])
    lines = Counter(line for line in text.body.splitlines() if len(line) >= 8 and LINE_OF_WORDS.search(line))
    line, times = lines.most_common(1)[0] if lines else ("", 0)
    words = NOT_WORD.sub("", text.body)
    if times >= 4:
        yield Reason("repetition", min(0.2 + 0.05 * times, 0.6), line)
    elif len(words) >= REPETITIVE_FROM:
        starts = range(0, len(words) - SHINGLE + 1, 2)
        distinct = len({words[start : start + SHINGLE] for start in starts}) / len(starts)
        if distinct < 0.5:
            yield Reason("repetition", 0.3 if distinct > 0.3 else 0.6, words[:40])


# --- Loudness -----------------------------------------------------------------------------------------------

EMOJI = re.compile("[\U0001f300-\U0001faff☀-➿]")
LETTER = re.compile(r"[A-Za-z]")
MANY_HASHTAGS = 20


def loudness(text: Text) -> Iterator[Reason]:
    """All capitals, almost only emoji, or far more hashtags than text."""
    letters = LETTER.findall(text.body)
    if (
        len(letters) >= 30
        and len(letters) > 0.6 * len(text.body)
        and sum(map(str.isupper, letters)) > 0.8 * len(letters)
    ):
        yield Reason("capitals", 0.3, text.body)
    emoji = len(EMOJI.findall(text.raw)) + len(BRACKET_EMOJI.findall(text.raw))
    if emoji >= 20 and emoji > 0.5 * max(len(text.dense), 1):
        yield Reason("emoji", 0.3, text.raw)
    if len(text.hashtags) > MANY_HASHTAGS:
        weight = 0.3 if len(text.hashtags) <= 2 * MANY_HASHTAGS else 0.5
        yield Reason("hashtags", weight, " ".join(text.hashtags))


# --- A shop speaking ----------------------------------------------------------------------------------------

# Every alternative starts with a plain character: only then does `re` skip where none can begin.
# Ways in which a business speaks to customers and a person telling of a purchase hardly ever does …
SHOP_STRONG = re.compile(
    r"尊敬的|亲爱的(?:顾客|会员|客户|家长|业主|您)|新老(?:顾客|客户|朋友|会员)|全体员工|欢迎(?:您|新|各位|选购|光临|致电|来电|咨询|惠顾|订购|垂询|前来|莅临|到店|进店|广大|来店)"
    r"|敬请|恭候|恭迎|惠顾|您的光临|您的到来|期待您|等您|祝您|感谢您|诚邀|邀您|为您|给您|与您|让您|请您|您好|您一|莅临|垂询|详询|洽谈|致电|来电|来函|热线"
    r"|我公司|我司|本中心|本公司|本集团|主营|承接|承办|诚招|诚聘|招商|招生|加盟商|咨询电话|联系电话|订购电话|预约电话|报名电话|服务电话|电话1\d{10}|详情.{0,2}(?:咨询|致电|联系)|更多.{0,2}咨询"
    r"|名额有限|数量有限|售完即止|送完(?:即|为)止|欲购从速|从速|钜惠|酬宾|巨献|好礼相送|豪礼|优惠多多|折上折|感恩回馈|回馈新|答谢新|之际|凭此短信|回复td|退订"
    r"|无抵押|抵押贷|担保公司|月息|放款|代办各类|办证|代开|刻章|户名|汇款到|认筹|置业顾问|首付|火热(?:销售|认购|招生)|高薪|底薪|日结|日赚|月入过?万|代理商|厂家直销"
)
# … and words that both use, which count half.
SHOP_WEAK = re.compile(
    r"优惠活动|优惠券|促销|抢购|特惠|让利|清仓|甩卖|全场|低至|立减|立省|直降|买[一二三\d]送|满\d+(?:元)?[送减返立]|即可(?:享|获|领)|可享受?|均可享|免费(?:办理|领取|申请|咨询|送|试|领)"
    r"|赠送|好礼|礼品|进店|到店|本店|我店|专柜|选购|换购|团购|充值|双倍积分|倍积分|礼包|会员卡|活动(?:时间|期间|地址|内容|开始)|即日起|截止|先到先得|折起|全年最低|最低价|超值|隆重|推出|火爆|热销"
    r"|贷款|利息|信用卡|额度|理财|收益|年化|发票|会计|卡号|开户|资金|楼盘|开盘|房源|售楼|样板|商铺|平米|精装|业主|楼层|户型|建材|地产|首期|开课|辅导|小班|一对一|提分|课程|报名|名额|咨询"
    r"|有限公司|公司|厂家|批发|货源|品质保证|诚信|经理|顾问|业务|客户|顾客|销售|招聘|兼职|提成|加盟|联系我|请联系|女人节|三八节|佳节|新春特|来临"
)
# (from how many points, weight): a strong phrase is two points, a weak one is one
SHOP_STEPS = ((14, 0.8), (10, 0.7), (7, 0.6), (5, 0.48), (4, 0.42), (3, 0.25), (2, 0.15))
SHORT = 100  # characters: so few words with a strong phrase say little else


def shop_talk(text: Text) -> Iterator[Reason]:
    """Several different phrases of a business addressing customers."""
    strong = dict.fromkeys(SHOP_STRONG.findall(text.dense))
    weak = dict.fromkeys(SHOP_WEAK.findall(text.dense))
    points = 2 * len(strong) + len(weak)
    if strong and len(text.dense) <= SHORT:
        points += 2
    for least, weight in SHOP_STEPS:
        if points >= least:
            yield Reason("shop_talk", weight, " ".join([*strong, *weak]))
            return


# --- Hidden advertising -------------------------------------------------------------------------------------

TAO_CODE = re.compile(r"[￥¥$€₴₳](?=[0-9A-Za-z]*[A-Za-z])(?=[0-9A-Za-z]*\d)[0-9A-Za-z]{10,13}[￥¥$€₴₳]")
SELLING: tuple[tuple[float, re.Pattern], ...] = (
    (
        0.5,
        re.compile(
            r"私(?:信|我|聊)(?:我)?(?:领取|领|下单|拿货|购买|报价|发链接|给链接|要链接|进群)|下单链接|购买链接点|复制.{0,12}打开(?:淘宝|手淘|天猫|京东|拼多多)"
            r"|招(?:收)?(?:代理|分销)|一件代发|佣金日结|躺赚|日入过千|带你赚钱|刷单(?:返|兼职|日)|保证包过|一比一复刻|原单尾货"
            r"|评论区(?:扣|打)\d.{0,6}(?:领|发|拉)|留言(?:扣|打)\d.{0,6}(?:领|发|拉)|扫码(?:进群|领取|加)|加(?:群|裙)(?:领|下单|拿)"
        ),
    ),
    (
        0.3,
        re.compile(
            r"我的(?:优惠码|折扣码|邀请码|推荐码)|专属(?:优惠码|折扣码|邀请码|链接)|用我的?(?:优惠码|折扣码|邀请码|推荐码)|链接(?:在|放在?|见)(?:评论|主页|简介|置顶)"
            r"|戳(?:下方|左下角|主页|头像)的?链接|点击?(?:下方|左下角|主页|头像)的?链接|淘宝(?:店)?搜(?:索)?[:「【]|限时(?:秒杀|抢购)|找我(?:下单|拿货|代购)|问我(?:下单|拿货|代购)"
            r"|有意者?(?:私|联系)|需要的(?:私|滴滴|dd)"
            r"|link in (?:my )?bio|use my (?:promo |discount |referral )?code"
            r"|dm (?:me )?(?:to order|for (?:price|order)s?)"
            r"|click the link|order now|buy now|limited[- ]time offer"
            r"|work from home|earn \$?\d[\d,]* ?(?:\$|dollars|usd|a day|per day|daily)"
            r"|make \$?\d[\d,]* (?:a day|per day|daily)"
            r"|100% (?:free|guaranteed)|free money|act now"
        ),
    ),
)


def selling(text: Text) -> Iterator[Reason]:
    """Phrases that sell, in content that is not labelled as paid."""
    if match := TAO_CODE.search(text.raw):
        yield Reason("hidden_ad", 0.6, match[0])
    for weight, pattern in SELLING:
        if match := pattern.search(text.plain):
            yield Reason("hidden_ad", weight, match[0])


Rule = Callable[[Text], Iterator[Reason]]
ALWAYS: tuple[Rule, ...] = (links, contacts, repetition, loudness, shop_talk)
