// Shapley values of a forest's raw score. The layout of the image is written by src/model/explain/image.ts: a head of
// sixteen 32-bit numbers, sixteen bytes for each tree, and sixty-four for each node, in preorder.

@inline function trees(image: i32): i32 { return i32.load(image, 0); }
@inline function width(image: i32): i32 { return i32.load(image, 4); }
@inline function slots(image: i32): i32 { return i32.load(image, 8); }
@inline function cells(image: i32): i32 { return image + i32.load(image, 12); }
@inline function phi(image: i32): i32 { return image + i32.load(image, 16); }
@inline function vectors(image: i32): i32 { return i32.load(image, 20); }
@inline function work(image: i32): i32 { return image + i32.load(image, 24); }
/** The nodes of the largest tree. */
@inline function most(image: i32): i32 { return i32.load(image, 28); }
@inline function weights(image: i32): i32 { return image + i32.load(image, 32); }
@inline function side(image: i32): i32 { return i32.load(image, 36); }

@inline function nodeAt(first: i32, index: i32): i32 { return first + (index << 6); }
@inline function rightOf(node: i32): i32 { return i32.load(node, 16); }
/** The feature of the split above. */
@inline function slotOf(node: i32): i32 { return i32.load(node, 20); }
/** The nearest node above that lies under a split on the same feature; -1 without one. */
@inline function beforeOf(node: i32): i32 { return i32.load(node, 24); }
@inline function parentOf(node: i32): i32 { return i32.load(node, 28); }
/** The share of the training weight that took the feature's splits down to here. */
@inline function shareOf(node: i32): f64 { return f64.load(node, 32); }

/** Whether a row goes left at a split. */
@inline function goesLeft(image: i32, node: i32, row: i32): i32 {
  const lane = i32.load(node, 8);
  const at = cells(image) + (row << 3);
  if (!(lane & 1)) return i32(f64.load(at + lane) <= f64.load(node)) == i32.load(node, 12) ? 1 : 0;
  const bit = i32.load(at + lane - 1);
  return (i32.load8_u(image + i32.load(node) + (bit >> 3)) >> (bit & 7)) & 1;
}

@inline function leafValue(image: i32, node: i32, output: i32): f64 {
  const value = f64.load(node, 40);
  const from = vectors(image);
  return from == 0 ? value : f64.load(image + from + ((i32(value) * width(image) + output) << 3));
}

/** Adds the path-dependent Shapley values of one row of the block: phi[output][slot]. */
export function explainRow(image: i32, row: i32): void {
  const all = vectors(image) != 0;
  for (let tree = 0; tree < trees(image); tree++) {
    const entry = image + 64 + (tree << 4);
    const first = image + i32.load(entry), count = i32.load(entry, 4);
    const points = i32.load(entry, 8), at = image + i32.load(entry, 12);
    if (count == 1) continue;
    down(image, row, first, count, points, at);
    if (all) for (let output = 0; output < width(image); output++) up(image, output, first, count, points);
    else up(image, tree % width(image), first, count, points);
  }
}

/** One byte per node: whether the row goes left there, and whether it took all splits of the feature above. */
@inline function flags(image: i32): i32 { return work(image); }
@inline function products(image: i32): i32 { return work(image) + (((most(image) << 1) + 15) & ~15); }
@inline function inverses(image: i32, points: i32): i32 { return products(image) + ((most(image) * points) << 3); }

/** Per node and point t: the product over the features above of t · took + (1 - t) · share. */
function down(image: i32, row: i32, first: i32, count: i32, points: i32, at: i32): void {
  const p = products(image), g = inverses(image, points), stride = points << 3, flag = flags(image);
  for (let k = 0; k < stride; k += 16) v128.store(p + k, v128.load(at + stride + k));
  for (let i = 0; i < count; i++) {
    const node = nodeAt(first, i);
    if (rightOf(node) != 0) i32.store8(flag + (i << 1), goesLeft(image, node, row));
    if (i == 0) continue;
    const parent = parentOf(node), before = beforeOf(node), share = shareOf(node);
    const goes = i32.load8_u(flag + (parent << 1)) == i32(i == parent + 1);
    const took = goes && (before < 0 || i32.load8_u(flag + (before << 1), 1) != 0);
    i32.store8(flag + (i << 1), i32(took), 1);
    const z = f64x2.splat(share), rise = f64x2.splat(f64(i32(took)) - share), one = f64x2.splat(took || share > 0 ? 1 : 0);
    const mine = i * stride, above = parent * stride;
    for (let k = 0; k < stride; k += 16) {
      const factor = f64x2.add(z, f64x2.mul(v128.load(at + k), rise));
      let product = f64x2.mul(v128.load(p + above + k), factor);
      if (before >= 0) product = f64x2.mul(product, v128.load(g + before * stride + k));
      v128.store(p + mine + k, product);
      // A factor of zero has an inverse of zero here: whatever it divides is zero as well.
      v128.store(g + mine + k, f64x2.div(one, f64x2.max(factor, f64x2.splat(f64.MIN_VALUE))));
    }
  }
}

/** Sums leaves upwards; every edge adds what its feature gained there over what it had gained above. */
function up(image: i32, output: i32, first: i32, count: i32, points: i32): void {
  const p = products(image), g = inverses(image, points), stride = points << 3, flag = flags(image);
  const into = phi(image) + ((output * slots(image)) << 3);
  for (let i = count - 1; i > 0; i--) {
    const node = nodeAt(first, i);
    const parent = parentOf(node), before = beforeOf(node);
    const gain = f64x2.splat(f64(i32.load8_u(flag + (i << 1), 1)) - shareOf(node));
    let had = f64x2.splat(0), old = g;
    if (before >= 0) {
      had = f64x2.splat(f64(i32.load8_u(flag + (before << 1), 1)) - shareOf(nodeAt(first, before)));
      old = g + before * stride;
    }
    const scale = f64x2.splat(rightOf(node) == 0 ? leafValue(image, node, output) : 1);
    const mine = i * stride, above = p + parent * stride, isLeft = i == parent + 1;
    let total = f64x2.splat(0);
    for (let k = 0; k < stride; k += 16) {
      const sum = f64x2.mul(v128.load(p + mine + k), scale);
      const change = f64x2.sub(f64x2.mul(gain, v128.load(g + mine + k)), f64x2.mul(had, v128.load(old + k)));
      total = f64x2.add(total, f64x2.mul(sum, change));
      v128.store(above + k, isLeft ? f64x2.add(v128.load(above + k), sum) : sum);
    }
    const slot = into + (slotOf(node) << 3);
    f64.store(slot, f64.load(slot) + (f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)));
  }
}

/** Adds the Shapley values of row `x` against the single background row `z` of the block: phi[output][slot]. */
export function contrastRows(image: i32, x: i32, z: i32): void {
  const all = vectors(image) != 0;
  for (let tree = 0; tree < trees(image); tree++) {
    const entry = image + 64 + (tree << 4);
    const first = image + i32.load(entry);
    if (i32.load(entry, 4) == 1) continue;
    const met = meet(image, x, z, first);
    if (all) for (let output = 0; output < width(image); output++) settle(image, output, first, met);
    else settle(image, tree % width(image), first, met);
  }
}

// State of a node that x or z, feature by feature, can reach (32 bytes): 0 how many features only x takes, 4 how many
// only z, 8 who takes the feature above (0 both, 1 x, 2 z), 12 whether that was decided here, 16 and 24 two sums.
@inline function stateOf(image: i32, index: i32): i32 { return work(image) + (index << 5); }
@inline function metList(image: i32): i32 { return work(image) + (most(image) << 5); }
@inline function waiting(image: i32): i32 { return metList(image) + (most(image) << 2); }

@inline function enter(state: i32, a: i32, b: i32, who: i32, decided: i32): void {
  i32.store(state, a);
  i32.store(state, b, 4);
  i32.store(state, who, 8);
  i32.store(state, decided, 12);
}

/** Lists the nodes within reach in preorder, with their states; returns how many. */
function meet(image: i32, x: i32, z: i32, first: i32): i32 {
  const list = metList(image), wait = waiting(image);
  let met = 0, waits = 0, i = 0;
  enter(stateOf(image, 0), 0, 0, 0, 0);
  for (;;) {
    i32.store(list + (met++ << 2), i);
    const node = nodeAt(first, i), right = rightOf(node);
    if (right == 0) {
      if (waits == 0) break;
      i = i32.load(wait + (--waits << 2));
      continue;
    }
    const state = stateOf(image, i), a = i32.load(state), b = i32.load(state, 4), left = i + 1;
    const before = beforeOf(nodeAt(first, left));
    const held = before < 0 ? 0 : i32.load(stateOf(image, before), 8);
    const byX = goesLeft(image, node, x), byZ = goesLeft(image, node, z);
    if (held != 0 || byX == byZ) {
      i = (held == 2 ? byZ : byX) ? left : right;
      enter(stateOf(image, i), a, b, held, 0);
      continue;
    }
    enter(stateOf(image, byX ? left : right), a + 1, b, 1, 1);
    enter(stateOf(image, byX ? right : left), a, b + 1, 2, 1);
    i32.store(wait + (waits++ << 2), right);
    i = left;
  }
  return met;
}

/** Sums the leaves within reach upwards; the edge that decided a feature takes its share of all leaves below it. */
function settle(image: i32, output: i32, first: i32, met: i32): void {
  const into = phi(image) + ((output * slots(image)) << 3), list = metList(image);
  for (let k = 0; k < met; k++) v128.store(stateOf(image, i32.load(list + (k << 2))), i64x2.splat(0), 16);
  for (let k = met - 1; k > 0; k--) {
    const i = i32.load(list + (k << 2));
    const node = nodeAt(first, i), state = stateOf(image, i);
    let sums = v128.load(state, 16);
    if (rightOf(node) == 0) {
      const a = i32.load(state), b = i32.load(state, 4), w = weights(image);
      const gained = f64x2.replace_lane(f64x2.splat(f64.load(w + ((a * side(image) + b) << 3))), 1, f64.load(w + ((b * side(image) + a) << 3)));
      sums = f64x2.mul(f64x2.splat(leafValue(image, node, output)), gained);
    }
    const above = stateOf(image, parentOf(node));
    v128.store(above, f64x2.add(v128.load(above, 16), sums), 16);
    if (!i32.load(state, 12)) continue;
    const slot = into + (slotOf(node) << 3);
    f64.store(slot, f64.load(slot) + (i32.load(state, 8) == 1 ? f64x2.extract_lane(sums, 0) : -f64x2.extract_lane(sums, 1)));
  }
}
