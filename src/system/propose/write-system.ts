import { isSecretRef, type SourceRef } from "../../data/index.ts";
import { key } from "./names.ts";
import type { SystemProposal } from "./propose.ts";

export interface WriteSystemOptions {
  /** What the file imports from. Default `alidade`. */
  readonly import?: string;
  /** The contract file. Default `./contract.mts`. */
  readonly contract?: string;
}

/** The source of a system file (`system.mts`) for a person to read and correct. */
export function writeSystem(proposal: SystemProposal, options: WriteSystemOptions = {}): string {
  const { name, source, outcome, slices } = proposal;
  const head = key(outcome.name);
  const words = WORDS[outcome.answers];
  const secrets = Object.values(source.options).some(isSecretRef) ? ["env"] : [];
  const imports = [...words.imports, source.source, ...secrets, "gbdt", "on"].sort();
  return `${[
    `import { ${imports.join(", ")} } from "${options.import ?? "alidade"}";`,
    `import contract from "${options.contract ?? "./contract.mts"}";`,
    "",
    "const h = on(contract);",
    "",
    ...featureLines(proposal),
    "",
    `/** Proposed by \`alidade init\`. Read it, correct it, and state the objective: that is what it is all for. */`,
    "export default h.system({",
    `  name: ${JSON.stringify(name)},`,
    `  source: ${sourceCall(source)},`,
    ...roleLines(proposal),
    "",
    ...words.objective,
    "",
    "  outcomes: {",
    ...words.outcome,
    `    ${head}: h.outcome({ within: "30d", history: (r) => ${outcome.source}, changedByActing: false }),`,
    "  },",
    "  features,",
    "",
    ...ruleLines(proposal),
    "",
    `  heads: { ${head}: ${words.head}({ label: ${JSON.stringify(outcome.name)}, learner: gbdt() }) },`,
    ...words.policy(head, outcome.name),
    ...(slices.length === 0 ? [] : [`  slices: [${slices.map((slice) => JSON.stringify(slice)).join(", ")}],`]),
    "});",
  ].join("\n")}\n`;
}

function ruleLines({ outcome, rule }: SystemProposal): readonly string[] {
  const own = "Put what you do today in its place: a model has to earn more than this.";
  if (outcome.ruleAnswers === undefined)
    return [
      `  // The best rule over one feature: it picks ${percent(rule.picked.yes)} of the yes cases and ${percent(rule.picked.no)} of the others.`,
      `  // ${own}`,
      `  rule: (f) => ${rule.source},`,
    ];
  const [yes, no] = outcome.ruleAnswers;
  return [`  // A simple rule over one feature. ${own}`, `  rule: (f) => when(${rule.source}, ${yes}, ${no}),`];
}

/** What differs between files by what they answer. */
interface Words {
  readonly imports: readonly string[];
  readonly objective: readonly string[];
  readonly outcome: readonly string[];
  readonly head: string;
  policy(head: string, name: string): readonly string[];
}

const KNOWN = "    // Within which time is it known?";

const GOAL =
  'metric: moneySaved, direction: "increase", baseline: 0, target: 100_000, by: "2027-12-31", currency: "USD",';

/** How the objective of an answer is to be stated: its payoff, and what the system counts in until then. */
function answerObjective(payoff: string, unstated: string): readonly string[] {
  return [
    "  // Nobody has stated the objective yet: answers count in points, and no gate can pass. To state it, put your numbers",
    "  // here in the place of the last line, and add moneySaved to the import above (unstatedAnswers can go):",
    "  //   objective: {",
    `  //     ${GOAL}`,
    `  //     payoff: ${payoff},`,
    '  //     asked: "who wants it", approves: ["who decides"],',
    "  //   },",
    `  objective: unstatedAnswers(${unstated}),`,
  ];
}

const WORDS: Readonly<Record<SystemProposal["outcome"]["answers"], Words>> = {
  "yes-or-no": {
    imports: ["actIf", "binary", "unstated"],
    objective: [
      "  // Nobody has stated the objective yet: a right action counts 1, a wrong one -1, and no gate can pass. To state it, put",
      "  // your numbers here in the place of the last line, and add moneySaved to the import above (unstated can go):",
      "  //   objective: {",
      `  //     ${GOAL}`,
      "  //     payoff: { act: { yes: 500, no: 0 }, skip: { yes: 0, no: 0 } }, cost: { act: 40 },",
      "  //     // Does acting change the outcome? Then say in which share of the yes cases, and add assumed to the import too:",
      "  //     // effect: assumed(0.2, [0.05, 0.4]),",
      '  //     asked: "who wants it", approves: ["who decides"],',
      "  //   },",
      '  objective: unstated({ act: "act", otherwise: "skip" }),',
    ],
    outcome: [
      "    // Within which time is it known? And does acting change whether it happens, as a call that keeps a customer does?",
      "    // If so, say changedByActing: true and give the objective an effect. A few cases are then never acted on, so that",
      "    // what happens without acting stays known.",
    ],
    head: "binary",
    policy: (head) => [
      `  weights: { ${head}: { start: 1, min: 0, max: 1 } },`,
      '  policy: actIf({ threshold: "from-payoff" }),',
    ],
  },
  label: {
    imports: ["multiclass", "pickLabel", "rightOrWrong", "unstatedAnswers", "when"],
    objective: answerObjective("rightOrWrong({ right: 6, wrong: -4 })", "rightOrWrong({ right: 1, wrong: 0 })"),
    outcome: [KNOWN],
    head: "multiclass",
    policy: (_, name) => [`  policy: pickLabel({ head: ${JSON.stringify(name)} }),`],
  },
  value: {
    imports: ["perUnit", "pickValue", "regression", "unstatedAnswers", "when"],
    objective: answerObjective("perUnit({ over: -2, under: -5 })", "perUnit({ over: -1, under: -1 })"),
    outcome: [KNOWN],
    head: "regression",
    policy: (_, name) => [`  policy: pickValue({ head: ${JSON.stringify(name)} }),`],
  },
};

function featureLines({ features, leftOut }: SystemProposal): readonly string[] {
  const left = leftOut.map(({ field, why }) => `  // ${oneLine(field)} is left out: it ${why}.`);
  const lines = features.map(({ name, source }) => `  ${name}: ${source},`);
  return [
    "// Only what is known when the decision is made.",
    "const features = h.features((r) => ({",
    ...lines,
    ...left,
    "}));",
  ];
}

function roleLines({ entity, time }: SystemProposal): readonly string[] {
  return [
    entity === undefined
      ? "  // No entity: each row stands for itself. Name the field of whom a decision is about when rows belong together."
      : `  entity: ${JSON.stringify(entity)},`,
    ...(time === undefined ? [] : [`  time: ${JSON.stringify(time)},`]),
  ];
}

function sourceCall({ source, path, options }: SourceRef): string {
  const words = Object.entries(options).map(([name, value]) => `${name}: ${literal(value)}`);
  const call = `${source}(${JSON.stringify(path)}`;
  if (words.length === 0) return `${call})`;
  const line = `${call}, { ${words.join(", ")} })`;
  return line.length < 100 ? line : `${call}, {\n${words.map((word) => `    ${word},`).join("\n")}\n  })`;
}

function literal(value: unknown): string {
  if (isSecretRef(value)) return `env(${JSON.stringify(value.env)})`;
  return Array.isArray(value) ? filled(value.map((one) => JSON.stringify(one))) : JSON.stringify(value);
}

/** A list on one line when it is short, else filled line by line. */
function filled(words: readonly string[]): string {
  const line = `[${words.join(", ")}]`;
  if (line.length < 70) return line;
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 108) lines.push(`      ${word},`);
    else lines[lines.length - 1] = `${last} ${word},`;
  }
  return `[\n${lines.join("\n")}\n    ]`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A column's name in a comment: no line end may leave it. */
function oneLine(text: string): string {
  return /^[\w$-]+$/.test(text) ? text : JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, " ");
}
