import { loadState } from "../../decide/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  copyOf,
  type DrillRequest,
  firstWeekReference,
  journalFacts,
  journalTooShort,
  streamOf,
} from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { nothingServed } from "../releases/preview-weights.ts";

/** How much of a journal is drilled with. */
export interface Copied {
  /** The newest so many days. */
  readonly days: number;
  /** So many decisions of these at most. */
  readonly most: number;
}

type Given = Pick<DrillRequest, "system" | "state" | "reference" | "stream">;
type Deps = Pick<Invocation, "openState" | "registry" | "backends" | "signal">;

const DAY = 86_400_000;

/** Copies what a drill needs out of a state: what serves, what it is held against, and what reached it. Throws `cli.input.nothing-served`, `watch.journal-too-short`. */
export async function drillCase(system: SystemDefinition, { days, most }: Copied, deps: Deps): Promise<Given> {
  const { journal } = await deps.openState(false);
  const registry = await deps.registry();
  const plan = await registry.currentPlan(system.name);
  if (plan === undefined) throw nothingServed({ system: system.name });
  const facts = await journalFacts(entriesOf(journal, deps.signal), system.name);
  if (facts === null) throw journalTooShort({ system: system.name, decisions: 0, days: 0 });
  const since = facts.last - days * DAY;
  const copy = await copyOf(entriesOf(journal, deps.signal), { system: system.name, since, most });
  const state = await loadState(system, plan, { registry, ports: (await deps.backends()).modelPorts() });
  const stream = streamOf(copy, system.name);
  return { system, state, stream, reference: firstWeekReference({ system, state, stream }) };
}
