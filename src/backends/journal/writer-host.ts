import { parentPort, workerData } from "node:worker_threads";
import type { ToWriter, WriterData } from "./messages.ts";
import { writingLoop } from "./writing-loop.ts";

/** The entry of the thread that writes a journal. */
const loop = writingLoop(workerData as WriterData);
// A folder that cannot be read is told of by the first append.
loop.catchUp().catch(() => undefined);

parentPort?.on("message", (told: ToWriter) => {
  if ("connect" in told) loop.listen(told.connect);
  else void loop.close().then(() => parentPort?.close());
});
