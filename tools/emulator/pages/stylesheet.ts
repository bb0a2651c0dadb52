/** The style of every page of the emulator; served at `/assets/emulator.css`. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --page: #f4f4f1; --card: #fff; --text: #1d1d1b; --quiet: #55554f; --line: #8a8a82;
  --accent: #1b5e3f; --on-accent: #fff; --warn: #7a4b00; --warn-page: #fff3d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #171716; --card: #222220; --text: #f0f0ec; --quiet: #b9b9b1; --line: #7d7d76;
    --accent: #8fd6b2; --on-accent: #10261b; --warn: #ffd88a; --warn-page: #33280f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
.banner {
  margin: 0; padding: .6rem 1rem; text-align: center; font-weight: 600;
  background: var(--warn-page); color: var(--warn); border-bottom: 1px solid var(--warn);
}
main {
  width: min(100% - 1.5rem, 30rem); margin: 1.5rem auto; padding: 1.25rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
}
main.wide { width: min(100% - 1.5rem, 64rem); }
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.25; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
.quiet { color: var(--quiet); }
a { color: var(--accent); }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain > li + li { margin-top: .5rem; }
button {
  font: inherit; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .35rem; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--line);
}
button:hover { border-color: var(--accent); }
button.primary, button[aria-pressed="true"] {
  color: var(--on-accent); background: var(--accent); border-color: var(--accent);
}
button.person { display: block; width: 100%; text-align: start; }
button.person .name { display: block; font-weight: 600; }
button.person .account { display: block; font-size: .875rem; color: var(--quiet); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
pre, code { font-family: ui-monospace, monospace; font-size: .9em; }
pre { padding: .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .35rem; white-space: pre; }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
h3 { margin: 1.25rem 0 .5rem; font-size: 1rem; }
.fault { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
.fault > button[aria-pressed] { min-width: 17rem; text-align: start; }
.fault > span { flex: 1 1 16rem; }
.setting { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; flex-basis: 100%; }
.setting select { max-width: 100%; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 40rem; font-size: .9rem; }
th, td { padding: .3rem .6rem .3rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
th, td:first-child { overflow-wrap: normal; white-space: nowrap; }
iframe { display: none; }
`;
