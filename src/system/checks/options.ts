import { systemInvalid } from "../errors.ts";
import { alertsProperty } from "./alerts-form.ts";
import {
  checkForm,
  checkNames,
  flag,
  isObject,
  type Loose,
  number,
  object,
  type Property,
  type Refuse,
  show,
  text,
  when,
} from "./form.ts";
import { objectiveProperty } from "./objective-form.ts";
import { retrainProperty } from "./retrain-form.ts";

/**
 * Checks the form of everything in a system file, so that a file without types, or one whose types nobody asked about,
 * gets a sentence instead of a defect further in. What the parts mean is for `checkSystem`. Throws `system.invalid`.
 */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw systemInvalid({ where: "h.system", problem: `takes an object. Got ${show(options)}` });
  const system = String(options.name);
  const refuse: Refuse = (where, problem) => {
    throw systemInvalid({ system, where, problem });
  };
  const objective = objectiveProperty(options.objective);
  const weights: Property = combines(options.policy) ? PARTS.weights : { ...PARTS.weights, optional: true };
  checkForm(options, { form: object, parts: { ...PARTS, objective, weights } }, { where: "", refuse });
}

/** Whether a policy looks at one score that the heads are combined to. */
function combines(policy: unknown): boolean {
  return !isObject(policy) || policy.policy === "act-if" || policy.policy === "rank-by";
}

const expression = when(
  isExpression,
  "an expression such as `r.visits`, over a field that the contract has and that is known before the decision",
);
const outcome = when((value) => isObject(value) && isObject(value.history), "made by `h.outcome({ … })`");
const head = when(
  (value) => isObject(value) && isObject(value.learner) && isObject(value.learner.params),
  "made by binary(), multiclass(), hierarchical(), multilabel(), regression(), ranking() or blend(), with a `learner` such as gbdt()",
);
const bounds = when(
  (value) => isObject(value) && [value.start, value.min, value.max].every((bound) => number(bound) === undefined),
  "three numbers, such as `{ start: 1, min: 0, max: 1 }`",
);
const calibration = when(
  (value) => ["none", "platt", "beta", "isotonic", "chosen"].includes(String(value)),
  '"none", "platt", "beta", "isotonic" or "chosen"',
);
const classWeights = when(
  (value) => value === "balanced" || isObject(value),
  '"balanced", or a number for each class, such as `{ urgent: 5 }`',
);
const filter = when(
  (value) => isObject(value) && typeof value.name === "string" && typeof value.when === "function",
  "`{ name, when: (f) => … }`",
);
const source = when(
  (value) => isObject(value) && typeof value.source === "string" && isObject(value.options),
  'a source such as csv("data.csv")',
);

const amount: Property = { form: number };
const some: Property = { form: number, optional: true };
const anything: Property = { form: () => undefined, optional: true };

const list = when(Array.isArray, "a list");

/** What the policies are made by, and what each may hold. */
const POLICIES = {
  "act-if": ["threshold", "capacity", "explore"],
  "pick-label": ["head", "coverage", "explore"],
  "pick-labels": ["head", "extract"],
  "pick-value": ["head", "coverage"],
  "rank-by": ["list", "top", "sources", "stages", "diversity", "mix", "explore"],
} as const;

const PARTS = {
  name: { form: text },
  source: { form: source },
  entity: { form: text, optional: true },
  time: { form: text, optional: true },
  dedupe: {
    form: object,
    optional: true,
    parts: {
      by: { form: list, each: { form: text } },
      keep: { form: when((value) => value === "first" || value === "last", '"first" or "last"') },
      at: { form: text, optional: true },
    },
  },
  outcomes: {
    form: object,
    each: {
      form: outcome,
      parts: {
        kind: anything,
        values: anything,
        within: anything,
        history: anything,
        changedByActing: { form: flag },
        acted: anything,
        propensity: anything,
        cap: { form: number, optional: true },
        weight: anything,
      },
    },
  },
  features: { form: object, each: { form: expression } },
  rule: { form: when((value) => typeof value === "function", "a function of the features, `(f) => …`") },
  heads: {
    form: object,
    each: {
      form: head,
      parts: {
        task: anything,
        label: { form: text, optional: true },
        labels: { form: list, optional: true, each: { form: text } },
        of: {
          form: object,
          optional: true,
          each: { form: object, parts: { weight: amount, loss: anything, delta: anything } },
        },
        learner: anything,
        calibration: { form: calibration },
        validation: { form: number, optional: true },
        deadline: { form: text, optional: true },
        yesWeight: { form: number, optional: true },
        classWeights: { form: classWeights, optional: true },
      },
    },
  },
  weights: { form: object, each: { form: bounds, parts: { start: amount, min: amount, max: amount } } },
  filters: {
    form: list,
    optional: true,
    each: { form: filter, parts: { name: anything, when: anything } },
  },
  policy: {
    form: when(
      (value) => isObject(value) && Object.hasOwn(POLICIES, String(value.policy)),
      "made by `actIf({ … })`, `pickLabel`, `pickLabels`, `pickValue` or `rankBy`",
    ),
    parts: {
      ...Object.fromEntries(["policy", ...Object.values(POLICIES).flat()].map((name) => [name, anything])),
      capacity: {
        form: object,
        optional: true,
        parts: { share: some, most: some, per: { form: text, optional: true }, of: some },
      },
      explore: anything,
    },
  },
  limits: { form: object, optional: true, each: { form: object, parts: { most: amount, per: { form: text } } } },
  default: anything,
  outside: { form: when((value) => value === "flag" || value === "fallback", '"flag" or "fallback"'), optional: true },
  slices: { form: when(Array.isArray, "a list of fields"), optional: true, each: { form: text } },
  actionable: {
    form: when(
      (value) => isObject(value) || (Array.isArray(value) && value.every((name) => typeof name === "string")),
      'a list of features, such as `["visits"]`, or how each may change, such as `{ visits: { direction: "down" } }`',
    ),
    optional: true,
  },
  about: {
    form: object,
    optional: true,
    each: {
      form: object,
      parts: {
        owner: { form: text, optional: true },
        unit: { form: text, optional: true },
        description: { form: text, optional: true },
        keep: { form: number, optional: true },
      },
    },
  },
  evaluation: {
    form: object,
    optional: true,
    parts: { folds: { form: number, optional: true }, newest: { form: number, optional: true } },
  },
  retrain: retrainProperty,
  alerts: alertsProperty,
  monitors: {
    form: object,
    optional: true,
    parts: {
      period: { form: text, optional: true },
      quiet: { form: text, optional: true },
      off: { form: when(Array.isArray, "a list of names of monitors"), optional: true, each: { form: text } },
      settings: { form: object, optional: true, each: { form: object } },
    },
  },
  holdback: { form: number, optional: true },
  seed: { form: when(Number.isSafeInteger, "a whole number"), optional: true },
} satisfies Readonly<Record<string, Property>>;

/** Throws `system.invalid` where what is passed to one of the words of a system file has a name that the word does not know. */
export function checkPassed(word: string, passed: unknown, allowed: readonly string[]): void {
  const refuse: Refuse = (where, problem) => {
    throw systemInvalid({ where, problem });
  };
  if (!isObject(passed)) refuse(word, `takes an object. Got ${show(passed)}`);
  checkNames(passed as Loose, allowed, { where: word, refuse });
}

/** Throws `system.invalid` where a function of the file gave something else than an expression. */
export function checkExpression(where: string, value: unknown): void {
  if (!isExpression(value))
    throw systemInvalid({ where, problem: `must give an expression over what the contract has. Got ${show(value)}` });
}

/** Throws `system.invalid` where a property of an outcome or a filter is no function. */
export function checkFunction(where: string, value: unknown): void {
  if (typeof value !== "function")
    throw systemInvalid({ where, problem: `must be a function, \`(r) => …\`. Got ${show(value)}` });
}

function isExpression(value: unknown): boolean {
  return isObject(value) && isObject(value.node);
}
