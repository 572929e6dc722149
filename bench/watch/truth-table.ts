/** `node bench/watch/truth-table.ts`: joins what `truth.ts` and `peers/judge.py` wrote down to `bench/tables/truth-watching.md`. */
import { writeFileSync } from "node:fs";
import { cases } from "./truth/cases.ts";
import { type Arm, ownArms, type PeerArm, peerArms, type Summed } from "./truth/results.ts";
import { DAY, HOUR } from "./truth/worlds.ts";

type Cell = Omit<Summed, "wrong" | "harmed" | "unfit">;

const [arms, peers] = [ownArms(), peerArms()];
/** As monitors come. */
const own = arms.filter(({ quietMs }) => quietMs === Math.max(...arms.map((arm) => arm.quietMs)));

/** By the day, the most sensitive that gives at most one false alarm a quarter: chosen as the others' thresholds are. */
function equalised(world: string): Arm | undefined {
  const quiet = arms.filter((arm) => arm.world === world && arm.periodMs === DAY && arm.perQuarter <= 1);
  return quiet.reduce<Arm | undefined>(
    (best, arm) => (arm.quietMs < (best?.quietMs ?? Infinity) ? arm : best),
    undefined,
  );
}
const isNone = (name: string): boolean => cases.find((one) => one.name === name)?.fault.of === "none";
const injected = cases.filter(({ name }) => !isNone(name)).map(({ name }) => name);
const harmless = cases.filter(({ name }) => isNone(name)).map(({ name }) => name);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const percent = (part: number, of: number): string => `${Math.round((100 * part) / of)} %`;
const days = (ms: number): string => `${(ms / DAY).toFixed(1)} d`;
const titleOf = ({ world, periodMs }: Pick<Arm, "world" | "periodMs">): string =>
  `${world} by the ${periodMs === HOUR ? "hour" : "day"}`;

function ownCell(arm: Arm, name: string): string {
  const cell = arm.cases[name];
  if (cell === undefined || cell.n === 0) return "";
  const { n, noticed, named, afterMs } = cell;
  if (noticed === 0) return "0 %";
  const after = afterMs === null ? "" : arm.periodMs === HOUR ? `${Math.ceil(afterMs / HOUR)} h` : days(afterMs);
  return `${percent(noticed, n)}, ${after}, ${percent(named, n)}`;
}

function ownTable(): string {
  const rows = injected
    .map((name) => [
      `${name}: ${cases.find((one) => one.name === name)?.says}`,
      ...own.map((arm) => ownCell(arm, name)),
    ])
    .filter((row) => row.slice(1).some(Boolean));
  return table(["what is wrong", ...own.map(titleOf)], rows);
}

function quietTable(): string {
  const rows = own.map((arm) => [
    ...[titleOf(arm), String(arm.quietMonths), String(arm.falseAlarms), arm.perQuarter.toFixed(2)],
    ...harmless.map((name) => {
      const { wrong = 0, n = 0 } = arm.cases[name] ?? {};
      return n === 0 ? "" : `${wrong} in ${n}`;
    }),
    [...new Set(arm.said.map((one) => one.split(" ")[0]))].join(", "),
  ]);
  return table(["", "quiet months", "false alarms", "a quarter", ...harmless.map((one) => `${one}`), "kinds"], rows);
}

const isCalibrated = ({ setting }: PeerArm): boolean => setting.startsWith("calibrated");

function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell.n === 0) return "–";
  if (cell.noticed === 0 || cell.afterMs === null) return "0 %";
  return `${percent(cell.noticed, cell.n)}, ${days(cell.afterMs)}, ${percent(cell.named, cell.n)}`;
}

const sharePercent = (part = 0, of = 0): string => (of === 0 ? "–" : percent(part, of));

/** One business: ours by the day, and the others. */
function besideTable(mine: Arm, others: readonly PeerArm[]): string {
  const head = [
    "what is wrong",
    `Alidade (quiet for ${days(mine.quietMs)})`,
    ...others.map(({ name, setting, months }) => `${name} (${setting}; ${months} months)`),
  ];
  const rates = [
    "false alarms a quarter",
    mine.perQuarter.toFixed(1),
    ...others.map((arm) => arm.perQuarter.toFixed(1)),
  ];
  const names = injected.filter((name) => (mine.cases[name]?.n ?? 0) > 0);
  const rows = names.map((name) => [
    name,
    cellText(mine.cases[name]),
    ...others.map((arm) => `${cellText(arm.cases[name])}`),
  ]);
  const spared = harmless.map((name) => [
    `nothing wrong, but ${name}`,
    sharePercent(mine.cases[name]?.harmed, mine.cases[name]?.n),
    ...others.map((arm) => sharePercent(arm.cases[name]?.noticed, arm.cases[name]?.n)),
  ]);
  return table(head, [rates, ...spared, ...rows]);
}

/** How a peer stands to ours in one case: by how often it notices, then by how soon. */
function comparison(mine: Cell, other: Cell | undefined): "ahead" | "level" | "behind" {
  const [ours, theirs] = [mine.noticed / mine.n, other === undefined ? 0 : other.noticed / other.n];
  // Two binomial shares that differ by less than this may be the same: two standard errors of their difference, at the worst.
  const margin = other === undefined ? 0 : 2 * Math.sqrt(0.25 / mine.n + 0.25 / other.n);
  if (other === undefined || ours > theirs + margin) return "ahead";
  if (theirs > ours + margin) return "behind";
  const gap = (mine.afterMs ?? 0) - (other.afterMs ?? 0);
  if (mine.afterMs === null || other.afterMs === null || Math.abs(gap) < DAY / 2) return "level";
  return gap < 0 ? "ahead" : "behind";
}

function standing(mine: Arm, arms: readonly PeerArm[]): string {
  const names = injected.filter((name) => (mine.cases[name]?.n ?? 0) > 0);
  const lines = arms.map((arm) => {
    const seen = names.filter((name) => arm.cases[name] !== undefined);
    const of = Map.groupBy(seen, (name) => comparison(mine.cases[name] as Cell, arm.cases[name]));
    const count = (key: "ahead" | "level" | "behind"): number => of.get(key)?.length ?? 0;
    const behind = (of.get("behind") ?? []).join(", ");
    const blind = names.length - seen.length;
    return `- Beside ${arm.name}: ahead in ${count("ahead")}, level in ${count("level")}, behind in ${count("behind")}${behind === "" ? "" : ` (${behind})`}; ${blind} more it does not look at.`;
  });
  return lines.join("\n");
}

function besideSection([world, others]: readonly [string, readonly PeerArm[]]): string {
  const [mine, equal] = [own.find((arm) => arm.world === world && arm.periodMs === DAY), equalised(world)];
  if (mine === undefined || equal === undefined) return "";
  const [calibrated, usual] = [others.filter(isCalibrated), others.filter((arm) => !isCalibrated(arm))];
  return `## ${world}, by the day, beside others (ours: ${mine.quietMonths} months)

### At equal false alarms: at most one a quarter

${besideTable(equal, calibrated)}

### As they come

${besideTable(mine, usual)}
`;
}

/** Who is ahead where false alarms are equally many. */
function shortOf([world, others]: readonly [string, readonly PeerArm[]]): string {
  const mine = equalised(world);
  return mine === undefined ? "" : `${world}:\n\n${standing(mine, others.filter(isCalibrated))}\n`;
}

const unfit = cases.filter(({ name }) => own.length > 0 && own.every((arm) => (arm.cases[name]?.n ?? 0) === 0));
const text = `# Faults and drifts that monitors notice

Written by \`node bench/watch/truth-table.ts\` from what \`node bench/watch/truth.ts\` and \`truth-peers.ts\` wrote down. Months are simulated:
businesses of \`src/sim\` with a season by hour and weekday, growth of 2 % a week and days that differ by 8 % (storefront: 300
visits a day, payments: 300, ward: 200 discharges). Two weeks make the reference, in two more monitors learn; then something goes
wrong at a random time and is looked for during 14 days, and where it shows in outcomes until these are known (storefront a day,
ward a week). Monitors run with their defaults; an alarm that the same month gives with nothing wrong does not count.

A cell: the share of months in which some alarm told of it; the median time from its beginning to the end of the period that told;
the share in which an alarm called it by its name, or, of the others, accused the right column. "¼" hits one case in four, or is a
quarter as strong.

## In short

At equal false alarms, how ours by the day stands beside the others: by how often a fault is noticed where that differs by more than
two standard errors, else by the median delay where that differs by half a day.

${Object.entries(peers).map(shortOf).join("\n")}
## Ours

${ownTable()}

Blank: outcomes are known too late for one month, or nobody in it learns from what is done. Not injected, because no business here
ranks, looks at streams of events or has two heads: ${unfit.map(({ name }) => name).join(", ")}.

## Quiet months, and what only looks like a fault

False alarms of quiet months of 28 days; then false alarms within 14 days of a peak, of twice the traffic, and of other hours.

${quietTable()}

${Object.entries(peers).map(besideSection).join("\n")}
## How the others were run

Evidently, NannyML and river of \`bench/watch/requirements.txt\` read the same months, a table a day, with four good weeks as their
reference; hour and weekday were left out for them, which on any one day are not what they are in four weeks. Evidently: the tests that its data
drift preset chooses. NannyML: univariate drift (Jensen-Shannon), and CBPE of ROC AUC. river: ADWIN and Page-Hinkley on log losses,
DDM on errors, label by label; they see outcomes alone. Calibrated: the most sensitive threshold with at most one false alarm a
quarter on the quiet months of this table, the very ones that count; for columns, standard deviations of each column's own days in all
of these months together. That favours them: ours knows two weeks of its one month, and its promise is chosen from four. Days of
alarm in a row are one false alarm, and what the same day says with nothing wrong does not count as noticed. "–": nothing of it is in what the tool reads. At their defaults
a high share noticed says little where false alarms come every few days.
`;
writeFileSync(new URL("../tables/truth-watching.md", import.meta.url), text);
console.log(text);
