"""Demo notes in English. Everything in them is invented but the cities."""

from .shapes import Post

NOTES: tuple[Post, ...] = (
    Post(
        author="june_reads",
        title="Four short novels for one wet day",
        text="""It rained from breakfast to bedtime, so I pulled everything under 150 pages off my shelf. These four I would hand to a friend:
1. The Time Machine: two hours, and you will argue about it at dinner.
2. Carmilla: read it after dark, with a lamp you trust.
3. Ethan Frome: snow, silence, a sledge. Not for a low mood.
4. A Christmas Carol: funnier than any film of it, and fine in March.
My rule for short books: phone in another room, no stopping before page 40. If I am still counting pages then, it goes back with no guilt. Libraries usually have all four on the shelf, because nobody queues for thin books.
What would you add? Under 150 pages, please.
#books #reading #rainy-day #short-novels""",
        comments=(
            ("film_with_ana", "Carmilla on a stormy night, yes. I slept with the hall light on."),
            ("maya_bakes", "Adding Cranford. Slightly over 150 pages, but there is so much cake in it."),
            ("june_reads", "@maya_bakes cake is a valid exception"),
        ),
    ),
    Post(
        author="june_reads",
        title="My reading journal: one line a day",
        text="""I gave up three beautiful reading journals before this one stuck. What changed: I only allow myself one line.
Left page: date, title, page I stopped at. Right page: one sentence that stayed with me, or one complaint. That is all. No stars, no stickers, no catching up if I miss a week.
After seven months I have 160 lines and can see things I never noticed: I drop books on Wednesdays, and I love chapter twos.
The notebook is dotted, 160 pages, lies flat after the first few days. Fountain pen shows through a little if you write wet; a pencil is perfect.
Start today on any page. Page one is too much pressure.
#reading #journaling #stationery #books""",
        scenes=("desk", "bookshelf"),
        products=("dotted-notebook",),
        comments=(("priya_plants", "Starting on page nine. It really does feel easier."),),
    ),
    Post(
        author="june_reads",
        title="My first scarf took four months",
        text="""Cast on in November, finished in March, wore it twice before the sun came out. Still proud.
Things I wish I had known:
- Thick, light, smooth wool. I began with fuzzy black yarn and could not see a single stitch.
- 30 stitches is plenty. I started with 52 and it was nearly a blanket.
- Count at the end of every row. My mystery triangle came from picking up an extra loop at the edge.
- Slip the first stitch of each row and the sides turn neat like magic.
- Soak it, press it in a towel, pin it flat overnight. It grew 15 cm!
There is one hole near row 40. I left it. It is where the cat joined in.
#knitting #beginner #slow-living""",
        scenes=("fabric", "cat"),
        shape=(1, 1),
        comments=(
            ("lin_xiaolu", "Row 40 is the best part. Mine has a coffee stain at the same place."),
            ("mumu_home", "Slipping the first stitch changed my life too."),
        ),
    ),
    Post(
        author="june_reads",
        title="Edinburgh: bookshops, closes, soup",
        text="""A Saturday on foot, no tickets, about 7 km.
10:00 Start in Stockbridge while the charity bookshops are still tidy. I found a green hardback for three pounds.
11:30 Along the Water of Leith to Dean Village. Slippery after rain, wear real shoes.
13:00 Soup and bread near the Grassmarket. Every place has a soup of the day, and it is always enough.
14:30 Up through the closes to the Royal Mile. Choose the narrow stairs, they are quieter and the view jumps out at you.
16:00 A window seat, tea, the new old book.
It gets dark by four in December and after ten in June, so the same walk is two different cities.
#edinburgh #city-walk #books #bookshops""",
        place="Edinburgh",
        scenes=("lane", "bookshelf", "skyline"),
        comments=(("theo_outdoors", "Add the path over Calton Hill if your legs are still good at 16:00."),),
    ),
    Post(
        author="ollie_rides",
        title="The Seawall before work, Vancouver",
        text="""Alarm at 5:40, on the bike at six, back at my desk by nine with salt on my glasses.
The Stanley Park loop is roughly 9 km and bikes go one way only, counter-clockwise, with the water on your right. At that hour it is you, two rowers and a heron.
Good to know:
- The stretch after the big bridge is narrow. Slow down, ring early, say good morning.
- Take a wind layer even in July. The west side is cold before the sun gets over the trees.
- Lights on. Walkers wear black, always.
I stop on the beach side for six minutes, no phone. Best meeting of the day.
#cycling #vancouver #morning-ride #bikes""",
        place="Vancouver",
        scenes=("sea", "bicycle", "skyline"),
        shape=(4, 3),
        titled=False,
        comments=(("qingshan_walks", "The six minutes without a phone: I am borrowing that."),),
    ),
    Post(
        author="ollie_rides",
        title="Fix a flat without swearing",
        text="""I have done this on a wet verge, in the dark, and once in a wedding suit. The order matters:
1. Shift to the smallest cog, then take the wheel out. Your fingers stay clean.
2. Let out what air is left. Push both sides of the tyre into the middle of the rim, so you get slack.
3. One lever, opposite the valve. Lift only one side.
4. Find out WHY. Run a cloth inside the tyre before your fingertips: glass, wire, thorn.
5. New tube, a breath of air so it is round, valve in straight.
6. Work the tyre on by hand and finish at the valve. Look all around for pinched tube. Then pump.
Practise once at home with a coffee. Second time takes ten minutes.
#cycling #bikes #how-to""",
        comments=(
            ("june_reads", "Number 4! I put in two new tubes before I found the thorn."),
            ("ollie_rides", "@june_reads everybody does that exactly once"),
        ),
    ),
    Post(
        author="ollie_rides",
        title="Taipei by the river, on a city bike",
        text="""Did not bring my bike, did not miss it. The shared bikes are everywhere and the river paths are flat, wide and free of cars.
My half day: start at Dadaocheng wharf around 15:30, follow the Tamsui river north to Guandu. Roughly 14 km with stops, wetlands and egrets at the end, and you can hand back the bike near the metro.
Notes to self:
- The flood gates are the doors to the river. Remember the number of yours.
- Raise the saddle before you unlock. Check the brakes, then go.
- Headwind in the afternoon. Going north it was in my face, so half speed and twice the snacks.
- Carry water, there is very little shade.
Night market noodles afterwards taste earned.
#taipei #cycling #city-weekend #night-market""",
        place="Taipei",
        scenes=("bicycle", "market", "noodles"),
        comments=(("lin_xiaolu", "Remembering the gate number is serious advice. I once walked an hour."),),
    ),
    Post(
        author="ollie_rides",
        title="Pour-over in a very small kitchen",
        text="""My kitchen counter is 60 cm wide and the toaster owns half of it. This still fits:
15 g coffee, ground like coarse sand. 240 g water, just off the boil.
0:00 pour 40 g, wait. It should puff up like a muffin.
0:40 slow circles up to 140 g.
1:30 up to 240 g, then hands off. Done around 2:45.
Too sour? Grind finer. Too bitter? Coarser, or let the kettle rest a minute. Change one thing at a time.
The thin spout really matters, it stops me from digging a hole in the coffee. The kettle holds 600 ml, so it is too small for a dinner party. The mug is thick and keeps warm through one long email.
#coffee #pour-over #small-kitchen #morning-routine""",
        scenes=("coffee", "kitchen"),
        products=("hand-drip-kettle", "stoneware-mug"),
        comments=(("mumu_home", "Your toaster and mine should meet."),),
    ),
    Post(
        author="maya_bakes",
        title="Banana bread, not too sweet",
        text="""Tested nine times, neighbours as judges. The bananas should be ugly: black spots, soft, almost too late.
3 bananas (about 300 g peeled), 80 g brown sugar, 2 eggs, 90 g melted butter, 200 g flour, 1 tsp baking soda, half a tsp salt, a spoon of yoghurt.
Mash, whisk in everything wet, fold in everything dry. Stop while you can still see a little flour. Loaf tin, 170°C, 50 to 55 minutes. A stick should come out with crumbs, not batter.
Too dark on top after half an hour? Lay foil over it.
It is better on day two, wrapped, and best on day three, toasted in butter. It never saw day four here.
#baking #banana-bread #recipe #cake""",
        scenes=("bread", "kitchen"),
        comments=(
            ("priya_plants", "Made it with walnuts. Day two was a lie, it was gone by evening."),
            ("theo_outdoors", "Survived 12 km in a backpack. Recommended trail food."),
        ),
    ),
    Post(
        author="maya_bakes",
        title="No-knead bread in an iron pan",
        text="""No mixer, no stand, one pan and a lot of waiting. Mostly you sleep.
Evening: 400 g bread flour, 300 g water, 8 g salt, a quarter tsp dry yeast. Stir until shaggy, cover, leave 12 hours at room temperature.
Morning: fold it four times with wet hands, rest on floured paper for an hour.
Heat the pan in the oven at 240°C for 30 minutes. Lift the loaf in by its paper, cover with a metal bowl, 25 minutes. Bowl off, 15 more.
Wait until it stops crackling before you cut. I know.
The 26 cm pan gives a flat round loaf, good for sandwiches. It is heavy and the handle is as hot as the oven: two thick mitts, always.
#baking #bread #recipe #cast-iron""",
        scenes=("bread", "kitchen"),
        shape=(1, 1),
        products=("cast-iron-pan",),
        comments=(("june_reads", "'Mostly you sleep' is the recipe style I need."),),
    ),
    Post(
        author="maya_bakes",
        title="A kopi and kaya morning, Singapore",
        text="""Tiong Bahru on a weekday, 7:30, before it gets hot. I walked slowly and ate three breakfasts.
First: kaya toast, crisp and thin, cold butter inside that has not quite melted. Two soft eggs with dark soy and white pepper, drunk from the saucer like the uncle next to me.
Learn three words: kopi comes with condensed milk, kopi-o is black with sugar, kopi-o kosong is black without.
Upstairs in the market: tables, fans, rice cakes with salty radish. Leave a packet of tissues on the chair and the seat is yours.
Then around the curved white blocks from the 1930s, and a small bakery for a pineapple tart, purely for research.
Bring cash and a fan.
#singapore #coffee #咖啡馆 #city-walk #breakfast""",
        place="Singapore",
        scenes=("coffee", "market", "cake"),
        comments=(
            ("lin_xiaolu", "纸巾占座太真实了，第一次看到差点帮人收走。"),
            ("priya_plants", "My neighbourhood! Try it again on a rainy morning, even better."),
        ),
    ),
    Post(
        author="maya_bakes",
        title="How I studied for my pastry exam",
        text="""I am 34, work full time, and had not studied for anything in twelve years. I passed. What helped:
- 25 minutes, then stand up. Four rounds on weeknights, none on Fridays.
- Write the question, not the answer. "Why does choux collapse?" taught me more than copying the page.
- Say it out loud to somebody. The cat now knows five ways to temper chocolate.
- Put the hard thing first, while the coffee is hot.
- Same lamp, same chair. Lamp on means studying, lamp off means it is over, even if I feel guilty.
I failed the first mock exam with 41 percent. I taped it to the fridge, and that was oddly calming.
#studying #study-routine #baking #desk-setup""",
        scenes=("desk", "cat", "cake"),
        products=("desk-lamp",),
        comments=(
            ("june_reads", "Writing the question instead of the answer. Stealing this for my course."),
            ("film_with_ana", "Congratulations to you and to the cat."),
        ),
    ),
    Post(
        author="theo_outdoors",
        title="Paid note: six nights in this tent",
        text="""To be clear first: Fernway paid me for this note, and I run their shop here. So take my praise with salt, and read the second list.
Six nights in the Cairngorms, wind, two kinds of rain, one frost.
Good: up in seven minutes alone. Two doors, so nobody climbs over anybody. Inner stayed dry through a long wet night. 2.1 kg is fair for two.
Not so good: condensation at the foot end on the frosty morning, wipe it with a cloth. The pegs bend in stony ground, I carry four stronger ones. At 1.88 m my feet touch the wall. It is a three-season tent, I would not take it into snow.
If you camp twice a year, borrow one first.
#camping #tent #outdoors #scotland""",
        place="Cairngorms, Scotland",
        scenes=("camp", "hills", "trail"),
        products=("two-person-tent",),
        paid_by="Fernway",
        comments=(
            (
                "qingshan_walks",
                "Thank you for the second list. At 1.75 m, would a tall friend and I both fit?",
            ),
            ("theo_outdoors", "@qingshan_walks yes, but put packs under the porch, not at your feet."),
        ),
    ),
    Post(
        author="theo_outdoors",
        title="Pack list for one night outside",
        text="""For friends who ask every May. Mild weather, one night, someone else brings the tent.
Sleep: bag, mat, dry socks that are only for sleeping, a hat.
Wear: what you walk in, one warm layer, one waterproof. No jeans, they dry next week.
Eat: dinner you have cooked before, oats, a bar more than you think. One pot, one spoon, one mug.
Drink: two litres, and know where the next water is.
Small: head torch, map on paper, plasters, lighter, toilet paper and a bag to carry it home.
Leave at home: the second book, the axe, the speaker.
Put everything on the floor, remove three things, add the socks again. My bag comes to 9 kg with food.
#camping #outdoors #packing-list #hiking""",
        scenes=("camp", "trail"),
        shape=(1, 1),
        comments=(("ollie_rides", "The dry sleeping socks are non-negotiable."),),
    ),
    Post(
        author="theo_outdoors",
        title="Arthur's Seat for a slow sunrise",
        text="""251 metres, in the middle of a city, and still it feels like the Highlands when you are alone up there.
I started from Holyrood at 4:10 in mid-May with a torch and took the gentle grassy side from the loch, not the steep steps. About 50 minutes, with many stops to look back.
The last bit is bare rock, polished by a million shoes. In the wet it is like soap: hands out of your pockets, and sit down if the wind pushes you.
Sun soon after five over the Forth, then half an hour of gold on the rooftops. Down by half past six, rolls and tea.
Take a flask and a warm layer. Take your orange peel home.
#edinburgh #hiking #sunrise #outdoors""",
        place="Edinburgh",
        scenes=("hills", "skyline"),
        shape=(4, 3),
        titled=False,
        comments=(("june_reads", "I only know it from below, with soup. Perhaps this summer."),),
    ),
    Post(
        author="theo_outdoors",
        title="Three times I turned back",
        text="""Nobody posts these, so here are mine.
One: a ridge in October, 400 m from the top. Cloud came down and I could not see the next cairn. I sat ten minutes, it got worse, I went down. The car park was sunny.
Two: a stream that was ankle-deep in the morning and over my knees by three. I walked 6 km around to a bridge.
Three: a blue-sky day, and I was just tired and short with my friends. That counts too.
What I do now: agree on a turnaround time at breakfast, while we are all sensible. Tell someone the route. Ask at every break, "would we start this from here?" If anybody says no, it is no. No voting.
The hill stays where it is.
#hiking #outdoors #safety""",
        comments=(
            ("qingshan_walks", "“不投票”这一条太重要了。同行的人说不，就是不。"),
            ("maya_bakes", "Number three. Thank you for counting it."),
        ),
    ),
    Post(
        author="priya_plants",
        title="Five plants that forgive me",
        text="""I travel for work and my flat faces a wall. These five are still alive after two years:
Snake plant: water every three weeks, less in winter. Too much love is what kills it.
ZZ plant: stores water in its roots. I forgot it for five weeks once and it put out a new shoot.
Pothos: droops when thirsty, stands up two hours after a drink. A very clear communicator.
Cast-iron plant: slow, dark green, does not mind a dim corridor.
Spider plant: brown tips from hard tap water, otherwise cheerful, and gives babies for your friends.
One habit for all of them: finger into the soil to the second knuckle. Damp? Walk away.
If pets chew on leaves, ask first: the first three are not for them.
#houseplants #plants #low-light #beginner""",
        scenes=("plants",),
        comments=(
            ("mumu_home", "“湿的就走开”我要贴在花盆上。"),
            ("ollie_rides", "I own one plant and I now know its name."),
        ),
    ),
    Post(
        author="priya_plants",
        title="Repotting day on the balcony",
        text="""Once a year, newspaper down, radio on. Signs that it is time: roots come out below, water runs straight through, or the plant tips over.
1. Water the day before. It slides out much easier.
2. New pot only two fingers wider. Big pots stay wet too long.
3. Loosen the outer roots, cut what is brown and mushy.
4. My mix here in the humid heat: two parts potting soil, one bark, one perlite. In a dry flat I would use less bark.
5. Same depth as before, tap the pot, do not press hard.
6. Water once, then shade for a week. No feeding for a month.
Sulking for ten days is normal. Everyone sulks after moving.
#houseplants #plants #repotting #balcony-garden""",
        place="Singapore",
        scenes=("plants", "ceramics"),
    ),
    Post(
        author="priya_plants",
        title="Ferns 1, cat 0: a peace treaty",
        text="""Biscuit ate half a Boston fern in one night. The fern recovered, my temper took longer. What worked for us, after three months:
- She gets her own pot of cat grass, at nose height. New seeds every second week.
- Ferns hang. Anything with a swinging edge below one metre is a toy to her.
- Pebbles on the soil, big ones. No more digging.
- Ten minutes with the feather wand before I leave, until she lies down by herself. A tired cat does not garden. I put it away in a drawer afterwards, she would chew the string.
- No lilies in this house at all, they are dangerous for cats. I look up every new plant before it moves in.
Day 91: one leaf lost. I will take it.
#cats #houseplants #cat-life""",
        scenes=("cat", "plants"),
        shape=(1, 1),
        products=("cat-wand-toy",),
        comments=(
            ("lin_xiaolu", "Biscuit looks like she read the treaty and signed with a paw."),
            ("maya_bakes", "A tired cat does not garden. Embroider that."),
        ),
    ),
    Post(
        author="film_with_ana",
        title="First roll of film in Lisbon",
        text="""36 frames, four days, one tram in every third picture. What I learned about the light here:
The tiles throw it back. In narrow Alfama streets I gave half a stop less than I expected, in the shaded stairs one more.
Go out twice: until ten, and again after five. At noon the white walls win, so have lunch.
Miradouros are busy at sunset. Turn around and photograph the faces instead, but ask. A nod is enough, most people smile.
Best frame: laundry over a blue door, number 14 on the roll. I remember every picture because there were so few.
Seven frames did not come out. I had forgotten the lens cap. It is not possible to blame Lisbon.
#lisbon #film-photography #city-walk""",
        place="Lisbon",
        scenes=("film", "lane", "sea", "skyline"),
        shape=(4, 3),
        titled=False,
        comments=(("ollie_rides", "Seven frames of lens cap is an art series."),),
    ),
    Post(
        author="film_with_ana",
        title="A small cinema on a wet Sunday",
        text="""I live ten minutes from a cinema with 80 seats and one screen, and on wet Sundays I go without checking the programme. My rules:
Row four, a little left. Coat on the next chair until someone needs it.
No trailers, no reviews. Last month I got a silent comedy with a live piano, then three hours about a lighthouse. I loved one and slept in the other, and both were a good afternoon.
Afterwards I walk home the long way and write down three images before I talk to anyone. A red glove. A door that would not close. Steam.
A ticket costs less than two coffees, and the place needs people on wet Sundays. Find yours.
#films #cinema #rainy-day""",
        scenes=("cinema", "lane"),
        comments=(("june_reads", "Three images before talking. I will try this with chapters."),),
    ),
    Post(
        author="film_with_ana",
        title="No light meter? Try sunny 16",
        text="""My meter died on day one of a trip, so I learned the oldest rule in the box and now I use it for fun.
Full sun: f/16, and the shutter is one over your film speed. ISO 200 film, about 1/200. Then open up as the light gets softer:
f/11 hazy sun, soft shadows
f/8 bright cloud, hardly any shadow
f/5.6 heavy cloud
f/4 open shade, or just at sunset
Look at shadows, not at the sky. Sharp edge, f/16. No edge, f/8.
Negative film forgives too much light far more than too little, so in doubt open one more. Slide film is strict, do not guess with that.
Write it on a strip of tape on the camera's back.
#film-photography #analog #how-to""",
        scenes=("film", "desk"),
        comments=(
            (
                "theo_outdoors",
                "Snow and sand: one stop less, I use f/22 there. Burnt a whole roll to find out.",
            ),
        ),
    ),
    Post(
        author="lin_xiaolu",
        title="Kyoto, two slow mornings",
        text="""I came with a list of 22 sights and kept four. No regrets.
Morning one: the Philosopher's Path at 6:45. About 2 km along the canal, mostly dog walkers and old men with cameras. By nine the tour groups arrive, and I was already on my second coffee in an old kissaten: thick toast, siphon on the counter, a clock that was wrong. They do not like photos, so I drew the cup.
Morning two: the Kamo river, stepping stones shaped like turtles. I sat on number five and ate a melon bun. Watch out for the kites, they steal lunch from behind!
Buses fill up early. Walking two stops was usually faster.
#kyoto #咖啡馆 #coffee #city-weekend #slow-living""",
        place="Kyoto",
        scenes=("lane", "coffee", "hills"),
        comments=(
            ("film_with_ana", "You drew the cup! Please show us the drawing."),
            ("mumu_home", "第二天早上的乌龟石我也坐过，面包真的被抢了。"),
        ),
    ),
    Post(
        author="qingshan_walks",
        title="A tea walk above Taipei: Maokong",
        text="""My English is for friends from far away, please be patient.
Take the gondola up, then walk down. Check before you go: it rests on most Mondays and stops for thunder. From the top station I followed the tea trail past the terraces, roughly 5 km with stone steps. After rain they are green and slippery, so a stick helps.
Halfway, a tea house with a roof and no walls. You pay for the leaves and for hot water, and may sit the whole afternoon. First pour warms the cups. Second one, you drink. By the sixth we had stopped looking at our phones.
At home I now drink a roasted oolong from a tin. Not the same without frogs, but close.
#taipei #tea #hiking #城市徒步""",
        place="Maokong, Taipei",
        scenes=("teapot", "hills", "trail"),
        products=("oolong-tea-tin",),
        comments=(("ollie_rides", "Your English is lovely. The frogs sold me."),),
    ),
)
