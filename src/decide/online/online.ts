import type { Clock, Ids } from "../../kernel/index.ts";
import { known } from "../../kernel/index.ts";
import type { Journal, OnlineValues } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { buildView, NO_HISTORY, type OnlineHistory } from "./build-view.ts";
import { eventIntake, type PushAnswer, type PushedEvents } from "./event-intake.ts";
import type { ReadKeys } from "./known-keys.ts";
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
  /** Reads the keys that events may refer to. Default: nobody, and no reference is judged when an event is pushed. */
  readonly keys?: ReadKeys | undefined;
  /** Bytes of memory, about, for the states and the answers of each system's entities. Default 128 MiB. */
  readonly memory?: number | undefined;
  /** Events in memory after which they are written. Default 50,000. */
  readonly keepAfter?: number | undefined;
  /** Is told when a system's view can no longer be read or written, and with undefined when it can again. Default: nobody. */
  readonly failed?: ((system: string, thrown: unknown) => void) | undefined;
}

/** How a view stands, for whoever watches it. */
export interface OnlineFacts {
  readonly system: string;
  /** Everything in the journal up to here is in the view. */
  readonly version: string;
  /** Events in memory that are not yet written; the journal has them. */
  readonly unwritten: number;
  /** The stored view could not be read or written when that was last tried. */
  readonly isFailing: boolean;
  /** Milliseconds since the newest event of each stream happened; null while there is none. */
  readonly ages: Readonly<Record<string, number | null>>;
}

/** The online views of some systems, and the door for their events. */
export interface Online {
  /**
   * What the windows of a system say of an entity now; undefined for a system that asks none. A view that cannot be read is
   * no error: every window is missing then, and the answer says why.
   */
  seen(system: SystemDefinition, entity: string): Promise<SeenOnline | undefined>;
  /**
   * Takes events in; resolves when they are on disk and in the view. Throws `events.stream-unknown`, `events.too-many`.
   */
  push(system: SystemDefinition, pushed: PushedEvents): Promise<PushAnswer>;
  /** Takes in what others journalled, and writes what is new. A store that cannot be written is told of, and tried again. */
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
  const push = eventIntake({ journal: deps.journal, clock, now, ids: deps.ids, keys: deps.keys, follow });
  return {
    seen: (system, entity) => views.get(system.name)?.seen(entityKey(system, entity)) ?? NOTHING_ASKED,
    push,
    refresh: async () => {
      await follow();
      // A store that fails keeps nobody from deciding: the view says so, and tries again.
      await each((view) => view.keep().catch(() => undefined));
    },
    facts: () => [...views].map(([system, view]) => factsOf(system, view, deps.clock.now())),
    close: () => each((view) => view.keep()),
  };
}

const NOTHING_ASKED: Promise<undefined> = Promise.resolve(undefined);

interface Opening {
  readonly system: SystemDefinition;
  readonly plan: OnlinePlan;
  readonly clock: OnlineClock;
}

async function openView({ system, plan, clock }: Opening, deps: OnlineDeps): Promise<OnlineView> {
  const { values, journal, history, memory, keepAfter } = deps;
  const failed = (thrown: unknown): void => deps.failed?.(system.name, thrown);
  const before = await values.stand(system.name);
  if (before?.about !== plan.about) {
    const found = history === undefined ? NO_HISTORY : await history(system);
    await buildView({ system: system.name, plan, values, now: deps.clock.now() }, found);
  }
  const stand = known(await values.stand(system.name), `the view of ${system.name}`);
  const around = { system: system.name, plan, values, journal, clock, memory, keepAfter, failed };
  const view = new OnlineView(around, stand);
  await view.follow();
  return view;
}

/** Whom a question is about, as its events name it: a number in any notation is one entity. */
function entityKey({ contract, entity }: SystemDefinition, asked: string): string {
  const kind = entity === undefined ? undefined : contract.fields[entity]?.kind;
  return kind === "number" && asked.trim() !== "" ? String(Number(asked)) : asked;
}

function factsOf(system: string, view: OnlineView, now: number): OnlineFacts {
  return { system, version: view.version, unwritten: view.unwritten, isFailing: view.isFailing, ages: view.ages(now) };
}
