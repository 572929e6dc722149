import type { Row } from "../../data/index.ts";
import { hashValue } from "../../kernel/index.ts";
import type { Stream } from "./stream.ts";

/**
 * Names one version of an event with an id: the same content under the same id is the same event, told again. When it
 * could be known is no content. `row` holds the fields of the stream's contract, in their order.
 */
export function eventVersion(row: Row, { id, knownAt }: Pick<Stream, "id" | "knownAt">): string {
  const content = Object.entries(row).filter(([name]) => name !== knownAt);
  return `${id === undefined ? "" : row[id]}/${hashValue(content).slice(0, 32)}`;
}
