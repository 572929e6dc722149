import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";
import { openBook } from "./open-book.ts";

/** `alidade alerts show`: one alert with all that is known of it. */
export const showAlert: Command = defineCommand({
  name: "show",
  looks: true,
  summary: "Show one alert: its signs, its likely cause, what to do next, who was told",
  arguments: { alert: argument("id of the alert, or its beginning") },
  options: {},
  examples: ["alidade alerts show alr_3f9c2a81"],
  async run(invocation) {
    const alert = await (await openBook(invocation)).find(invocation.args.alert);
    const { alertDocument } = await import("./alert-document.ts");
    const history = await (await invocation.registry()).history(alert.system);
    const events = history.filter(({ subject }) => subject === alert.id);
    return { json: { alert, events }, document: alertDocument(alert, events) };
  },
});
