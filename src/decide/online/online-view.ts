import type { Row } from "../../data/index.ts";
import { decodeWindowState, encodeWindowState, WindowState } from "../../features/index.ts";
import { isAlidadeError, known } from "../../kernel/index.ts";
import type { EventRecord } from "../../records/index.ts";
import {
  type Cursor,
  type Journal,
  type OnlineEntry,
  type OnlineKey,
  type OnlineValues,
  type OnlineWrite,
  onlineRaced,
  type Stand,
} from "../../store/index.ts";
import type { OnlineClock } from "./online-clock.ts";
import type { OnlinePlan, OnlineStream } from "./online-plan.ts";
import { lineOf, type Told, tell, toldIn, toldOf } from "./told.ts";
import { inTurn, type Turns } from "./turns.ts";

export interface ViewDeps {
  /** Name of the system. */
  readonly system: string;
  readonly plan: OnlinePlan;
  readonly values: OnlineValues;
  readonly journal: Pick<Journal, "read">;
  readonly clock: OnlineClock;
  /** States in memory at most, decoded. Default 2,000. */
  readonly mostHot?: number | undefined;
  /** Events in memory after which they are written, about. Default 20,000. */
  readonly keepAfter?: number | undefined;
}

/** What an entity's windows say. */
export interface SeenOnline {
  /** As of when. */
  readonly at: number;
  /** Everything in the journal up to here was seen. */
  readonly version: string;
  /** By key of the window. */
  readonly windows: Row;
  /** Milliseconds from the newest event of each stream, whomever it is about; null while there is none. */
  readonly ages: Readonly<Record<string, number | null>>;
}

/** What came of an entity in a stream since the view was written. */
interface Pending {
  readonly key: OnlineKey;
  readonly told: Told[];
}

const PAGE = 5_000;

/**
 * The windows of every entity of one system, as of now. It takes in only what it reads from the journal, so that serving,
 * catching up after a crash and replaying from the beginning are one path. Entities that are asked about are held in
 * memory, decoded, the least recently used going first; of all others only what is new is, until it is written.
 */
export class OnlineView {
  readonly newest: Map<string, number>;
  readonly #deps: ViewDeps;
  readonly #streams: ReadonlyMap<string, OnlineStream>;
  readonly #hot: Map<string, WindowState> = new Map();
  readonly #held: Map<string, number> = new Map();
  readonly #turns: Turns = inTurn();
  #stored: Stand;
  #position: Cursor | null;
  #pending: Map<string, Pending> = new Map();
  #events = 0;
  #writing: Promise<unknown> | undefined;
  /** Grows whenever what is stored, or what is pending, begins anew. */
  #era = 0;
  #long: readonly OnlineKey[] = [];

  /** A view that stands in the store already; see `openView`. */
  constructor(deps: ViewDeps, stored: Stand) {
    this.#deps = deps;
    this.#streams = new Map(deps.plan.streams.map((stream) => [stream.name, stream]));
    this.#stored = stored;
    this.#position = stored.position;
    this.newest = newestIn(stored);
  }

  /** Everything in the journal up to here is in the view. */
  get version(): string {
    return this.#position ?? "0";
  }

  /** Events that are held in memory and not yet written; the journal has them. */
  get unwritten(): number {
    return this.#events;
  }

  /** Names of its streams. */
  get streams(): readonly string[] {
    return [...this.#streams.keys()];
  }

  /** What the windows say of an entity now. */
  async seen(entity: string): Promise<SeenOnline> {
    const keys = this.#deps.plan.streams.map(({ name }): OnlineKey => ({ stream: name, entity }));
    const names = keys.map(nameOf);
    this.#hold(names, 1);
    try {
      for (;;) {
        const states = await Promise.all(keys.map((key) => this.#load(key)));
        // The view may have begun again while another of them was read.
        if (states.every((state, i) => this.#hot.get(names[i] as string) === state)) return this.#answer(states);
      }
    } finally {
      this.#hold(names, -1);
    }
  }

  /** Takes in what was journalled since. */
  follow(): Promise<void> {
    return this.#turns(() => this.#catchUp());
  }

  /** Writes what is new. Throws what the store throws; nothing is lost then. */
  keep(): Promise<void> {
    return this.#turns(() => this.#write());
  }

  #answer(states: readonly WindowState[]): SeenOnline {
    const at = states.reduce((latest, state) => Math.max(latest, state.at), this.#deps.clock.asOf());
    const windows: Row = Object.assign({}, ...states.map((state) => state.answers(at)));
    const ages = this.#deps.plan.streams.map(({ name }) => {
      const newest = this.newest.get(name);
      return [name, newest === undefined ? null : at - newest] as const;
    });
    return { at, version: this.version, windows, ages: Object.fromEntries(ages) };
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const { entries, next } = await this.#deps.journal.read(this.#position, PAGE, "event");
      for (const entry of entries) this.#apply(entry as EventRecord);
      this.#position = next;
      if (this.#events >= (this.#deps.keepAfter ?? 20_000)) await this.#write();
      if (entries.length < PAGE) return;
    }
  }

  #apply(record: EventRecord): void {
    if (record.body.system !== this.#deps.system) return;
    const stream = this.#streams.get(record.body.stream);
    const told = stream === undefined ? null : toldOf(record, stream);
    if (stream === undefined || told === null) return;
    const key = { stream: stream.name, entity: told.entity };
    const name = nameOf(key);
    const hot = this.#hot.get(name);
    if (hot !== undefined) tell(hot, told);
    const pending = this.#pending.get(name);
    if (pending === undefined) this.#pending.set(name, { key, told: [told] });
    else pending.told.push(told);
    this.#events++;
    this.newest.set(stream.name, Math.max(this.newest.get(stream.name) ?? Number.NEGATIVE_INFINITY, told.event.time));
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0 && this.#long.length === 0) return;
    const long = this.#long;
    for (const key of long) await this.#load(key);
    const { values, plan, system } = this.#deps;
    const [pending, events, from] = [this.#pending, this.#events, this.#stored];
    const to = { position: this.#position, about: plan.about, note: noteOf(this.newest) };
    const writes = this.#writesOf(pending, long);
    this.#era++;
    this.#pending = new Map();
    this.#events = 0;
    try {
      const moved = values.move(system, { from, to, writes });
      this.#writing = moved.catch(() => undefined);
      this.#long = await moved;
      this.#stored = to;
    } catch (thrown) {
      this.#pending = pending;
      this.#events = events;
      if (!isAlidadeError(thrown, onlineRaced.code)) throw thrown;
      await this.#beginAgain(thrown);
    } finally {
      this.#writing = undefined;
    }
  }

  /** A state where the tail has become long and it is in memory, else the new lines. */
  #writesOf(pending: ReadonlyMap<string, Pending>, long: readonly OnlineKey[]): readonly OnlineWrite[] {
    const whole = new Map<string, OnlineWrite>();
    for (const key of long) {
      const state = this.#hot.get(nameOf(key));
      if (state !== undefined) whole.set(nameOf(key), { ...key, state: encodeWindowState(state) });
    }
    const tails = [...pending].flatMap(([name, { key, told }]) =>
      whole.has(name) ? [] : [{ ...key, tail: told.map(lineOf).join("") }],
    );
    return [...whole.values(), ...tails];
  }

  /** Another process moved the view, or built it anew: what it wrote is as good, and the journal has the rest. */
  async #beginAgain(raced: unknown): Promise<void> {
    const stand = await this.#deps.values.stand(this.#deps.system);
    if (stand?.about !== this.#deps.plan.about) throw raced;
    this.#stored = stand;
    this.#position = stand.position;
    this.#era++;
    this.#hot.clear();
    this.#pending = new Map();
    this.#events = 0;
    this.#long = [];
  }

  async #load(key: OnlineKey): Promise<WindowState> {
    const name = nameOf(key);
    for (;;) {
      const hot = this.#touch(name);
      if (hot !== undefined) return hot;
      await this.#writing;
      const era = this.#era;
      const [entry] = await this.#deps.values.get(this.#deps.system, [key]);
      // What is pending belongs after what is stored; when either began anew meanwhile, they do not fit.
      if (era !== this.#era || this.#writing !== undefined) continue;
      const state = this.#touch(name) ?? this.#restore(key, entry);
      this.#keepHot(name, state);
      return state;
    }
  }

  #restore(key: OnlineKey, entry: OnlineEntry | undefined): WindowState {
    const { plan } = known(this.#streams.get(key.stream), `the stream ${key.stream}`);
    const stored = entry?.state ?? null;
    const state = stored === null ? new WindowState(plan) : decodeWindowState(plan, stored);
    for (const told of toldIn(entry?.tail ?? "")) tell(state, told);
    for (const told of this.#pending.get(nameOf(key))?.told ?? []) tell(state, told);
    return state;
  }

  /** The state in memory, which is now the last to be let go. */
  #touch(name: string): WindowState | undefined {
    const state = this.#hot.get(name);
    if (state === undefined) return undefined;
    this.#hot.delete(name);
    this.#hot.set(name, state);
    return state;
  }

  /** States that somebody is about to read stay in memory meanwhile. */
  #hold(names: readonly string[], by: 1 | -1): void {
    for (const name of names) {
      const held = (this.#held.get(name) ?? 0) + by;
      if (held > 0) this.#held.set(name, held);
      else this.#held.delete(name);
    }
  }

  #keepHot(name: string, state: WindowState): void {
    this.#hot.set(name, state);
    if (this.#hot.size <= (this.#deps.mostHot ?? 2_000)) return;
    for (const oldest of this.#hot.keys()) {
      if (this.#held.has(oldest)) continue;
      this.#hot.delete(oldest);
      return;
    }
  }
}

function nameOf({ stream, entity }: OnlineKey): string {
  return `${stream} ${entity}`;
}

/** What is remembered of a view beside its states: the time of the newest event of each stream. */
export function noteOf(newest: ReadonlyMap<string, number>): string {
  return JSON.stringify(Object.fromEntries(newest));
}

function newestIn({ note }: Stand): Map<string, number> {
  return new Map(Object.entries(note === "" ? {} : (JSON.parse(note) as Record<string, number>)));
}
