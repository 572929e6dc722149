import { type Command, defineCommand } from "../calling/command.ts";
import { argument, required, text, withDefault } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { shortTime } from "../output/listing.ts";
import { openBook } from "./open-book.ts";

/** `alidade alerts silence`: not to be told of something for a while. */
export const silenceAlerts: Command = defineCommand({
  name: "silence",
  summary: "Tell nobody of some alerts for a while; they are kept all the same",
  about:
    "Of all alerts of a system, or of those of a kind, or of a cause; where both are given, both must fit. What is still open when the " +
    "silence is over is told then.",
  arguments: { system: argument("name or file of the system") },
  options: {
    for: required(text("duration", "for how long, such as 2h or 3d; a year at most")),
    why: required(text("reason", "kept in the history")),
    kind: text("kind", "only of signs of this kind, such as input or input.shifted"),
    cause: text("part", "only of this cause, such as field or field/visits"),
  },
  examples: ['alidade alerts silence readmission --kind input --for 3d --why "campaign until Friday"'],
  async run(invocation) {
    const { args, options, clock, registry, cwd } = invocation;
    const { milliseconds } = await import("../../kernel/index.ts");
    const system = await namedSystem(args.system, { registry, cwd });
    const { kind, cause } = options;
    const silence = await (await openBook(invocation)).silence({
      system,
      until: clock.now() + milliseconds(options.for ?? ""),
      why: options.why ?? "",
      ...(kind === undefined ? {} : { kind }),
      ...(cause === undefined ? {} : { cause }),
    });
    const { wordSilence } = await import("./word-silence.ts");
    return {
      json: { silence },
      document: {
        title: silence.id,
        summary: [`Nobody is told of ${wordSilence(silence)} until ${shortTime(silence.until)} UTC.`],
        sections: [],
      },
    };
  },
});

/** `alidade alerts unsilence`: a silence that ends before its time. */
export const unsilenceAlerts: Command = defineCommand({
  name: "unsilence",
  summary: "End a silence before its time",
  arguments: { silence: argument("id of the silence") },
  options: { why: withDefault(text("reason", "kept in the history"), "no longer needed") },
  examples: ["alidade alerts unsilence sil_0123456789abcdef"],
  async run(invocation) {
    const { args, options } = invocation;
    const silence = await (await openBook(invocation)).unsilence(args.silence, options.why ?? "");
    const { wordSilence } = await import("./word-silence.ts");
    return {
      json: { silence },
      document: { title: silence.id, summary: [`People are told of ${wordSilence(silence)} again.`], sections: [] },
    };
  },
});
