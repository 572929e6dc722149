import type { TreesBody } from "../trees/body.ts";
import { goesLeft } from "../trees/walk.ts";
import { type Edges, slotAbove } from "./edges.ts";
import { gaussLegendre, type Quadrature } from "./quadrature.ts";

// The readable reference of the Shapley values of a forest's raw score, leaf by leaf; the kernel sums the same in one
// pass down and one up. A leaf pays its value when every feature on its path agrees. A feature in the coalition agrees
// with the row (0 or 1); one outside agrees with a share of the training weight (path-dependent; Lundberg et al., 2020),
// or with one background row (interventional). A feature's Shapley value is then the integral over t in (0, 1) of
// (in - out) · the product over the other features of (t · in + (1 - t) · out): Owen's multilinear extension, 1972. It
// is a polynomial, so a Gauss-Legendre rule gives it exactly.

/** How much a feature agrees with a leaf's path, in the coalition and outside. */
interface Agreement {
  readonly inside: number;
  readonly outside: number;
}

/** Adds the values of one row to `phi` (outputs × slots), against shares of training weight, or against a `background` row. */
export function addShapley(
  { body, edges }: { readonly body: TreesBody; readonly edges: Edges },
  { row, background }: { readonly row: Float64Array; readonly background?: Float64Array | undefined },
  phi: Float64Array,
): void {
  const slots = body.levels.length;
  body.roots.forEach((root, tree) => {
    const end = edges.end[root] as number;
    for (let leaf = root; leaf < end; leaf++) {
      if ((body.slot[leaf] as number) >= 0) continue;
      const path = agreements({ body, edges }, leaf, { row, background });
      const shares = leafShares(path);
      for (const [output, value] of leafValues(body, leaf, tree))
        for (const [slot, share] of shares)
          phi[output * slots + slot] = (phi[output * slots + slot] as number) + value * share;
    }
  });
}

/** What a leaf holds: pairs of output and value. */
export function leafValues(
  { base, value, vectors }: TreesBody,
  leaf: number,
  tree: number,
): readonly (readonly [number, number])[] {
  const width = base.length;
  const held = value[leaf] as number;
  if (vectors.length === 0) return [[tree % width, held]];
  return Array.from(vectors.subarray(held * width, (held + 1) * width), (number, output) => [output, number] as const);
}

function agreements(
  { body, edges }: { readonly body: TreesBody; readonly edges: Edges },
  leaf: number,
  { row, background }: { readonly row: Float64Array; readonly background?: Float64Array | undefined },
): ReadonlyMap<number, Agreement> {
  const path = new Map<number, Agreement>();
  for (let node = leaf; (edges.parent[node] as number) >= 0; node = edges.parent[node] as number) {
    const above = edges.parent[node] as number;
    const slot = slotAbove(body, edges, node);
    const takes = (cells: Float64Array): number => (goesLeft(body, above, cells) === (node === above + 1) ? 1 : 0);
    const whole = body.cover[above] as number;
    const share = whole > 0 ? (body.cover[node] as number) / whole : 0;
    const { inside, outside } = path.get(slot) ?? { inside: 1, outside: 1 };
    path.set(slot, {
      inside: inside * takes(row),
      outside: outside * (background === undefined ? share : takes(background)),
    });
  }
  return path;
}

/** Every feature's share of a leaf's value. */
function leafShares(path: ReadonlyMap<number, Agreement>): readonly (readonly [number, number])[] {
  const rule = gaussLegendre(pointsFor(path.size));
  return [...path].map(([slot, { inside, outside }]) => {
    const others = [...path].filter(([other]) => other !== slot).map(([, agreement]) => agreement);
    return [slot, (inside - outside) * integral(others, rule)] as const;
  });
}

function integral(others: readonly Agreement[], { points, weights }: Quadrature): number {
  return points.reduce((sum, t, i) => {
    const product = others.reduce((all, { inside, outside }) => all * (t * inside + (1 - t) * outside), 1);
    return sum + (weights[i] as number) * product;
  }, 0);
}

/** How many points make the rule exact for so many features; even, as the kernel takes two at a time. */
export function pointsFor(features: number): number {
  return Math.max(2, 2 * Math.ceil(features / 4));
}
