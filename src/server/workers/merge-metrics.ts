/** One family of an exposition: its two lines of description, and its samples in the order in which they came. */
interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: Map<string, number>;
}

/** An exposition in the text format of Prometheus, by name of the family. */
export type Exposition = ReadonlyMap<string, Family>;

/** How threads' values become one where they are not added: the last to follow, the latest timer, bytes that all share. */
const MERGED: readonly (readonly [series: RegExp, merge: (a: number, b: number) => number])[] = [
  [/^alidade_serving_epoch\{/, Math.min],
  [/^alidade_loop_delay_seconds$/, Math.max],
  [/^alidade_model_bytes\{kind="files"\}$/, Math.max],
];

/** Reads what one thread has counted. */
export function readExposition(text: string): Exposition {
  const families = new Map<string, Family>();
  let help = "";
  let family: Family | undefined;
  for (const line of text.split("\n")) {
    if (line.startsWith("# HELP ")) help = line;
    else if (line.startsWith("# TYPE ")) {
      family = { help, type: line, samples: new Map() };
      families.set(line.split(" ")[2] ?? "", family);
    } else if (line !== "") {
      const end = line.lastIndexOf(" ");
      family?.samples.set(line.slice(0, end), Number(line.slice(end + 1)));
    }
  }
  return families;
}

/** What several threads have counted together. Each family is described as the first one that has it says. */
export function mergeExpositions(all: readonly Exposition[]): Exposition {
  const merged = new Map<string, Family>();
  for (const exposition of all)
    for (const [name, { help, type, samples }] of exposition) {
      const family = merged.get(name) ?? { help, type, samples: new Map<string, number>() };
      merged.set(name, family);
      for (const [series, value] of samples) {
        const before = family.samples.get(series);
        family.samples.set(series, before === undefined ? value : mergerOf(series)(before, value));
      }
    }
  return merged;
}

function mergerOf(series: string): (a: number, b: number) => number {
  return MERGED.find(([pattern]) => pattern.test(series))?.[1] ?? ((a, b) => a + b);
}

/** Only what grows as long as a server runs: what a thread that has ended leaves to be counted on. */
export function lastingPart(exposition: Exposition): Exposition {
  return new Map([...exposition].filter(([, { type }]) => / (counter|histogram)$/.test(type)));
}

/** The text of an exposition. */
export function writeExposition(exposition: Exposition): string {
  const lines = [...exposition.values()].flatMap(({ help, type, samples }) => [
    help,
    type,
    ...[...samples].map(([series, value]) => `${series} ${value}`),
  ]);
  return `${lines.join("\n")}\n`;
}
