import { acknowledgeAlert, closeAlert } from "../alerts/answer.ts";
import { showAlert } from "../alerts/show.ts";
import { silenceAlerts, unsilenceAlerts } from "../alerts/silence.ts";
import { testChannel } from "../alerts/test-channel.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { flag, number, optionalArgument, withDefault } from "../calling/options.ts";
import { namedSystems } from "../loading/named-system.ts";

/** `alidade alerts`: what is wrong, the open ones first. */
export const command: Command = defineCommand({
  name: "alerts",
  looks: true,
  summary: "List, show, acknowledge, close and silence alerts; try a channel",
  about:
    "One cause is one alert, however many signs it shows. The monitors that find what is wrong run in `alidade up`; who is told, and " +
    "by which channel, stands in the system file. Closed alerts are left out without `--all`.",
  arguments: { system: optionalArgument("name or file of the system; all of them when left out") },
  options: {
    all: flag("closed ones too"),
    limit: withDefault(number("n", "how many", { min: 1, max: 10_000, integer: true }), 50),
  },
  examples: ["alidade alerts", "alidade alerts readmission --all", "alidade alerts ack alr_3f9c2a81"],
  actions: [showAlert, acknowledgeAlert, closeAlert, silenceAlerts, unsilenceAlerts, testChannel],
  async run(invocation) {
    const { args, options } = invocation;
    const systems = await namedSystems(args.system, invocation);
    const { alertListing } = await import("../alerts/alert-listing.ts");
    return await alertListing(systems, { all: options.all, limit: options.limit, named: args.system }, invocation);
  },
});
