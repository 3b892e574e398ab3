"""What people in the play are called. No child bears a grown-up's name, and no two children the same one."""

CHILDREN = tuple(
    """Kahu Māia Wiremu Hana Rawiri Tāne Hinemoa Manaia Ariki Ngaio Kauri Whetū Rongo Huia Tūī Ihaia Hēni
    Lupe Sione Malia Tavita Sefina Ioane Fetu Lani Pua Seini Viliami Mele Tevita Kalolaine Pita Siale Ofa Tasi
    Arjuna Diya Kabir Meera Rohit Asha Nikhil Tara Wei Jun Ling Hao Xia Ming Yan Bo
    Mia Leo Isla Noah Ava Finn Zoe Max Ivy Theo Ella Otis Nina Hugo Lucy Oscar Alice Felix Clara Jude Rosa Ned"""
    .split()
)  # fmt: skip
SECOND = ("Rose", "Lee", "Jane", "Rangi", "Mae")

ADULTS = tuple(
    """Hinewai Tipene Ngaire Matiu Kiri Hone Moana Hēmi Ripeka Paora Marama Eruera Losa Fa'atasi Iosefa Salote
    Paulo Tupe Semisi Ana Mateo Vaimoana Sunita Vikram Kavita Anil Lakshmi Ravi Fang Jian Hui Lei Qing Tao
    Karen David Sarah Mark Helen Peter Judith Alan Tracey Colin Fiona Graham Lorna Stuart"""
    .split()
)  # fmt: skip
FAMILIES = tuple(
    """Parata Tāwhai Pōtae Karaka Ruru Heke Faleolo Tuilagi Leota Amituanai Vakauta Fonua Taufa Moala Sharma Patel
    Singh Kumar Zhang Liu Chen Huang Brown Walker Hughes Fraser Murray Reid Doyle Kelly"""
    .split()
)  # fmt: skip
TEACHERS = (
    "Ms Rewi", "Mr Fuimaono", "Mrs Hart", "Mr Naidu", "Ms Tane", "Mrs Latu", "Mr Quinn", "Ms Yu", "Whaea Pania",
    "Mr Sopoaga", "Ms Finau", "Mrs Rao",
)  # fmt: skip


def children() -> list[str]:
    """Every name that a child may have, in an order that is always the same."""
    return [*CHILDREN, *(f"{first}-{second}" for second in SECOND for first in CHILDREN)]


def adults() -> list[str]:
    return [f"{given} {family}" for family in FAMILIES for given in ADULTS]
