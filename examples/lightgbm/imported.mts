import { imported } from "alidade";
import readmission from "../readmission/system.mts";

/**
 * The readmission system, with a LightGBM model that somebody trained before: here one of Alidade's own, exported.
 *
 *     npx alidade train examples/readmission
 *     npx alidade models export <model> --to lightgbm --out examples/lightgbm/model.txt
 *     npx alidade models inspect examples/lightgbm/model.txt --system examples/lightgbm/imported.mts
 *     npx alidade train examples/lightgbm/imported.mts
 */
export default {
  ...readmission,
  heads: { risk: { ...readmission.heads.risk, learner: imported({ file: "model.txt" }) } },
};
