"""What staff do at the desk that nobody is told of, and why."""

from collections.abc import Mapping
from typing import Final

from shared.events.cards import PresenceCardChanged
from shared.events.stations import StationChanged
from shared.events.surging import SurgeDeclared, SurgeEnded
from shared.events.weighing import RankingSwitched

DESK_SILENT: Final[Mapping[type, str]] = {
    SurgeDeclared: "Staff declared it themselves and the desk shows it; who is asked hears of each need.",
    SurgeEnded: "The desk shows it; who was asked stays asked.",
    RankingSwitched: "Staff switched it on themselves and its page tells who and when; proposals say what weighed.",
    StationChanged: "Stations are found where one looks for them; nobody is bound by one.",
    PresenceCardChanged: "A card is handed over in person, to people who often have no phone; their file shows it.",
}
