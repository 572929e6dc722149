import type { Column, Table } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import { evaluate } from "../evaluate.ts";
import { columnPens } from "./column-pens.ts";
import { type PlannedOutput, type PlannedStep, stepName, stepOf } from "./plan.ts";
import { transformOf } from "./transforms.ts";

/** A transform with what it learned: plain data. */
export interface FrozenStep extends PlannedStep {
  readonly state: unknown;
}

/** All that was learned for a system's features, and how they are made of it: stored with the model, never changed. */
export interface Frozen {
  readonly steps: readonly FrozenStep[];
  readonly outputs: readonly PlannedOutput[];
}

/** The columns of one transform. The first has the name of the step. */
type StepColumns = (step: PlannedStep, given: Column, place: number) => readonly Column[];

/** What the inner model is given: a column for each output, or several. */
export function applyFrozen(frozen: Frozen, table: Table): Table {
  return walk(frozen, table, (_, given, place) => columnsOf(known(frozen.steps[place], "a step"), given));
}

/** Goes through the transforms in order, and puts together what comes out. */
export function walk(
  { steps, outputs }: { readonly steps: readonly PlannedStep[]; readonly outputs: readonly PlannedOutput[] },
  table: Table,
  columnsOfStep: StepColumns,
): Table {
  const working = [...table.columns];
  const given = (): Table => ({ rows: table.rows, columns: working });
  const found = steps.map((step, place) => {
    const columns = columnsOfStep(step, evaluate(step.of, given(), stepName(place)), place);
    working.push({ ...known(columns[0], "a transform's column"), name: stepName(place) });
    return columns;
  });
  const columns = outputs.flatMap(({ feature, of }) => {
    const place = stepOf(of);
    if (place === undefined) return [evaluate(of, given(), feature)];
    return known(found[place], "a step").map((one) => ({ ...one, name: outputName(feature, one.name) }));
  });
  return { rows: table.rows, columns };
}

/** A feature's column: by its own name, or with what tells it from its others. */
export function outputName(feature: string, part: string): string {
  return part === "" ? feature : `${feature}: ${part}`;
}

/** What a transform makes of a column. Each column is called by what tells it from the others. */
export function columnsOf(step: FrozenStep, given: Column): readonly Column[] {
  const transform = transformOf(step);
  const names = transform.columns(step.state, step.options);
  const apply = transform.prepare(step.state, step.options);
  const rows = given.kind === "text" ? given.codes.length : given.values.length;
  const pens = columnPens(names, step.kind, rows);
  const out: (number | string | null)[] = new Array(names.length).fill(null);
  if (given.kind !== "text")
    for (let row = 0; row < rows; row++) {
      apply(given.values[row] as number, out);
      pens.write(row, out);
    }
  else overLevels(given, (value) => apply(value, out), { write: (row) => pens.write(row, out), copy: pens.copy });
  return pens.columns();
}

interface Writing {
  write(row: number): void;
  copy(from: number, to: number): void;
}

/** Text is made into something once for each level, and copied from there. */
function overLevels(
  { codes, levels }: Extract<Column, { readonly kind: "text" }>,
  make: (value: string | null) => void,
  { write, copy }: Writing,
): void {
  const first = new Int32Array(levels.length + 1).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const place = code < 0 ? levels.length : code;
    const before = first[place] as number;
    if (before >= 0) copy(before, row);
    else {
      make(levels[code] ?? null);
      write(row);
      first[place] = row;
    }
  }
}
