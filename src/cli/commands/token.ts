import { type Command, defineCommand } from "../calling/command.ts";
import { listing, shortTime } from "../output/listing.ts";
import { createToken } from "../tokens/create-token.ts";
import { revokeToken } from "../tokens/revoke-token.ts";

/** `alidade token`: who may ask the server, for what, and until when. */
export const command: Command = defineCommand({
  name: "token",
  summary: "List, make and revoke tokens for the server",
  about:
    "From the first token on, a server on this state answers only who shows one, within a second and without a restart. A token " +
    "allows some of: decide, outcomes, events, read, manage. Only a hash of it is kept.",
  arguments: {},
  options: {},
  examples: [
    "alidade token create shop --role service",
    "alidade token create grafana --scopes read --expires never",
    "alidade token revoke shop",
  ],
  actions: [createToken, revokeToken],
  async run(invocation) {
    const { openTokens } = await import("../http/http-options.ts");
    const { tokenFacts } = await import("../tokens/token-facts.ts");
    const { table } = await import("../../report/index.ts");
    const all = [...(await (await openTokens(invocation, true)).list())].reverse();
    const facts = all.map((token) => tokenFacts(token, invocation.clock.now()));
    return listing({
      title: "Tokens",
      json: { tokens: facts },
      none: "There are no tokens: a server on this state is open to everybody on this machine, and to nobody else.",
      table: table(
        ["Token", "Name", "Allows", "State", "Until", "Made, by whom"],
        facts.map(({ id, name, scopes, state, expiresAt, createdAt, createdBy }) => [
          id,
          name,
          scopes.join(", "),
          state,
          expiresAt === null ? "for ever" : shortTime(expiresAt),
          `${shortTime(createdAt)}, ${createdBy}`,
        ]),
      ),
    });
  },
});
