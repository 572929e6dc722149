// Small model files, written by hand from the frameworks' formats, for tests.

/** Two trees over a number, a category with names, and a number whose zeros count as missing. */
export const LIGHTGBM_TEXT = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=2
objective=binary sigmoid:2
feature_names=age colour visits
feature_infos=[1:90] -1:0:1:2 [0:9]

Tree=0
num_leaves=3
num_cat=1
split_feature=0 1
split_gain=8 2
threshold=30.5 0
decision_type=10 1
left_child=1 -1
right_child=-3 -2
leaf_value=0.25 -0.5 1
leaf_weight=3 4 5
leaf_count=3 4 5
internal_value=0 0
internal_weight=12 7
internal_count=12 7
cat_boundaries=0 1
cat_threshold=5
is_linear=0
shrinkage=1


Tree=1
num_leaves=2
num_cat=0
split_feature=2
split_gain=1
threshold=4
decision_type=4
left_child=-1
right_child=-2
leaf_value=0.125 -0.125
leaf_count=6 6
internal_count=12
is_linear=0
shrinkage=0.1


end of trees

feature_importances:
age=1

parameters:
[boosting: gbdt]
[categorical_feature: 1]
end of parameters

pandas_categorical:[["blue", "green", "red"]]
`;

/** The same model as `dump_model()` gives it. */
export const LIGHTGBM_JSON = {
  name: "tree",
  version: "v4",
  num_class: 1,
  num_tree_per_iteration: 1,
  max_feature_idx: 2,
  objective: "binary sigmoid:2",
  average_output: false,
  feature_names: ["age", "colour", "visits"],
  feature_infos: {
    age: { min_value: 1, max_value: 90, values: [] },
    colour: { min_value: -1, max_value: 2, values: [-1, 0, 1, 2] },
    visits: { min_value: 0, max_value: 9, values: [] },
  },
  tree_info: [
    {
      tree_structure: {
        split_feature: 0,
        split_gain: 8,
        threshold: 30.5,
        decision_type: "<=",
        default_left: true,
        missing_type: "NaN",
        internal_count: 12,
        left_child: {
          split_feature: 1,
          split_gain: 2,
          threshold: "0||2",
          decision_type: "==",
          default_left: false,
          missing_type: "None",
          internal_count: 7,
          left_child: { leaf_index: 0, leaf_value: 0.25, leaf_count: 3 },
          right_child: { leaf_index: 1, leaf_value: -0.5, leaf_count: 4 },
        },
        right_child: { leaf_index: 2, leaf_value: 1, leaf_count: 5 },
      },
    },
    {
      tree_structure: {
        split_feature: 2,
        split_gain: 1,
        threshold: 4,
        decision_type: "<=",
        default_left: false,
        missing_type: "Zero",
        internal_count: 12,
        left_child: { leaf_index: 0, leaf_value: 0.125, leaf_count: 6 },
        right_child: { leaf_index: 1, leaf_value: -0.125, leaf_count: 6 },
      },
    },
  ],
  pandas_categorical: [["blue", "green", "red"]],
} as const;

/** One tree as XGBoost 3 saves it: `size < 0.5`, then whether `colour` is green or red. */
export const XGBOOST = {
  learner: {
    attributes: { best_iteration: "0" },
    feature_names: ["size", "colour"],
    feature_types: ["float", "c"],
    gradient_booster: {
      model: {
        cats: {
          enc: [
            { offsets: [], values: [] },
            { offsets: [0, 4, 9, 12], values: [98, 108, 117, 101, 103, 114, 101, 101, 110, 114, 101, 100] },
          ],
        },
        gbtree_model_param: { num_parallel_tree: "1", num_trees: "1" },
        iteration_indptr: [0, 1],
        tree_info: [0],
        trees: [
          {
            base_weights: [0, 0, 0, 0, 0],
            categories: [1, 2],
            categories_nodes: [2],
            categories_segments: [0],
            categories_sizes: [2],
            default_left: [1, 0, 0, 0, 0],
            id: 0,
            left_children: [1, -1, 3, -1, -1],
            loss_changes: [4, 0, 2, 0, 0],
            parents: [2147483647, 0, 0, 2, 2],
            right_children: [2, -1, 4, -1, -1],
            split_conditions: [0.5, 1.5, 0, -1, 2],
            split_indices: [0, 0, 1, 0, 0],
            split_type: [0, 0, 1, 0, 0],
            sum_hessian: [9, 3, 6, 2, 4],
            tree_param: { num_deleted: "0", num_feature: "2", num_nodes: "5", size_leaf_vector: "1" },
          },
        ],
      },
      name: "gbtree",
    },
    learner_model_param: { base_score: "[2.5E-1]", num_class: "0", num_feature: "2", num_target: "1" },
    objective: { name: "binary:logistic" },
  },
  version: [3, 2, 0],
} as const;

/** The same tree as XGBoost dumps it, without the names of the categories. */
export const XGBOOST_DUMP = `booster[0]:
0:[size<0.5] yes=1,no=2,missing=1,gain=4,cover=9
	1:leaf=1.5,cover=3
	2:[colour:{1,2}] yes=4,no=3,missing=4,gain=2,cover=6
		3:leaf=-1,cover=2
		4:leaf=2,cover=4
`;

/** A value as XGBoost writes it in UBJSON: 64-bit lengths, lists of whole numbers and of fractions typed. */
export function ubjson(value: unknown): Uint8Array {
  return Uint8Array.from(bytesOf(value));
}

function bytesOf(value: unknown): readonly number[] {
  if (typeof value === "string") return [letter("S"), ...textBytes(value)];
  if (typeof value === "number") return [letter("D"), ...fixed(8, (view) => view.setFloat64(0, value))];
  if (Array.isArray(value)) return listBytes(value);
  const entries = Object.entries(value as Record<string, unknown>);
  return [letter("{"), ...entries.flatMap(([key, item]) => [...textBytes(key), ...bytesOf(item)]), letter("}")];
}

function listBytes(list: readonly unknown[]): readonly number[] {
  const length = [letter("#"), ...lengthBytes(list.length)];
  if (!list.every((item) => typeof item === "number")) return [letter("["), ...length, ...list.flatMap(bytesOf)];
  const isWhole = list.every(Number.isInteger);
  const items = list.flatMap((item) =>
    fixed(4, (view) => (isWhole ? view.setInt32(0, item) : view.setFloat32(0, item))),
  );
  return [letter("["), letter("$"), letter(isWhole ? "l" : "d"), ...length, ...items];
}

function textBytes(text: string): readonly number[] {
  return [...lengthBytes(text.length), ...Array.from(text, letter)];
}

function lengthBytes(length: number): readonly number[] {
  return [letter("L"), ...fixed(8, (view) => view.setBigInt64(0, BigInt(length)))];
}

function fixed(size: number, write: (view: DataView) => void): readonly number[] {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return Array.from(bytes);
}

function letter(text: string): number {
  return text.charCodeAt(0);
}
