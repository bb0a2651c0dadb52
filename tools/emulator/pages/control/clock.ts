import { noticeIn } from './notice.js';

export interface ClockModel {
  /** ISO 8601. */
  readonly now: string;
  /** Such as `1 h 5 min ahead`; missing when it is right. */
  readonly offset: string | undefined;
}

/** By how much the clock can be put forward, in minutes, and how that is called. */
export const CLOCK_STEPS = [
  { minutes: 5, label: '5 minutes' },
  { minutes: 60, label: '1 hour' },
  { minutes: 24 * 60, label: '1 day' },
  { minutes: 90 * 24 * 60, label: '90 days' },
] as const;

/** The emulator's time, and what moves it. */
export const CLOCK = `
<h2 id="clock">Clock</h2>
${noticeIn('clock')}
<p><time datetime="<%= it.clock.now %>"><%= it.clock.now.slice(0, 10) %> <%= it.clock.now.slice(11, 19) %> UTC</time><% if (it.clock.offset) { %>, <%= it.clock.offset %><% } %></p>
<form method="post" action="/control/clock">
  <div class="actions">
${CLOCK_STEPS.map(({ minutes, label }) => `    <button name="advance" value="${minutes}" aria-label="Put forward + ${label}">+ ${label}</button>`).join('\n')}
<% if (it.clock.offset) { %>
    <button name="reset" value="yes">Put right</button>
<% } %>
  </div>
</form>
`;
