/**
 * The score from which acting has brought most, given what acting on each case gains; above all scores where it never does.
 * Between two scores it lies in the middle.
 */
export function bestCut(scores: Float64Array, gains: Float64Array): number {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const first = scores[order[0] ?? 0] ?? 0;
  let best = { cut: first + 1, sum: 0 };
  let sum = 0;
  order.forEach((at, i) => {
    sum += gains[at] as number;
    const [here, next] = [scores[at] as number, scores[order[i + 1] ?? -1] ?? Number.NEGATIVE_INFINITY];
    // Cases with one score are acted on together.
    if (next === here || !(sum > best.sum)) return;
    best = { cut: next === Number.NEGATIVE_INFINITY ? here : (here + next) / 2, sum };
  });
  return best.cut;
}
