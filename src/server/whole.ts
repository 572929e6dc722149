import { messageOf } from "../kernel/index.ts";
import type { Ready, WeightsAnswer, WeightsRequest, WeightsUndoRequest } from "../wire/index.ts";
import type { WeightsCall } from "./control/weights-call.ts";

/** What is answered for the whole server, of which a desk may be one of several. */
export interface Whole {
  /** Everything that is counted, in the text format of Prometheus. */
  metrics(): Promise<string>;
  /** Throws `server.not-ready`. */
  ready(): Promise<Ready>;
  readWeights(call: WeightsCall<unknown>): Promise<WeightsAnswer>;
  changeWeights(call: WeightsCall<WeightsRequest>): Promise<WeightsAnswer>;
  undoWeights(call: WeightsCall<WeightsUndoRequest>): Promise<WeightsAnswer>;
}

/** Why the whole server is not ready; null when it is. */
export async function whyNot(whole: Pick<Whole, "ready">): Promise<string | null> {
  return await whole.ready().then(() => null, messageOf);
}
