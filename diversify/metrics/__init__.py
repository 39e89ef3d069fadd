"""Numbers about slates: exact formulas on arrays, NaN where undefined; `layout` says how slates lie in arrays.

Every function takes arrays of s slates and k places (shorter slates padded), and gives one number a slate, so that a
mean is the caller's own. Where toolkits differ, the difference is an argument.

Relevance: `auc`, `reciprocal_rank`, `ndcg`, `hit_rate`, `precision`, `recall`. Diversity within a slate:
`intra_list_diversity`, `expected_intra_list_diversity`, `s_recall`, `alpha_ndcg`, `err_ia`, `nrbp`, `entropy`,
`rank_biased_entropy`, `effective_number`. Normative (RADio): `calibration`, `fragmentation`, `activation`,
`representation`, `alternative_voices`. Novelty: `unexpectedness`, `self_information`; serendipity: `welcomed_distance`,
`welcomed_beyond_primitive`, `welcomed_over_primitive`. Exposure: `exposure`, `gini`, `coverage`, `coverage_by_group`,
`group_coverage`. The far: `farness`, `reach`, `far_share`, `new_voices`, `small_town_index`.

Of one number a reader: `bootstrap_interval` says how sure their mean is; `paired_t_test`, `signed_rank_test` and
`randomisation_test` whether two ways differ, `adjusted` what is left of many such comparisons.

Examples
--------
Two slates of two places: the first shows a hit first, the second has no hit and so no area under its curve.

>>> from diversify import metrics
>>> hits = [[1, 0], [0, 0]]
>>> metrics.auc([[0.9, 0.1], [0.5, 0.4]], hits).tolist()
[1.0, nan]
>>> metrics.ndcg(hits, hits).round(2).tolist()
[1.0, nan]

Articles 0 and 1 are unlike each other, 0 and 2 alike:

>>> metrics.intra_list_diversity([[0, 1], [0, 2]], [[1, 0], [0, 1], [1, 0]]).tolist()
[1.0, 0.0]
"""

from diversify.metrics.categories import effective_number, entropy, rank_biased_entropy
from diversify.metrics.diversity import expected_intra_list_diversity, intra_list_diversity
from diversify.metrics.exposure import coverage, coverage_by_group, exposure, gini, group_coverage
from diversify.metrics.intervals import Interval, bootstrap_interval
from diversify.metrics.layout import rank_weights
from diversify.metrics.normative import (
    activation,
    alternative_voices,
    calibration,
    divergence,
    fragmentation,
    representation,
)
from diversify.metrics.novelty import self_information, unexpectedness
from diversify.metrics.relevance import auc, hit_rate, ndcg, precision, recall, reciprocal_rank
from diversify.metrics.serendipity import welcomed_beyond_primitive, welcomed_distance, welcomed_over_primitive
from diversify.metrics.significance import Comparison, adjusted, paired_t_test, randomisation_test, signed_rank_test
from diversify.metrics.subtopics import alpha_ndcg, err_ia, nrbp, s_recall
from diversify.metrics.town import far_share, farness, new_voices, reach, small_town_index

__all__ = [
    "Comparison",
    "Interval",
    "activation",
    "adjusted",
    "alpha_ndcg",
    "alternative_voices",
    "auc",
    "bootstrap_interval",
    "calibration",
    "coverage",
    "coverage_by_group",
    "divergence",
    "effective_number",
    "entropy",
    "err_ia",
    "expected_intra_list_diversity",
    "exposure",
    "far_share",
    "farness",
    "fragmentation",
    "gini",
    "group_coverage",
    "hit_rate",
    "intra_list_diversity",
    "ndcg",
    "new_voices",
    "nrbp",
    "paired_t_test",
    "precision",
    "randomisation_test",
    "rank_biased_entropy",
    "rank_weights",
    "reach",
    "recall",
    "reciprocal_rank",
    "representation",
    "s_recall",
    "self_information",
    "signed_rank_test",
    "small_town_index",
    "unexpectedness",
    "welcomed_beyond_primitive",
    "welcomed_distance",
    "welcomed_over_primitive",
]
