import type { Arena } from "../arena.ts";
import { cellsOf } from "../binning/binned-training.ts";
import type { Engine, Grower, Planting, RoundOrder, TreeOrder } from "../engine.ts";
import type { TreeNode } from "../node.ts";
import { BENCH, type Crew, crewOf, histogramsOf, layOutBench, nodesOf } from "./bench.ts";
import type { Caller } from "./call.ts";
import { leavesOf, NODE, treeOf } from "./read-tree.ts";

/** Bytes of a task; see `kernels/grow/tree/bench.ts`. */
const TASK = 64;
/** Where a round has so many trees per thread, each thread grows its own. */
const TREES_EACH = 3;
/** A grower that needs more bytes leaves the trees to TypeScript, which takes memory as it goes. */
const MOST_BYTES = 2 ** 30;

/** Grows trees in the kernel: all threads at one tree, or each at its own where a round has many. */
export function growerOver(
  caller: Caller,
  arena: Arena,
  addSpans: Engine["addSpans"],
): (planting: Planting) => Grower | undefined {
  return (planting) => {
    const isApart = caller.threads === 1 || planting.trees >= TREES_EACH * caller.threads;
    const crew = crewOf(isApart ? 1 : caller.threads, cellsOf(planting.data));
    const benches = isApart ? caller.threads : 1;
    if (bytesOf(planting, crew, benches) > MOST_BYTES) return undefined;
    const place = arena.bytes(BENCH * benches);
    const lay = (bench: number): Int32Array => layOutBench(place.subarray(bench * BENCH), planting, { crew, arena });
    const rows = lay(0);
    for (let bench = 1; bench < benches; bench++) lay(bench);
    const plot = layOutPlot(planting, crew, arena);
    return isApart ? growApart(caller, plot, place) : growTogether(caller, plot, { place, rows, addSpans });
  };
}

function bytesOf(planting: Planting, crew: Crew, benches: number): number {
  const histograms = histogramsOf(planting, crew) + crew.size * crew.size;
  return benches * histograms * cellsOf(planting.data) * 8 + planting.trees * nodesOf(planting, crew) * NODE;
}

/** Where a round's orders are written and its trees are read. */
interface Plot {
  readonly planting: Planting;
  readonly tasks: Uint8Array;
  /** The nodes of each tree. */
  readonly nodes: readonly Uint8Array[];
  readonly masks: Uint8Array;
  readonly spans: Int32Array;
  readonly values: Float64Array;
}

function layOutPlot(planting: Planting, crew: Crew, arena: Arena): Plot {
  const { trees, data, rules } = planting;
  return {
    planting,
    tasks: arena.bytes(TASK * trees),
    nodes: Array.from({ length: trees }, () => arena.bytes(NODE * nodesOf(planting, crew))),
    masks: arena.bytes(data.features.length * trees),
    spans: arena.ints(2 * rules.numLeaves),
    values: arena.floats(rules.numLeaves),
  };
}

/** Each tree by one thread, which adds it to the scores at once. */
function growApart({ run }: Caller, plot: Plot, benches: Uint8Array): Grower {
  return {
    grow(order) {
      order.trees.forEach((tree, k) => {
        write(plot, tree, { k, order, scores: order.scores });
      });
      run({ job: "growOne", parts: order.trees.length, ints: [benches.byteOffset, BENCH, plot.tasks.byteOffset] });
      return order.trees.map((_, k) => read(plot, k));
    },
  };
}

/** One tree after the other, each by all threads. */
function growTogether(
  { run, threads }: Caller,
  plot: Plot,
  {
    place,
    rows,
    addSpans,
  }: { readonly place: Uint8Array; readonly rows: Int32Array; readonly addSpans: Engine["addSpans"] },
): Grower {
  const growOne = (order: RoundOrder, k: number): TreeNode => {
    write(plot, order.trees[k] as TreeOrder, { k, order, scores: undefined });
    run({ job: "grow", parts: threads, ints: [place.byteOffset, plot.tasks.byteOffset + k * TASK] });
    if (order.scores !== undefined) addTo(order.scores, k);
    return read(plot, k);
  };
  const addTo = (scores: Float64Array, k: number): void => {
    const leaves = leavesOf(plot.nodes[k] as Uint8Array, plot);
    if (leaves < 2) return;
    const own = scores.subarray(k * rows.length, (k + 1) * rows.length);
    addSpans({ rows, spans: plot.spans, values: plot.values.subarray(0, leaves), scores: own });
  };
  return { grow: (order) => order.trees.map((_, k) => growOne(order, k)) };
}

/** Writes a tree's order for the kernel. */
function write(
  { tasks, nodes, masks, planting }: Plot,
  { wants, allowed, salt }: TreeOrder,
  { k, order, scores }: { readonly k: number; readonly order: RoundOrder; readonly scores: Float64Array | undefined },
): void {
  const [want] = wants;
  if (want === undefined) return;
  const at = tasks.byteOffset + k * TASK;
  const features = planting.data.features.length;
  if (allowed !== undefined) masks.set(allowed, k * features);
  const mask = allowed === undefined ? 0 : masks.byteOffset + k * features;
  const own = scores === undefined ? 0 : scores.byteOffset + 8 * k * planting.data.rows;
  const place = (nodes[k] as Uint8Array).byteOffset;
  new Int32Array(tasks.buffer, at, 7).set([
    ...[want.cells.byteOffset, place, mask, salt, order.count, order.rows.byteOffset, own],
  ]);
  new Float64Array(tasks.buffer, at + 32, 2).set([want.unit.gradient, want.unit.hessian]);
}

function read({ nodes, planting }: Plot, k: number): TreeNode {
  return treeOf(nodes[k] as Uint8Array, planting.data.shapes);
}
