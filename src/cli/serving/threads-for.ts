import { sharesPorts } from "../../server/index.ts";

/** How many threads answer: as many as were asked for where that is possible, else one, and `remark` says why. */
export async function threadsFor(asked: number, remark: (text: string) => void): Promise<number> {
  if (asked === 1 || (await sharesPorts())) return asked;
  remark("One thread answers: on this system several cannot listen on one port.\n");
  return 1;
}
