"""What a run leaves: who was shown and read what, where the readers went, and who went away."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import hill_number
from diversify.simulate.crowd import FAR_LANE
from diversify.simulate.sheets import Sheet
from diversify.simulate.world import Articles, WorldSettings

if TYPE_CHECKING:
    import pandas as pd

FAR: Final = 0.5
"""An article at least so far from its reader counts as far: half the radius of the disc in which 32 industries lie,
three times the distance of neighbours."""

FINISHED: Final = 0.8
"""From this depth on an article counts as finished."""

WEEK: Final = 7


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run.

    Attributes
    ----------
    sheet
        What was shown and read.
    start
        (r, 2) places of the readers before the first day.
    places
        (days, r, 2) places at the end of each day.
    born
        Every article that was born, by id, as on its first day.
    left
        (r,) day on which each reader left, -1 for those who stayed.
    tolerance, fatigue
        (r,) at the end, or when they left.
    """

    sheet: Sheet
    start: NDArray[np.float64]
    places: NDArray[np.float64]
    world: WorldSettings
    days: int
    born: Articles
    left: NDArray[np.int64]
    tolerance: NDArray[np.float64]
    fatigue: NDArray[np.float64]

    def to_frame(self) -> pd.DataFrame:
        """One row an article shown or read, with the columns of `Sheet`."""
        import pandas as pd

        return pd.DataFrame({item.name: getattr(self.sheet, item.name) for item in fields(Sheet)})

    def town_width(self, *, since: int = 0) -> NDArray[np.float64]:
        """Effective number of industries that each reader read from that day on: exp of the entropy of depths; (r,).

        NaN for a reader who read nothing.
        """
        return self._width(self.sheet.read, weights=self.sheet.depth, since=since)

    def _width(
        self, rows: NDArray[np.bool_], *, weights: NDArray[np.float64] | None = None, since: int = 0
    ) -> NDArray[np.float64]:
        """Effective number of industries (r,) of these rows from that day on; NaN where there are none."""
        counted = np.flatnonzero(rows & (self.sheet.day >= since))
        r, m = len(self.start), self.world.industries
        cells = self.sheet.reader[counted].astype(np.int64) * m + self.sheet.industry[counted]
        amount = np.bincount(cells, None if weights is None else weights[counted], minlength=r * m).reshape(r, m)
        width = np.full(r, np.nan)
        some = amount.sum(axis=1) > 0
        width[some] = hill_number(amount[some].astype(np.float64))
        return width

    def summary(self) -> dict[str, float]:
        """Numbers of the run, each averaged over readers or rows; NaN where there is nothing to average.

        `reads` a reader and day; `depth` of what was read; `taken` share of shown that was read; `distance_shown`,
        `distance_read`; `town_width` over the last seven days of those who read then, and `town_width_all` where all
        others count 0; `moved`: distance from where readers began; `industries_shown` and `industries_read`:
        effective numbers a reader over the last seven days, by count; `far_shown` and `far_read`: shares of shown and
        of read articles that lay at least `FAR` away; `far_finished`: far articles offered and read to `FINISHED`, a
        reader and day on which something was offered, and `far_finished_all` a reader over the whole run; `far_lane`:
        share of places of that lane; `satisfaction`: sum of the depths at places offered over the number of places,
        averaged over days, and `satisfaction_all` where days after leaving count 0; `left`: share of readers;
        `tolerance` and `fatigue` at the end.
        """
        sheet, since = self.sheet, max(0, self.days - WEEK)
        shown, far = sheet.position > 0, sheet.distance >= FAR
        width = self.town_width(since=since)
        finished = shown & far & (sheet.depth >= FINISHED)
        firsts = sheet.position == 1
        return {
            "reads": float(sheet.read.sum()) / (self.days * len(self.start)),
            "depth": _mean(sheet.depth[sheet.read]),
            "taken": _mean(sheet.read[shown]),
            "distance_shown": _mean(sheet.distance[shown]),
            "distance_read": _mean(sheet.distance[sheet.read]),
            "town_width": _mean(width[~np.isnan(width)]),
            "town_width_all": _mean(np.nan_to_num(width)),
            "moved": _mean(np.linalg.norm(self.places[-1] - self.start, axis=1)),
            "industries_shown": _mean_of_known(self._width(shown, since=since)),
            "industries_read": _mean_of_known(self._width(sheet.read, since=since)),
            "far_shown": _mean(far[shown]),
            "far_read": _mean(far[sheet.read]),
            "far_finished": float(finished.sum()) / float(firsts.sum()) if firsts.any() else float("nan"),
            "far_finished_all": float(finished.sum()) / len(self.start),
            "far_lane": _mean(sheet.lane[shown] == FAR_LANE),
            "satisfaction": self._satisfaction(),
            "satisfaction_all": self._satisfaction_of_all(),
            "left": _mean(self.left >= 0),
            "tolerance": _mean(self.tolerance),
            "fatigue": _mean(self.fatigue),
        }

    def _satisfaction_of_all(self) -> float:
        """Mean depth read at the places that would have been offered had nobody left."""
        size = int(self.sheet.position.max(initial=0))
        depth = self.sheet.depth[self.sheet.position > 0].sum()
        return float(depth) / (self.days * len(self.start) * size) if size else float("nan")

    def _satisfaction(self) -> float:
        """Mean over days of depth read at the places offered, unread ones counting 0."""
        shown = np.flatnonzero(self.sheet.position > 0)
        day = self.sheet.day[shown]
        places = np.bincount(day, minlength=self.days)
        depth = np.bincount(day, self.sheet.depth[shown], minlength=self.days)
        return _mean(depth[places > 0] / places[places > 0])


def _mean(values: NDArray[np.floating] | NDArray[np.bool_]) -> float:
    return float(np.mean(values, dtype=np.float64)) if values.size else float("nan")


def _mean_of_known(values: NDArray[np.float64]) -> float:
    return _mean(values[~np.isnan(values)])
