import { CONTROL_STYLES } from './control/styles.js';

/** The style of every page of the emulator; served at `/assets/emulator.css`. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --page: #f4f4f1; --card: #fff; --text: #1d1d1b; --quiet: #55554f; --line: #8a8a82; --faint: #dcdcd6;
  --accent: #1b5e3f; --on-accent: #fff; --tint: #e6f1ea; --warn: #7a4b00; --warn-page: #fff3d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #171716; --card: #222220; --text: #f0f0ec; --quiet: #b9b9b1; --line: #7d7d76; --faint: #40403c;
    --accent: #8fd6b2; --on-accent: #10261b; --tint: #20372b; --warn: #ffd88a; --warn-page: #33280f;
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
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.25; }
.quiet { color: var(--quiet); }
a { color: var(--accent); }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain > li + li { margin-top: .5rem; }
ul.quiet { font-size: .9rem; }
button, select, input:not([type="checkbox"]) {
  font: inherit; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .35rem; max-width: 100%;
  color: var(--text); background: transparent; border: 1px solid var(--line);
}
select { background: var(--card); padding-inline: .5rem; }
input[type="checkbox"] { width: 1.25rem; height: 1.25rem; vertical-align: -.25rem; accent-color: var(--accent); }
label input[name="otc"] { display: block; width: 100%; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); background: var(--tint); }
button.primary, button[aria-pressed="true"] {
  color: var(--on-accent); background: var(--accent); border-color: var(--accent);
}
button.person { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: center; width: 100%; text-align: start; }
button.person .name { flex-basis: 100%; font-weight: 600; text-align: left; }
button.person .account { flex: 1 0 auto; max-width: 100%; font-size: .875rem; color: var(--quiet); }
.tag {
  padding: 0 .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 400;
  background: var(--tint); border: 1px solid var(--faint);
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
iframe { display: none; }
${CONTROL_STYLES}`;
