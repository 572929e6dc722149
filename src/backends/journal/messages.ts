import type { Carried } from "../../kernel/index.ts";
import type { Take, Taken } from "../../store/index.ts";
import type { Durability } from "./segment-file.ts";
import type { Known, Lines, SegmentLimits } from "./segment-writer.ts";

/** What the thread that writes is started with. */
export interface WriterData {
  readonly folder: string;
  readonly durability: Durability;
  readonly limits: SegmentLimits;
  /** How many closed segments stay as they are; null: nothing is compacted. */
  readonly keep: number | null;
}

/** What the thread that writes is told by its owner: someone else to listen to, or to end. */
export type ToWriter = { readonly connect: MessagePort } | { readonly close: true };

/** What a port is asked: to write a batch of entries, or to take from counters. `number` comes back with the answer. */
export type Asked =
  | { readonly number: number; readonly append: Lines }
  | { readonly number: number; readonly take: readonly (Take & { readonly key: string })[] };

/** What a port answers; and, first of all, where the journal is. */
export type Told =
  | { readonly folder: string }
  | { readonly number: number; readonly known: Known }
  | { readonly number: number; readonly taken: readonly Taken[] }
  | { readonly number: number; readonly failed: Carried };

type MessagePort = import("node:worker_threads").MessagePort;
