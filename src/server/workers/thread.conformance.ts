/** The entry of a serving thread in tests. */
import { workerData } from "node:worker_threads";
import { serveTest } from "./crew.conformance.ts";

serveTest(workerData);
