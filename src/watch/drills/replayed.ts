import { canonical } from "../../kernel/index.ts";
import type { DecisionBody, DecisionRecord, Envelope } from "../../records/index.ts";
import type { Stream } from "../faults/happening.ts";

/** What an answer is. Who made it, when and how fast is left out: a copy may be decided by a later release. */
function answerOf({ heads, score, action, answer, acted }: DecisionBody): string {
  return canonical({ heads, score, action: action ?? null, answer: answer ?? null, acted });
}

/** How many of the decisions that the same plan had served came out the same when they were made again. */
export function countReplayed(
  stream: Stream,
  entries: readonly Envelope[],
): { readonly same: number; readonly of: number } {
  const again = new Map(
    entries.flatMap((entry) =>
      entry.kind === "decision" ? [[entry.id, (entry as DecisionRecord).body] as const] : [],
    ),
  );
  let [same, of] = [0, 0];
  for (const one of stream) {
    if (one.kind !== "asked") continue;
    const [then, now] = [one.served.body, again.get(one.id)];
    if (then.plan !== now?.plan) continue;
    of++;
    if (answerOf(then) === answerOf(now)) same++;
  }
  return { same, of };
}
