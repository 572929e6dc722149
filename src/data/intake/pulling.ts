import type { Clock } from "../../kernel/index.ts";
import type { Blobs, Records } from "../../store/index.ts";
import type { Contract } from "../contract/contract.ts";
import { keyOf, type SourceRef } from "../source/ref.ts";
import type { SourceReader } from "../source/source.ts";
import type { Intake } from "./intake.ts";

/** What is pulled. */
export interface PullRequest {
  /** Name of the system. */
  readonly system: string;
  readonly source: SourceRef;
  readonly contract: Contract;
  /** Read from the beginning. With a key, what is kept stays and is not doubled; without one it is replaced. */
  readonly restart?: boolean;
}

/** What a pull needs. */
export interface PullDeps {
  readonly reader: SourceReader;
  readonly records: Pick<Records, "collection">;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** Called after every batch. `share` is null when nobody knows how much there is. */
  readonly onProgress?: (rows: number, share: number | null) => void;
  /** Stops between two batches; what was read is kept. */
  readonly signal?: { throwIfAborted(): void };
  /** The most rows of a part. Default 100,000. */
  readonly partRows?: number;
  /** After so many milliseconds what was read is kept, however little. Default 5,000. */
  readonly keepEvery?: number;
}

/** What a pull brought. */
export interface Pulled {
  /** Rows that are new. */
  readonly rows: number;
  /** Rows that were sent again just as they are kept. */
  readonly resent: number;
  /** New rows that the contract sets aside; they are kept, with their reasons. */
  readonly quarantined: number;
  readonly intake: Intake;
}

/** What tells rows apart: as the source declares, or else the first unique field of the contract. */
export function pullKey(source: Pick<SourceRef, "options">, { fields }: Contract): readonly string[] {
  const declared = keyOf(source);
  if (declared.length > 0) return declared;
  const unique = Object.entries(fields).find(([, field]) => field.unique);
  return unique === undefined ? [] : [unique[0]];
}
