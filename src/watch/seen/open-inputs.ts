import { type Column, cell, type Table } from "../../data/index.ts";
import { OpenNumbers } from "./open-numbers.ts";
import { OpenTexts } from "./open-texts.ts";
import type { InputLayout, InputSeen, NumberLayout, TextLayout } from "./seen.ts";

/** Values by name, as a receipt holds them. */
export type Values = Readonly<Record<string, unknown>>;

/** Counts named values, row by row. */
export interface OpenInputs {
  /** A value that the row lacks is missing. */
  addRow(row: Values): void;
  /** Counts one value of one input; of one that has no layout, nothing. */
  addValue(name: string, value: unknown): void;
  /** Names of the inputs, numbers first. */
  readonly names: readonly string[];
  read(): Readonly<Record<string, InputSeen>>;
}

/** Nothing counted yet, in the bins of these layouts. */
export function openInputs(layouts: Readonly<Record<string, InputLayout>>): OpenInputs {
  const numbers = Object.entries(layouts).filter((one): one is [string, NumberLayout] => one[1].kind === "number");
  const texts = Object.entries(layouts).filter((one): one is [string, TextLayout] => one[1].kind === "text");
  const ofNumbers = new OpenNumbers(numbers.map(([, layout]) => layout));
  const ofTexts = new OpenTexts(texts.map(([, layout]) => layout));
  const [numberNames, textNames] = [numbers.map(([name]) => name), texts.map(([name]) => name)];
  const numberPlaces = new Map(numberNames.map((name, i) => [name, i]));
  const textPlaces = new Map(textNames.map((name, i) => [name, i]));
  return {
    names: [...numberNames, ...textNames],
    addRow(row) {
      for (let i = 0; i < numberNames.length; i++) ofNumbers.add(i, row[numberNames[i] as string]);
      for (let i = 0; i < textNames.length; i++) ofTexts.add(i, row[textNames[i] as string]);
    },
    addValue(name, value) {
      const number = numberPlaces.get(name);
      if (number !== undefined) ofNumbers.add(number, value);
      const text = textPlaces.get(name);
      if (text !== undefined) ofTexts.add(text, value);
    },
    read: () =>
      Object.fromEntries([
        ...numberNames.map((name, i) => [name, ofNumbers.read(i)] as const),
        ...textNames.map((name, i) => [name, ofTexts.read(i)] as const),
      ]),
  };
}

/** What is seen of the rows of a table, all at once. */
export function inputsSeen(
  layouts: Readonly<Record<string, InputLayout>>,
  { rows, columns }: Table,
): Readonly<Record<string, InputSeen>> {
  const open = openInputs(layouts);
  for (const column of columns) if (Object.hasOwn(layouts, column.name)) addColumn(open, column, rows);
  return open.read();
}

function addColumn(open: OpenInputs, column: Column, rows: number): void {
  for (let row = 0; row < rows; row++) open.addValue(column.name, cell(column, row));
}
