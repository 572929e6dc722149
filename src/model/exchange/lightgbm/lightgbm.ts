import { importMalformed, importVersion } from "../errors.ts";
import type { Foreign, ForeignTree, ImportFormat, ImportOptions } from "../foreign.ts";
import { type LightgbmColumns, type LightgbmFeature, lightgbmFeatures } from "./features.ts";
import { lightgbmMeaning } from "./objectives.ts";

/** What both of LightGBM's formats state about the whole model. */
export interface Lightgbm {
  readonly format: ImportFormat;
  readonly version: string;
  readonly objective: string | undefined;
  readonly outputs: number;
  readonly isAveraged: boolean;
  readonly columns: Omit<LightgbmColumns, "pandas"> & { readonly pandas: unknown };
}

const VERSIONS = ["v2", "v3", "v4"];

/** A forest of LightGBM. The trees of an iteration count for its outputs in turn; the base is inside the first of them. */
export function lightgbmForeign(
  model: Lightgbm,
  options: ImportOptions,
  treesOf: (features: readonly LightgbmFeature[]) => readonly ForeignTree[],
): Foreign {
  const { format, version, outputs, isAveraged } = model;
  if (!VERSIONS.includes(version))
    throw importVersion({ framework: "LightGBM's format", version, supported: VERSIONS.join(", ") });
  if (outputs < 1) throw importMalformed({ what: "the model has no output" });
  const features = lightgbmFeatures({ ...model.columns, pandas: pandasOf(model.columns.pandas) }, options);
  const trees = treesOf(features).map(({ grow }, i) => ({ output: i % outputs, grow }));
  return {
    format,
    version,
    objective: objectiveOf(model.objective),
    meaning: lightgbmMeaning,
    features,
    outputs,
    hasVectors: false,
    base: Array.from({ length: outputs }, () => 0),
    isAveraged,
    treesPerRound: outputs,
    trees,
  };
}

/** A model trained with the caller's own loss names none. */
function objectiveOf(objective: string | undefined): string | undefined {
  const silent = objective === undefined || ["", "none", "custom", "null", "na"].includes(objective.trim());
  return silent ? undefined : objective;
}

function pandasOf(data: unknown): readonly (readonly unknown[])[] {
  if (data === null || data === undefined) return [];
  if (Array.isArray(data) && data.every(Array.isArray)) return data as readonly (readonly unknown[])[];
  throw importMalformed({ what: "pandas_categorical is not a list of lists" });
}
