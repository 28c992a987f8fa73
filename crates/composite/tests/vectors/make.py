"""Makes vectors.json: what NumPy, SciPy and SALib make of some numbers.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1 SALib==1.6.0
    venv/bin/python make.py > vectors.json
"""

import json
import sys
from importlib.metadata import version

import numpy as np
import scipy
from scipy import stats
from SALib.analyze import sobol

random = np.random.default_rng(20211231)


def columns():
    yield "normal", random.normal(50, 12, 40)
    yield "skewed", random.lognormal(1, 1.4, 35)
    yield "ties", random.integers(0, 6, 30).astype(float)
    yield "four", np.array([3.0, 1.0, 4.0, 1.5])
    yield "large", 1e9 + random.normal(0, 1, 25)
    yield "small", random.exponential(1e-7, 25)


def of_column(x):
    turned = -x
    positive = x - x.min() + 1
    weights = np.arange(1, len(x) + 1, dtype=float)
    return {
        "x": x.tolist(),
        "mean": x.mean(),
        "sd": x.std(ddof=1),
        "skewness": stats.skew(x, bias=False),
        "kurtosis": stats.kurtosis(x, bias=False),
        "quantiles": {str(p): np.quantile(x, p) for p in (0, 0.05, 0.25, 0.5, 0.9, 0.95, 1)},
        "ranks_min": stats.rankdata(x, "min").tolist(),
        "ranks_average": stats.rankdata(x, "average").tolist(),
        "ranks_max": stats.rankdata(x, "max").tolist(),
        "places": stats.rankdata(turned, "min").tolist(),
        "zscore": stats.zscore(x, ddof=1).tolist(),
        "boxcox_half": stats.boxcox(positive, 0.5).tolist(),
        "gmean": stats.gmean(positive, weights=weights),
        "hmean": stats.hmean(positive, weights=weights),
        "pmean_3": stats.pmean(positive, 3, weights=weights),
    }


def of_table():
    base = random.normal(size=(30, 2))
    x = base @ random.normal(size=(2, 5)) + 0.7 * random.normal(size=(30, 5))
    correlations = np.corrcoef(x, rowvar=False)
    values, vectors = np.linalg.eigh(correlations)
    order = np.argsort(values)[::-1]
    k = x.shape[1]
    alpha = k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    return {
        "columns": x.T.tolist(),
        "pearson": correlations.tolist(),
        "spearman": stats.spearmanr(x).statistic.tolist(),
        "kendall": [[stats.kendalltau(x[:, i], x[:, j]).statistic for j in range(k)] for i in range(k)],
        "eigenvalues": values[order].tolist(),
        "loadings": np.abs(vectors[:, order].T).tolist(),
        "alpha": alpha,
    }


def of_sobol():
    d, n = 3, 64
    a, b = random.random((n, d)), random.random((n, d))

    def model(u):
        z = np.pi * (2 * u - 1)
        return np.sin(z[:, 0]) + 7 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])

    ya, yb = model(a), model(b)
    mixed = []
    for i in range(d):
        ab = a.copy()
        ab[:, i] = b[:, i]
        mixed.append(model(ab))
    y = np.empty(n * (d + 2))
    y[0 :: d + 2] = ya
    for i in range(d):
        y[i + 1 :: d + 2] = mixed[i]
    y[d + 1 :: d + 2] = yb
    problem = {"num_vars": d, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * d}
    found = sobol.analyze(problem, y, calc_second_order=False, num_resamples=10, seed=1)
    return {
        "a": ya.tolist(),
        "b": yb.tolist(),
        "ab": [one.tolist() for one in mixed],
        "first": found["S1"].tolist(),
        "total": found["ST"].tolist(),
    }


json.dump(
    {
        "made_with": {"numpy": np.__version__, "scipy": scipy.__version__, "SALib": version("SALib")},
        "columns": {name: of_column(x) for name, x in columns()},
        "table": of_table(),
        "sobol": of_sobol(),
    },
    sys.stdout,
    indent=1,
)
print()
