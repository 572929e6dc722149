import { setPriority } from "node:os";
import { compact } from "./compact.ts";

/** The entry of the process that works closed segments up: `folder keep`. */
const [folder = "", keep = "0"] = process.argv.slice(2);
try {
  setPriority(19);
} catch {
  // Where priorities cannot be lowered it runs with its own.
}
// What fails, a full disk say, is tried again when the next segment is closed: nothing is gone meanwhile.
compact(folder, { keep: Number(keep), gently: true }).catch(() => {
  process.exitCode = 1;
});
