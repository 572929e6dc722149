import { defineError, type ErrorConstructor, milliseconds } from "../../kernel/index.ts";
import { decodeModel, type Model } from "../../model/index.ts";
import type { DecisionRecord, Envelope } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { copyOf, goodPeriodReference, type Reference } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { servingRelease } from "./reference.ts";

interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Foreign {
  readonly system: string;
  readonly decisions: number;
  readonly own: number;
}

export const goodPeriodForeign: ErrorConstructor<Foreign> = defineError("cli.input.good-period-foreign", {
  headline: "Other models served then",
  message: ({ system, decisions, own }: Foreign) =>
    `A good period is one in which what serves "${system}" now made most decisions. It made ${own} of ${decisions}.`,
  hint: () => "Name a later period; `alidade release status` tells since when these models serve.",
});

/** Decisions that are looked at, at most: of more, a sample. */
const MOST = 50_000;

/** What is learned of a period in which the models that serve now served. Throws `cli.input.good-period-foreign`, `watch.reference-empty`. */
export async function goodReferenceOf(
  system: SystemDefinition,
  { from, to }: Stretch,
  { openState, registry, backends, signal }: Pick<Invocation, "openState" | "registry" | "backends" | "signal">,
): Promise<{ readonly reference: Reference; readonly models: Readonly<Record<string, string>> }> {
  const { journal } = await openState(false);
  const shelf = await registry();
  const models = (await servingRelease(system.name, shelf))?.models ?? {};
  const ports = (await backends()).modelPorts();
  const opened: Record<string, Model> = {};
  for (const [head, id] of Object.entries(models))
    if (system.heads[head] !== undefined) opened[head] = decodeModel((await shelf.loadModel(id)).bytes, ports);
  const since = from - Math.max(0, ...Object.values(system.outcomes).map(({ within }) => milliseconds(within)));
  const copied = await copyOf(entriesOf(journal, signal), { system: system.name, since, most: MOST });
  const entries = copied.filter(({ at }) => at < to).toSorted((a, b) => a.at - b.at);
  checkModels(entries, { system, from, models });
  return { models, reference: goodPeriodReference(entries, { system, from, to, models: opened, versions: models }) };
}

interface Checked {
  readonly system: SystemDefinition;
  readonly from: number;
  readonly models: Readonly<Record<string, string>>;
}

/** Holdbacks and canaries have others; most must be these. */
function checkModels(entries: readonly Envelope[], { system, from, models }: Checked): void {
  const made = entries.filter(({ kind, at }) => kind === "decision" && at >= from) as readonly DecisionRecord[];
  const wanted = Object.values(models).toSorted().join();
  const own = made.filter(({ body }) => Object.values(body.versions.models).toSorted().join() === wanted).length;
  if (made.length > 0 && 2 * own < made.length)
    throw goodPeriodForeign({ system: system.name, decisions: made.length, own });
}
