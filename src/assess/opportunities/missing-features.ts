import { type Column, isMissing, type Table } from "../../data/index.ts";
import { meansOver, subtractMoney } from "../../evaluate/index.ts";
import { type Insufficient, insufficient, isAlidadeError, isInsufficient } from "../../kernel/index.ts";
import { mapEstimate } from "../../stats/index.ts";
import { type Dataset, earningsOf } from "../../train/index.ts";
import { type Ground, saidOf } from "./ground.ts";
import { type Opportunity, overYear } from "./opportunity.ts";

/** Missing more seldom than this is no matter of money. */
const OFTEN = 0.05;
/** Fewer judged rows that have it cannot tell what it is worth. */
const FEWEST = 200;
/** Each is learned without anew. */
const MOST = 6;

/** What was found, or why nothing could be. */
export interface Found {
  readonly found: readonly Opportunity[];
  readonly apart: readonly { readonly what: string; readonly why: Insufficient }[];
}

/**
 * What it would bring to have a feature where it is missing: on rows that have it, what decisions lose when everything is learned
 * without it, times how many rows lack it.
 */
export async function missingFeatures(ground: Ground): Promise<Found> {
  const { dataset } = ground;
  const often = dataset.features.columns
    .map((column) => ({ column, missing: missingShare(column, dataset.rows) }))
    .filter(({ missing }) => missing > OFTEN && missing < 1)
    .sort((a, b) => b.missing - a.missing)
    .slice(0, MOST);
  const found: Opportunity[] = [];
  const apart: { what: string; why: Insufficient }[] = [];
  for (const { column, missing } of often) {
    const worth = await worthOf(ground, column, missing);
    if (isInsufficient(worth)) apart.push({ what: `having ${column.name} everywhere`, why: worth });
    else found.push(worth);
  }
  return { found, apart };
}

async function worthOf(ground: Ground, column: Column, missing: number): Promise<Opportunity | Insufficient> {
  const { system, dataset, rows, file } = ground;
  const places = Int32Array.from([...rows.keys()].filter((place) => !isMissing(column, rows[place] as number)));
  if (places.length < FEWEST) return insufficient("too-few-rows", { need: FEWEST, have: places.length });
  const without = await learnedWithout(ground, column);
  if (isInsufficient(without)) return without;
  const complete = Int32Array.from(places, (place) => rows[place] as number);
  const earned = earningsOf({ system, dataset, rows: complete });
  const lost = subtractMoney(earned(saidOf(ground.said, places)), earned(saidOf(without, places)));
  const weight = Float64Array.from(complete, (row) => dataset.weight?.[row] ?? 1);
  const entity = Int32Array.from(complete, (row) => dataset.entity[row] as number);
  const having = meansOver({ rows: complete.length, entity, weight, slices: { rows: complete.length, columns: [] } })(
    lost,
  );
  const perDecision = isInsufficient(having) ? having : mapEstimate(having, (money) => money * missing);
  const owner = system.about?.[column.name]?.owner;
  return {
    kind: "missing",
    name: column.name,
    says: `${column.name} is missing in ${Math.round(100 * missing)}% of rows.${owner === undefined ? "" : ` ${owner} answers for it.`}`,
    perDecision,
    perYear: overYear(perDecision, ground.decisionsPerYear),
    basis: "projected",
    rests: "What decisions lose without it on rows that have it, were the rows that lack it like those.",
    next: [`alidade data profile ${file}`, `alidade data catalog ${file}`],
  };
}

async function learnedWithout(ground: Ground, column: Column): Promise<Ground["said"] | Insufficient> {
  try {
    return await ground.learn({ dataset: blanked(ground.dataset, column.name) });
  } catch (thrown) {
    // A learner whose parameters name the feature cannot do without it.
    if (!isAlidadeError(thrown)) throw thrown;
    return insufficient(`nothing can be learned without it: ${thrown.message}`);
  }
}

/** A dataset in which one feature is never known. */
function blanked(dataset: Dataset, name: string): Dataset {
  const columns = dataset.features.columns.map((column): Column => {
    if (column.name !== name) return column;
    if (column.kind === "text") return { ...column, codes: column.codes.map(() => -1) };
    return { ...column, values: column.values.map(() => Number.NaN) };
  });
  const features: Table = { rows: dataset.rows, columns };
  return { ...dataset, features };
}

function missingShare(column: Column, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (isMissing(column, row)) count++;
  return rows === 0 ? 0 : count / rows;
}
