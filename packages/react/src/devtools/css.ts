/** Of the devtools' shadow root. `light-dark()`: the page's colour scheme decides. */
export const css = `
:host { all: initial; color-scheme: inherit; display: block; block-size: 100%; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.drawer, .panel {
  --ink: light-dark(#191917, #ececea);
  --quiet: light-dark(#575752, #a9a9a4);
  --ground: light-dark(#ffffff, #181817);
  --well: light-dark(#f2f2f0, #242423);
  --line: light-dark(#e3e3df, #33332f);
  --accent: light-dark(#c0391b, #e8663d);
  --good: light-dark(#2c6b45, #7cc495);
  --bad: light-dark(#a1143f, #ff93a7);
  color: var(--ink);
  font: 13px/19px system-ui, sans-serif;
}
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: start; cursor: pointer; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.toggle {
  position: fixed; inset: auto auto 16px 16px; z-index: 2147483000; padding: 6px 12px; border-radius: 7px;
  background: var(--ink); color: var(--ground); font-weight: 600;
}
.toggle[aria-expanded='true'] { inset: auto 16px min(420px, 60vh) auto; border-radius: 7px 7px 0 0; }
.toggle:focus-visible { outline-color: var(--accent); }
.count { font-weight: 400; font-variant-numeric: tabular-nums; }
.sheet {
  position: fixed; inset: auto 0 0; z-index: 2147482999; block-size: min(420px, 60vh);
  border-block-start: 1px solid var(--line); box-shadow: 0 -12px 32px -20px #0006;
}
.panel {
  display: grid; grid-template-columns: minmax(180px, 280px) minmax(0, 1fr); block-size: 100%; background: var(--ground);
}
nav { overflow: auto; border-inline-end: 1px solid var(--line); padding: 8px; }
ul, ol, dl, dd, h2, h3, p { margin: 0; padding: 0; list-style: none; font: inherit; }
.nothing { padding: 8px; color: var(--quiet); }
nav button {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; inline-size: 100%; padding: 6px 8px; border-radius: 5px;
}
nav button:hover { background: var(--well); }
nav button[aria-current='true'] { background: var(--well); font-weight: 600; }
.prompt { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; unicode-bidi: isolate; }
.status { color: var(--quiet); font-weight: 400; }
.status:is([data-status='submitting'], [data-status='pending'], [data-status='processing']) { color: var(--accent); }
.status:is([data-status='failed'], [data-status='uncertain']) { color: var(--bad); }
article { overflow: auto; padding: 12px 16px; }
header { display: flex; gap: 12px; align-items: baseline; }
h2 { font-weight: 600; overflow-wrap: anywhere; max-block-size: 76px; overflow: auto; unicode-bidi: isolate; }
h3 { margin-block: 12px 4px; font-weight: 600; }
dl { display: grid; gap: 2px; margin-block-start: 8px; }
dl div { display: grid; grid-template-columns: 64px minmax(0, 1fr); }
dt { color: var(--quiet); }
dd { font: 12px/19px ui-monospace, monospace; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
ol { font-variant-numeric: tabular-nums; max-inline-size: 720px; }
ol li {
  display: grid; grid-template-columns: 76px minmax(0, 1fr) auto; gap: 12px; padding-block: 2px;
  border-block-end: 1px solid var(--line);
}
.from, .took { color: var(--quiet); }
.from { text-align: end; }
.text { overflow-wrap: anywhere; unicode-bidi: isolate; }
[data-tone='quiet'] .text { color: var(--quiet); }
[data-tone='good'] .text { color: var(--good); }
[data-tone='bad'] .text { color: var(--bad); }
.plain { color: var(--quiet); text-decoration: underline; }
.curl { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-block-start: 12px; }
.curl button { padding: 4px 10px; border: 1px solid light-dark(#7b7b7a, #7f7f7e); border-radius: 5px; }
.curl button:hover { background: var(--well); }
textarea {
  flex-basis: 100%; max-inline-size: 720px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 5px;
  background: var(--well); color: inherit; font: 12px/18px ui-monospace, monospace; white-space: pre; resize: vertical;
}
@media (max-width: 640px) {
  .panel { grid-template-columns: 1fr; grid-template-rows: minmax(72px, 30%) minmax(0, 1fr); }
  nav { border-inline-end: 0; border-block-end: 1px solid var(--line); }
}
`
