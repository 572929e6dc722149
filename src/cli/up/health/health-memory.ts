import type { Instant } from "../../../kernel/index.ts";
import type { HealthSeen, Seen } from "../../../watch/index.ts";

/**
 * Samples of what a server does for one system, in memory that outlives the thread that watches: the thread that controls the server
 * writes them, whoever watches reads them.
 */
export type HealthMemory = SharedArrayBuffer;

/** By system, its samples. */
export type HealthMemories = ReadonlyMap<string, HealthMemory>;

/** How a server stands at an instant. All but the memory only grows. */
export interface HealthSample {
  readonly at: Instant;
  /** Of the system. */
  readonly requests: number;
  readonly failed: number;
  readonly refused: number;
  /** Of all systems, requests of which it was known whose they were. */
  readonly known: number;
  /** Requests that failed before anybody knew whose they were. */
  readonly lost: number;
  /** Milliseconds in which the server was not ready. */
  readonly unreadyMs: number;
  readonly cpuSeconds: number;
  /** The most bytes since the sample before. */
  readonly memory: number;
}

/** Samples that are kept of a system, in 288 KiB. */
export const MOST_SAMPLES = 4_096;
const FIELDS = 9;
/** Before the samples: how many were ever written. */
const HEAD = 8;

export function healthMemory(): HealthMemory {
  return new SharedArrayBuffer(HEAD + MOST_SAMPLES * FIELDS * Float64Array.BYTES_PER_ELEMENT);
}

/** Keeps a sample, in the place of the oldest. One thread writes. */
export function keepSample(memory: HealthMemory, sample: HealthSample): void {
  const written = new Int32Array(memory, 0, 1);
  const number = Atomics.load(written, 0);
  const { at, requests, failed, refused, known, lost, unreadyMs, cpuSeconds } = sample;
  placeOf(memory, number).set([at, requests, failed, refused, known, lost, unreadyMs, cpuSeconds, sample.memory]);
  // Whoever reads the new count finds all of the sample.
  Atomics.store(written, 0, number + 1);
}

/**
 * What is known of a period through which the server ran; undefined of one in which it began, or whose beginning is no longer in
 * memory, for nobody knows of the rest. What was counted between two samples belongs to the period of the later one, so periods one
 * after the other count everything once.
 */
export function healthOver(memory: HealthMemory, { from, to }: Pick<Seen, "from" | "to">): HealthSeen | undefined {
  const samples = samplesIn(memory);
  const first = samples.findLast(({ at }) => at <= from);
  const inside = samples.filter(({ at }) => at > from && at <= to);
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const lost = lostBetween(first, last);
  return {
    requests: last.requests - first.requests + lost,
    failed: last.failed - first.failed + lost,
    refused: last.refused - first.refused,
    readyMs: Math.max(0, to - from - (last.unreadyMs - first.unreadyMs)),
    cpuSeconds: last.cpuSeconds - first.cpuSeconds,
    memory: inside.reduce((most, sample) => Math.max(most, sample.memory), 0),
  };
}

/**
 * The system's part of what failed before anybody knew whose it was. Who is turned away does not depend on whom they ask, so each
 * system lost as large a part of these as it has of the others; of none, whoever had asked for any system would have been turned
 * away, and all of it counts for each.
 */
function lostBetween(first: HealthSample, last: HealthSample): number {
  const [lost, known] = [last.lost - first.lost, last.known - first.known];
  return known > 0 ? (lost * (last.requests - first.requests)) / known : lost;
}

/** Oldest first; without the place that is written next. */
function samplesIn(memory: HealthMemory): readonly HealthSample[] {
  const count = Atomics.load(new Int32Array(memory, 0, 1), 0);
  const first = Math.max(0, count - MOST_SAMPLES + 1);
  return Array.from({ length: count - first }, (_, i) => sampleAt(memory, first + i));
}

function sampleAt(memory: HealthMemory, number: number): HealthSample {
  const [at = 0, requests = 0, failed = 0, refused = 0, known = 0, lost = 0, unreadyMs = 0, cpuSeconds = 0, bytes = 0] =
    placeOf(memory, number);
  return { at, requests, failed, refused, known, lost, unreadyMs, cpuSeconds, memory: bytes };
}

function placeOf(memory: HealthMemory, number: number): Float64Array {
  const place = (number % MOST_SAMPLES) * FIELDS * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(memory, HEAD + place, FIELDS);
}
