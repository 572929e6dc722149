import type { Row } from "../../data/index.ts";
import type { Model } from "../model.ts";
import type { PartitionedBody } from "./body.ts";
import { findPartOfRow } from "./lookup.ts";

/** Which of a partitioned model's parts answers for a row. */
export interface LevelUsed {
  /** How many of the key's features were used: 0 is the parent of all. */
  readonly level: number;
  /** Their values, from the coarsest. */
  readonly key: readonly string[];
}

/** The part that answers for a row, for the receipt; undefined for a model that is not partitioned. */
export function levelUsed(model: Model, row: Row): LevelUsed | undefined {
  if (model.format !== "partitioned") return undefined;
  const key = findPartOfRow(model.body as PartitionedBody, row)?.key ?? [];
  return { level: key.length, key };
}
