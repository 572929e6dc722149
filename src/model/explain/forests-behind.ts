import type { Row } from "../../data/index.ts";
import type { HierarchyBody } from "../formats/hierarchy.ts";
import type { PerLabelBody } from "../formats/per-label.ts";
import type { Model } from "../model.ts";
import type { PartitionedBody } from "../partitioned/body.ts";
import { findPartOfRow } from "../partitioned/lookup.ts";
import type { TreesBody } from "../trees/body.ts";

/** What has a say in an output for a row. */
export interface Behind {
  readonly forests: readonly Model<TreesBody>[];
  /** Features that choose which part answers: another value there is another model, in which nobody looked. */
  readonly keys: readonly string[];
}

const NOTHING: Behind = { forests: [], keys: [] };

/** The forests behind one output of a model, itself or its parts; undefined where something else than forests has a say. */
export function forestsBehind(model: Model, row: Row, output: number): Behind | undefined {
  const { format, body, calibrations = [] } = model;
  if (format === "trees") return { forests: [model as Model<TreesBody>], keys: [] };
  if (format === "constant") return NOTHING;
  if (format === "partitioned") return behindKey(body as PartitionedBody, row, output);
  // Calibrated shares sum to 1: then all have a say in each.
  const of = calibrations.length > 0 ? undefined : output;
  if (format === "perLabel") return behindLabel(body as PerLabelBody, row, of);
  if (format === "hierarchy") return behindPath(body as HierarchyBody, row, of);
  return undefined;
}

function behindKey(body: PartitionedBody, row: Row, output: number): Behind | undefined {
  const part = findPartOfRow(body, row)?.model() ?? body.parent;
  const found = forestsBehind(part, row, output);
  return found === undefined ? undefined : { ...found, keys: [...body.by, ...found.keys] };
}

/** In a chain also the models of the labels before it, whose answers it is told. */
function behindLabel({ chains }: PerLabelBody, row: Row, label: number | undefined): Behind | undefined {
  const parts = chains.flatMap(({ order, models, links }) => {
    const last = label === undefined ? models.length - 1 : order.indexOf(label);
    const isAlone = label !== undefined && links.length === 0;
    return models.slice(isAlone ? last : 0, last + 1);
  });
  return together(parts.map((part) => forestsBehind(part, row, 0)));
}

/** The forks on the way to the class. */
function behindPath({ nodes }: HierarchyBody, row: Row, leaf: number | undefined): Behind | undefined {
  const onPath = new Set<number>();
  for (let at: number | undefined = leaf === undefined ? undefined : -1 - leaf; at !== undefined; ) {
    const child: number = at;
    const above = nodes.findIndex(({ children }) => children.includes(child));
    onPath.add(above);
    at = above > 0 ? above : undefined;
  }
  const forks = nodes.filter((_, number) => leaf === undefined || onPath.has(number));
  const all = forks.flatMap(({ model }) =>
    model === undefined
      ? []
      : Array.from({ length: Math.max(1, model.signature.classes.length) }, (_, k) => ({ model, k })),
  );
  return together(all.map(({ model, k }) => forestsBehind(model, row, k)));
}

function together(parts: readonly (Behind | undefined)[]): Behind | undefined {
  const found = parts.filter((part) => part !== undefined);
  if (found.length < parts.length) return undefined;
  return {
    forests: [...new Set(found.flatMap(({ forests }) => forests))],
    keys: [...new Set(found.flatMap(({ keys }) => keys))],
  };
}
