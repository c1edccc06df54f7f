"""Demo notes in both languages: a dog, flowers, a night train, a pot for one, oranges, records."""

from .shapes import Post

NOTES: tuple[Post, ...] = (
    Post(
        author="achuan_eats",
        title="一个人在家，也能煮鸳鸯火锅",
        text="""不想为了一口毛肚约人，就自己煮。🍲

一人份，四十分钟：
清汤：番茄一个去皮炒出汁，加水 600ml、姜两片、盐半勺
红汤：火锅底料 60g（别放整块！）小火炒两分钟，加水 500ml
没有鸳鸯锅？两口小奶锅，一口灶一口电磁炉

下锅顺序：先清汤煮萝卜土豆，再烫肉，最后才下绿叶菜。
毛肚烫十五秒，鸭肠卷了就捞，豆腐煮久一点没关系。
蘸料只要三样：蒜泥、香油、一点点醋。

剩下的清汤第二天煮面，比外卖好吃。

#火锅 #一人食 #成都 #美食日记""",
        place="成都",
        scenes=("hotpot", "kitchen"),
        comments=(
            ("mumu_home", "两口小奶锅救了我，租房只有一个灶眼"),
            ("old_zhou_tea", "吃完泡一壶浓一点的乌龙，舒服"),
        ),
    ),
    Post(
        author="mumu_home",
        title="二十块的鲜花，养足了十二天",
        text="""周六早上的花市，收摊前半小时最便宜，一大把杂花 20 块 💐

回家先别急着插：
1 深水醒两个小时，水没到花头下面
2 水线以下的叶子全部摘掉，叶子泡水最容易臭
3 斜剪，第一次剪三厘米，以后每天剪半厘米
4 花瓶水放浅，两三指就够，天天换

放在离窗一米的地方，别晒，也别跟苹果香蕉放一起，水果放的气会催老花。
第八天洋桔梗垂头了，剪短插进小杯子，又撑四天。

插得不好看没关系，高的放后面，碎的填缝，就这样。

#鲜花 #租房生活 #杭州 #慢生活""",
        place="杭州",
        scenes=("flowers", "room"),
        comments=(
            ("priya_plants", "The banana tip is real. I lost a whole bunch of lilies to a fruit bowl."),
            ("lin_xiaolu", "收摊前半小时，记住了"),
        ),
    ),
    Post(
        author="lin_xiaolu",
        title="夜里的绿皮火车，十二小时",
        text="""高铁三小时的路，我故意坐了一次慢车。🚆

车票：硬卧下铺 168，上铺便宜十来块但坐不直
带上车：拖鞋、耳塞、一次性床罩、湿巾、两个面包、一个空杯子
热水每节车厢都有，晚上十点熄灯，之后只有过道小灯

好玩的是中间那些小站：停八分钟，下去站一站，买一袋当地的橘子。
早上五点半天亮，窗外是雾和稻田，对面的阿姨教我剥莲子。

踩坑：充电口在过道，抢手，提前把充电宝充满。行李放铺位底下，别放过道。

赶时间别坐。不赶的话，真的值得一次。

#绿皮火车 #旅行日记 #慢生活""",
        scenes=("train", "hills"),
        comments=(
            ("qingshan_walks", "小站的橘子确实比终点站甜"),
            ("june_reads", "Twelve hours and no signal: that is one whole novel."),
        ),
    ),
    Post(
        author="maya_bakes",
        title="Sliced oranges, olive oil, sea salt",
        text="""Not baking for once. The oven was broken and people were already on their way.
For four: five oranges (two of them blood oranges if you see any), a small handful of blueberries, good olive oil, flaky salt, a few mint leaves.
Cut off top and bottom, stand the orange up and slice the peel away in strips, all the white too. Then lay it on its side and cut rounds as thick as a pencil. Pick out the pips with the tip of the knife.
Lay them out on your biggest plate, oil first, salt last, mint torn at the table. Do not do it early: after twenty minutes it swims.
Five minutes of work, and three people asked for the recipe. Slightly annoying, after all those cakes.
#recipes #fruit #quick-cooking""",
        scenes=("fruit",),
        shape=(1, 1),
        comments=(("achuan_eats", "橙子撒盐我信，广东人吃番石榴也这样"),),
    ),
    Post(
        author="ollie_rides",
        title="What an old dog taught me about parks",
        text="""I look after my neighbour's dog, Biscuit, while she is in hospital. He is eleven. We have a routine now.
07:00 Slow lap, long lead. He reads every tree like the news. I used to pull; now I bring coffee.
12:30 Ten minutes of grass, no ball. Short walks are easier on old hips than one long one, said the vet.
18:00 The big one: the pond, the bench, home. If it is warm I put my palm on the pavement first. Too hot for my hand is too hot for his feet.
In three weeks I have met more neighbours than in four years of cycling past them.
She is home on Friday. I have asked whether I can keep the morning shift.
#pets #dogs #berlin #slow-living""",
        place="Berlin",
        scenes=("dog", "lane"),
        comments=(
            ("tofu_the_cat", "Biscuit 你好，本猫批准你的散步时间表"),
            ("theo_outdoors", "Palm on the pavement. Passing that on to everyone I know."),
        ),
    ),
    Post(
        author="film_with_ana",
        title="A used turntable: what I checked",
        text="""Paid 60 euros at a flea market, and it plays. What I looked at, in this order:
1. The platter spins level. Put a coin on the edge and watch it from the side.
2. The arm moves freely up, down and across, with no gritty feeling. This is the part you cannot fix on a kitchen table.
3. The belt. If it is cracked, fine: a new one cost me 9 euros and ten minutes.
4. The needle. Assume it is worn and count a new one into the price.
5. Hum. Ask to hear it. A loud hum that stops when you touch the metal is usually just the ground wire.
Bring one record you know by heart. If the piano wobbles, the motor is tired. Walk away.
First record at home: rain on the window, side B, twice.
#vinyl #music #second-hand #lisbon""",
        place="Lisbon",
        scenes=("record", "room"),
        comments=(("teacher_he", "带一张自己熟的唱片去试，这条最实用"),),
    ),
)
