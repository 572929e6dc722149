import { milliseconds } from "../../kernel/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, list, number, text, withDefault } from "../calling/options.ts";

/** `alidade token create`: makes a token and tells its secret, this once. */
export const createToken: Command = defineCommand({
  name: "create",
  summary: "Make a token; its secret is told this once",
  arguments: { name: argument("what it is for, for the list") },
  options: {
    role: text("role", "what it allows, as a role: service, viewer, contributor, approver, admin"),
    scopes: list("scopes", "what it allows, some of decide, outcomes, events, read, manage"),
    expires: withDefault(text("duration", 'how long it is good for, such as "90d", or "never"'), "90d"),
    perSecond: number("n", "the most requests a second with it", { min: 0.001 }),
  },
  examples: ["alidade token create shop --role service", "alidade token create ops --scopes read,manage --expires 30d"],
  async run(invocation) {
    const { args, options, clock } = invocation;
    const { scopesAsked } = await import("./scopes-asked.ts");
    const { tokenFacts } = await import("./token-facts.ts");
    const { openTokens } = await import("../http/http-options.ts");
    const scopes = scopesAsked(options);
    const tokens = await openTokens(invocation, true);
    const { token, secret } = await tokens.create({
      name: args.name,
      scopes,
      lastsMs: options.expires === "never" ? null : milliseconds(options.expires),
      perSecond: options.perSecond,
    });
    const { commandLine, paragraph } = await import("../../report/index.ts");
    const until = token.expiresAt === null ? "for ever" : `until ${new Date(token.expiresAt).toISOString()}`;
    return {
      json: { token: tokenFacts(token, clock.now()), secret },
      document: {
        title: `Token ${token.id}`,
        summary: [`${token.name} may ${token.scopes.join(", ")}, ${until}. The secret is told this once:`],
        sections: [
          { title: "Secret", blocks: [commandLine(secret), paragraph("Send it as `authorization: Bearer <secret>`.")] },
        ],
      },
    };
  },
});
