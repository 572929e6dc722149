import { type AnswerPayoff, isAnswerPayoff } from "../answer-payoff.ts";
import type { Objective, Payoff } from "../objective.ts";
import { wordPayoff } from "../price-answer.ts";
import { type Change, listed, moved, number } from "./change.ts";

/** What changed in what actions, or answers, are worth and cost. */
export function payoffChanges(before: Objective, after: Objective): readonly Change[] {
  const { payoff: was } = before;
  const { payoff: is } = after;
  if (isAnswerPayoff(was) && isAnswerPayoff(is))
    return [...answerChanges(was, is, after.currency), ...costs(before, after)];
  if (isAnswerPayoff(was) || isAnswerPayoff(is))
    return [{ path: "payoff", kind: "changed", words: "the payoff prices another kind of answer now", grows: false }];
  return [
    ...listed(Object.keys(was), Object.keys(is), { path: "payoff", what: "the action", grows: true }),
    ...Object.keys(is).flatMap((action) => {
      const [one, other] = [was[action], is[action]];
      return one === undefined || other === undefined ? [] : actionChanges(action, [one, other], after);
    }),
    ...costs(before, after),
  ];
}

/** What one action comes to, by the truth. A loss is told as a price: of a case that was missed, of a false alarm. */
function actionChanges(
  action: string,
  [before, after]: readonly [Payoff, Payoff],
  { currency, payoff }: Objective,
): readonly Change[] {
  const acts = isActing(action, payoff as Readonly<Record<string, Payoff>>);
  return (["yes", "no"] as const).flatMap((truth) => {
    const [was, is] = [before[truth], after[truth]];
    const path = `payoff.${action}.${truth}`;
    const isLoss = was <= 0 && is <= 0;
    const price = truth === "yes" && !acts ? "the price of a missed case" : "the price of a false alarm";
    if (isLoss && (truth === "yes") !== acts) return moved(0 - was, 0 - is, { path, what: price, unit: currency });
    const what = `what \`${action}\` brings where the outcome is ${truth === "yes" ? "true" : "false"}`;
    return moved(was, is, { path, what, unit: currency });
  });
}

/** Whether an action is the one that gains most from a yes. */
function isActing(action: string, payoff: Readonly<Record<string, Payoff>>): boolean {
  const gain = ({ yes, no }: Payoff): number => yes - no;
  const best = Object.entries(payoff).reduce((one, other) => (gain(other[1]) > gain(one[1]) ? other : one));
  return best[0] === action;
}

function costs({ cost: before }: Objective, { cost: after, currency }: Objective): readonly Change[] {
  const actions = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return actions.flatMap((action) =>
    moved(before[action] ?? 0, after[action] ?? 0, {
      path: `cost.${action}`,
      what: `the cost of \`${action}\``,
      unit: currency,
      grows: "raised",
    }),
  );
}

function answerChanges(before: AnswerPayoff, after: AnswerPayoff, currency: string): readonly Change[] {
  if (before.payoff !== after.payoff)
    return [{ path: "payoff", kind: "changed", words: "the payoff prices another kind of answer now", grows: false }];
  const was = new Map(wordPayoff(before));
  const is = new Map(wordPayoff(after));
  const came = [...is].filter(([what]) => !was.has(what));
  const went = [...was].filter(([what]) => !is.has(what));
  const at = (what: string): string => `payoff.${what}`;
  return [
    ...came.map(([what, money]): Change => {
      return {
        path: at(what),
        kind: "added",
        words: `${lower(what)} is worth ${number(money)} ${currency} now`,
        grows: true,
      };
    }),
    ...went.map(([what]): Change => {
      return { path: at(what), kind: "removed", words: `${lower(what)} has no price any more`, grows: false };
    }),
    ...[...is].flatMap(([what, money]) =>
      was.has(what)
        ? moved(was.get(what), money, { path: at(what), what: `the worth of ${lower(what)}`, unit: currency })
        : [],
    ),
  ];
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
