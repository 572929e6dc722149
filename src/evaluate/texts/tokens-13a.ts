/** What the tokenizer of mteval-v13a does to a text, in order. The replaced characters are ASCII punctuation. */
const STEPS: readonly (readonly [what: RegExp, by: string])[] = [
  [/<skipped>/g, ""],
  [/-\n/g, ""],
  [/\n/g, " "],
  [/&quot;/g, '"'],
  [/&amp;/g, "&"],
  [/&lt;/g, "<"],
  [/&gt;/g, ">"],
  [/^|$/g, " "],
  [/([{-~[-` -&(-+:-@/])/g, " $1 "],
  // A full stop or a comma belongs to a number, and to nothing else.
  [/([^0-9])([.,])/g, "$1 $2 "],
  [/([.,])([^0-9])/g, " $1 $2"],
  [/([0-9])(-)/g, "$1 $2 "],
];

/**
 * The tokens of a text as the WMT script `mteval-v13a.pl` cuts them, which published BLEU scores are made with. Papineni et al.,
 * 2002; NIST, 2009; the same as sacreBLEU's `13a` (Post. A call for clarity in reporting BLEU scores. WMT 2018).
 */
export function tokens13a(text: string): readonly string[] {
  const split = STEPS.reduce((done, [what, by]) => done.replace(what, by), text.trimEnd());
  return split.split(/\s+/).filter((token) => token !== "");
}
