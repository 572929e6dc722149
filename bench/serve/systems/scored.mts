import { imported } from "alidade";
import plain from "./plain.mts";

const { opens, buys, returns } = plain.heads;

/** The same, with models that LightGBM trained in Python: `bench/serve/peers/train.py` leaves them there. */
export default {
  ...plain,
  name: "scored",
  heads: {
    opens: { ...opens, learner: imported({ file: "../../../.cache/bench/serve/opens.txt" }) },
    buys: { ...buys, learner: imported({ file: "../../../.cache/bench/serve/buys.txt" }) },
    returns: { ...returns, learner: imported({ file: "../../../.cache/bench/serve/returns.txt" }) },
  },
};
