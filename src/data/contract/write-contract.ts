import type { Contract } from "./contract.ts";
import type { Field } from "./field.ts";
import type { Proposal } from "./infer.ts";

export interface WriteOptions {
  /** What the file imports from. Default `alidade`. */
  readonly import?: string;
}

const WIDTH = 120;

/** The source of a contract file (`contract.mts`) for a person to read and correct; the notes stand as comments. */
export function writeContract(proposal: Proposal, options: WriteOptions = {}): string {
  const { contract, notes } = proposal;
  const kinds = [...new Set(Object.values(contract.fields).map((field) => field.kind))].sort();
  const general = notes.filter((note) => note.field === undefined).map((note) => `// ${sentence(note.text)}\n`);
  const fields = Object.entries(contract.fields).flatMap(([name, field]) => {
    const about = notes
      .filter((note) => note.field === name)
      .map((note) => `  // ${sentence(`\`${name}\` ${note.text}`)}`);
    return [...about, `  ${key(name)}: ${call(field, WIDTH - key(name).length - 5)},`];
  });
  return [
    `import { ${["contract", ...kinds].join(", ")} } from "${options.import ?? "alidade"}";\n\n`,
    '// Proposed from data. Read it, correct it, and mark what is known only after a decision with `known: "after"`.\n',
    ...general,
    `export default contract({\n${fields.join("\n")}\n}${tail(contract)});\n`,
  ].join("");
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Defaults are left out: what a reader sees is what is special. */
const DEFAULTS: Readonly<Record<string, unknown>> = { known: "before", missing: 0, unique: false, format: "iso" };

/** A field as the call that declares it: on one line when that is at most `width` long. */
export function call({ kind, ...rest }: Field, width: number = Number.POSITIVE_INFINITY): string {
  const options = Object.entries(rest).filter(([name, value]) => value !== DEFAULTS[name]);
  if (options.length === 0) return `${kind}()`;
  const words = options.map(([name, value]) => `${name}: ${literal(kind, name, value)}`);
  const line = `${kind}({ ${words.join(", ")} })`;
  return line.length <= width ? line : `${kind}({\n${words.map((word) => `    ${word},`).join("\n")}\n  })`;
}

function literal(kind: Field["kind"], name: string, value: unknown): string {
  if (Array.isArray(value)) return list(value as readonly string[]);
  if (name === "ahead" && value !== 0) return `"${durationOf(value as number)}"`;
  const isBound = kind === "time" && (name === "min" || name === "max");
  return plain(isBound ? new Date(value as number).toISOString() : value);
}

/** Values on one line when they fit, else filled up to the width. */
function list(values: readonly (string | number)[]): string {
  const words = values.map((value) => JSON.stringify(value));
  const line = `[${words.join(", ")}]`;
  if (line.length + 16 <= WIDTH) return line;
  const lines: string[] = [""];
  for (const word of words) {
    const last = lines.length - 1;
    const longer = `${lines[last]}${word}, `;
    if (longer.length + 6 > WIDTH) lines.push(`${word}, `);
    else lines[last] = longer;
  }
  return `[\n${lines.map((words) => `      ${words.trimEnd()}`).join("\n")}\n    ]`;
}

function tail({ fields, missingValues, exclude, quarantine, rules, unique, rows, shares, fresh }: Contract): string {
  const exclusions = exclude.map(
    (e) => `{ field: ${JSON.stringify(e.field)}, in: ${list(e.in)}, because: ${JSON.stringify(e.because)} }`,
  );
  const options = [
    ...(missingValues.length > 0 ? [`missingValues: ${list(missingValues)}`] : []),
    ...(exclude.length > 0 ? [`exclude: [${exclusions.join(", ")}]`] : []),
    ...(quarantine.maxShare === 0.01 ? [] : [`quarantine: { maxShare: ${quarantine.maxShare} }`]),
    ...(rules === undefined ? [] : [`rules: [${lines(rules.map((rule) => withTimes(rule, fields)))}]`]),
    ...(unique === undefined ? [] : [`unique: ${plain(unique)}`]),
    ...(rows === undefined ? [] : [`rows: ${plain(rows)}`]),
    ...(shares === undefined ? [] : [`shares: [${lines(shares.map((share) => withTimes(share, fields)))}]`]),
    ...(fresh === undefined ? [] : [`fresh: ${plain({ ...fresh, within: durationOf(fresh.within) })}`]),
  ];
  if (options.length === 0) return "";
  const line = options.join(", ");
  return line.length < WIDTH - 10 && !line.includes("\n")
    ? `, { ${line} }`
    : `, {\n${options.map((one) => `  ${one},\n`).join("")}}`;
}

/** One item a line; what is too long for one, a property a line. */
function lines(items: readonly unknown[]): string {
  const written = items.map((item) => {
    const line = plain(item);
    if (line.length + 5 <= WIDTH) return line;
    const properties = Object.entries(item as object).map(([name, one]) => `      ${key(name)}: ${plain(one)},\n`);
    return `{\n${properties.join("")}    }`;
  });
  return `\n${written.map((item) => `    ${item},\n`).join("")}  `;
}

const HELD_AGAINST = ["is", "atLeast", "atMost", "above", "below"];

/** Times that fields are held against, as ISO text again. */
function withTimes(value: unknown, fields: Contract["fields"]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const isTime = fields[(value as { field?: string }).field ?? ""]?.kind === "time";
  const shown = ([name, one]: [string, unknown]): [string, unknown] =>
    isTime && typeof one === "number" && HELD_AGAINST.includes(name)
      ? [name, new Date(one).toISOString()]
      : [name, withTimes(one, fields)];
  return Object.fromEntries(Object.entries(value).map(shown));
}

/** Plain data as a program writes them: names without quotes where they need none. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${key(name)}: ${plain(one)}`)
    .join(", ")} }`;
}

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Milliseconds as a duration is written: `2d`. */
function durationOf(milliseconds: number): string {
  const unit = Object.entries(UNITS).find(([, size]) => milliseconds % size === 0);
  return unit === undefined ? `${milliseconds / 1_000}s` : `${milliseconds / unit[1]}${unit[0]}`;
}
