import type { FaultName } from '../../faults.js';
import type { StruckEndpoint } from '../../faults/endpoints.js';

/** The faults of one endpoint. */
export interface EndpointModel {
  readonly name: StruckEndpoint;
  readonly title: string;
  /** Whether its faults are shown. */
  readonly open: boolean;
  /** How many requests it got. */
  readonly requests: number;
  readonly faults: readonly { readonly name: FaultName; readonly sentence: string; readonly on: boolean }[];
}

/** One of the things that `token-refused` can say. */
export interface RefusalChoice {
  readonly code: number;
  readonly error: string;
  readonly chosen: boolean;
}

/** A switch for every fault, folded by endpoint. */
export const FAULTS = `
<h2 id="faults">Faults</h2>
<% for (const { name: endpoint, title, open, requests, faults } of it.endpoints) { %>
<details<% if (open) { %> open<% } %>>
  <summary><h3><%= title %></h3> <span class="quiet"><%= faults.filter(({ on }) => on).length %> of <%= faults.length %> on, <%= requests %> <%= requests === 1 ? 'request' : 'requests' %></span></summary>
  <form method="post" action="/control/faults">
    <ul class="plain">
<% for (const { name, sentence, on } of faults) { %>
      <li class="fault" id="<%= name %>">
        <button name="toggle" value="<%= name %>" aria-pressed="<%= on %>" aria-describedby="about-<%= name %>"><%= name %></button>
        <span id="about-<%= name %>"><strong><%= on ? 'On.' : 'Off.' %></strong> <%= sentence %></span>
<% if (name === 'token-refused') { %>
        <div class="setting">
          <label>Error
            <select name="refusal">
<% for (const { code, error, chosen } of it.refusals) { %>
              <option value="<%= code %>"<% if (chosen) { %> selected<% } %>>AADSTS<%= code %> <%= error %></option>
<% } %>
            </select>
          </label>
          <button name="choose" value="refusal">Choose</button>
        </div>
<% } %>
      </li>
<% } %>
    </ul>
  </form>
</details>
<% } %>
`;
