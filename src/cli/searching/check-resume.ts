import { usage } from "../calling/errors.ts";

/** Options that do not change what a search finds. */
const HARMLESS = ["resume", "parallel"];

/** A search that goes on keeps its own settings: others beside `--resume` are refused. Throws `cli.usage`. */
export function checkResume(options: Readonly<Record<string, unknown>>): void {
  if (options.resume === undefined) return;
  const others = Object.entries(options).filter(
    ([name, value]) => value !== undefined && value !== false && !HARMLESS.includes(name),
  );
  if (others.length === 0) return;
  const names = others.map(([name]) => `--${name}`).join(", ");
  throw usage({
    problem: `A search that goes on keeps its own settings: ${names} cannot be given with --resume.`,
    help: "alidade search --help",
  });
}
