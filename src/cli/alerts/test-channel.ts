import type { Alert } from "../../watch/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade alerts test`: whether a channel reaches anybody. */
export const testChannel: Command = defineCommand({
  name: "test",
  summary: "Send a test through a channel of a system file; it is marked as one",
  arguments: {
    system: argument("the system file, or its folder"),
    channel: argument("name of the channel in `alerts.channels`"),
  },
  options: {},
  examples: ["alidade alerts test system.mts ops"],
  async run(invocation) {
    const { args, cwd, clock, env, io, progress, signal, backends } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { alertTimes, settleAlerts } = await import("../../system/index.ts");
    const { channelUnknown, tellingOf } = await import("../../watch/index.ts");
    const { system } = await loadSystem(args.system, cwd);
    const plan = system.alerts ?? settleAlerts(undefined);
    const known = Object.keys(plan.channels);
    const ref = Object.hasOwn(plan.channels, args.channel) ? plan.channels[args.channel] : undefined;
    if (ref === undefined) throw channelUnknown({ name: args.channel, system: system.name, known });
    const channel = (await backends()).alertChannel(ref, { env, say: (line) => io.err(`${line}\n`) });
    const at = clock.now();
    const telling = tellingOf(testAlert(system.name, at), { at, news: "test", quietMs: alertTimes(plan).quietMs });
    const step = progress.step(`Telling ${args.channel}`);
    await channel.tell(telling, signal);
    step.done();
    return {
      json: { system: system.name, channel: args.channel, kind: ref.channel, told: true },
      document: {
        title: `${args.channel} was told`,
        summary: [`The other side of ${args.channel} (${ref.channel}) has taken a test. See whether it has arrived.`],
        sections: [],
      },
    };
  },
});

/** Something to tell that is nowhere kept. */
function testAlert(system: string, at: number): Alert {
  return {
    id: "alr_0000000000000000",
    system,
    status: "open",
    level: "notice",
    cause: { part: "loop", name: system },
    what: "this is how an alert looks",
    since: at,
    at,
    openedAt: at,
    raisedAt: at,
    escalations: 0,
    harm: { money: null, currency: null, entities: 0 },
    likely: "somebody tries this channel",
    next: [`alidade alerts ${system}`],
    symptoms: [],
    count: 0,
    news: 1,
    newest: "opened",
    told: [],
  };
}
