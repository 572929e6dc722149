import type { Alert } from "../../watch/index.ts";
import type { Answer } from "../calling/command.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, text, withDefault } from "../calling/options.ts";
import { openBook } from "./open-book.ts";

const ALERT = argument("id of the alert, or its beginning");

/** `alidade alerts ack`: somebody looks after it. */
export const acknowledgeAlert: Command = defineCommand({
  name: "ack",
  summary: "Say that you look after an alert: it becomes no louder",
  arguments: { alert: ALERT },
  options: { why: withDefault(text("reason", "kept in the history"), "looking after it") },
  examples: ["alidade alerts ack alr_3f9c2a81"],
  async run(invocation) {
    const { args, options } = invocation;
    const alert = await (await openBook(invocation)).acknowledge(args.alert, options.why ?? "");
    return answered(alert, `${alert.acknowledged?.by ?? ""} looks after it; it becomes no louder.`);
  },
});

/** `alidade alerts close`: it is over. */
export const closeAlert: Command = defineCommand({
  name: "close",
  summary: "Say that an alert is over; should it come back, a new one is opened",
  arguments: { alert: ALERT },
  options: {
    why: withDefault(text("reason", "kept in the history"), "done"),
    hours: number("n", "hours that it took people: `alidade maturity` adds them up", { min: 0 }),
  },
  examples: ['alidade alerts close alr_3f9c2a81 --why "the feed is back" --hours 1.5'],
  async run(invocation) {
    const { args, options } = invocation;
    const alert = await (await openBook(invocation)).close(args.alert, options.why ?? "", options.hours);
    return answered(alert, "It is closed; whoever was told of it is told that it is over.");
  },
});

function answered(alert: Alert, says: string): Answer {
  return {
    json: { alert },
    document: { title: alert.id, summary: [`${alert.system}: ${alert.what}.`, says], sections: [] },
  };
}
