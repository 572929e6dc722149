import type { Cell } from "../../data/index.ts";
import type { Model } from "../model.ts";
import type { Contribution, Explanation } from "./explanation.ts";

/** One step on the way from what is expected of any row to what this one gets. */
export interface Reason {
  readonly feature: string;
  readonly value: Cell;
  /** The output before and after this feature is taken into account, after link and calibration. */
  readonly from: number;
  readonly to: number;
  /** The step as a sentence. */
  readonly text: string;
}

/** What the reasons are about, and how many there are. */
export interface ReasonOptions {
  /** Which output is told about. Default 0. */
  readonly output?: number;
  /** How many reasons at most. Default 3. */
  readonly most?: number;
  /** What the output is called. Default: the risk, the probability of its class or label, the score, or the estimate. */
  readonly called?: string;
}

/**
 * The reasons for one row in words, such as "number_inpatient is 4, which raises the risk from 11% to 23%". The features
 * that weigh most come first, and each step starts where the one before it ended. Features that change nothing are left out.
 */
export function reasonsFor(model: Model, explanation: Explanation, options: ReasonOptions = {}): readonly Reason[] {
  const { output = 0, most = 3 } = options;
  const called = options.called ?? nameOfOutput(model, output);
  const behind = explanation.behind(output);
  const weight = ({ adds }: Contribution): number =>
    behind.reduce((sum, raw) => sum + Math.abs(adds[raw] as number), 0);
  const ordered = explanation.contributions.filter((one) => weight(one) !== 0).sort((a, b) => weight(b) - weight(a));
  const isShare = model.signature.task !== "regression" && model.signature.task !== "ranking";
  let raw = explanation.expected;
  let from = explanation.toOutputs(raw)[output] as number;
  return ordered.slice(0, most).map((contribution) => {
    raw = raw.map((score, k) => score + (contribution.adds[k] as number));
    const to = explanation.toOutputs(raw)[output] as number;
    const reason = { feature: contribution.feature, value: contribution.value, from, to };
    from = to;
    return { ...reason, text: sentence(contribution, { called, steps: inWords(reason, isShare) }) };
  });
}

function nameOfOutput({ signature: { task, classes } }: Model, output: number): string {
  if (task === "binary") return "the risk";
  if (task === "ranking") return "the score";
  const name = classes[output];
  return name === undefined ? "the estimate" : `the probability of ${name}`;
}

interface Steps {
  readonly verb: string;
  readonly from: string;
  readonly to: string;
}

function sentence(
  { feature, value }: Contribution,
  { called, steps }: { readonly called: string; readonly steps: Steps },
): string {
  const { verb, from, to } = steps;
  const is = value === null ? "is missing" : `is ${typeof value === "number" ? wordNumber(value) : String(value)}`;
  if (from === to) return `${feature} ${is}, which hardly changes ${called} of ${from}`;
  return `${feature} ${is}, which ${verb} ${called} from ${from} to ${to}`;
}

function inWords({ from, to }: { readonly from: number; readonly to: number }, isShare: boolean): Steps {
  const verb = to > from ? "raises" : "lowers";
  if (!isShare) return { verb, from: wordNumber(from), to: wordNumber(to) };
  const digits = Math.round(from * 100) === Math.round(to * 100) ? 1 : 0;
  const share = (p: number): string => `${(p * 100).toFixed(digits)}%`;
  return { verb, from: share(from), to: share(to) };
}

function wordNumber(x: number): string {
  return String(Number(x.toPrecision(4)));
}
