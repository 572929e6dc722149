import { enforce, inspect, type RawTable, type SourceRef } from "../../data/index.ts";
import type { EventTable } from "../../features/index.ts";
import { enforceSystem } from "../enforce-system.ts";
import type { SystemDefinition } from "../system.ts";
import { asLearned } from "./pushed-events.ts";

/**
 * The events of a system's streams as learning sees them, by name of the stream: what an online view is built from.
 * `read` gives the pushed ones too, see `withPushed`. Throws the errors of sources and contracts.
 */
export async function onlineEvents(
  system: SystemDefinition,
  read: (ref: SourceRef) => Promise<RawTable>,
): Promise<Readonly<Record<string, EventTable>>> {
  const found: Record<string, EventTable> = {};
  const { streams } = await enforceSystem(system, readsRows(system) ? read : withoutRows(system, read), {
    judge: (raw, contract, options) => (contract === system.contract ? inspect : enforce)(raw, contract, options),
  });
  for (const [name, columns] of Object.entries(system.streams)) {
    const { table } = streams[name] ?? {};
    if (table !== undefined) found[name] = asLearned(table, columns);
  }
  return found;
}

/** Whether what a stream may hold depends on the rows. */
function readsRows({ streams }: SystemDefinition): boolean {
  const fields = Object.values(streams).flatMap(({ contract }) => Object.values(contract.fields));
  return fields.some(({ references }) => references?.startsWith("rows.") === true);
}

/** A view is of the streams alone: a system that has no rows yet has one too. */
function withoutRows(
  { source }: SystemDefinition,
  read: (ref: SourceRef) => Promise<RawTable>,
): (ref: SourceRef) => Promise<RawTable> {
  return async (ref) => (ref === source ? { rows: 0, columns: [] } : await read(ref));
}
