/** The colours of the page by scheme. Every text colour reaches WCAG AA (4.5 : 1) on its paper. */
export const COLOURS = {
  light: {
    paper: "#fcfbf8",
    panel: "#f4f2ec",
    ink: "#1d2125",
    muted: "#5a616a",
    rule: "#e3dfd6",
    accent: "#0b5f78",
    second: "#8a8f96",
    good: "#1c6b3c",
    bad: "#a5281f",
    unknown: "#7a5300",
  },
  dark: {
    paper: "#15181b",
    panel: "#1d2125",
    ink: "#e7e4de",
    muted: "#a3a9b0",
    rule: "#30353b",
    accent: "#6fc4d8",
    second: "#858c94",
    good: "#7fcf9b",
    bad: "#f2958c",
    unknown: "#e3bb62",
  },
} as const;

function variables(scheme: Readonly<Record<string, string>>): string {
  return Object.entries(scheme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

const TYPE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:47rem;margin:0 auto;padding:clamp(2rem,7vw,5rem) 1rem 6rem}
h1,h2,.verdict,.summary p:first-child{font-family:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,serif}
h1{font-size:clamp(1.9rem,1.4rem + 2.4vw,2.75rem);line-height:1.12;letter-spacing:-.012em;font-weight:600;margin:0;text-wrap:balance}
h2{font-size:1.5rem;line-height:1.25;font-weight:600;letter-spacing:-.005em;margin:0;text-wrap:balance}
p{margin:0 0 1em;max-width:40rem}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);padding:.8em 1em;border-radius:6px}
pre code{background:none;padding:0}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--panel);padding:.1em .3em;border-radius:3px}
ul,ol{padding-left:1.3em;margin:0 0 1em;max-width:40rem}
li{margin:.3em 0}
li::marker{color:var(--muted)}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
`;

const HEAD = `
.subtitle{color:var(--muted);text-wrap:pretty;margin:.7rem 0 0}
.verdict{display:flex;gap:.9rem;align-items:baseline;margin:2.2rem 0 0;padding:1.15rem 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);font-size:clamp(1.2rem,1.05rem + .8vw,1.45rem);line-height:1.35;max-width:none;text-wrap:pretty}
.verdict .mark{flex:none;width:1.55em;height:1.55em;border-radius:50%;display:inline-grid;place-items:center;font:700 .78em/1 system-ui,sans-serif;color:var(--paper);background:var(--tone);align-self:flex-start;margin-top:.08em}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.unknown{--tone:var(--unknown)}.neutral{--tone:var(--muted)}
.summary{margin-top:1.6rem}
.summary p:first-child{font-size:1.2rem;line-height:1.5}
.summary p:last-child{margin-bottom:0}
nav{margin-top:2.2rem;font-size:.9375rem}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;padding:0;margin:0;max-width:none}
nav li{margin:0}
nav a{display:inline-block;padding:.25rem 0;text-decoration-color:var(--rule)}
nav a:hover{text-decoration-color:currentColor}
`;

/**
 * Holds a table. One that cannot be narrower than the text takes room from the margins, in the middle of the page; one that is
 * wider than the page scrolls, and a shade lies on the side on which there is more, because a page without a script cannot look:
 * covers of paper move with the table and hide the shades that stay.
 */
const SCROLL = `.scroll{overflow-x:auto;margin:1.5rem 0;width:min-content;min-width:100%;max-width:max(100%,min(100vw - 4rem,76rem));position:relative;left:50%;transform:translateX(-50%);background:linear-gradient(90deg,var(--paper) 30%,transparent) -1px 0/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 30%,transparent) calc(100% + 1px) 0/2.5rem 100% no-repeat local,linear-gradient(90deg,var(--second),transparent) 0 0/.5rem 100% no-repeat scroll,linear-gradient(270deg,var(--second),transparent) 100% 0/.5rem 100% no-repeat scroll}`;

const BODY = `
section{margin-top:3.75rem}
section>h2,summary h2{margin-bottom:.7rem}
.lead{color:var(--muted);margin-bottom:1.5rem}
${SCROLL}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.45}
tbody th{min-width:7.5rem}
caption{text-align:left;font-weight:600;padding-bottom:.55rem}
th,td{text-align:left;vertical-align:baseline;padding:.55rem 0;font-weight:400}
th+th,th+td,td+td,td+th{padding-left:1.5rem}
.right{text-align:right;white-space:nowrap}
thead th,thead td{border-bottom:1px solid var(--muted);color:var(--muted);font-size:.84rem;line-height:1.35;vertical-align:bottom;white-space:normal}
tbody tr{border-bottom:1px solid var(--rule)}
.interval{color:var(--muted);font-size:.92em;white-space:nowrap}
.dense .interval{display:block}
.missing{color:var(--muted);font-style:italic;white-space:normal}
.tag{display:inline-block;font-size:.72rem;line-height:1.5;letter-spacing:.02em;color:var(--muted);border:1px solid var(--second);border-radius:99px;padding:0 .5em;margin-left:.25em;vertical-align:.08em;white-space:nowrap}
.tag.assumed{border-style:dashed;color:var(--unknown);border-color:var(--unknown)}
.tone{display:inline-block;position:relative;padding-left:.95em;color:var(--tone);font-weight:600}
td>.tone{display:block}
.tone::before{content:"";position:absolute;left:0;top:.5em;width:.5em;height:.5em;border-radius:50%;background:currentColor}
.tone.bad::before{border-radius:0;transform:rotate(45deg) scale(.9)}
.tone.unknown::before{background:none;box-shadow:inset 0 0 0 1.5px currentColor}
dl{margin:1.25rem 0;font-size:1rem}
dl>div{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:.1rem 1.5rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
dt{color:var(--muted)}
dd{margin:0}
.aside{display:block;color:var(--muted);font-size:.875rem}
.callout{margin:1.5rem 0;padding:.9rem 1.1rem;background:var(--panel);border-left:3px solid var(--tone,var(--accent));border-radius:0 4px 4px 0}
.callout.warning{--tone:var(--unknown)}
.callout p{margin:0}
.callout-title{font-weight:600;color:var(--tone,var(--accent))}
`;

const FIGURES = `
figure{margin:2rem 0}
figcaption{font-weight:600;font-size:.9375rem;margin-bottom:.5rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.3rem;padding:0;margin:0 0 .4rem;font-size:.875rem;color:var(--muted);max-width:none}
.legend li{margin:0;display:flex;align-items:center;gap:.5em}
.drawing svg{display:block;max-width:100%;height:auto;font-family:inherit}
.drawing text,.drawing tspan{white-space:pre}
.narrow{display:none}
summary{cursor:pointer}
summary h2{display:inline}
details.section{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:1rem 0}
details.section[open]>summary{margin-bottom:1rem}
details.section>summary::marker,.numbers summary::marker{color:var(--accent)}
section:has(>details){margin-top:2.25rem}
section:has(>details)+section:has(>details){margin-top:-1px}
.numbers{font-size:.875rem;margin-top:.35rem}
.numbers summary{color:var(--muted);width:fit-content;padding:.2rem 0}
.numbers .scroll{margin:.5rem 0 0}
.numbers table{font-size:.875rem;width:auto;min-width:50%}
@media (max-width:40rem){
.wide{display:none}.narrow{display:block}
.narrow svg{width:100%}
section{margin-top:3rem}
dl>div{grid-template-columns:1fr}
th+th,th+td,td+td,td+th{padding-left:1.1rem}
td .interval{display:block}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;

const PRINT = `
@media print{
:root{${variables({ ...COLOURS.light, paper: "#fff" })};color-scheme:light}
html{font-size:10.5pt}
main{max-width:none;padding:0}
.wide{display:block}.narrow,nav,.numbers{display:none}
section{margin-top:2rem}
h2,figcaption,caption,thead{break-after:avoid}
figure,tr,.callout,dl>div,.verdict{break-inside:avoid}
details::details-content{content-visibility:visible;block-size:auto}
.scroll{overflow:visible;background:none}
a{color:inherit;text-decoration:none}
}
`;

/** The page's style sheet. */
export const STYLE: string = [
  `:root{${variables(COLOURS.light)};color-scheme:light dark}`,
  `@media (prefers-color-scheme:dark){:root{${variables(COLOURS.dark)}}}`,
  TYPE + HEAD + BODY + FIGURES + PRINT,
].join("\n");
