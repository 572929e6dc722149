import type { Addition, Walked } from "../engine.ts";

/** Adds leaf values to the rows of a list that lies sorted by leaf. */
export function addSpans({ rows, spans, values, scores }: Addition): void {
  values.forEach((value, leaf) => {
    for (let i = spans[leaf * 2] as number; i < (spans[leaf * 2 + 1] as number); i++) {
      const row = rows[i] as number;
      scores[row] = (scores[row] as number) + value;
    }
  });
}

/** Walks rows down a tree and adds the value of the leaf where each ends. */
export function walk({ data, tree, scores }: Walked): void {
  const { nodes, sides, values } = tree;
  for (let row = 0; row < data.rows; row++) {
    let node = 0;
    for (let feature = nodes[0] as number; feature >= 0; feature = nodes[node * 4] as number) {
      const bin = data.bins[feature * data.rows + row] as number;
      const goesLeft = sides[(nodes[node * 4 + 3] as number) + bin] === 1;
      node = nodes[node * 4 + (goesLeft ? 1 : 2)] as number;
    }
    scores[row] = (scores[row] as number) + (values[node] as number);
  }
}
