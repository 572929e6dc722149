import { onlineValuesConformance } from "../store/online-values.conformance.ts";
import { memoryOnline } from "./memory-online.ts";

onlineValuesConformance("memory", async () => ({ open: async () => memoryOnline(), remove: async () => {} }), {
  shares: false,
});
