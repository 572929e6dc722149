import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade token revoke`: a token that opens nothing any more. */
export const revokeToken: Command = defineCommand({
  name: "revoke",
  summary: "Revoke a token; running servers refuse it within a second",
  arguments: { token: argument("id of the token, or its name when only one has it") },
  options: {},
  examples: ["alidade token revoke shop", "alidade token revoke tok_0123456789ab"],
  async run(invocation) {
    const { tokenFacts } = await import("./token-facts.ts");
    const { openTokens } = await import("../http/http-options.ts");
    const revoked = await (await openTokens(invocation, false)).revoke(invocation.args.token);
    return {
      json: { token: tokenFacts(revoked, invocation.clock.now()) },
      document: {
        title: `Revoked ${revoked.id}`,
        summary: [`${revoked.name} opens nothing any more; a running server knows within a second.`],
        sections: [],
      },
    };
  },
});
