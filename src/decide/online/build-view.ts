import { cell } from "../../data/index.ts";
import {
  type EventRows,
  type EventTable,
  encodeWindowState,
  eventRows,
  type WindowPlan,
  WindowState,
} from "../../features/index.ts";
import type { Cursor, OnlineValues, OnlineWrite, Stand } from "../../store/index.ts";
import type { OnlinePlan } from "./online-plan.ts";
import { noteOf } from "./view-note.ts";

/** What a view is begun from: the events of its streams, those that were pushed as of when they were learned of. */
export interface OnlineHistory {
  /** By name of the stream; one that is not there has no events. */
  readonly events: Readonly<Record<string, EventTable>>;
  /** Everything in the journal up to here is among them. */
  readonly position: Cursor | null;
}

export interface BuildDeps {
  /** Name of the system. */
  readonly system: string;
  readonly plan: OnlinePlan;
  readonly values: OnlineValues;
  /** Nothing that could be known only later is counted yet. */
  readonly now: number;
}

/** Entities that are written together. */
const GROUP = 2_000;

/**
 * Builds the view of a system anew, beside the one that is served, and puts it in its place. The same state machine takes
 * the same events as while they came, so that both give the same answers to the last bit. Resolves to the entities' number.
 */
export async function buildView(deps: BuildDeps, { events, position }: OnlineHistory): Promise<number> {
  const { system, plan, values, now } = deps;
  const building = `${system}@building`;
  await values.drop(building);
  const newest = new Map<string, number>();
  const stand = (): Stand => ({ position, about: plan.about, note: noteOf(newest) });
  let from: Stand | null = null;
  let count = 0;
  const write = async (writes: readonly OnlineWrite[]): Promise<void> => {
    const to = stand();
    await values.move(building, { from, to, writes });
    from = to;
    count += writes.length;
  };
  await write([]);
  for (const { name, plan: windows } of plan.streams) {
    const given = events[name];
    if (given === undefined) continue;
    const rows = eventRows(windows, given.table, given.columns);
    const latest = rows.time.reduce(
      (late, at) => Math.max(late, Number.isNaN(at) ? late : at),
      Number.NEGATIVE_INFINITY,
    );
    if (Number.isFinite(latest)) newest.set(name, latest);
    let group: OnlineWrite[] = [];
    for (const [entity, own] of byEntity(rows)) {
      group.push({ stream: name, entity, state: encodeWindowState(stateOf(windows, { rows, own, now })) });
      if (group.length < GROUP) continue;
      await write(group);
      group = [];
    }
    await write(group);
  }
  await values.replace(system, building);
  return count;
}

/** The rows of each entity, in the order in which they could be known. */
function byEntity({ entity, knownAt, time }: EventRows): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < knownAt.length; row++) {
    const whom = cell(entity, row);
    if (whom === null || Number.isNaN((knownAt[row] as number) + (time[row] as number))) continue;
    const known = rows.get(String(whom));
    if (known === undefined) rows.set(String(whom), [row]);
    else known.push(row);
  }
  for (const own of rows.values()) own.sort((a, b) => (knownAt[a] as number) - (knownAt[b] as number));
  return rows;
}

interface Own {
  readonly rows: EventRows;
  readonly own: readonly number[];
  readonly now: number;
}

function stateOf(plan: WindowPlan, { rows, own, now }: Own): WindowState {
  const state = new WindowState(plan);
  for (const row of own) {
    const event = rows.event(row);
    if (event.knownAt <= now && event.knownAt > state.at) state.advance(event.knownAt);
    state.take(event);
  }
  return state;
}

/** A history of nothing, for a system whose events all came by push. */
export const NO_HISTORY: OnlineHistory = { events: {}, position: null };
