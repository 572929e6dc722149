/** Names and values of labels, in the order in which they are written. */
export type Labels = Readonly<Record<string, string>>;

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/** Labels as the text format of Prometheus writes them between braces. */
function writeLabels(labels: Labels): string {
  let text = "";
  for (const name in labels) text += `${text === "" ? "" : ","}${name}="${escaped(labels[name] ?? "")}"`;
  return text;
}

function escaped(value: string): string {
  return /[\\"\n]/.test(value) ? value.replace(/[\\"\n]/g, (found) => ESCAPED[found] ?? found) : value;
}

/** So many combinations of labels are kept apart; whatever comes after them is counted together as "other". */
const MOST_SERIES = 500;

/** The key under which a combination of labels is kept. */
export function boundedKey(series: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = writeLabels(labels);
  if (series.has(key) || series.size < MOST_SERIES) return key;
  return writeLabels(Object.fromEntries(Object.keys(labels).map((name) => [name, "other"])));
}
