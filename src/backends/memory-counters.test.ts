import { countersConformance } from "../store/counters.conformance.ts";
import { memoryCounters } from "./memory-counters.ts";

countersConformance("Memory", async () => ({ open: async () => memoryCounters(), remove: async () => undefined }), {
  shares: false,
});
