import type { Cell, Kind, Row } from "../../data/index.ts";
import type { Scalar } from "../operator.ts";
import { rowReader } from "../row-reader.ts";
import { settled } from "./column-pens.ts";
import { type Frozen, type FrozenStep, outputName } from "./frozen.ts";
import { type PlannedOutput, stepName, stepOf } from "./plan.ts";
import { transformOf } from "./transforms.ts";

/** Writes cells into a row that is being made. */
type Writer = (working: Record<string, Cell>, made: Record<string, Cell>) => void;

/** What {@link applyFrozen} does, for single rows: the same values, to the last bit. A key that the row lacks is missing. */
export function frozenRow({ steps, outputs }: Frozen): (row: Row) => Row {
  const answers: Scalar[][] = steps.map(() => []);
  const run = steps.map((step, place) => stepRunner(step, place, answers[place] as Scalar[]));
  const write = outputs.map((output) => writerOf(output, steps, answers));
  return (row) => {
    const working: Record<string, Cell> = { ...row };
    const made: Record<string, Cell> = {};
    for (const one of run) one(working, made);
    for (const one of write) one(working, made);
    return made;
  };
}

function stepRunner(step: FrozenStep, place: number, out: Scalar[]): Writer {
  const read = rowReader([step.of]);
  const apply = transformOf(step).prepare(step.state, step.options);
  const name = stepName(place);
  return (working) => {
    apply(read(working)[0] as Scalar, out);
    working[name] = cellFrom(out[0] as Scalar, step.kind);
  };
}

function writerOf({ feature, of }: PlannedOutput, steps: readonly FrozenStep[], answers: readonly Scalar[][]): Writer {
  const place = stepOf(of);
  const step = place === undefined ? undefined : steps[place];
  if (step === undefined) {
    const read = rowReader([of]);
    return (working, made) => {
      made[feature] = cellFrom(read(working)[0] as Scalar, of.kind);
    };
  }
  const out = answers[place as number] as Scalar[];
  const names = transformOf(step)
    .columns(step.state, step.options)
    .map((part) => outputName(feature, part));
  return (_, made) => {
    for (let k = 0; k < names.length; k++)
      made[names[k] as string] = cellFrom(out[k] as Scalar, k === 0 ? step.kind : "number");
  };
}

function cellFrom(value: Scalar, kind: Kind): Cell {
  if (kind === "text") return typeof value === "string" ? value : null;
  const number = settled(value);
  if (Number.isNaN(number)) return null;
  return kind === "flag" ? number === 1 : number;
}
