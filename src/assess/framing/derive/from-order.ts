import { cell, column, takeRows } from "../../../data/index.ts";
import { evaluateAll, fieldsOf, inputsOf } from "../../../features/index.ts";
import { binary, type Head, multiclass, ranking, regression, type SystemDefinition } from "../../../system/index.ts";
import type { Dataset } from "../../../train/index.ts";
import type { Answers } from "../answers.ts";
import type { Bench } from "../bench.ts";
import { directAnswers } from "../direct.ts";
import { type Framed, rowsByDecision, takeFramed } from "../framed.ts";
import type { Framing, Untried } from "../framing.ts";
import { type Said, saidAt } from "../said.ts";
import { UPKEEP } from "../upkeep.ts";
import { learnerTo } from "./learner.ts";
import { listFields } from "./list-fields.ts";
import { modelOutputs, withModel } from "./reframed.ts";

/** Candidates scored one by one as a yes or no or a value, in their order, and not at all: as classes of one model. */
export function fromOrder(bench: Bench): readonly (Framing | Untried)[] {
  const { system, target } = bench;
  const kind = system.outcomes[target]?.kind;
  const declared = Object.values(system.heads);
  const isDeclared = (task: Head["task"]): boolean =>
    declared.length === 1 && declared[0]?.task === task && "label" in declared[0] && declared[0].label === target;
  const tasks = (["binary", "regression", "ranking"] as const).filter(
    (task) => !isDeclared(task) && (task === "regression" ? kind === "number" : kind === "flag"),
  );
  return [...tasks.map((task) => asScores(bench, task)), asClasses(bench)];
}

const SCORED = {
  binary: "a yes or no for each candidate",
  regression: "a value for each candidate",
  ranking: "the order of the candidates",
} as const;

function asScores(bench: Bench, task: keyof typeof SCORED): Framing {
  const { framed, target } = bench;
  const options = { label: target, learner: learnerTo(task, bench.system, framed) };
  const head = { binary, regression, ranking }[task](options);
  const system = withModel(bench, head);
  return {
    name: SCORED[task],
    origin: "derived",
    task,
    system,
    framed,
    onNewClass: "served",
    upkeep: UPKEEP.candidates,
    outputs: modelOutputs,
    answer: (said, places) => directAnswers(system, said, places),
  };
}

/** The name of what a model of classes learns. */
const CHOSEN = "the chosen one";
const MOST_CLASSES = 500;

/** One row for each list, whose class is the candidate that was chosen; candidates are ordered by the chances of their classes. */
function asClasses(bench: Bench): Framing | Untried {
  const name = "one class for each candidate";
  const { context, candidate } = listFields(bench.system, bench.framed);
  if (candidate === undefined) return { name, why: "no text field names the candidates of every list" };
  const features = contextFeatures(bench.system, context);
  if (Object.keys(features).length === 0) return { name, why: "no feature tells of the list without its candidates" };
  const framed = listsOf(bench, { features, candidate });
  const { classes } = framed.dataset.labels[CHOSEN] ?? { classes: [] };
  if (classes.length < 2 || classes.length > MOST_CLASSES)
    return { name, why: `${classes.length} different candidates were ever chosen` };
  const learner = learnerTo("multiclass", bench.system, { dataset: framed.dataset, classes: classes.length });
  const base = { ...bench.system, features, policy: { policy: "pick-label", head: "model" } } as SystemDefinition;
  const system = withModel({ system: base, target: bench.target }, multiclass({ label: CHOSEN, learner }));
  return {
    name: `one class for each ${candidate}`,
    origin: "derived",
    task: `multiclass, ${classes.length} classes`,
    system,
    framed,
    onNewClass: "retrain",
    upkeep: UPKEEP.classes(classes.length),
    outputs: modelOutputs,
    answer: (said) => classScores(bench, said, candidate),
  };
}

/** The features that read nothing of a candidate. */
function contextFeatures({ features }: SystemDefinition, context: readonly string[]): SystemDefinition["features"] {
  return Object.fromEntries(
    Object.entries(features).filter(([, node]) => fieldsOf(node).every((field) => context.includes(field))),
  );
}

interface Lists {
  readonly features: SystemDefinition["features"];
  readonly candidate: string;
}

/** The first row of each list, with the candidate that was chosen from it; a list from which not exactly one was teaches nothing. */
function listsOf({ framed, label }: Bench, { features, candidate }: Lists): Framed {
  const lists = [...rowsByDecision(framed).values()];
  const one = takeFramed(
    framed,
    Int32Array.from(lists, ([row]) => row as number),
  );
  const names = column(framed.table, candidate);
  const chosen = lists.map((rows) => {
    const relevant = rows.filter((row) => (label.values[row] as number) > 0);
    return relevant.length === 1 ? cell(names, framed.row[relevant[0] as number] as number) : null;
  });
  const classes = [...new Set(chosen.filter((name) => name !== null).map(String))].sort();
  const places = new Map(classes.map((name, place) => [name, place]));
  const dataset: Dataset = {
    ...one.dataset,
    lists: null,
    features: evaluateAll(inputsOf(features), takeRows(framed.table, one.row)),
    labels: {
      [CHOSEN]: { values: Float64Array.from(chosen, (name) => places.get(String(name)) ?? Number.NaN), classes },
    },
  };
  return { ...one, dataset };
}

/** Each candidate by the chance of its class; one that has none comes last. */
export function classScores({ framed }: Pick<Bench, "framed">, said: Said, candidate: string): Answers {
  const names = column(framed.table, candidate);
  const rowsOf = rowsByDecision(framed);
  const places = new Map(said.classes.map((name, place) => [name, place]));
  const scores = new Float64Array(framed.table.rows).fill(Number.NaN);
  for (const { from, to, isJudged } of said.parts)
    for (let at = from; isJudged && at < to; at++) {
      const chances = saidAt(said, at);
      for (const row of rowsOf.get(said.framed.decision[said.rows[at] as number] as number) ?? []) {
        const place = places.get(String(cell(names, framed.row[row] as number)));
        scores[framed.row[row] as number] = place === undefined ? -1 : (chances[place] as number);
      }
    }
  return { kind: "order", scores };
}
