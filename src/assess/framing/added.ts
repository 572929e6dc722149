import { cell, column } from "../../data/index.ts";
import { type ByAnswer, type RightOrWrong, stakesOf } from "../../objective/index.ts";
import type { AnswerPolicy } from "../../policy/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answers, Places } from "./answers.ts";
import type { Bench } from "./bench.ts";
import { newClassIn, taskOf, upkeepOf } from "./declared.ts";
import { classScores } from "./derive/from-order.ts";
import { directAnswers, headOutputs, labelAnswers } from "./direct.ts";
import { framingUnfit } from "./errors.ts";
import { type Framed, rowsByDecision } from "./framed.ts";
import type { Framing } from "./framing.ts";
import type { Said } from "./said.ts";

/** A framing that a file adds: a system over the same contract, and what its answers mean where they are of another kind. */
export interface AddedFraming {
  readonly system: SystemDefinition;
  /**
   * What its answers mean in those of the declared system: a value, a label or an action for each of its labels; the field
   * that names candidates, between labels and orders; `{ from: 30 }`, the value from which on to act.
   */
  readonly as?: string | Readonly<Record<string, number | string>>;
}

type Kind = SystemDefinition["policy"]["policy"];

/** Makes a framing of it. Throws `assess.framing-unfit` where nobody said what its answers mean. */
export function addedFraming(
  bench: Bench,
  name: string,
  { added, framed }: { added: AddedFraming; framed: Framed },
): Framing {
  const { system } = added;
  const classes = Object.values(framed.dataset.labels)[0]?.classes.length ?? 0;
  return {
    name,
    origin: "file",
    task: taskOf(system),
    system,
    framed,
    onNewClass: newClassIn(system),
    upkeep: upkeepOf(system, classes),
    outputs: headOutputs(system),
    answer: turnFor({ bench, name, added }),
  };
}

type Turn = Framing["answer"];

interface Turned {
  readonly bench: Bench;
  readonly name: string;
  readonly added: AddedFraming;
}

/** How its answers become those of the declared system. */
function turnFor(turned: Turned): Turn {
  const { bench, name, added } = turned;
  const [from, to] = [added.system.policy.policy, bench.system.policy.policy];
  if (from === to && from !== "pick-labels") return asItIs(turned);
  const turn = TURNS[`${from} to ${to}`]?.(turned);
  if (turn !== undefined) return turn;
  throw framingUnfit({
    framing: name,
    problem: `${ANSWERS[from]}, and the declared system ${ANSWERS[to]}${wanted(from, to)}`,
  });
}

const ANSWERS: Readonly<Record<Kind, string>> = {
  "act-if": "acts or not",
  "pick-label": "answers with a label",
  "pick-labels": "answers with a set of labels",
  "pick-value": "answers with a value",
  "rank-by": "orders candidates",
};

function wanted(from: Kind, to: Kind): string {
  const needs = NEEDS[`${from} to ${to}`];
  return needs === undefined ? ": one cannot be told as the other" : `: \`as\` must say ${needs}`;
}

const NEEDS: Readonly<Record<string, string>> = {
  "pick-label to pick-value": "the value of each of its labels",
  "pick-label to act-if": "the action of each of its labels",
  "pick-value to act-if": "the value from which on to act, `{ from: 30 }`",
  "pick-label to rank-by": "which field names the candidates",
  "rank-by to pick-label": "which field names the candidates",
};

const TURNS: Readonly<Record<string, (turned: Turned) => Turn | undefined>> = {
  "pick-label to pick-value": ({ added }) =>
    withTable(added, (as) => (said, places) => ({
      kind: "value",
      values: Float64Array.from(labelsOf(added.system, said, places), (label) => Number(as[label ?? ""] ?? Number.NaN)),
    })),
  "pick-label to act-if": ({ bench, added }) =>
    withTable(added, (as) => (said, places) => {
      const { act } = stakesOf(bench.system.objective);
      const acts = labelsOf(added.system, said, places).map((label) => Number(as[label ?? ""] === act));
      return { kind: "act", score: Float64Array.from(acts), threshold: 0.5 };
    }),
  "pick-value to act-if": ({ added }) =>
    withTable(added, ({ from }) =>
      typeof from !== "number"
        ? undefined
        : (said, places) => {
            const answers = directAnswers(added.system, said, places);
            const values = answers.kind === "value" ? answers.values : new Float64Array(places.size);
            return { kind: "act", score: values, threshold: from };
          },
    ),
  "pick-label to rank-by": ({ bench, added }) =>
    withField(bench, added, (field) => (said) => classScores(bench, said, field)),
  "rank-by to pick-label": ({ bench, added }) => withField(bench, added, (field) => firstNamed(added.system, field)),
};

function withTable<T>({ as }: AddedFraming, make: (as: Readonly<Record<string, number | string>>) => T): T | undefined {
  return typeof as === "object" ? make(as) : undefined;
}

function withField(bench: Bench, { as }: AddedFraming, make: (field: string) => Turn): Turn | undefined {
  return typeof as === "string" && Object.hasOwn(bench.system.contract.fields, as) ? make(as) : undefined;
}

function labelsOf(system: SystemDefinition, said: Said, places: Places): readonly (string | null)[] {
  const answers = labelAnswers(system.objective.payoff as RightOrWrong | ByAnswer, said, places);
  return answers.kind === "label" ? answers.labels : [];
}

/** Its own answers; a value is moved to where the declared payoff loses least, a label is the one that is worth most under it. */
function asItIs({ bench, added }: Turned): Turn {
  const { system } = added;
  const priced = (system.policy as AnswerPolicy).policy === "pick-label" ? bench.system.objective : system.objective;
  return (said, places) => directAnswers({ ...system, objective: priced }, said, places);
}

/** The name of the candidate that comes first. */
function firstNamed(system: SystemDefinition, field: string): Turn {
  return (said, places): Answers => {
    const ordered = directAnswers(system, said, places);
    const scores = ordered.kind === "order" ? ordered.scores : new Float64Array(0);
    const names = column(said.framed.table, field);
    const labels: (string | null)[] = new Array(places.size).fill(null);
    for (const [decision, rows] of rowsByDecision(said.framed)) {
      const place = places.get(decision);
      if (place === undefined) continue;
      const [best] = rows
        .map((row) => said.framed.row[row] as number)
        .filter((row) => !Number.isNaN(scores[row]))
        .sort((a, b) => (scores[b] as number) - (scores[a] as number));
      labels[place] = best === undefined ? null : String(cell(names, best) ?? "");
    }
    return { kind: "label", labels };
  };
}
