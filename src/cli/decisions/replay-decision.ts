import { type LoadDeps, loadState, type Replay, replay, type ServingState } from "../../decide/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { type Document, list } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { CommandResult } from "../calling/command.ts";

interface Elsewhere {
  readonly id: string;
  readonly decided: string;
  readonly given: string;
}

export const decisionElsewhere: ErrorConstructor<Elsewhere> = defineError("cli.input.decision-elsewhere", {
  headline: "A decision of another system",
  message: ({ id, decided, given }: Elsewhere) => `${id} was made by "${decided}". The file declares "${given}".`,
});

export const planGone: ErrorConstructor<{ readonly plan: string; readonly system: string }> = defineError(
  "cli.input.plan-unknown",
  {
    headline: "A traffic plan that this state does not hold",
    message: ({ plan, system }: { readonly plan: string; readonly system: string }) =>
      `The decision was made under plan ${plan}. The registry has no such plan of "${system}".`,
    hint: () => "Name the state in which the decision was made with `--dir`.",
  },
);

/** Makes a decision again under the plan of its receipt. Ends with 1 when anything differs. */
export async function replayAnswer(
  system: SystemDefinition,
  record: DecisionRecord,
  deps: LoadDeps,
): Promise<CommandResult> {
  const state = await stateOf(system, record, deps);
  const found = replay(record, state);
  const document = worded(record.id, found, lostSince(record, state));
  return { exit: found.same ? 0 : 1, json: { decision: record.id, ...found }, document };
}

/** What served a decision: the state of its traffic plan. Throws `cli.input.decision-elsewhere`, `cli.input.plan-unknown`. */
export async function stateOf(
  system: SystemDefinition,
  { id, body }: DecisionRecord,
  deps: LoadDeps,
): Promise<ServingState> {
  if (body.system !== system.name) throw decisionElsewhere({ id, decided: body.system, given: system.name });
  const plan = (await deps.registry.planHistory(system.name)).find((one) => one.id === body.plan);
  if (plan === undefined) throw planGone({ plan: body.plan, system: system.name });
  return await loadState(system, plan, { ...deps, anyFeatures: true });
}

/** Why models that answered, or stood by, when a decision was made cannot be used now; in sentences. */
export function lostSince({ body }: DecisionRecord, state: ServingState): readonly string[] {
  const { unusable = {}, versions = {} } = state.releases.get(body.release) ?? {};
  const lost = Object.entries(unusable).filter(([head]) => body.heads[head] !== undefined && !isNoted(body, head));
  return lost.map(
    ([head, why]) => `The model of \`${head}\` (${versions[head]}) answered then and cannot be used now: ${why}`,
  );
}

function isNoted({ unusable = [], versions, reasons }: DecisionRecord["body"], head: string): boolean {
  return unusable.includes(versions.models[head] ?? "") || reasons.includes(`fallback.model-unusable:${head}`);
}

function worded(id: string, { same, differs, ...since }: Replay, lost: readonly string[]): Document {
  const title = `Replay of ${id}`;
  const changed = wordChanged(since);
  if (same)
    return {
      title,
      verdict: { tone: "good", text: "The same, bit for bit." },
      summary: ["Every part of the receipt came out as it was stored, but for the time that it took.", ...changed],
      sections: [],
    };
  const unclear = lost.length + changed.length === 0;
  return {
    title,
    verdict: { tone: "bad", text: "It comes out differently now." },
    summary: [
      ...lost,
      ...changed,
      ...(unclear ? ["The system file has most likely changed since the decision was made."] : []),
    ],
    sections: [{ title: "What differs", blocks: [list(differs)] }],
  };
}

/** What is another than when the decision was made, and what was done about it. */
function wordChanged({ added = [], gone = [], contract }: Omit<Replay, "same" | "differs">): readonly string[] {
  return [
    ...(gone.length === 0
      ? []
      : [
          `The system has no ${named(gone)} as then: the features were taken as they were stored, and not computed again.`,
        ]),
    ...(added.length === 0 ? [] : [`The system declares more features today, which took no part: ${named(added)}.`]),
    ...(contract === undefined ? [] : ["The contract is another one today; its version is not compared."]),
  ];
}

function named(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
