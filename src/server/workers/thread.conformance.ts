/** The entry of a serving thread in tests. */
import { parentPort, workerData } from "node:worker_threads";
import { serveTest } from "./crew.conformance.ts";

serveTest(workerData);
// Whatever it is sent makes it hang.
parentPort?.on("message", () => {
  for (;;);
});
parentPort?.unref();
