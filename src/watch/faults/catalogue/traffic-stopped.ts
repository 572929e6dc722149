import { defineFault, type Fault } from "../fault.ts";
import { withAsked } from "../hit.ts";

/** Nobody asks any more: a caller is broken, or the way to the server. */
export const trafficStopped: Fault = defineFault({
  about: "questions stop coming",
  of: "traffic",
  part: "server",
  noticedBy: ["traffic.fell"],
  plan: (site) => ({ says: "no question comes", stream: withAsked(site, () => undefined) }),
});
