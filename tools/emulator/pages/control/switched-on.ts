import type { FaultName } from '../../faults.js';
import type { StruckEndpoint } from '../../faults/endpoints.js';

/** A fault that is on. */
export interface SwitchedOnModel {
  readonly name: FaultName;
  readonly endpoint: StruckEndpoint;
  /** What it says, or how often; empty where there is nothing to add. */
  readonly details: readonly string[];
}

/** What is on, each with its way off. */
export const SWITCHED_ON = `
<h2 id="on">On now</h2>
<% if (it.switchedOn.length === 0) { %>
<p>No fault is on.</p>
<% } else { %>
<form method="post" action="/control/faults">
  <ul class="plain on">
<% for (const { name, endpoint, details } of it.switchedOn) { %>
    <li>
      <span>
        <a href="/?open=<%= endpoint %>#<%= name %>"><%= name %></a><% for (const detail of details) { %>, <%= detail %><% } %>
      </span>
      <button name="off" value="<%= name %>" aria-label="Switch off <%= name %>">Switch off</button>
    </li>
<% } %>
  </ul>
  <div class="actions"><button name="clear" value="all">Switch all off</button></div>
</form>
<% } %>
`;
