import { didYouMean } from "../data/index.ts";
import { systemInvalid } from "./errors.ts";

/** Says what is allowed where a value has the wrong form; undefined where it has the right one. */
type Form = (value: unknown) => string | undefined;
type Loose = Readonly<Record<string, unknown>>;

/**
 * Checks the form of everything in a system file, so that a file without types, or one whose types nobody asked about,
 * gets a sentence instead of a defect further in. What the parts mean is for `checkSystem`. Throws `system.invalid`.
 */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw systemInvalid({ where: "h.system", problem: `takes an object. Got ${show(options)}` });
  const system = String(options.name);
  const refuse = (where: string, problem: string): never => {
    throw systemInvalid({ system, where, problem });
  };
  for (const name of Object.keys(options))
    if (!Object.hasOwn(FORMS, name))
      refuse(name, `is not a property that it can have.${didYouMean(name, NAMES)} There are ${NAMES.join(", ")}`);
  for (const [name, { form, optional, each }] of Object.entries(FORMS)) {
    const value = options[name];
    if (value === undefined && optional === true) continue;
    const wanted = form(value);
    if (wanted !== undefined) refuse(name, `must be ${wanted}. Got ${show(value)}`);
    if (each !== undefined) checkEach(name, value as Loose, { each, refuse });
  }
}

interface Parts {
  readonly each: Form;
  readonly refuse: (where: string, problem: string) => never;
}

function checkEach(name: string, value: Loose, { each, refuse }: Parts): void {
  for (const [part, one] of Object.entries(value)) {
    const wanted = each(one);
    if (wanted !== undefined) refuse(`${name}.${part}`, `must be ${wanted}. Got ${show(one)}`);
  }
}

const when =
  (isRight: (value: unknown) => boolean, wanted: string): Form =>
  (value) =>
    isRight(value) ? undefined : wanted;

const text = when((value) => typeof value === "string", "a text");
const object = when(isObject, "an object");
const number = when((value) => typeof value === "number" && Number.isFinite(value), "a finite number");

const expression = when(
  isExpression,
  "an expression such as `r.visits`, over a field that the contract has and that is known before the decision",
);
const outcome = when((value) => isObject(value) && isObject(value.history), "made by `h.outcome({ … })`");
const head = when(
  (value) => isObject(value) && isObject(value.learner) && isObject(value.learner.params),
  "made by binary(), multiclass() or regression(), with a `learner` such as gbdt()",
);
const bounds = when(
  (value) => isObject(value) && [value.start, value.min, value.max].every((bound) => number(bound) === undefined),
  "three numbers, such as `{ start: 1, min: 0, max: 1 }`",
);
const filter = when(
  (value) => isObject(value) && typeof value.name === "string" && typeof value.when === "function",
  "`{ name, when: (f) => … }`",
);
const source = when(
  (value) => isObject(value) && typeof value.source === "string" && isObject(value.options),
  'a source such as csv("data.csv")',
);

interface Property {
  readonly form: Form;
  readonly optional?: true;
  /** Of every value in it. */
  readonly each?: Form;
}

const FORMS: Readonly<Record<string, Property>> = {
  name: { form: text },
  source: { form: source },
  entity: { form: text, optional: true },
  time: { form: text, optional: true },
  objective: {
    form: when((value) => isObject(value) && isObject(value.payoff), "`unstated({ … })`, or an object with a `payoff`"),
  },
  outcomes: { form: object, each: outcome },
  features: { form: object, each: expression },
  rule: { form: when((value) => typeof value === "function", "a function of the features, `(f) => …`") },
  heads: { form: object, each: head },
  weights: { form: object, each: bounds },
  filters: { form: when(Array.isArray, "a list"), optional: true, each: filter },
  policy: { form: when((value) => isObject(value) && value.policy === "act-if", "made by `actIf({ … })`") },
  slices: { form: when(Array.isArray, "a list of fields"), optional: true, each: text },
  evaluation: { form: object, optional: true, each: number },
  holdback: { form: number, optional: true },
  seed: { form: when(Number.isSafeInteger, "a whole number"), optional: true },
};
const NAMES = Object.keys(FORMS);

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

function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value).slice(0, 60);
}
