"""How far municipalities were with each solution, written down as the office learnt it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import cast

from lhl_portal.demo.acts import log, log_after
from lhl_portal.demo.days import LAST
from lhl_portal.demo.lives import Life, lives_here
from lhl_portal.demo.occasions import Occasion, Source, State, occasions
from lhl_portal.demo.scene import Scene
from lhl_portal.demo.text import marked
from reform_phases.models import Entry, Solution, StatusEntry
from reform_phases.progress import STEPS
from reform_phases.recording import confirming, correcting

_FIRST = {
    State.NOT_ASSESSED: 0.24,
    State.CONSIDERED: 0.43,
    State.IN_PROGRESS: 0.2,
    State.IMPLEMENTED: 0.05,
    State.NOT_RELEVANT: 0.08,
}
_FORWARD = {
    State.NOT_ASSESSED: State.CONSIDERED,
    State.CONSIDERED: State.IN_PROGRESS,
    State.DECIDED: State.IN_PROGRESS,
    State.PLANNED: State.IN_PROGRESS,
    State.IN_PROGRESS: State.IMPLEMENTED,
    State.IMPLEMENTED: State.EVALUATED,
}
_BACK = {
    State.CONSIDERED: State.NOT_ASSESSED,
    State.IN_PROGRESS: State.CONSIDERED,
    State.IMPLEMENTED: State.IN_PROGRESS,
    State.EVALUATED: State.IN_PROGRESS,
}
_STAYS_DAYS = 75  # nothing moves that soon after it moved last
_OLD_DAYS = 120  # what is younger needs no confirmation
_BEFORE_EVALUATION = date(2021, 6, 1)

Cell = tuple[int, int]


def add_statuses(scene: Scene) -> None:
    Telling(scene).tell()


class Telling:
    """The region's log as it grows: the entry that holds for each municipality and solution, and what is proved."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.held: dict[Cell, StatusEntry] = {}
        self.proved: dict[Cell, StatusEntry.State] = {}
        self.followed = {life.body.pk: _followed(scene, life) for life in lives_here(scene.area)}

    def tell(self) -> None:
        for occasion in occasions(self.scene):
            entries = [
                entry
                for life in occasion.lives
                for solution in self._about(occasion, life)
                if (entry := self._entry(occasion, life, solution)) is not None
            ]
            if entries:
                self._log(occasion, entries)

    def _about(self, occasion: Occasion, life: Life) -> Iterable[Solution]:
        """The occasion's own solutions, and where the office asks, some of those that it follows there."""
        followed, held = self.followed[life.body.pk], self.held
        if occasion.confirms:
            return [s for s in followed if (life.body.pk, s.pk) in held and self.scene.chance(0.7)]
        if occasion.proves:
            return occasion.solutions
        if not followed:
            return ()
        alone = len(occasion.lives) == 1
        most = (7 if alone else 2) if occasion.source == Source.MEETING else (14 if life.is_new else 11)
        more = self.scene.solutions(1, most, followed)
        return sorted({*occasion.solutions, *more}, key=lambda solution: solution.code)

    def _entry(self, occasion: Occasion, life: Life, solution: Solution) -> StatusEntry | None:
        """None where there is nothing to write: it stands as it did, and not for long."""
        scene, cell = self.scene, (life.body.pk, solution.pk)
        held = self.held.get(cell)
        if occasion.proves:
            self.proved[cell] = max(self.proved.get(cell, occasion.proves), occasion.proves, key=STEPS.index)
        state = self._state(occasion, life, cell)
        ground = {"source": occasion.source, "link": occasion.link}
        if held is None or state != held.state:
            entry = StatusEntry(municipality=life.body, solution=solution, state=state, on=occasion.on, **ground)
            entry.note = self._note(held, state)
            return entry
        if (occasion.on - held.on).days < _OLD_DAYS or not (occasion.confirms or scene.chance(0.55)):
            return None
        return cast(StatusEntry, confirming(held, occasion.on, **ground))

    def _state(self, occasion: Occasion, life: Life, cell: Cell) -> StatusEntry.State:
        """What holds from the occasion on; never less than what a decision or a plan has proved."""
        scene, held = self.scene, self.held.get(cell)
        if held is None:
            state = scene.weighted(_FIRST)
        elif occasion.confirms or occasion.proves or (occasion.on - held.on).days < _STAYS_DAYS:
            state = State(held.state)
        else:
            state = self._moved(State(held.state), occasion.on, scene.pace.drive[life.body.pk])
        return self._at_least_proved(cell, state)

    def _moved(self, state: StatusEntry.State, on: date, drive: float) -> StatusEntry.State:
        """Forward mostly, sometimes back, and now and then out of the question or into it again."""
        scene = self.scene
        if state == State.NOT_RELEVANT:
            return State.CONSIDERED if scene.chance(0.08) else state
        if state in {State.NOT_ASSESSED, State.CONSIDERED} and scene.chance(0.05):
            return State.NOT_RELEVANT
        if scene.chance(0.05):
            return _BACK.get(state, state)
        eager = 0.12 + 0.5 * drive
        if state == State.CONSIDERED:
            eager *= 0.6  # without a decision it takes longer
        if state == State.IMPLEMENTED:
            eager *= 0.5 if on > _BEFORE_EVALUATION else 0
        return _FORWARD.get(state, state) if scene.chance(eager) else state

    def _at_least_proved(self, cell: Cell, state: StatusEntry.State) -> StatusEntry.State:
        least = self.proved.get(cell)
        if least is None or (state in STEPS and STEPS.index(state) >= STEPS.index(least)):
            return state
        return least

    def _note(self, held: StatusEntry | None, state: StatusEntry.State) -> str:
        scene, words = self.scene, self.scene.words
        if state == State.NOT_RELEVANT:
            texts = words.not_relevant
        elif held is not None and state in STEPS and held.state in STEPS:
            texts = words.back if STEPS.index(state) < STEPS.index(held.state) else words.forward
        else:
            return ""
        return marked(scene.rng.choice(texts)) if scene.chance(0.25) else ""

    def _log(self, occasion: Occasion, entries: list[StatusEntry]) -> None:
        """Writes it down; a few times into the wrong municipality, which is undone at once, or too far ahead."""
        scene = self.scene
        act = log(scene, entries)
        if occasion.source == Source.MUNICIPALITY and scene.chance(0.01):
            log_after(scene, act, [_withdrawing(entry) for entry in entries], undoes=True)
            return
        self.held |= {(entry.municipality_id, entry.solution_id): entry for entry in entries}
        if occasion.on > LAST - timedelta(days=60):
            return
        for entry in entries:
            if entry.kind == Entry.Kind.SET and scene.chance(0.012):
                self._correct(entry)

    def _correct(self, entry: StatusEntry) -> None:
        cell = (entry.municipality_id, entry.solution_id)
        state = self._at_least_proved(cell, _BACK.get(State(entry.state), State(entry.state)))
        if state != entry.state:
            right = cast(StatusEntry, correcting(entry, state=state, note=marked(self.scene.words.corrected)))
            log_after(self.scene, entry.act, [right], days=7 * self.scene.between(1, 5))
            self.held[cell] = right


def _withdrawing(entry: StatusEntry) -> StatusEntry:
    return StatusEntry(
        municipality=entry.municipality,
        solution=entry.solution,
        state=entry.state,
        on=entry.on,
        source=entry.source,
        kind=Entry.Kind.WITHDRAWN,
        corrects=entry,
        counts=False,
    )


def _followed(scene: Scene, life: Life) -> list[Solution]:
    """Those that the office and the municipality talk about: all where it leads, next to none where it lags."""
    drive = scene.pace.drive[life.body.pk]
    share = 0.0 if drive < 0.18 else min(1.0, 0.1 + 0.9 * drive)
    return [solution for solution in scene.ground.solutions if scene.chance(share)]
