/** What lineage leads through. */
export type LineageKind =
  | "decision"
  | "decisions"
  | "release"
  | "model"
  | "run"
  | "snapshot"
  | "events"
  | "file"
  | "part"
  | "source"
  | "contract"
  | "features"
  | "code";

/** One thing, what is known of it, and where it leads: to what it came from, or to what came of it. */
export interface LineageNode {
  readonly kind: LineageKind;
  readonly id: string;
  /** In the order in which a person wants them. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly next: readonly LineageNode[];
}

/** A node of lineage. */
export function lineageNode(
  kind: LineageKind,
  id: string,
  { facts = {}, next = [] }: Partial<Pick<LineageNode, "facts" | "next">> = {},
): LineageNode {
  return { kind, id, facts, next };
}
