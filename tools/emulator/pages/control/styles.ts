/** What only the control page needs. */
export const CONTROL_STYLES = `
main.wide { width: min(100% - 1.5rem, 72rem); }
.wide .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2.5rem; }
@media (min-width: 60rem) {
  .wide .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .beside { position: sticky; top: 1rem; align-self: start; }
}
.wide h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
.wide h2:not(:first-child) { margin-top: 1.25rem; }
.wide h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
.wide p { margin: 0 0 .5rem; }
.wide .actions { gap: .5rem; margin: .5rem 0; }
.wide [id] { scroll-margin-top: 1rem; }
.notice { padding: .5rem .75rem; background: var(--tint); border-inline-start: .25rem solid var(--accent); }
.on > li { display: flex; gap: .75rem; align-items: center; }
.on span { flex: 1; }
details { border-top: 1px solid var(--faint); }
details:last-of-type { border-bottom: 1px solid var(--faint); }
summary { min-height: 2.75rem; padding: .6rem 0; cursor: pointer; }
summary > .quiet { font-size: .85rem; }
summary > h2, .wide summary > h3 { display: inline; }
details[open] { padding-bottom: 1rem; }
.fault + .fault { margin-top: 1rem; }
.fault { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
.fault > button { min-width: 17rem; text-align: start; }
.fault > span { flex: 1 1 16rem; }
.fault:target { background: var(--tint); }
.setting { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; flex-basis: 100%; }
.setting label { flex: 1 1 12rem; }
.setting select { width: 100%; }
.wide .name { display: inline-block; max-width: 100%; max-height: 3em; overflow: hidden; vertical-align: top; }
pre, code { font-family: ui-monospace, monospace; font-size: .9em; }
pre { margin: 0 0 .75rem; padding: .75rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .35rem; }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
.scroll { max-height: 16rem; overflow: auto; }
@media (min-width: 60rem) { .scroll { max-height: 24rem; } }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .3rem .6rem .3rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--faint); }
th, td:first-child { overflow-wrap: normal; white-space: nowrap; }
td > .quiet { display: block; }
`;
