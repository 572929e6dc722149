import type { HitOrMiss } from "../../../objective/index.ts";
import { type Extract, type SettledLabels, settleLabels } from "../../../policy/index.ts";
import { percent, type Section, type TableBlock, table, type Value } from "../../../report/index.ts";
import { targetsOf } from "../../../system/index.ts";
import { givenFlags, raceSets, trueFlags } from "../../answers/labels-race.ts";
import type { AnswerFacts } from "../facts.ts";
import { metricList } from "../metric-list.ts";
import { moneyCell, moneyLabel, wordExtract } from "../wording.ts";
import { believedSection } from "./believed.ts";
import { clustersOf, outputsOf, workOf } from "./work.ts";

/** Each label by itself, other ways to choose how many are given, and whether the probabilities can be believed. */
export function labelsSections(facts: AnswerFacts): readonly Section[] {
  const { outputs, classes } = outputsOf(facts);
  const truth = trueFlags(workOf(facts));
  const width = classes.length;
  const clusters = clustersOf(facts);
  return [
    {
      title: "Label by label",
      lead: "From which probability a label is given, how many get it, and how often rightly.",
      blocks: [
        labelTable(facts),
        metricList(facts, ["micro-f1", "hamming-loss", "subset-accuracy", "multilabel-log-loss"]),
      ],
    },
    {
      title: "How many labels?",
      lead: "The same probabilities on the same rows, with other ways to choose how many labels are given.",
      blocks: [extractTable(facts)],
    },
    believedSection({
      scores: outputs,
      truth: outputs.map((_, i) => truth[i % width]?.[Math.floor(i / width)] ?? 0),
      clusters: Int32Array.from(outputs, (_, i) => clusters[Math.floor(i / width)] as number),
      outcome: "the label is true",
    }),
  ];
}

function labelTable(facts: AnswerFacts): TableBlock {
  const settled = facts.result.settled as SettledLabels;
  const labels = targetsOf(facts.system);
  const truth = trueFlags(workOf(facts));
  const given = givenFlags(settled, labels, outputsOf(facts));
  const rows = labels.map((label, place) => {
    const [is, was] = [given[place] as Float64Array, truth[place] as Float64Array];
    const both = is.reduce((sum, flag, i) => sum + flag * (was[i] as number), 0);
    const threshold = settled.thresholds[label] ?? 0;
    return [
      label,
      settled.most !== null ? "by rank" : threshold > 1 ? "never" : percent(threshold),
      share(sumOf(is), is.length),
      share(both, sumOf(is)),
      share(both, sumOf(was)),
    ];
  });
  const right = (name: string) => ({ name, align: "right" as const });
  return table(
    ["Label", right("Given from"), right("Given to"), right("Of these true"), right("True ones found")],
    rows,
  );
}

function sumOf(flags: Float64Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function share(part: number, whole: number): Value {
  return whole === 0 ? "none" : percent(part / whole);
}

const WAYS: readonly Extract[] = ["expected-value", { threshold: 0.5 }, { top: 1 }, { top: 2 }];

function extractTable(facts: AnswerFacts): TableBlock {
  const { system, result } = facts;
  const labels = targetsOf(system);
  const payoff = system.objective.payoff as HitOrMiss;
  const rows = WAYS.filter((way) => way === "expected-value" || !("top" in way) || way.top <= labels.length).map(
    (extract) => {
      const settled = settleLabels({ policy: "pick-labels", head: "", extract }, labels, payoff);
      const { model } = raceSets({ ...workOf(facts), model: outputsOf(facts), champion: null }, settled).standings;
      const word = wordExtract(extract);
      return [
        `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
        moneyCell(model.perDecision, facts, { basis: result.basis }),
      ];
    },
  );
  return table(["Given", { name: moneyLabel("Money", result.currency), align: "right" }], rows);
}
