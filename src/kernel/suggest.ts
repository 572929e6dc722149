/** The allowed name that is nearest to what was written, when it is near enough to be what was meant. */
export function nearest(written: string, allowed: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(written.length / 3));
  const near = allowed
    .map((name) => ({ name, steps: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, steps }) => steps <= limit && steps < Math.max(written.length, name.length))
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.name;
}

/** Ends a sentence about a name that does not exist. */
export function didYouMean(written: string, allowed: readonly string[]): string {
  const name = nearest(written, allowed);
  return name === undefined ? "" : ` Did you mean \`${name}\`?`;
}

/** Insertions, deletions and replacements from one text to the other. Levenshtein, 1966. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
