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
import { servingReference } from "../monitors/reference.ts";
import { nothingServed } from "../releases/preview-weights.ts";
import { watchBook } from "../up/kept-watch.ts";
import { drillPeriod } from "./drill-period.ts";

/** How much of a journal is drilled with. */
export interface Copied {
  /** The newest so many days. */
  readonly days: number;
  /** So many decisions of these at most. */
  readonly most: number;
  /** Length of the periods, as the command line says it; absent: as the system is watched. */
  readonly period?: string | undefined;
}

type Given = Pick<DrillRequest, "system" | "state" | "reference" | "stream" | "periodMs">;
type Deps = Pick<Invocation, "openState" | "registry" | "backends" | "signal">;

const DAY = 86_400_000;

/**
 * Copies what a drill needs out of a state: what serves, what it is held against, and what reached it. It is held against what the
 * monitors hold it against; where they have nothing yet, against the copy's own first week. Throws `cli.input.nothing-served`, `watch.journal-too-short`, `cli.usage`.
 */
export async function drillCase(system: SystemDefinition, { days, most, period }: Copied, deps: Deps): Promise<Given> {
  const stored = await deps.openState(false);
  const { journal } = stored;
  const { kept } = await watchBook(stored).read(system.name);
  const periodMs = drillPeriod(period, kept?.periodMs);
  const registry = await deps.registry();
  const plan = await registry.currentPlan(system.name);
  if (plan === undefined) throw nothingServed({ system: system.name });
  const facts = await journalFacts(entriesOf(journal, deps.signal), system.name);
  if (facts === null) throw journalTooShort({ system: system.name, decisions: 0, days: 0 });
  const since = facts.last - days * DAY;
  const copy = await copyOf(entriesOf(journal, deps.signal), { system: system.name, since, most });
  const ports = (await deps.backends()).modelPorts();
  const state = await loadState(system, plan, { registry, ports });
  const stream = streamOf(copy, system.name);
  const serving = await servingReference(system, { registry, state: stored, ports });
  const reference = serving ?? firstWeekReference({ system, state, stream });
  return { system, state, stream, reference, ...(periodMs === undefined ? {} : { periodMs }) };
}
