import type { Row, Table } from "../../data/index.ts";
import type { Model } from "../model.ts";
import type { Explanation, Unexplained } from "./explanation.ts";

/** What an explainer is asked. */
export interface Asked {
  readonly row: Row;
  readonly background: Table | undefined;
  /** Explains a part, of whatever format: explainers cannot import the list that they stand in. */
  explainPart(part: Model, asked: Asked): Explanation | Unexplained;
}
