import type { Kind } from "../../data/index.ts";
import { hashValue, isAlidadeError } from "../../kernel/index.ts";
import type { Node, Options } from "../node.ts";
import { redeclared } from "./declare.ts";
import { frozenUnreadable } from "./errors.ts";
import type { Frozen, FrozenStep } from "./frozen.ts";
import { type PlannedOutput, stepName, stepOf } from "./plan.ts";
import { readNode } from "./read-node.ts";
import { readItems, readParts, readWord } from "./shape.ts";
import { transformOf } from "./transforms.ts";

/** Transforms, and features, at most. */
const MOST = 10_000;

/**
 * Fitted transforms of data that nobody vouches for: every expression reads what is there, every state is whole. `inputs` are
 * the columns that will be given. Throws `features.frozen-unreadable`.
 */
export function readFrozen(data: unknown, inputs: Readonly<Record<string, Kind>>): Frozen {
  const parts = readParts(data, "the transforms");
  const kinds = new Map(Object.entries(inputs));
  const steps = readItems(parts.steps, { what: "the steps", most: MOST }, readParts).map((step, place) => {
    const read = readStep(step, kinds);
    kinds.set(stepName(place), read.kind);
    return read;
  });
  const outputs = readItems(parts.outputs, { what: "the outputs", most: MOST }, readParts).map((output) =>
    readOutput(output, kinds),
  );
  return Object.freeze({ steps, outputs });
}

function readStep(step: Readonly<Record<string, unknown>>, kinds: ReadonlyMap<string, Kind>): FrozenStep {
  const of = readNode(step.of, kinds);
  const transform = readWord(step.transform, "a transform's name");
  const options = declaredAlike(transform, of, readParts(step.options, "a transform's options") as Options);
  const { takes, gives, read } = transformOf({ transform });
  if (!takes.includes(of.kind)) throw frozenUnreadable({ problem: `${transform} is to take a ${of.kind}` });
  return { of, kind: gives === "same" ? of.kind : gives, transform, options, state: read(step.state, options) };
}

/** Options are as a system file would have made them: within their bounds. */
function declaredAlike(transform: string, of: Node, options: Options): Options {
  try {
    const again = redeclared(transform, of, options);
    if (again.op === "fitted" && hashValue(again.options) === hashValue(options)) return again.options;
  } catch (thrown) {
    if (!isAlidadeError(thrown) && !(thrown instanceof TypeError)) throw thrown;
  }
  throw frozenUnreadable({ problem: `the options of ${JSON.stringify(transform)} are none` });
}

function readOutput(output: Readonly<Record<string, unknown>>, kinds: ReadonlyMap<string, Kind>): PlannedOutput {
  const of = readNode(output.of, kinds);
  const place = stepOf(of);
  if (place !== undefined && !kinds.has(stepName(place))) throw frozenUnreadable({ problem: "an output has no step" });
  return { feature: readWord(output.feature, "a feature's name"), of };
}
