"""What people in the play say. Each sentence of a family or of a teacher's answer holds a number that no other has, so
that it can be told apart wherever it comes up. Families write in six languages; their sentences are ours, and plain."""

LANGUAGES = {"en": 42, "mi": 18, "sm": 14, "to": 12, "hi": 7, "zh_Hans": 7}  #: of a hundred families

FROM_HOME = {
    "en": (
        "We counted {n} steps on the way to the river.",
        "She found out that {n} beans fit in the jar.",
        "His koro told the story of the {n} eels again.",
        "We drew a map with {n} stars on it.",
    ),
    "mi": (
        "I tatau mātou i ngā hīkoinga {n} ki te awa.",
        "Kua kitea e mātou ngā whetū {n} i te pō.",
        "I kōrero tōna koro mō ngā tuna {n}.",
    ),
    "sm": (
        "Na matou faitauina la'asaga e {n} i le ala.",
        "Na ia vaaia fetu e {n} i le po.",
    ),
    "to": (
        "Naʻa mau lau ʻa e sitepu ʻe {n} ki he vaí.",
        "Naʻá ne tala kiate kimautolu ʻa e fetuʻu ʻe {n}.",
    ),
    "hi": ("हमने नदी तक {n} कदम गिने।", "उसने रात में {n} तारे देखे।"),
    "zh_Hans": ("我们去河边的路上数了{n}步。", "她晚上看到了{n}颗星星。"),
}
#: What only the school is to know.
PRIVATE = {
    "en": "Please ring me about locker {n}, and tell nobody else.",
    "mi": "Waea mai koa mō te kāpata {n}, kaua e kōrero ki tētahi atu.",
    "sm": "Fa'amolemole vili mai e uiga i le numera {n}, aua le ta'u i se isi.",
    "to": "Kātaki ʻo telefoni mai fekauʻaki mo e fika {n}.",
    "hi": "कृपया मुझे {n} के बारे में फ़ोन करें।",
    "zh_Hans": "请给我打电话，关于{n}号的事。",
}
FROM_SCHOOL = (
    "Ka pai! We tried it too and came to {n}.",
    "Thank you for telling us. We wrote {n} on the wall.",
    "Lovely. Tomorrow the class will look for {n} more.",
)

#: A teacher's question, in the languages in which the teacher has it. {room} and {week} make it the only one.
QUESTIONS: tuple[dict[str, str], ...] = (
    {"en": "{room}, week {week}: what did you count at home?",
     "mi": "{room}, wiki {week}: he aha tā koutou i tatau ai i te kāinga?"},
    {"en": "{room}, week {week}: which story was told at your place?",
     "sm": "{room}, vaiaso {week}: o le fea tala na fai i lo outou aiga?"},
    {"en": "{room}, week {week}: what made you laugh together?"},
    {"en": "{room}, week {week}: what grows near you?",
     "mi": "{room}, wiki {week}: he aha ngā tipu e tata ana ki a koutou?",
     "to": "{room}, uike {week}: ko e hā ʻoku tupu ofi kiate kimoutolú?"},
    {"en": "{room}, week {week}: what did you cook or bake?"},
)  # fmt: skip
GOOD_NEWS = "{room}, week {week}: everybody can swim across the pool now."
NEWS = "{room}, week {week}: the library is open late on Wednesday."
POLL = "{room}, week {week}: where shall our walk go?"
POLL_CHOICES = ({"en": "To the river"}, {"en": "To the hill"}, {"en": "To the beach"})
