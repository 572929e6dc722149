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
  const isBound = kind === "time" && (name === "min" || name === "max");
  return JSON.stringify(isBound ? new Date(value as number).toISOString() : value);
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

function tail({ missingValues, exclude, quarantine }: Contract): string {
  const exclusions = exclude.map(
    (e) => `{ field: ${JSON.stringify(e.field)}, in: ${list(e.in)}, because: ${JSON.stringify(e.because)} }`,
  );
  const options = [
    ...(missingValues.length > 0 ? [`missingValues: ${list(missingValues)}`] : []),
    ...(exclude.length > 0 ? [`exclude: [${exclusions.join(", ")}]`] : []),
    ...(quarantine.maxShare === 0.01 ? [] : [`quarantine: { maxShare: ${quarantine.maxShare} }`]),
  ];
  return options.length === 0 ? "" : `, { ${options.join(", ")} }`;
}
