import { contractId, type Enforced, type Table } from "../../data/index.ts";
import { type EventTable, type Node, withWindows } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import { asLearned, ruleNodes, type SystemDefinition } from "../../system/index.ts";

/** The events of every stream of a system that its contract let through, by name of the stream. */
export type Events = Readonly<Record<string, Table>>;

/** The tables of what was read. */
export function eventsIn(read: Readonly<Record<string, Pick<Enforced, "table">>>): Events {
  return Object.fromEntries(Object.entries(read).map(([name, { table }]) => [name, table]));
}

/** The rows with one column more for each window that the system asks: what each row saw at its time, and nothing later. */
export function withEvents(system: SystemDefinition, rows: Table, events: Events): Table {
  const tables = Object.entries(system.streams).map(([name, columns]): readonly [string, EventTable] => [
    name,
    asLearned(known(events[name], `the events of ${name}`), columns),
  ]);
  if (tables.length === 0) return rows;
  return withWindows(nodesOf(system), {
    rows,
    entity: known(system.entity, "the entity of a system with streams"),
    time: known(system.time, "the time of a system with streams"),
    streams: Object.fromEntries(tables),
  });
}

/** What decides which events a row sees, beside their content; nothing for a system without streams. */
export function howStreamsAreRead({ streams }: Pick<SystemDefinition, "streams">): Readonly<Record<string, unknown>> {
  const read = Object.entries(streams).map(([name, { contract, source: _source, ...columns }]) => [
    name,
    { ...columns, contract: contractId(contract) },
  ]);
  return read.length === 0 ? {} : { streams: Object.fromEntries(read) };
}

/** Everything that is asked of a row. */
function nodesOf(system: SystemDefinition): readonly Node[] {
  return [
    ...Object.values(system.features),
    ...Object.values(ruleNodes(system)),
    ...system.filters.map(({ when }) => when),
  ];
}
