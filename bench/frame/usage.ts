// Preloaded into a measured process (`node --import`): writes the most memory that it ever held to a file when it ends.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.BENCH_USAGE;
if (file !== undefined && isMainThread)
  process.on("exit", () => writeFileSync(file, JSON.stringify(process.resourceUsage())));
