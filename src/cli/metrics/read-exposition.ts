/** One line of the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\S+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus, version 0.0.4; comments and what is no sample are passed over. */
export function readExposition(text: string): readonly Sample[] {
  return text.split("\n").flatMap((line): readonly Sample[] => {
    const found = line.startsWith("#") ? null : LINE.exec(line.trim());
    if (found === null) return [];
    const [, name = "", labels = "", value = ""] = found;
    const pairs = [...labels.matchAll(LABEL)].map(([, key = "", raw = ""]) => [key, unescaped(raw)] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value.replace("Inf", "Infinity")) }];
  });
}

function unescaped(raw: string): string {
  return raw.replace(/\\(.)/g, (_, one: string) => (one === "n" ? "\n" : one));
}

/** The samples of a name together; undefined where there is none. */
export function sumOf(samples: readonly Sample[], name: string): number | undefined {
  const own = samples.filter((sample) => sample.name === name);
  return own.length === 0 ? undefined : own.reduce((sum, { value }) => sum + value, 0);
}
