/** What a kind of symptom usually comes from, and what to do about it. */
export interface Advice {
  /** The kind, or how it begins: `input` is every kind of input. */
  readonly of: string;
  /** What is likely, as the end of "This looks like …". */
  readonly likely: string;
  /** Commands, the first one first; `{system}`, `{file}`, `{span}`, `{good}` and `{bad}` are filled in. */
  readonly next: readonly string[];
}

const COMPARE = "alidade incident compare {file} --bad {span}";
const QUARANTINE = "alidade data quarantine list {system}";
const PULL = "alidade data pull {file}";
const DIFF = "alidade contract diff {file} contract.next.mts";
const RETRAIN = "alidade retrain {file} --dry-run";
const ROLLBACK = "alidade rollback {system} --dry-run";
const METRICS = "alidade metrics {file}";
const HISTORY = "alidade history {system} --events";
const LABELS = "alidade decisions labels {file}";
const DECISIONS = "alidade decisions --limit 20";
const bisect = (metric: "score" | "acted" | "value" | "loss"): string =>
  `alidade incident bisect {file} --metric ${metric} --good {good} --bad {bad}`;

const SKEW = "a feature that is made in another way in serving than in training";
const UNIFORM = "a model that no longer tells cases apart, or an input that broke before it";

/** What comes in. */
const INPUTS: readonly Advice[] = [
  { of: "contract", likely: "what delivers the data changed without saying so", next: [QUARANTINE, DIFF, COMPARE] },
  { of: "stream", likely: "a feed that has stopped or falls behind", next: [PULL, QUARANTINE, COMPARE] },
  { of: "traffic", likely: "callers that stopped asking, ask twice, or are no people", next: [DECISIONS, COMPARE] },
  { of: "input", likely: "values that come from another world than the training data", next: [COMPARE, RETRAIN] },
  { of: "input.unit-changed", likely: "a changed unit where the values are made", next: [COMPARE, DIFF, QUARANTINE] },
  {
    of: "input.offset",
    likely: "a changed zero point or calibration where the values are made",
    next: [COMPARE, DIFF, QUARANTINE],
  },
  { of: "input.unlike-training", likely: SKEW, next: [COMPARE, "alidade check {file}"] },
  { of: "records", likely: "callers or feeds that send the same thing twice", next: [DECISIONS, QUARANTINE] },
  { of: "input.stuck", likely: "a sensor or a join that gives the same value again and again", next: [COMPARE, PULL] },
  { of: "input.missing", likely: "a source that no longer delivers the value", next: [COMPARE, PULL, QUARANTINE] },
  { of: "input.new", likely: "values that were recoded, or that are new in the world", next: [DIFF, COMPARE, RETRAIN] },
];

/** What is made of it. */
const ANSWERS: readonly Advice[] = [
  {
    of: "score",
    likely: "an input that broke before the head, or a model that does not fit what is served",
    next: [COMPARE, ROLLBACK, bisect("score")],
  },
  { of: "score.unlike-training", likely: SKEW, next: [COMPARE, "alidade check {file}", RETRAIN] },
  { of: "score.collapsed", likely: UNIFORM, next: [COMPARE, ROLLBACK, bisect("score")] },
  { of: "score.spiked", likely: UNIFORM, next: [COMPARE, ROLLBACK, bisect("score")] },
  { of: "score.ragged", likely: UNIFORM, next: [COMPARE, ROLLBACK, bisect("score")] },
  { of: "head", likely: "a head that fails, or that is not asked", next: [DECISIONS, METRICS, ROLLBACK] },
  { of: "fallback", likely: "heads that fail or are too late", next: [METRICS, DECISIONS, ROLLBACK] },
  { of: "actions", likely: "a threshold, a weight or a score that moved", next: [COMPARE, bisect("acted"), ROLLBACK] },
  { of: "actions.over-limit", likely: "more to act on than somebody allowed", next: [COMPARE, ROLLBACK, HISTORY] },
  { of: "actions.over-capacity", likely: "more to act on than there is room for", next: [COMPARE, ROLLBACK, HISTORY] },
  {
    of: "segment",
    likely: "a part of the entities that is no longer served as before",
    next: [COMPARE, bisect("acted")],
  },
  {
    of: "exposure",
    likely: "a system that learns from what it has shown itself",
    next: [COMPARE, "alidade experiment plan {file}"],
  },
];

/** What comes of it. */
const OUTCOMES: readonly Advice[] = [
  { of: "label", likely: "a world in which the outcome has become more or less frequent", next: [COMPARE, RETRAIN] },
  { of: "labels", likely: "outcomes that are not reported, or not in time", next: [LABELS, QUARANTINE, METRICS] },
  { of: "quality", likely: "a model that has aged", next: [METRICS, RETRAIN, bisect("loss")] },
  { of: "calibration", likely: "probabilities that are off while their order still holds", next: [METRICS, RETRAIN] },
  { of: "concept", likely: "a world in which the same inputs now mean something else", next: [RETRAIN, COMPARE] },
  {
    of: "value",
    likely: "decisions that earn less than they were released for",
    next: [METRICS, bisect("value"), ROLLBACK],
  },
  {
    of: "prices",
    likely: "prices in the objective that are no longer those of the business",
    next: [METRICS, "alidade history {system}"],
  },
  {
    of: "effect",
    likely: "acting that achieves something else than the objective assumes",
    next: ["alidade ledger {system}", METRICS],
  },
];

/** What it runs on, and what looks after it. */
const MACHINES: readonly Advice[] = [
  { of: "latency", likely: "a slower model, or a server that has too much to do", next: [METRICS, ROLLBACK, HISTORY] },
  {
    of: "errors",
    likely: "a server that is ill, or callers that ask what it cannot answer",
    next: [METRICS, HISTORY, ROLLBACK],
  },
  {
    of: "requests.refused",
    likely: "callers that renamed a field, changed its kind or left it out",
    next: ["alidade check {file}", DIFF, METRICS],
  },
  { of: "uptime", likely: "a server that is often away", next: [METRICS, HISTORY] },
  { of: "memory", likely: "a server that keeps more than it should", next: [METRICS, HISTORY] },
  { of: "cost", likely: "fewer decisions on the same machines, or slower ones", next: [METRICS] },
  {
    of: "monitor",
    likely: "a defect in a monitor; nothing else is known to be wrong",
    next: ["alidade check {file}", HISTORY],
  },
  {
    of: "retrain",
    likely: "a step of retraining that fails",
    next: ["alidade retrain {file}", "alidade runs {system}", RETRAIN],
  },
  {
    of: "retrain.stopped",
    likely: "retrainings that failed one after the other; none begins by itself until somebody asks",
    next: ["alidade retrain {file}", "alidade runs {system}", "alidade retrain {file} --again"],
  },
  {
    of: "retrain.asked",
    likely: "a step that waits for somebody to say yes",
    next: [RETRAIN, "alidade retrain {file}"],
  },
];

/** Advice by kind; the longest beginning that fits counts. */
export const adviceTable: readonly Advice[] = [...INPUTS, ...ANSWERS, ...OUTCOMES, ...MACHINES];
