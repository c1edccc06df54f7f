"""The members of the demo community, all of them made up; the first is the one to sign in as."""

from xhs.demo.shapes import Person

PEOPLE: tuple[Person, ...] = (
    Person(
        "lin_xiaolu",
        "林小鹿",
        "平面设计，周一到周五画图，周末出门走路。\n手冲新手｜慢跑｜爱拍小巷子 🦌",
        "上海",
        "lane",
    ),
    Person(
        "achuan_eats", "阿川在吃", "跟着肚子去旅行，早市爱好者。\n只写自己掏钱吃过的 🍜", "成都", "noodles"
    ),
    Person(
        "mumu_home", "木木的小家", "38㎡租房，一个人，十一盆植物。\n慢慢收拾，不着急完美 🪴", "杭州", "room"
    ),
    Person(
        "teacher_he", "何老师读书", "中学语文老师，教书第九年。\n读书、看片、整理书桌", "南京", "bookshelf"
    ),
    Person("tofu_the_cat", "豆腐是只猫", "白猫，四岁，4.6 公斤。\n文字由铲屎官代笔 🐾", "广州", "cat"),
    Person(
        "qingshan_walks",
        "青山慢慢走",
        "一年走六百公里山路，速度不快。\n路线自己走过才写，垃圾一定带下山 ⛰️",
        "杭州",
        "trail",
    ),
    Person(
        "nana_skin",
        "娜娜成分笔记",
        "混干皮，化工专业。\n读成分表，不追新，合作内容都会写明",
        "广州",
        "skincare",
    ),
    Person("old_zhou_tea", "老周喝茶", "喝茶三十年，退休以后天天喝。\n不卖茶，只聊茶 🍵", "杭州", "teapot"),
    Person(
        "june_reads",
        "June Whitlow",
        "Two books a week, one of them re-read. Learning Mandarin slowly.",
        "Shanghai",
        "fabric",
    ),
    Person(
        "ollie_rides",
        "Ollie Brandt",
        "Steel bike, flat pedals, long lunches. Usually lost, rarely late.",
        "Berlin",
        "bicycle",
    ),
    Person(
        "maya_bakes",
        "Maya Sorrel",
        "Home baker with a tiny oven. I write down what went wrong 🍰",
        "London",
        "cake",
    ),
    Person(
        "theo_outdoors", "Theo Larkin", "Hikes, huts and heavy soup. Pack list nerd.", "Vancouver", "camp"
    ),
    Person(
        "priya_plants",
        "Priya Nandan",
        "Forty pots on one balcony. Ask me about fungus gnats 🌿",
        "Singapore",
        "plants",
    ),
    Person(
        "film_with_ana",
        "Ana Verdier",
        "Expired film, second-hand cameras, third attempts 📷",
        "Lisbon",
        "film",
    ),
)
