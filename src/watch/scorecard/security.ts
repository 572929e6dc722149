import { fieldsOf } from "../../features/index.ts";
import { type CellDefinition, counted, defineCell, noEvidence, outOf } from "./cell.ts";

const MANAGES = "manage";

/** Security: who may do what, and whose data are used. */
export const security: readonly CellDefinition[] = [
  defineCell("Does a token open what it is for, and not for ever?", ({ tokens, now }) => {
    const valid = tokens.filter(({ revoked, expiresAt }) => !revoked && (expiresAt === null || expiresAt > now));
    if (tokens.length === 0)
      return noEvidence("Tokens, without which a server answers whoever reaches it: `alidade token create`.");
    const endless = valid.filter(({ expiresAt }) => expiresAt === null).length;
    const managing = valid.filter(({ scopes }) => scopes.includes(MANAGES)).length;
    return {
      finding: valid.length > 0 && endless === 0 && managing < valid.length ? "good" : "fair",
      says: `${counted(valid.length, "token")} open something; ${outOf(endless, valid.length)} never expire, ${outOf(managing, valid.length)} may change what is served.`,
      see: "`alidade token list`",
      at: now,
    };
  }),
  defineCell("Do features read personal data?", ({ system, snapshots, file }) => {
    const last = snapshots.at(-1);
    if (last === undefined) return noEvidence(`A snapshot: \`alidade train ${file}\`.`);
    const { fields } = system.contract;
    const personal = Object.entries(system.features).filter(([, node]) =>
      fieldsOf(node).some((field) => fields[field]?.personal !== undefined),
    );
    if (Object.values(fields).every((field) => field.personal === undefined))
      return {
        finding: "fair",
        says: "The contract calls no field personal, which may mean that nobody has looked.",
        see: `\`alidade data catalog ${file}\``,
        at: last.createdAt,
      };
    const declared = Object.values(fields).filter(({ personal }) => personal !== undefined).length;
    return {
      finding: personal.length === 0 ? "good" : "fair",
      says:
        personal.length === 0
          ? `No feature reads any of the ${counted(declared, "field")} that the contract calls personal.`
          : `${outOf(personal.length, Object.keys(system.features).length)} features read personal fields: ${personal.map(([name]) => name).join(", ")}.`,
      see: `\`alidade data catalog ${file}\``,
      at: last.createdAt,
    };
  }),
];
