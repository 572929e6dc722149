import type { Row } from "../../data/index.ts";
import { decodeWindowState, WindowState } from "../../features/index.ts";
import { isAlidadeError, known } from "../../kernel/index.ts";
import type { EventRecord } from "../../records/index.ts";
import { type Cursor, type OnlineEntry, type OnlineKey, onlineRaced, type Stand } from "../../store/index.ts";
import { type HeldAnswer, HeldAnswers } from "./held-answers.ts";
import { HotStates } from "./hot-states.ts";
import { type OnlineStream, windowsMissing } from "./online-plan.ts";
import { lineOf, tell, toldIn, toldOf } from "./told.ts";
import { inTurn, type Turns } from "./turns.ts";
import { Unwritten } from "./unwritten.ts";
import type { ViewDeps } from "./view-deps.ts";
import { nameOf, newestIn, noteOf } from "./view-note.ts";
import { writesOf } from "./view-writes.ts";

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
  /** Why the view could not be asked, as a code: every window is missing then. Absent where it could. */
  readonly unavailable?: string;
}

const PAGE = 5_000;
/** Bytes in memory, unless somebody says otherwise. */
const MEMORY = 2 ** 27;
const KEEP_AFTER = 50_000;
/** A view that cannot be written stops following after so many times as many events as it is written after. */
const MOST_BEHIND = 20;

/**
 * The windows of every entity of one system, as of now. It takes in only what it reads from the journal, so that serving,
 * catching up after a crash and replaying from the beginning are one path. Of entities that are asked about the answers are
 * held in memory, while they hold, and the decoded states; of all others only what is new is, as lines, until it is
 * written. Nobody waits for a write: the view is followed and read meanwhile.
 */
export class OnlineView {
  readonly #newest: Map<string, number>;
  readonly #deps: ViewDeps;
  readonly #streams: ReadonlyMap<string, OnlineStream>;
  readonly #hot: HotStates;
  readonly #answers: HeldAnswers;
  readonly #unwritten: Unwritten = new Unwritten();
  readonly #turns: Turns = inTurn();
  #stored: Stand;
  #position: Cursor | null;
  /** Never rejects. */
  #writing: Promise<void> | undefined;
  /** Where the view will stand when what is being written is; undefined while nothing is. */
  #sent: Cursor | null | undefined;
  #failure: unknown;
  #isBehind = false;
  /** Grows whenever what is stored, or what is unwritten, begins anew. */
  #era = 0;
  #long: readonly OnlineKey[] = [];

  /** A view that stands in the store already; see `openView`. */
  constructor(deps: ViewDeps, stored: Stand) {
    this.#deps = deps;
    const half = (deps.memory ?? MEMORY) / 2;
    this.#hot = new HotStates(half);
    this.#answers = new HeldAnswers(deps.plan, half);
    this.#streams = new Map(deps.plan.streams.map((stream) => [stream.name, stream]));
    this.#stored = stored;
    this.#position = stored.position;
    this.#newest = newestIn(stored);
  }

  /** Everything in the journal up to here is in the view. */
  get version(): string {
    return this.#position ?? "0";
  }

  /** Events that are held in memory and not yet written; the journal has them. */
  get unwritten(): number {
    return this.#unwritten.events;
  }

  /** The store failed when it was last tried. */
  get isFailing(): boolean {
    return this.#failure !== undefined;
  }

  /** Milliseconds at an instant from the newest event of each stream, whomever it is about; null while there is none. */
  ages(at: number): SeenOnline["ages"] {
    const ages: Record<string, number | null> = {};
    for (const { name } of this.#deps.plan.streams) {
      const newest = this.#newest.get(name);
      ages[name] = newest === undefined ? null : at - newest;
    }
    return ages;
  }

  /** What the windows say of an entity now; what they say of nobody, and why, where the view cannot be read. */
  async seen(entity: string): Promise<SeenOnline> {
    if (this.#isBehind) return this.#unanswered("store.online-behind");
    const held = this.#answers.at(entity, this.#deps.clock.asOf());
    if (held !== undefined) return this.#seen(held);
    const keys = this.#deps.plan.streams.map(({ name }): OnlineKey => ({ stream: name, entity }));
    const names = keys.map(nameOf);
    const hot = this.#hot.all(names);
    if (hot !== undefined) return this.#ask(entity, hot);
    this.#hot.hold(names);
    try {
      for (;;) {
        await this.#loadOrBeginAgain(keys);
        // The view may have begun again meanwhile.
        const states = this.#hot.all(names);
        if (states !== undefined) return this.#ask(entity, states);
      }
    } catch (thrown) {
      this.#fail(thrown);
      return this.#unanswered(isAlidadeError(thrown) ? thrown.code : "store.online-failed");
    } finally {
      this.#hot.release(names);
    }
  }

  /** Takes in what was journalled since. What the store throws keeps nobody from following. */
  follow(): Promise<void> {
    return this.#turns(() => this.#catchUp());
  }

  /** Writes what is new. Throws what the store throws; nothing is lost then. */
  keep(): Promise<void> {
    return this.#turns(async () => {
      await this.#writing;
      await this.#write().catch((thrown: unknown) => this.#fail(thrown));
      await this.#writing;
      if (this.#isRaced()) await this.#catchUp();
      if (this.#failure !== undefined) throw this.#failure;
    });
  }

  #ask(entity: string, states: readonly WindowState[]): SeenOnline {
    let at = this.#deps.clock.asOf();
    for (const state of states) at = Math.max(at, state.at);
    return this.#seen(this.#answers.ask(entity, states, at));
  }

  #seen({ at, windows }: HeldAnswer): SeenOnline {
    return { at, version: this.version, windows, ages: this.ages(at) };
  }

  #unanswered(unavailable: string): SeenOnline {
    const at = this.#deps.clock.asOf();
    return { at, version: this.version, windows: windowsMissing(this.#deps.plan), ages: this.ages(at), unavailable };
  }

  #fail(thrown: unknown): void {
    const isNews = this.#failure === undefined && !isAlidadeError(thrown, onlineRaced.code);
    this.#failure = thrown;
    if (isNews) this.#deps.failed?.(thrown);
  }

  #isRaced(): boolean {
    return isAlidadeError(this.#failure, onlineRaced.code);
  }

  #recover(): void {
    if (this.#failure !== undefined) this.#deps.failed?.(undefined);
    this.#failure = undefined;
  }

  async #catchUp(): Promise<void> {
    const { journal, keepAfter = KEEP_AFTER } = this.#deps;
    for (;;) {
      if (this.#isRaced()) await this.#beginAgain();
      this.#isBehind = this.#unwritten.events >= MOST_BEHIND * keepAfter;
      if (this.#isBehind) return;
      const { entries, next } = await journal.read(this.#position, PAGE, "event");
      for (const entry of entries) this.#apply(entry as EventRecord);
      this.#position = next;
      if (this.#unwritten.fresh >= keepAfter) await this.#writeNext();
      if (entries.length < PAGE && !this.#isRaced()) return;
    }
  }

  /** Begins another write; whoever pushes faster than can be written waits here for the last. */
  async #writeNext(): Promise<void> {
    await this.#writing;
    // A store that failed is tried again when somebody asks to keep.
    if (this.#failure === undefined) await this.#write().catch((thrown: unknown) => this.#fail(thrown));
  }

  #apply(record: EventRecord): void {
    if (record.body.system !== this.#deps.system) return;
    const stream = this.#streams.get(record.body.stream);
    const told = stream === undefined ? null : toldOf(record, stream);
    if (stream === undefined || told === null) return;
    const key = { stream: stream.name, entity: told.entity };
    const name = nameOf(key);
    this.#hot.tell(name, told);
    this.#answers.forget(told.entity);
    this.#unwritten.add(name, key, lineOf(told));
    this.#newest.set(stream.name, Math.max(this.#newest.get(stream.name) ?? Number.NEGATIVE_INFINITY, told.event.time));
  }

  /** Begins to write what is new. */
  async #write(): Promise<void> {
    const { values, plan, system } = this.#deps;
    if (this.#unwritten.fresh === 0 && this.#long.length === 0) {
      if (this.#failure !== undefined) await values.stand(system);
      this.#recover();
      return;
    }
    await this.#load(this.#long);
    const to = { position: this.#position, about: plan.about, note: noteOf(this.#newest) };
    const writes = writesOf(this.#unwritten.leave(), this.#long, this.#hot);
    this.#era++;
    this.#sent = to.position;
    this.#writing = this.#settle(values.move(system, { from: this.#stored, to, writes }), to);
  }

  async #settle(moved: Promise<readonly OnlineKey[]>, to: Stand): Promise<void> {
    try {
      this.#long = await moved;
      this.#stored = to;
      this.#unwritten.left();
      this.#recover();
    } catch (thrown) {
      this.#unwritten.cameBack();
      this.#fail(thrown);
    }
    this.#era++;
    this.#sent = undefined;
    this.#writing = undefined;
  }

  /** Another process moved the view, or built it anew: what it wrote is as good, and the journal has the rest. */
  async #beginAgain(): Promise<void> {
    await this.#writing;
    const { values, plan, system } = this.#deps;
    const stand = await values.stand(system);
    if (stand?.about !== plan.about) throw onlineRaced({ view: system });
    this.#stored = stand;
    this.#position = stand.position;
    this.#era++;
    this.#hot.clear();
    this.#answers.clear();
    this.#unwritten.clear();
    this.#long = [];
    this.#recover();
  }

  async #loadOrBeginAgain(keys: readonly OnlineKey[]): Promise<void> {
    try {
      await this.#load(keys);
    } catch (thrown) {
      if (!isAlidadeError(thrown, onlineRaced.code)) throw thrown;
      this.#fail(thrown);
      await this.follow();
    }
  }

  /** Brings states into memory. Throws `store.online-raced` where another process has moved the view. */
  async #load(keys: readonly OnlineKey[]): Promise<void> {
    for (;;) {
      const missing = keys.filter((key) => this.#hot.get(nameOf(key)) === undefined);
      if (missing.length === 0) return;
      const era = this.#era;
      const entries = await this.#deps.values.get(this.#deps.system, missing);
      // What is unwritten belongs after what is stored; when either began anew meanwhile, they do not fit.
      if (era !== this.#era) continue;
      missing.forEach((key, i) => {
        const name = nameOf(key);
        if (this.#hot.get(name) === undefined) this.#hot.put(name, this.#restore(key, entries[i]));
      });
      return;
    }
  }

  #restore(key: OnlineKey, entry: OnlineEntry | undefined): WindowState {
    const { plan } = known(this.#streams.get(key.stream), `the stream ${key.stream}`);
    const { position, state: stored, tail } = entry ?? {};
    const hasLeft = position !== this.#stored.position;
    // A write that is under way may have come in already; nothing else of ours may have.
    if (position === undefined || (hasLeft && position !== this.#sent)) throw onlineRaced({ view: this.#deps.system });
    const into = this.#hot.spare(plan) ?? new WindowState(plan);
    if (stored == null) into.clear();
    const at = this.#deps.clock.asOf();
    const state = stored == null ? into : decodeWindowState(plan, stored, { into, at });
    const lines = (tail ?? "") + this.#unwritten.linesOf(nameOf(key), { hasLeft });
    for (const told of toldIn(lines)) tell(state, told);
    return state;
  }
}
