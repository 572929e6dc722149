import { type Column, folds, type TextColumn } from "../../data/index.ts";
import { bug, known } from "../../kernel/index.ts";
import { categoryMeans } from "./category-means.ts";
import { countCategories } from "./count-categories.ts";
import { frozenUnreadable } from "./errors.ts";
import { readCategories, readFinite, readItems, readParts, readWord } from "./shape.ts";
import { shortNumber } from "./short-number.ts";
import { defineTransform, type Lesson, type OutcomeColumn, type Transform } from "./transform.ts";

interface TargetState {
  /** Of a text outcome the classes that have a column; else empty. */
  readonly classes: readonly string[];
  /** Column by column: what an unknown or missing category is given. */
  readonly prior: readonly number[];
  /** Ascending. */
  readonly categories: readonly string[];
  /** Column by column, in the order of the categories. */
  readonly means: readonly (readonly number[])[];
}

/** Folds within the training rows. */
const FOLDS = 5;
/** Classes that may have a column. */
const MOST_CLASSES = 1000;

/**
 * The smoothed mean of an outcome per category. The training rows get what the other folds of the training rows say, so that
 * no row sees its own label; a row that is served gets what all of them say.
 */
export const targetEncoding: Transform<TargetState> = defineTransform<TargetState>({
  name: "target-encoding",
  takes: ["text"],
  gives: "number",
  words: (of, { outcome, class: name }) => `mean of ${outcome}${name === undefined ? "" : ` = "${name}"`} by ${of}`,
  isWide: () => false,
  fit(column, lesson) {
    const { text, outcome, classes, smoothing } = taken(column, lesson);
    const kept = new Set(countCategories(column).map(({ category }) => category));
    const { means, prior } = categoryMeans(text, outcome, { smoothing, classes, counts: () => true });
    const places = text.levels
      .map((_, place) => place)
      .filter((place) => kept.has(text.levels[place] as string))
      .sort((a, b) => ((text.levels[a] as string) < (text.levels[b] as string) ? -1 : 1));
    return {
      // A class that is named and does not occur has a column of zeros.
      classes: classes.map((place) => outcome.classes[place] ?? String(lesson.options.class)),
      prior,
      categories: places.map((place) => text.levels[place] as string),
      means: means.map((own) => places.map((place) => own[place] as number)),
    };
  },
  ofTraining(column, lesson) {
    const { text, outcome, classes, smoothing } = taken(column, lesson);
    const rows = text.codes.length;
    const fold = foldOfRows(outcome, lesson);
    const columns = Array.from({ length: Math.max(1, classes.length) }, () => new Float64Array(rows));
    for (let k = 0; k < FOLDS; k++) {
      const counts = (row: number): boolean => fold[row] !== k;
      const { means, prior } = categoryMeans(text, outcome, { smoothing, classes, counts });
      columns.forEach((values, output) => {
        const own = means[output] as Float64Array;
        for (let row = 0; row < rows; row++)
          if (fold[row] === k) values[row] = own[text.codes[row] as number] ?? (prior[output] as number);
      });
    }
    return columns;
  },
  columns: ({ classes }, { class: name }) => (classes.length === 0 || name !== undefined ? [""] : classes),
  prepare({ prior, categories, means }) {
    const places = new Map(categories.map((category, place) => [category, place]));
    return (value, out) => {
      const place = value === null ? undefined : places.get(value as string);
      for (let k = 0; k < prior.length; k++) out[k] = (place === undefined ? prior[k] : means[k]?.[place]) as number;
    };
  },
  learned({ categories, means, prior }) {
    const all = means.flat();
    const spread =
      all.length === 0 ? "" : `, from ${shortNumber(least(all))} to ${shortNumber(-least(all.map((mean) => -mean)))}`;
    return `${categories.length} ${categories.length === 1 ? "category" : "categories"}${spread}; unknown: ${prior.map(shortNumber).join(", ")}`;
  },
  read(data, { class: name }) {
    const parts = readParts(data, "what a target encoding learned");
    const classes = readItems(parts.classes, { what: "the classes", most: MOST_CLASSES }, readWord);
    const categories = readCategories(parts.categories);
    const prior = readItems(parts.prior, { what: "the means of all", most: MOST_CLASSES }, readFinite);
    const means = readItems(parts.means, { what: "the means", most: MOST_CLASSES }, (item, what) =>
      readItems(item, { what }, readFinite),
    );
    const isWhole = means.length === prior.length && means.every(({ length }) => length === categories.length);
    if (!isWhole || prior.length !== (name === undefined ? Math.max(1, classes.length) : 1))
      throw frozenUnreadable({ problem: "the means are not one for each category" });
    return { classes, categories, prior, means };
  },
});

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
}

interface Taken {
  readonly text: TextColumn;
  readonly outcome: OutcomeColumn;
  readonly classes: readonly number[];
  readonly smoothing: number;
}

function taken(column: Column, { options, outcome }: Lesson): Taken {
  if (column.kind !== "text") throw bug({ what: `column ${column.name} is to be a category` });
  const found = known(outcome, `outcome ${String(options.outcome)} of a target encoding`);
  const all = found.classes.map((_, place) => place).slice(0, MOST_CLASSES);
  const classes = options.class === undefined ? all : [found.classes.indexOf(String(options.class))];
  return { text: column, outcome: found, classes, smoothing: Number(options.smoothing) };
}

/** Units stay together where there are enough of them; a row stands for itself where not. */
function foldOfRows({ values, classes }: OutcomeColumn, { units, seed }: Lesson): Int32Array {
  const rows = units.length;
  const isClass = classes.length > 0 || values.every((value) => Number.isNaN(value) || value === 0 || value === 1);
  const strata = values.map((value) => (isClass && !Number.isNaN(value) ? Math.min(value, MOST_CLASSES) : 0));
  const options = { k: FOLDS, seed, strata };
  if (new Set(units).size >= FOLDS) return folds(units, options);
  const alone = Int32Array.from({ length: rows }, (_, row) => row);
  return rows >= FOLDS ? folds(alone, options) : alone;
}
