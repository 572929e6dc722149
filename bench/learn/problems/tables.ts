import type { CsvOptions } from "../../../src/data/index.ts";
import type { Feature, Problem, Rows } from "../problem.ts";
import { asCategory, isMissing, readTable } from "../read-table.ts";

/** A problem of one file: which column is the label, and which are no features. */
interface FromTable {
  readonly name: string;
  readonly about: string;
  readonly task: "binary" | "regression";
  readonly file: string;
  readonly options?: CsvOptions;
  readonly label: string;
  readonly left: readonly string[];
  readonly categories?: readonly string[];
  readonly group?: string;
  truth(value: number): number;
}

function fromTable({ name, about, task, file, options = {}, ...rest }: FromTable): Problem {
  return {
    name,
    about,
    task,
    rounds: 100,
    seeds: 10,
    async make() {
      const table = await readTable(file, options);
      return isMissing(table) ? table : rowsOf(table, rest);
    },
  };
}

function rowsOf(
  table: ReadonlyMap<string, Feature>,
  { label, left, categories = [], group, truth }: Pick<FromTable, "label" | "left" | "categories" | "group" | "truth">,
): Rows {
  const features = [...table.values()]
    .filter(({ name }) => name !== label && !left.includes(name))
    .map((feature) => (categories.includes(feature.name) ? asCategory(feature) : feature));
  const groups = group === undefined ? {} : { groups: numbered(table.get(group)?.values ?? new Float32Array(0)) };
  return { features, label: Float64Array.from(table.get(label)?.values ?? [], truth), outputs: 0, ...groups };
}

/** The same values as numbers from 0, in order of first appearance. */
export function numbered(values: ArrayLike<number>): Int32Array {
  const seen = new Map<number, number>();
  return Int32Array.from(values, (value) => {
    const number = seen.get(value) ?? seen.size;
    seen.set(value, number);
    return number;
  });
}

const ADULT = [
  ...["age", "workclass", "fnlwgt", "education", "education_num", "marital", "occupation", "relationship", "race"],
  ...["sex", "capital_gain", "capital_loss", "hours", "country", "income"],
];

export const tables: readonly Problem[] = [
  fromTable({
    name: "readmission",
    about: "patients back within 30 days, all columns, diagnoses as categories of hundreds of levels",
    task: "binary",
    file: "diabetes130/diabetic_data.csv.gz",
    label: "readmitted",
    left: ["encounter_id", "patient_nbr", "weight"],
    categories: ["admission_type_id", "discharge_disposition_id", "admission_source_id"],
    group: "patient_nbr",
    // Levels in order of name: <30, >30, NO.
    truth: (level) => (level === 0 ? 1 : 0),
  }),
  fromTable({
    name: "adult",
    about: "income above 50,000 dollars, eight categories",
    task: "binary",
    file: "adult/adult.data.gz",
    options: { header: false, columns: ADULT, trim: true },
    label: "income",
    left: [],
    truth: (level) => level,
  }),
  fromTable({
    name: "bike",
    about: "rides in an hour",
    task: "regression",
    file: "bike_sharing/hour.csv",
    label: "cnt",
    left: ["instant", "dteday", "casual", "registered"],
    truth: (rides) => rides,
  }),
  fromTable({
    name: "electricity",
    about: "whether a price rises",
    task: "binary",
    file: "electricity/elecNormNew.csv.gz",
    options: {
      header: false,
      columns: ["date", "day", "period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer", "class"],
    },
    label: "class",
    left: [],
    truth: (level) => level,
  }),
];
