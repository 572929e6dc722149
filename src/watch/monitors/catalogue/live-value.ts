import { numbersByNameParam, type Param } from "../../../kernel/index.ts";
import type { Objective } from "../../../objective/index.ts";
import { usualScatter } from "../baseline/pace.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { type CaseSpread, noSpread, spreadMeasure } from "../followed/case-spread.ts";
import { type Followed, follow, readingsOfHeard } from "../followed/followed.ts";
import { wordNumber, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type Reading } from "../monitor.ts";

/** What is usual, and how far decisions differ in what they bring. */
export interface ValueState {
  readonly followed: Followed;
  readonly spread: CaseSpread;
}

type Declared = { readonly money: Param<Readonly<Record<string, number>>> };

const PARAMS: Declared = {
  money: numbersByNameParam({
    doc: "Money a decision: what was `promised` when what serves was judged, and the `least` that is let pass. Default: neither.",
  }),
};

/** Money a decision, once it is known what came of them, against what is usual, what was promised and what is wanted. */
export const liveValue: Monitor<Declared, ValueState> = defineMonitor({
  about: "money a decision, once it is known what came of them",
  kinds: ["value.fallen", "value.below-promise", "value.below-least"],
  params: PARAMS,
  restartsWithReference: true,
  start: (): ValueState => ({ followed: {}, spread: noSpread }),
  step(state, period, { context, params }) {
    if (period.value === undefined) return { state, readings: [] };
    const { spread, measure } = spreadMeasure(state.spread, period.value, context.periodMs);
    if (measure === undefined) return { state: { ...state, spread }, readings: [] };
    const { name, objective } = context.system;
    const about = { part: "value", name } as const;
    const word = (money: number): string => `${wordNumber(money)} ${objective.currency}`;
    const says = `a decision brings ${word(measure.value)}`;
    const { followed, heard } = follow(state.followed, { ...context, from: period.from }, [
      {
        ...{ key: name, measure, guess: 0.1 * Math.abs(measure.value) + Math.sqrt(measure.variance), side: "below" },
        reading: ({ usual }) => ({
          ...{ kind: "value.fallen", about, unit: objective.currency, reach: 1 },
          says: `${says}${wordUsual(usual, word)}${wordTarget(objective)}`,
        }),
      },
    ]);
    const pace = followed[name]?.pace;
    const error = Math.sqrt(measure.variance);
    const deviation = pace === undefined ? error : usualScatter(pace, measure.variance);
    const lines = LINES.flatMap(({ line: key, kind, words, isLimit }): readonly Reading[] => {
      const line = params.money[key];
      if (line === undefined) return [];
      const evidence = beyondEvidence({
        value: measure.value,
        line,
        deviation,
        freedom: measure.freedom,
        wrong: "below",
      });
      const isBreach = isLimit && measure.value < line - SURELY * error;
      const common = { kind, about, unit: objective.currency, reach: 1, value: measure.value, expected: null };
      return [{ ...common, evidence, isBreach, says: `${says}, where ${words} ${word(line)}` }];
    });
    return { state: { followed, spread }, readings: [...heard.flatMap(readingsOfHeard), ...lines] };
  },
});

/** So many standard errors below a declared limit chance does not bring in years of hours. */
const SURELY = 5;

const LINES = [
  { line: "promised", kind: "value.below-promise", words: "it was promised to bring", isLimit: false },
  { line: "least", kind: "value.below-least", words: "it is to bring at least", isLimit: true },
] as const;

/** What is wanted of a decision, where the objective says for how many decisions a year its target is. */
function wordTarget(objective: Objective): string {
  if (!objective.stated || objective.perYear === undefined || objective.perYear <= 0) return "";
  const target = objective.target / objective.perYear;
  return `; wanted by ${objective.by}: ${wordNumber(target)} ${objective.currency}`;
}
