import { hashValue, milliseconds } from "../../kernel/index.ts";
import type { Node, WindowNode } from "../node.ts";
import { windowsOf } from "../node.ts";
import { windowKey } from "./window-key.ts";

/** One window of a plan. */
export interface PlannedWindow {
  /** Name of the column of its answers. */
  readonly key: string;
  readonly node: WindowNode;
  /** Which of the plan's inputs it looks at; -1 where every event counts. */
  readonly input: number;
  /** Milliseconds; Infinity for everything so far. */
  readonly within: number;
}

/** How a state is written as bytes: states in another format belong to other plans, and are built anew. */
export const STATE_FORMAT = 2;

/** What is kept of one stream, for all the windows over it: the same for training, serving and replay. */
export interface WindowPlan {
  readonly stream: string;
  /** Hash of the windows: a stored state belongs to one plan. */
  readonly id: string;
  /** Expressions over an event, each once; what is missing is not counted. */
  readonly inputs: readonly Node[];
  readonly windows: readonly PlannedWindow[];
  /** Whether events have ids, so that one can be repeated or corrected. */
  readonly hasIds: boolean;
}

export interface PlanOptions {
  readonly stream: string;
  /** Default false. */
  readonly hasIds?: boolean;
}

/** The plan for the windows over one stream that some expressions ask; other streams' windows are passed over. */
export function planWindows(nodes: Iterable<Node>, { stream, hasIds = false }: PlanOptions): WindowPlan {
  const found = [...nodes].flatMap(windowsOf).filter((node) => node.stream === stream);
  const byKey = [...new Map(found.map((node) => [windowKey(node), node]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const inputs = new Map<string, Node>();
  const windows = byKey.map(([key, node]) => ({
    key,
    node,
    input: placeOf(inputOf(node), inputs),
    within: node.within === undefined ? Number.POSITIVE_INFINITY : milliseconds(node.within),
  }));
  const id = hashValue({ keys: windows.map(({ key }) => key), hasIds, format: STATE_FORMAT });
  return Object.freeze({ stream, id, inputs: [...inputs.values()], windows, hasIds });
}

/** The names of the streams whose windows some expressions ask. */
export function streamsAsked(nodes: Iterable<Node>): readonly string[] {
  return [...new Set([...nodes].flatMap(windowsOf).map(({ stream }) => stream))];
}

/** What a window looks at, missing where the event does not count; undefined where every event does. */
function inputOf({ of, where }: WindowNode): Node | undefined {
  if (where === undefined) return of;
  const value: Node = of ?? { op: "literal", kind: "number", value: 1 };
  const nothing: Node = { op: "literal", kind: value.kind, value: null };
  return { op: "apply", operator: "when", kind: value.kind, args: [where, value, nothing], options: {} };
}

function placeOf(input: Node | undefined, inputs: Map<string, Node>): number {
  if (input === undefined) return -1;
  const key = hashValue(input);
  if (!inputs.has(key)) inputs.set(key, input);
  return [...inputs.keys()].indexOf(key);
}
