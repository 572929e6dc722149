import { choice, number, type OptionSpec, text, withDefault } from "../calling/options.ts";
import { type HttpFlags, httpFlags } from "../http/http-flags.ts";

/** The options of whatever serves. */
export interface ServeFlags extends HttpFlags {
  readonly port: OptionSpec<number>;
  readonly host: OptionSpec<string>;
  readonly modelMemory: OptionSpec<number>;
  readonly workers: OptionSpec<number>;
  readonly durability: OptionSpec<"fsync" | "os" | undefined>;
  readonly whenFull: OptionSpec<"refuse" | "answer" | undefined>;
}

const PORT = 7070;

/** How `serve` and `up` spell where they answer, and how surely. */
export const serveFlags: ServeFlags = {
  port: withDefault(number("n", "0 takes a free one", { min: 0, max: 65_535, integer: true }), PORT),
  host: withDefault(
    text("address", "the address to listen on; anything but loopback asks for tokens, and the first is made then"),
    "127.0.0.1",
  ),
  modelMemory: withDefault(
    number("MiB", "memory for opened models; those unused longest wait as bytes", { min: 1 }),
    512,
  ),
  workers: withDefault(number("n", "threads that answer on the one port", { min: 1, max: 64, integer: true }), 1),
  durability: choice(["fsync", "os"], "what a decision is stored in before it is answered (default fsync: on disk)"),
  whenFull: choice(["refuse", "answer"], "while the disk is full: refuse, or answer without storing (default refuse)"),
  ...httpFlags,
};
