import type { Cell, ColumnDifference, ContractChange, Row, SnapshotDiff } from "../../data/index.ts";
import { type Block, type Document, list, paragraph, percent, type Section, table } from "../../report/index.ts";

/** What is known of the contracts of two snapshots. */
export interface AboutContracts {
  /** What changed; undefined when nobody knows. */
  readonly demands: readonly ContractChange[] | undefined;
  /** Fields that hold times, which are written as such. */
  readonly times: ReadonlySet<string>;
}

/** What changed between two snapshots, for a person. */
export function diffDocument(diff: SnapshotDiff, { demands, times }: AboutContracts): Document {
  const { before, after, rows, key, shared } = diff;
  const how = key.length === 0 ? "Rows are the same when all their values are" : `Rows are told apart by ${names(key)}`;
  return {
    title: `${before.id.slice(0, 12)} → ${after.id.slice(0, 12)}`,
    verdict: { tone: "neutral", text: verdictOf(diff, demands) },
    summary: [
      shared.rows === 0
        ? `${how}.`
        : `${how}. ${counted(shared.rows)} rows lie in parts that both hold, and were not read.`,
    ],
    sections: [
      {
        title: "Rows",
        blocks: [
          table(
            ["", { name: "Rows", unit: "count" }, "Of those before"],
            (["same", "changed", "removed", "added"] as const).map((what) => [
              ...[what, rows[what], percent(rows[what] / Math.max(1, before.rows))],
            ]),
          ),
        ],
      },
      ...columnsSection(diff),
      ...changesSection(diff, times),
      ...contractSection(demands),
      ...examplesSection(diff, times),
    ],
  };
}

function verdictOf(
  { rows, columns, before, after }: SnapshotDiff,
  demands: readonly ContractChange[] | undefined,
): string {
  if (before.id === after.id) return "The same snapshot.";
  const { added, removed, changed } = rows;
  const moved = columns.added.length + columns.removed.length + columns.kinds.length;
  if (added + removed + changed + moved > 0) {
    const all = [
      ...(
        [
          [added, "added"],
          [removed, "removed"],
          [changed, "changed"],
        ] as const
      ).map(([n, what]) => `${counted(n)} ${n === 1 ? "row" : "rows"} ${what}`),
      ...(moved > 0 ? [`${moved} ${moved === 1 ? "column" : "columns"} came, went or changed kind`] : []),
    ];
    return `${all.join(", ")}.`;
  }
  if (before.contract !== after.contract)
    return `The same rows${demands?.length ? " under another contract" : " under another version of the contract or its streams"}.`;
  return "The same rows in another order.";
}

function columnsSection({ columns: { added, removed, kinds } }: SnapshotDiff): readonly Section[] {
  const items = [
    ...added.map((name) => `\`${name}\` came.`),
    ...removed.map((name) => `\`${name}\` went.`),
    ...kinds.map(({ name, from, to }) => `\`${name}\` was ${from} and is ${to}.`),
  ];
  return items.length === 0 ? [] : [{ title: "Columns", blocks: [list(items)] }];
}

function changesSection({ changes }: SnapshotDiff, times: ReadonlySet<string>): readonly Section[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => [
    change.name,
    change.changed,
    change.vanished,
    change.appeared,
    meansOf(change, times.has(change.name)),
    frequent(change, times.has(change.name)),
  ]);
  const columns = ["Column", ...["Changed", "Lost", "Gained"].map((name) => ({ name, unit: "count" as const }))];
  return [{ title: "What changed", blocks: [table([...columns, "Mean", "Most frequent"], rows)] }];
}

function meansOf({ means }: ColumnDifference, isTime: boolean): string {
  return means === null ? "" : `${short(means.before, isTime)} → ${short(means.after, isTime)}`;
}

function frequent({ changes }: ColumnDifference, isTime: boolean): string {
  return changes
    .slice(0, 2)
    .map(({ from, to, count: n }) => `${short(from, isTime)} → ${short(to, isTime)}${n > 1 ? ` (${counted(n)})` : ""}`)
    .join(", ");
}

function contractSection(demands: readonly ContractChange[] | undefined): readonly Section[] {
  if (demands === undefined || demands.length === 0) return [];
  return [
    { title: "Contract", blocks: [list(demands.map(({ name, change, words }) => `\`${name}\` ${change}: ${words}`))] },
  ];
}

function examplesSection({ examples }: SnapshotDiff, times: ReadonlySet<string>): readonly Section[] {
  const word = (name: string, value: Cell): string => short(value, times.has(name));
  const { added, removed, changed } = examples;
  const blocks: Block[] = [
    ...changed.map(({ key, changes }) => {
      const words = Object.entries(changes).map(
        ([name, { from, to }]) => `${name} ${word(name, from)} → ${word(name, to)}`,
      );
      return `changed ${rowWords(key, word)}: ${words.join(", ")}`;
    }),
    ...removed.map((row) => `removed ${rowWords(row, word)}`),
    ...added.map((row) => `added ${rowWords(row, word)}`),
  ].map((words) => paragraph(words));
  return blocks.length === 0 ? [] : [{ title: "Examples", blocks }];
}

const MOST_CELLS = 6;
/** The last moment that a calendar has, milliseconds since 1970. */
const LAST_TIME = 8.64e15;

function rowWords(row: Row, word: (name: string, value: Cell) => string): string {
  const cells = Object.entries(row);
  const shown = cells.slice(0, MOST_CELLS).map(([name, value]) => `${name} ${word(name, value)}`);
  return shown.join(", ") + (cells.length > MOST_CELLS ? " …" : "");
}

function short(value: Cell, isTime: boolean): string {
  if (value === null) return "missing";
  if (isTime && typeof value === "number" && Math.abs(value) <= LAST_TIME)
    return `${new Date(value).toISOString().slice(0, 19)}Z`;
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value).slice(0, 40);
}

function names(key: readonly string[]): string {
  return key.map((name) => `\`${name}\``).join(" and ");
}

function counted(n: number): string {
  return n.toLocaleString("en-US");
}
