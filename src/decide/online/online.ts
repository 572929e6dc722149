import type { Clock, Ids } from "../../kernel/index.ts";
import { known } from "../../kernel/index.ts";
import type { Journal, OnlineValues } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { buildView, NO_HISTORY, type OnlineHistory } from "./build-view.ts";
import { eventIntake, type PushAnswer, type PushedEvents } from "./event-intake.ts";
import { OnlineClock } from "./online-clock.ts";
import { type OnlinePlan, onlinePlan } from "./online-plan.ts";
import { OnlineView, type SeenOnline } from "./online-view.ts";

export interface OnlineDeps {
  readonly values: OnlineValues;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What came before, for a system that has no view yet or declares other windows now. Default: the journal alone. */
  readonly history?: ((system: SystemDefinition) => Promise<OnlineHistory>) | undefined;
  /** States in memory at most, for each system. Default 2,000. */
  readonly mostHot?: number | undefined;
  /** Events in memory after which they are written. Default 20,000. */
  readonly keepAfter?: number | undefined;
}

/** How a view stands, for whoever watches it. */
export interface OnlineFacts {
  readonly system: string;
  /** Everything in the journal up to here is in the view. */
  readonly version: string;
  /** Events in memory that are not yet written; the journal has them. */
  readonly unwritten: number;
  /** Milliseconds since the newest event of each stream happened; null while there is none. */
  readonly ages: Readonly<Record<string, number | null>>;
}

/** The online views of some systems, and the door for their events. */
export interface Online {
  /** What the windows of a system say of an entity now; undefined for a system that asks none. */
  seen(system: SystemDefinition, entity: string): Promise<SeenOnline | undefined>;
  /**
   * Takes events in; resolves when they are on disk and in the view. Throws `events.stream-unknown`, `events.too-many`.
   */
  push(system: SystemDefinition, pushed: PushedEvents): Promise<PushAnswer>;
  /** Takes in what others journalled, and writes what is new. */
  refresh(): Promise<void>;
  facts(): readonly OnlineFacts[];
  /** Writes what is new. The stores stay the caller's. */
  close(): Promise<void>;
}

/** Opens the views of systems, builds those that are not there, and reads on in the journal where they stand. */
export async function onlineOf(systems: readonly SystemDefinition[], deps: OnlineDeps): Promise<Online> {
  const clock = new OnlineClock(deps.clock);
  const views = new Map<string, OnlineView>();
  for (const system of systems) {
    const plan = onlinePlan(system);
    if (plan.streams.length > 0) views.set(system.name, await openView({ system, plan, clock }, deps));
  }
  const each = async (work: (view: OnlineView) => Promise<void>): Promise<void> => {
    await Promise.all([...views.values()].map(work));
  };
  const follow = (): Promise<void> => each((view) => view.follow());
  const now = (): number => deps.clock.now();
  const push = eventIntake({ journal: deps.journal, clock, now, ids: deps.ids, follow });
  return {
    seen: async (system, entity) => {
      const key = entityKey(system, entity);
      return await views.get(system.name)?.seen(key);
    },
    push,
    refresh: async () => {
      await follow();
      await each((view) => view.keep());
    },
    facts: () => [...views].map(([system, view]) => factsOf(system, view, deps.clock.now())),
    close: () => each((view) => view.keep()),
  };
}

interface Opening {
  readonly system: SystemDefinition;
  readonly plan: OnlinePlan;
  readonly clock: OnlineClock;
}

async function openView({ system, plan, clock }: Opening, deps: OnlineDeps): Promise<OnlineView> {
  const { values, journal, history, mostHot, keepAfter } = deps;
  const before = await values.stand(system.name);
  if (before?.about !== plan.about) {
    const found = history === undefined ? NO_HISTORY : await history(system);
    await buildView({ system: system.name, plan, values, now: deps.clock.now() }, found);
  }
  const stand = known(await values.stand(system.name), `the view of ${system.name}`);
  const view = new OnlineView({ system: system.name, plan, values, journal, clock, mostHot, keepAfter }, stand);
  await view.follow();
  return view;
}

/** Whom a question is about, as its events name it: a number in any notation is one entity. */
function entityKey({ contract, entity }: SystemDefinition, asked: string): string {
  const kind = entity === undefined ? undefined : contract.fields[entity]?.kind;
  return kind === "number" && asked.trim() !== "" ? String(Number(asked)) : asked;
}

function factsOf(system: string, view: OnlineView, now: number): OnlineFacts {
  const ages = view.streams.map((name) => {
    const newest = view.newest.get(name);
    return [name, newest === undefined ? null : now - newest] as const;
  });
  return { system, version: view.version, unwritten: view.unwritten, ages: Object.fromEntries(ages) };
}
