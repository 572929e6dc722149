import { command } from "alidade";
import readmission from "../readmission/system.mts";

/**
 * The readmission system, learned by LightGBM in Python. The command is handed the rows as Parquet and leaves a model file,
 * which is judged, gated, served and explained like any other: Python is needed for training, and for nothing after it.
 *
 *     pip install lightgbm pandas pyarrow
 *     npx alidade train examples/lightgbm
 */
export default {
  ...readmission,
  heads: { risk: { ...readmission.heads.risk, learner: command({ run: ["python3", "train.py"], timeout: "5m" }) } },
};
